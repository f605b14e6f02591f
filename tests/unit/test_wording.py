"""The two catalogues hold the same texts, and every code that may be shown has one."""

import re
from pathlib import Path

import pytest

import analysis
from analysis.contracts import DISCLOSURE_LOG
from analysis.displays import RESTRICTED_TABLES, TABLES
from analysis.figures import FIGURES
from analysis.ingest.receipts import WHAT, WHY
from analysis.results import ESTIMATE_TABLES
from analysis.wording import LANGUAGES, Wording, placeholders, read_catalogue

SOURCES = [
    path.read_text("utf-8")
    for path in Path(str(analysis.__file__)).parent.rglob("*")
    if path.suffix in {".py", ".j2", ".lua", ".typ"}
]
PYTHON = "\n".join(SOURCES)


def test_the_catalogues_have_the_same_keys_and_placeholders() -> None:
    nb, en = read_catalogue("nb"), read_catalogue("en")
    assert list(nb) == list(en)
    assert {key: placeholders(nb[key]) for key in nb} == {key: placeholders(en[key]) for key in en}
    assert {key: type(nb[key]) for key in nb} == {key: type(en[key]) for key in en}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_says_something(language: str) -> None:
    for key, entry in read_catalogue(language).items():
        texts = list(entry.values()) if isinstance(entry, dict) else [entry]
        assert all(text.strip() for text in texts), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_that_may_be_shown_has_a_text(language: str) -> None:
    wording = Wording(language)
    codes = {
        "receipt.what": WHAT,
        "receipt.why": WHY,
        "caption.table": (*TABLES, *RESTRICTED_TABLES),
        "caption.figure": FIGURES,
        "alt": FIGURES,
        "purpose": ("confirmatory", "exploratory", "descriptive"),
        "agrees": ("yes", "no", "not_estimable", "withheld"),
        "bound": ("equals", "at_least", "at_most"),
        "adjustment": ("holm", "bh"),
        "result": (*ESTIMATE_TABLES, "robustness", "published_findings"),
        "rule": ("minimum_people", "small_count", "secondary", "same_answer", "exception"),
    }
    missing = [f"{start}.{code}" for start, each in codes.items() for code in each]
    assert [key for key in missing if not wording.has(key)] == []
    assert all(rule in codes["rule"] for rule in re.findall(r"[a-z]+_[a-z]+", _rules_of_the_log()))


def _rules_of_the_log() -> str:
    return next(column.meaning for column in DISCLOSURE_LOG.columns if column.name == "rule")


def test_every_reason_that_is_given_has_a_text() -> None:
    given = set(re.findall(r'(?:reason=|not_estimable\(|unknown\()"([a-z_]+)"', PYTHON))
    assert {"one_item", "no_variance", "level_not_reachable"} <= given, "the pattern finds no reasons"
    gate = {"minimum_people", "small_count", "secondary"}
    missing = [
        reason
        for reason in sorted((given | {"group_missing"}) - gate)
        if not Wording("nb").has(f"reason.{reason}")
    ]
    assert missing == []


def test_no_text_is_left_that_nothing_says() -> None:
    starts = tuple(re.findall(r'f["\']([a-z_]+\.[a-z_.]*)\{', PYTHON))
    words = set(re.findall(r'["\']([a-z_.]+)["\']', PYTHON))
    assert [key for key in read_catalogue("en") if key not in words and not key.startswith(starts)] == []


def test_a_number_decides_the_form_in_both_languages() -> None:
    for language, one, two in (("nb", "1 skala", "2 skalaer"), ("en", "1 scale", "2 scales")):
        wording = Wording(language)
        assert wording.text("count.scales", count=1, number="1") == one
        assert wording.text("count.scales", count=2, number="2") == two
        assert wording.text("count.scales", count=0, number="0").endswith(two[2:])


def test_an_enumeration_ends_with_and() -> None:
    wording = Wording("nb")
    assert wording.listed([]) == ""
    assert wording.listed(["a"]) == "a"
    assert wording.listed(["a", "b"]) == "a og b"
    assert Wording("en").listed(["a", "b", "c"]) == "a, b and c"


def test_unknown_keys_and_languages_are_errors() -> None:
    with pytest.raises(KeyError):
        Wording("nb").text("no.such.key")
    with pytest.raises(KeyError):
        Wording("nb").text("count.scales", count=1)
    with pytest.raises(KeyError):
        read_catalogue("da")
