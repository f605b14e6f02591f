"""The decisions of links.tsv, before any raw file is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.links import Link, load_links
from analysis.problems import ProblemsFound
from analysis.study import load_study, read_configuration
from analysis.study_checks import check_links
from tests.tiny_study import write_tiny_study

HEADER = "source\trow\tsame_source\tsame_row\tdecision\treason\n"
GOOD = "tiny-municipality\t3\tlate\t7\tsame\tThe handwriting, seen by two of us\n"


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_study(tmp_path_factory.mktemp("links") / "study")


@pytest.fixture
def table(study: Path) -> Iterator[Path]:
    path = study / "config" / "links.tsv"
    yield path
    path.unlink(missing_ok=True)


def told(path: Path, text: str) -> list[str]:
    path.write_text(text, "utf-8")
    with pytest.raises(ProblemsFound) as raised:
        load_links(path, path.parents[1])
    return [str(problem) for problem in raised.value.problems]


def test_without_the_file_nothing_is_decided(study: Path) -> None:
    assert load_study(study).links == ()


def test_a_table_without_rows_decides_nothing(table: Path) -> None:
    table.write_text(HEADER, "utf-8")
    assert load_links(table, table.parents[1]) == []


def test_a_decision_names_two_places(table: Path) -> None:
    table.write_text(HEADER + "\n" + GOOD, "utf-8")
    (link,) = load_links(table, table.parents[1])
    assert link.places == (("tiny-municipality", 3), ("late", 7))
    assert (link.decision, link.place(), link.place("row")) == ("same", "row 3", "row 3, column row")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            GOOD.replace("\t3\t", "\tthree\t"),
            ["row 2, column row", "seen:    three", "allowed: a whole number"],
        ),
        (GOOD.replace("\t3\t", "\t0\t"), ["row 2, column row", "seen:    0", "at least 1"]),
        (
            GOOD.replace("same\t", "maybe\t"),
            ["row 2, column decision", "seen:    maybe", "same or different"],
        ),
        (GOOD.replace("The handwriting, seen by two of us", ""), ["row 2, column reason"]),
        (GOOD + GOOD, ["row 3: the same two answers stand in row 2 already", "remove one of the two rows"]),
        (
            GOOD + "late\t7\ttiny-municipality\t3\tdifferent\tSecond thoughts\n",
            ["row 3: the same two answers stand in row 2 already"],
        ),
    ],
)
def test_a_fault_is_told_with_its_place(table: Path, row: str, problem: list[str]) -> None:
    (text,) = told(table, HEADER + row)
    assert text.startswith("config/links.tsv, row ")
    assert all(part in text for part in problem), text


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"same_source": "lat"}, ["column same_source: there is no source “lat”", "did you mean “late”?"]),
        ({"same_source": "tiny-municipality"}, ["the two answers belong to the same wave", "seen:    w2018"]),
        ({"same_source": "other"}, ["belong to different instruments", "seen:    tiny and follow_up"]),
        ({}, []),
    ],
)
def test_a_decision_is_about_one_instrument_in_two_waves(
    study: Path, change: dict[str, str], problem: list[str]
) -> None:
    first = load_study(study).sources[0]
    sources = [
        first,
        first.model_copy(update={"source": "late", "wave": "w2020"}),
        first.model_copy(update={"source": "other", "wave": "w2020", "instrument": "follow_up"}),
    ]
    values = {"source": "tiny-municipality", "row": 3, "same_source": "late", "same_row": 7} | change
    link = Link.model_validate(values | {"decision": "same", "reason": "Seen"})
    if not problem:
        check_links([link], sources)
        return
    with pytest.raises(ProblemsFound) as raised:
        check_links([link], sources)
    (text,) = map(str, raised.value.problems)
    assert all(part in text for part in problem), text


def test_a_decision_is_told_with_all_other_problems(study: Path, table: Path) -> None:
    table.write_text(HEADER + GOOD, "utf-8")
    found, problems = read_configuration(study)
    assert found is not None and len(found.links) == 1
    assert [str(one).split("\n")[0] for one in problems] == [
        "config/links.tsv, row 2, column same_source: there is no source “late”"
    ]
