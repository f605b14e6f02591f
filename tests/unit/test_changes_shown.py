"""What is shown of change between waves: tables, figures and sentences, of any instrument."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pytest

from analysis.displays import Table, Voice, build_table
from analysis.figures import FIGURES
from analysis.figures.drawing import Drawing
from analysis.figures.style import applied_style
from analysis.profiles import open_showing
from analysis.profiles.changes_surveys import list_changes, list_followed
from analysis.sentences import build_sentence
from analysis.study import Study
from tests.unit.change_frames import change, follow_others, with_changes

Results = dict[str, pd.DataFrame]
TABLES = ("change", "change_sizes", "change_groups", "change_kinds", "change_units", "left_stayed")
DRAWN = ("change_kinds", "did", "attrition_flow")
SENTENCES = ("change", "difference_in_differences", "left_stayed")
LANGUAGES = ("nb", "en")
NUMBERS = ("estimate", "ci_low", "ci_high", "p", "p_adjusted")
COUNTS = ("n_before", "n_after", "n_linked", "n_smallest", "n_cases")


@pytest.fixture(scope="module")
def study(tiny: Study) -> Study:
    return with_changes(tiny)


@pytest.fixture(scope="module")
def results(study: Study, tiny_results: Results) -> Results:
    people = follow_others(study, tiny_results["attrition"])
    return tiny_results | change(study) | {"attrition": people}


def put(results: Results, numbers: Mapping[str, object], table: str = "changes", **where: str) -> Results:
    """The results with some cells of one table set."""
    frame = results[table].copy()
    hit = pd.Series(True, index=frame.index)
    for name, value in where.items():
        hit &= frame[name] == value
    assert hit.any(), f"no row has {where}"
    for name, number in numbers.items():
        frame.loc[hit, name] = number
    return results | {table: frame}


def refuse(results: Results, status: str, reason: str, **where: str) -> Results:
    """The results with the numbers of some rows of change gone."""
    gone: dict[str, object] = dict.fromkeys(NUMBERS, pd.NA)
    if status == "withheld":
        gone |= dict.fromkeys(COUNTS, pd.NA)
    return put(results, gone | {"status": status, "reason": reason}, **where)


def plain(table: Table) -> dict[str, list[str]]:
    """The rows of a table by their first cell, without the blanks that do not break."""
    return {row[0]: [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in table.rows}


def draw(name: str, results: Results, study: Study, language: str = "en") -> list[Drawing]:
    with applied_style():
        return FIGURES[name][1](Voice(open_showing(results, study), language))


def say(name: str, results: Results, study: Study, language: str = "en") -> str:
    return build_sentence(name, results, study, language).replace("\N{NO-BREAK SPACE}", " ")


def test_scales_bear_the_names_of_the_instrument_they_are_of(study: Study, results: Results) -> None:
    table = build_table("change", results, study, "en")
    assert [section.heading for section in table.sections] == ["Change over time (Spring 2018 → Later)"] * 2
    assert [row[0] for row in table.sections[0].rows] == ["Trust", "Clarity", "Hoarding"]
    assert [row[0] for row in table.sections[1].rows] == ["Other Trust", "Other Clarity"]


def test_the_same_peoples_change_stands_with_its_p_beside_the_other_designs(
    study: Study, results: Results
) -> None:
    asked = {"analysis": "surveys", "scale": "trust", "kind": "all", "case": "all", "group": "all"}
    numbers = {"estimate": 0.5, "ci_low": -0.25, "ci_high": 1.25, "p": 0.04, "p_adjusted": 0.12}
    changed = put(results, numbers, **asked, design="linked", statistic="change", sensitivity="main")
    row = plain(build_table("change", changed, study, "en"))["Trust"]
    assert row[2:5] == ["0.50 [−0.25, 1.25]", "0.040 (0.120)", "37"]
    assert row[6] == "40 / 39"


def test_what_is_marked_stopped_or_withheld_says_so(study: Study, results: Results) -> None:
    of_trust = {"analysis": "surveys", "scale": "trust"}
    marked = build_table("change", put(results, {"comparable": "marked"}, **of_trust), study, "en")
    assert plain(marked)["Trust"][2].endswith(" §") and "§ means that the waves differ" in marked.note
    assert "§" not in " ".join(plain(marked)["Clarity"])
    stopped = refuse(results, "refused", "not_comparable", **of_trust)
    row = plain(build_table("change", stopped, study, "en"))["Trust"]
    assert row[1] == "– may not be compared" and row[3] == "–"
    assert "“Trust” is not compared" in say("change", stopped, study)
    held = refuse(results, "withheld", "minimum_people", **of_trust)
    row = plain(build_table("change", held, study, "en"))["Trust"]
    assert row[2].startswith("†") and row[3:5] == ["†", "†"] and row[6] == "† / †"


def test_the_treated_are_named_and_counted_with_the_smallest_p(study: Study, results: Results) -> None:
    table = build_table("change_units", results, study, "nb")
    (section,) = table.sections
    assert section.heading.endswith("Prosjektkommuner mot følgekommuner, 2 mot 4 case")
    assert [row[4] for row in section.rows] == ["0,067", "0,067"]
    told = say("difference_in_differences", results, study, "nb")
    assert "ikke gi lavere p enn 0,067. Den kan altså ikke komme under 0,05" in told
    reached = put(results, {"p_floor": 0.011}, statistic="permutation")
    told = say("difference_in_differences", reached, study, "nb")
    assert "ikke gi lavere p enn 0,011 for én skala" in told
    (drawing,) = draw("did", reached, study, "nb")
    assert "ikke gi lavere p enn 0,011" in drawing.caption
    held = refuse(results, "withheld", "minimum_people", design="units")
    (section,) = build_table("change_units", held, study, "nb").sections
    assert section.heading.endswith("Prosjektkommuner mot følgekommuner")


def test_designs_that_point_apart_are_counted(study: Study, results: Results) -> None:
    assert "The methods point the same way on 2 of 2 scales" in say(
        "difference_in_differences", results, study
    )
    asked = {"design": "units", "statistic": "permutation", "scale": "trust"}
    turned = put(results, {"estimate": -0.3}, **asked)
    assert "point the same way on 1 of 2 scales" in say("difference_in_differences", turned, study)


@pytest.mark.parametrize(
    ("p", "told"), [(0.01, "is below 0.05 on 3 of 3"), (0.9, "is not below 0.05 on any")]
)
def test_low_and_high_p_are_told_with_chance(study: Study, results: Results, p: float, told: str) -> None:
    changed = put(results, {"p_adjusted": p}, analysis="surveys", design="linked", statistic="change")
    said = say("change", changed, study)
    assert told in said
    assert ("the changes could be chance" in said.split("\n\n")[0]) == (p > 0.05)
    assert "significan" not in said


def test_nobody_linked_is_told_and_the_waves_are_compared(study: Study, results: Results) -> None:
    strangers = refuse(results, "not_estimable", "not_linked", design="linked")
    strangers = refuse(strangers, "not_estimable", "not_linked", design="left")
    said = say("change", strangers, study)
    assert "Nobody can be followed" in said and "Of 3 scales" in said
    assert "cannot be held against those who stayed: cannot be followed" in say(
        "left_stayed", strangers, study
    )


def test_who_left_is_counted(study: Study, results: Results) -> None:
    row = plain(build_table("left_stayed", results, study, "en"))["Trust"]
    assert row[3:] == ["3", "37"]
    assert "Of 40 people who can be followed and were asked again, 3 left." in say(
        "left_stayed", results, study
    )


def test_reliable_change_and_the_exact_p_stand_in_the_table_of_sizes(study: Study, results: Results) -> None:
    asked = {"analysis": "surveys", "scale": "trust", "design": "linked", "group": "all"}
    exact = put(results, {"p": 0.25, "p_floor": 0.0625}, **asked, statistic="sign_flip")
    shares = {"estimate": 0.2, "ci_low": 0.1, "ci_high": 0.4}
    exact = put(exact, shares, **asked, statistic="reliably_up")
    table = build_table("change_sizes", exact, study, "en")
    row = plain(table)["Trust"]
    assert row[table.heading.index("Clearly up")] == "20% [10, 40]"
    assert row[-1] == "0.250 (0.063)"
    # No reading of its answers but one: the scale of numbers.
    assert plain(table)["Hoarding"][1] == "–"


def test_single_cases_are_shown_to_the_team_only(study: Study, results: Results) -> None:
    table = build_table("change_cases", results, study, "nb")
    assert {row[0] for row in table.rows} == {"Nordgården", "Sørkafeen"}
    assert plain(table)["Nordgården"][1] == "Prosjektkommuner"
    public = results | {"changes": results["changes"][results["changes"]["case"] == "all"]}
    assert not build_table("change_cases", public, study, "nb").rows


def test_an_analysis_with_kinds_is_drawn_by_them_a_drawing_for_each_range(
    study: Study, results: Results
) -> None:
    drawings = draw("change_kinds", results, study)
    assert [drawing.name for drawing in drawings] == ["change_kinds", "change_kinds_2", "change_kinds_3"]
    assert "Other Trust, Project municipalities" in drawings[2].alt
    assert "A mark without a line has no interval: too few cases." in drawings[0].caption
    without = replace(study, settings=study.settings.model_copy(update={"case_kinds": []}))
    plan = {
        name: one.model_copy(update={"treated": [], "against": []})
        for name, one in study.plan.changes.items()
    }
    without = replace(without, plan=study.plan.model_copy(update={"changes": plan}))
    alone = draw("change_kinds", results, without)
    assert "Trust: " in alone[0].alt and "in each kind" not in alone[0].caption
    assert draw("did", results, without) == []
    assert say("difference_in_differences", results, without) == ""
    assert not build_table("change_units", results, without, "en").rows


def test_the_flow_of_people_counts_every_instrument(study: Study, results: Results) -> None:
    followed = list(list_followed(open_showing(results, study)))
    assert [one.group.id if one.group else "all" for one in followed] == 2 * ["all", *study.groups]
    (drawing,) = draw("attrition_flow", results, study)
    assert "Everybody: Before: 40; Left: 12; Stayed: 25; Joined: 17; After: 44." in drawing.alt
    held = put(results, {"n": pd.NA, "status": "withheld"}, "attrition", statistic="left", group="all")
    (drawing,) = draw("attrition_flow", held, study)
    assert "Left: †" in drawing.alt and "withheld" in drawing.caption


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_are_short_enough_for_paper_and_have_words(
    study: Study, results: Results, language: str
) -> None:
    for name in (*TABLES, "change_cases"):
        table = build_table(name, results, study, language)
        assert len(table.columns) <= 8 and table.rows and table.caption and table.note
        assert all(len(row) == len(table.columns) for row in table.rows)
    for name in DRAWN:
        for drawing in draw(name, results, study, language):
            assert drawing.caption and drawing.alt


def test_without_results_nothing_is_shown(study: Study, results: Results) -> None:
    empty = results | {name: results[name][:0] for name in ("changes", "attrition")}
    assert list(list_changes(open_showing(empty, study))) == []
    for name in (*TABLES, "change_cases"):
        table = build_table(name, empty, study, "en")
        assert not table.rows and table.absence == "" and table.note == ""
    assert [draw(name, empty, study) for name in DRAWN] == [[], [], []]
    assert [say(name, empty, study) for name in SENTENCES] == ["", "", ""]


def test_everything_withheld_is_still_shown_as_that(study: Study, results: Results) -> None:
    held = refuse(results, "withheld", "minimum_people", instrument="again")
    for name in (*TABLES, "change_cases"):
        assert build_table(name, held, study, "nb").rows
    for name in ("change_kinds", "did"):
        assert all("holdt tilbake" in one.caption for one in draw(name, held, study, "nb")[-1:])
    assert "ingen tall" in say("difference_in_differences", held, study, "nb")
