"""What is shown of the talk, the continuum and the joint display: tables, figures and sentences."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.displays import Table, Voice, build_table
from analysis.figures import FIGURES
from analysis.figures.drawing import Drawing
from analysis.figures.style import applied_style
from analysis.planned_codings import CodingAnalysis
from analysis.profiles import open_showing
from analysis.profiles.sides import limits_of, list_joined, list_placed
from analysis.profiles.talk import list_steps, list_talks
from analysis.sentences import build_sentence
from analysis.study import Study

Results = dict[str, pd.DataFrame]
TOLD = ("codes", "saturation", "continuum", "joint_display")
DRAWN = (*TOLD, "values_by_fields", "code_cases", "joint_cases")
TABLES = (
    *("codes", "values_by_fields", "barrier_kinds", "participants", "saturation", "continuum"),
    *("continuum_agreement", "joint_display", "code_cases", "together", "judgements", "joint_cases"),
)


def put(results: Results, table: str, numbers: dict[str, object], **where: str) -> Results:
    """The results with some cells of one table set."""
    frame = results[table].copy()
    hit = pd.Series(True, index=frame.index)
    for name, value in where.items():
        hit &= frame[name] == value
    assert hit.any(), f"no row has {where}"
    for name, number in numbers.items():
        frame.loc[hit, name] = number
    return results | {table: frame}


def hold(results: Results, table: str, reason: str, **where: str) -> Results:
    """The results with some rows of one table withheld."""
    gone = dict.fromkeys(("estimate", "ci_low", "ci_high", "n_cases"), pd.NA)
    known = {name: value for name, value in gone.items() if name in results[table]}
    return put(results, table, known | {"status": "withheld", "reason": reason}, **where)


def cells(table: Table, name: str) -> list[str]:
    """The first row of this name, without the blanks that do not break."""
    found = next(row for row in table.rows if row[0] == name)
    return [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in found]


def draw(name: str, results: Results, study: Study, language: str = "nb") -> list[Drawing]:
    with applied_style():
        return FIGURES[name][1](Voice(open_showing(results, study), language))


COMMUNICATION = {"code": "communication", "other": "", "case": "all", "participants": "all"}


def test_a_count_stands_between_the_strictest_and_the_mildest_rule(
    ks2018: Study, ks2018_results: Results
) -> None:
    numbers = {"estimate": 34.0, "ci_low": 20.0, "ci_high": 51.0, "n_units": 412}
    results = put(ks2018_results, "occurrences", numbers, statistic="units", **COMMUNICATION)
    results = put(results, "occurrences", {"estimate": 7.0}, statistic="cases", **COMMUNICATION)
    results = put(results, "occurrences", {"estimate": 23.0}, statistic="speakers", **COMMUNICATION)
    table = build_table("codes", results, ks2018, "nb")
    row = cells(table, "Kommunikasjon")
    assert row[1] == "34 [20; 51]" and row[3:] == ["7", "23"]
    assert "mer enn halvparten" in table.note and "replikk" in table.note
    english = build_table("codes", results, ks2018, "en")
    assert cells(english, "Communication")[1] == "34 [20, 51]" and "turn" in english.note


def test_the_rule_of_the_plan_is_the_rule_that_is_told(ks2018: Study, ks2018_results: Results) -> None:
    name, analysis = next(iter(ks2018.plan.codings.items()))
    changed: CodingAnalysis = analysis.model_copy(update={"counted": "all", "unit": "paragraph"})
    study = replace(ks2018, plan=ks2018.plan.model_copy(update={"codings": {name: changed}}))
    note = build_table("codes", ks2018_results, study, "nb").note
    assert "alle koderne" in note.split(".")[0] and "avsnitt" in note


def test_what_is_withheld_is_a_mark_and_is_told(ks2018: Study, ks2018_results: Results) -> None:
    results = hold(ks2018_results, "occurrences", "few_speakers", **COMMUNICATION)
    assert cells(build_table("codes", results, ks2018, "nb"), "Kommunikasjon")[1] == "†"
    drawings = draw("codes", results, ks2018)
    assert any("holdt tilbake" in one.caption for one in drawings)
    assert "holdt tilbake" in build_sentence("codes", results, ks2018, "nb")


def test_codes_that_nobody_gave_are_named(ks2018: Study, ks2018_results: Results) -> None:
    never = {"estimate": 0.0, "ci_low": 0.0, "ci_high": 0.0}
    results = put(ks2018_results, "occurrences", never, statistic="units", **COMMUNICATION)
    assert "«Kommunikasjon» ble aldri gitt" in build_sentence("codes", results, ks2018, "nb")
    # One coder gave it, which is no majority: that is not never.
    results = put(results, "occurrences", {"ci_high": 3.0}, statistic="units", **COMMUNICATION)
    said = build_sentence("codes", results, ks2018, "nb")
    assert "aldri gitt" not in said and "«Kommunikasjon» ble gitt av noen" in said


def test_the_grid_has_the_longer_field_across(ks2018: Study, ks2018_results: Results) -> None:
    table = build_table("values_by_fields", ks2018_results, ks2018, "en")
    book = ks2018.codebooks["samskaping2018"]
    fields = [code.label.en for code in book.code("fields").codes]
    assert list(table.heading[1:]) == fields
    assert [row[0] for row in table.rows] == [code.label.en for code in book.code("values").codes]


def test_a_kind_names_what_it_goes_most_together_with(ks2018: Study, ks2018_results: Results) -> None:
    pair = {"statistic": "together", "code": "communication", "other": "legal"}
    pair |= {"case": "all", "participants": "all"}
    results = put(ks2018_results, "occurrences", {"estimate": 99.0}, **pair)
    assert cells(build_table("barrier_kinds", results, ks2018, "nb"), "Juridiske")[3] == "Kommunikasjon (99)"


def test_the_matrix_counts_what_the_plan_says(ks2018: Study, ks2018_results: Results) -> None:
    name, analysis = next(iter(ks2018.plan.codings.items()))
    texts = analysis.model_copy(update={"matrix": "documents"})
    study = replace(ks2018, plan=ks2018.plan.model_copy(update={"codings": {name: texts}}))
    case = study.settings.cases[0].id
    frame = ks2018_results["occurrences"]
    units = frame[
        (frame["statistic"] == "units") & (frame["code"] == "communication") & (frame["case"] == case)
    ]
    documents = units.assign(statistic="documents", estimate=1.0)
    results = ks2018_results | {"occurrences": pd.concat([frame, documents], ignore_index=True)}
    table = build_table("code_cases", results, study, "nb")
    assert cells(table, "Kommunikasjon")[1] == "1" and "tekster" in table.note
    assert "enheter" in build_table("code_cases", results, ks2018, "nb").note
    assert "tekster" in draw("code_cases", results, study)[0].caption


def test_the_dated_order_is_shown_only_where_it_may_be(ks2018: Study, ks2018_results: Results) -> None:
    [talk] = list_talks(open_showing(ks2018_results, ks2018))
    whole = build_table("saturation", ks2018_results, ks2018, "nb")
    assert [section.heading[:4] for section in whole.sections] == ["Over", "I de"]
    results = hold(ks2018_results, "saturation", "one_session", order="dated")
    assert not list_steps(open_showing(results, ks2018), talk.name, "dated")
    public = build_table("saturation", results, ks2018, "nb")
    assert len(public.sections) == 1 and "Arendal" not in str(public.rows)
    assert len(draw("saturation", results, ks2018)) == 1


def test_cases_stand_from_thin_to_thick(ks2018: Study, ks2018_results: Results) -> None:
    about = {"statistic": "placement", "case": "roskilde-insp"}
    results = put(ks2018_results, "placements", {"estimate": 9.0}, **about)
    results = put(results, "placements", {"estimate": 0.0}, statistic="placement", case="tranoy-safegroup")
    placed = list_placed(open_showing(results, ks2018))
    assert (placed[0].case.id, placed[-1].case.id) == ("tranoy-safegroup", "roskilde-insp")
    said = build_sentence("continuum", results, ks2018, "en")
    assert "thinnest is Tranøy" in said and "thickest Roskilde" in said
    rows = build_table("continuum", results, ks2018, "en").rows
    assert [row[0] for row in rows] == [one.case.label for one in placed]


def test_the_judges_behind_the_places_are_counted(ks2018: Study, ks2018_results: Results) -> None:
    one = put(ks2018_results, "placements", {"n": 1}, statistic="placement")
    assert "og 1 bedømmer:" in build_sentence("continuum", one, ks2018, "nb")
    some = put(one, "placements", {"n": 3}, statistic="placement", case="roskilde-insp")
    assert "og 1–3 bedømmere:" in build_sentence("continuum", some, ks2018, "nb")


def test_a_case_that_nobody_judged_has_a_dash(ks2018: Study, ks2018_results: Results) -> None:
    frame = ks2018_results["placements"]
    kept = frame[~((frame["case"] == "roskilde-insp") & frame["statistic"].isin(["placement", "index"]))]
    table = build_table("continuum", ks2018_results | {"placements": kept}, ks2018, "nb")
    row = cells(table, "Roskilde – INSP!")
    assert (row[1], row[5]) == ("–", "–")


def test_a_relation_without_a_number_gives_its_reason(ks2018: Study, ks2018_results: Results) -> None:
    gone = {"estimate": pd.NA, "ci_low": pd.NA, "ci_high": pd.NA, "status": "not_estimable"}
    results = put(
        ks2018_results,
        "placements",
        gone | {"reason": "one_coder"},
        statistic="krippendorff_ordinal",
        case="all",
    )
    assert "kan ikke regnes ut" in build_sentence("continuum", results, ks2018, "nb")


def test_the_joint_display_counts_its_verdicts(ks2018: Study, ks2018_results: Results) -> None:
    rows = list_joined(open_showing(ks2018_results, ks2018))
    results = put(ks2018_results, "joint_display", {"verdict": "confirms"}, case="all")
    said = build_sentence("joint_display", results, ks2018, "en")
    assert f"confirm each other on {len(rows)}" in said and "contradict" not in said
    table = build_table("joint_display", results, ks2018, "en")
    assert {row[-1] for row in table.rows} == {"confirms"} and len(table.rows) == len(rows)


def test_a_barrier_is_best_where_it_is_low(ks2018: Study, ks2018_results: Results) -> None:
    showing = open_showing(ks2018_results, ks2018)
    assert showing.study.joint_display is not None
    worst, best = limits_of(showing, showing.study.joint_display, "barriers")
    assert worst > best
    worst, best = limits_of(showing, showing.study.joint_display, "factors")
    assert worst < best


@pytest.mark.parametrize("name", DRAWN)
def test_a_figure_says_what_it_shows_in_both_languages(
    name: str, ks2018: Study, ks2018_results: Results
) -> None:
    drawn = {language: draw(name, ks2018_results, ks2018, language) for language in ("nb", "en")}
    assert [one.name for one in drawn["nb"]] == [one.name for one in drawn["en"]]
    assert drawn["nb"][0].name == name
    assert drawn["nb"][0].caption != drawn["en"][0].caption and drawn["nb"][0].alt != drawn["en"][0].alt


def test_a_study_without_codings_shows_nothing_of_them(tiny: Study, tiny_results: Results) -> None:
    assert not tiny.plan.codings
    assert [build_sentence(name, tiny_results, tiny, "nb") for name in TOLD] == [""] * len(TOLD)
    assert all(not draw(name, tiny_results, tiny) for name in DRAWN)
    assert all(not build_table(name, tiny_results, tiny, "nb").rows for name in TABLES)
