"""A study with two analyses of codings: each is told with its name, and none is left out."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.displays import Voice, build_table
from analysis.figures import FIGURES
from analysis.figures.style import applied_style
from analysis.planned_codings import CodingAnalysis
from analysis.profiles import open_showing
from analysis.sentences import build_sentence
from analysis.study import Study
from tests.unit.test_displays import Results

OTHER = "Intervjuene: "
FIRST = "Fokusgruppene: "
TABLES = (
    *("codes", "values_by_fields", "barrier_kinds", "participants", "saturation", "code_cases"),
    "together",
)


@pytest.fixture
def two(ks2018: Study, ks2018_results: Results) -> tuple[Study, Results]:
    """The study with its analysis of codings twice, the second of another case's sessions only."""
    name, analysis = next(iter(ks2018.plan.codings.items()))
    label = {"nb": "Intervjuene", "en": "The interviews"}
    other = CodingAnalysis.model_validate(analysis.model_dump() | {"label": label})
    plan = ks2018.plan.model_copy(update={"codings": {"other": other, name: analysis}})
    results = dict(ks2018_results)
    for table in ("agreement", "occurrences", "saturation", "disagreements"):
        frame = results[table]
        again = frame.assign(analysis="other")
        if table == "occurrences":
            again = again[again["case"].isin(["all", "roskilde-insp"])]
        results[table] = pd.concat([frame, again], ignore_index=True)
    return replace(ks2018, plan=plan), results


@pytest.mark.parametrize("name", ["agreement", "codes", "saturation"])
def test_a_sentence_names_its_analysis_where_there_are_several(
    name: str, two: tuple[Study, Results], ks2018: Study, ks2018_results: Results
) -> None:
    study, results = two
    told = build_sentence(name, results, study, "nb")
    assert told.startswith(OTHER) and told.count(FIRST) == 1
    alone = build_sentence(name, ks2018_results, ks2018, "nb")
    assert FIRST not in alone and alone in told


@pytest.mark.parametrize("name", TABLES)
def test_the_sections_of_a_table_name_their_analysis(name: str, two: tuple[Study, Results]) -> None:
    study, results = two
    heads = [section.heading for section in build_table(name, results, study, "nb").sections]
    assert all(head.startswith(("Intervjuene", "Fokusgruppene")) for head in heads)
    assert len(set(heads)) == len(heads)


def test_no_case_is_left_out_because_another_analysis_does_not_have_it(
    two: tuple[Study, Results], ks2018: Study, ks2018_results: Results
) -> None:
    study, results = two
    alone = build_table("code_cases", ks2018_results, ks2018, "nb")
    table = build_table("code_cases", results, study, "nb")
    assert table.heading == alone.heading
    assert {row[-2] for row in table.rows if row} != {"–"}


@pytest.mark.parametrize("name", ["codes", "saturation", "values_by_fields", "code_cases"])
def test_every_analysis_is_drawn_under_its_name(
    name: str, two: tuple[Study, Results], ks2018: Study, ks2018_results: Results
) -> None:
    study, results = two
    with applied_style():
        alone = FIGURES[name][1](Voice(open_showing(ks2018_results, ks2018), "nb"))
        both = FIGURES[name][1](Voice(open_showing(results, study), "nb"))
    assert len(both) == 2 * len(alone) and len({one.name for one in both}) == len(both)
    starts = [one.caption.startswith(OTHER) for one in both]
    assert starts == [True] * len(alone) + [False] * len(alone)
    assert all(one.caption.startswith(FIRST) for one in both[len(alone) :])


def test_codes_that_coders_agree_on_alike_are_not_compared(ks2018: Study, ks2018_results: Results) -> None:
    frame = ks2018_results["agreement"]
    alphas = frame["statistic"] == "krippendorff_nominal"
    alike = frame.assign(estimate=frame["estimate"].mask(alphas, 1.0))
    told = build_sentence("agreement", ks2018_results | {"agreement": alike}, ks2018, "nb")
    assert "Alle kodene der α kan regnes ut, har 1,00." in told and "lavest for" not in told
