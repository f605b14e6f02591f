"""Sessions are found by the names of their texts, and coders by their names in the tools."""

from pathlib import Path

import pytest

from analysis.sessions import Sessions, load_sessions, normalise_name
from tests.unit.coding_study import SESSIONS

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "name", ["one", "One", "ONE.txt", "  one  ", "one.docx", "one.odt", "one.md", "One .TXT"]
)
def test_a_session_is_found_by_its_text_whatever_the_tool_made_of_the_name(name: str) -> None:
    session = SESSIONS.session_of(name)
    assert session is not None
    assert session.id == "s1"


@pytest.mark.parametrize("name", ["four", "one.pdf", "", "one two"])
def test_a_text_that_no_session_names_has_none(name: str) -> None:
    assert SESSIONS.session_of(name) is None


def test_a_coder_is_found_by_any_name() -> None:
    named = Sessions.model_validate({"coders": [{"id": "kari", "names": ["Kari Nordby", "kn@example.org"]}]})
    for name in ("kari  nordby", "KN@EXAMPLE.ORG"):
        coder = named.coder_of(name)
        assert coder is not None
        assert coder.id == "kari"
    assert named.coder_of("kari") is None, "the id is the table's, not a name in a tool"


def test_norwegian_letters_are_small_and_capital_letters_too() -> None:
    assert normalise_name("TRANØY Åse.TXT") == "tranøy åse"


def test_a_study_without_the_file_has_no_sessions(tmp_path: Path) -> None:
    found = load_sessions(tmp_path / "config" / "sessions.yaml", tmp_path)
    assert (found.coders, found.participants, found.sessions) == ([], [], [])


def test_the_reference_study_has_a_session_of_each_case() -> None:
    found = load_sessions(REPOSITORY / "config" / "sessions.yaml", REPOSITORY)
    cases = [session.case for session in found.sessions]
    assert (len(cases), len(set(cases)), len(found.coders)) == (7, 7, 3)
    assert "roskilde-insp" in cases
