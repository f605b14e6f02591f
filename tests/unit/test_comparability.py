"""What is checked before two occasions are compared, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis.change.comparability import check_comparability, find_consequence
from analysis.contracts import CASE_LINKS, CODINGS, COMPARABILITY, INDICATORS, RECEIPTS, RESPONSES, SCORECARDS
from analysis.planned_changes import ChangeAnalysis, Comparability, ScorecardAnalysis
from analysis.planned_codings import CodingAnalysis
from analysis.scorecards import Scorecard
from analysis.sessions import Sessions
from analysis.source_options import SourceOptions
from analysis.study import Study, load_study
from analysis.tables import conform
from tests.tiny_study import write_tiny_study

LABEL = {"nb": "Navn", "en": "Name"}
SCALE = "f01"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return load_study(write_tiny_study(tmp_path_factory.mktemp("study")))


def plan(study: Study, rules: dict[str, str] | None = None, **sections: Any) -> Study:
    """The study with further sections of the plan, and rules of comparability."""
    said = Comparability.model_validate(rules or {})
    return replace(study, plan=study.plan.model_copy(update=sections | {"comparability": said}))


def change(study: Study) -> dict[str, ChangeAnalysis]:
    waves = [wave.id for wave in study.settings.waves]
    instrument = study.instruments[study.settings.main_instrument]
    said = {"label": LABEL, "instrument": instrument.id, "scales": [instrument.scales[0].id]}
    said |= {"before": waves[0], "after": waves[0], "family": "any", "purpose": "exploratory"}
    return {"later": ChangeAnalysis.model_validate(said)}


def frame(contract: Any, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return conform(pd.DataFrame(rows, columns=contract.names), contract)


def check(study: Study, **tables: pd.DataFrame) -> pd.DataFrame:
    """The checks of a study of which only some tables hold anything."""
    named = {"receipts": RECEIPTS, "case_links": CASE_LINKS, "scorecards": SCORECARDS}
    named |= {"indicators": INDICATORS, "codings": CODINGS}
    given = {name: tables.get(name, frame(contract, [])) for name, contract in named.items()}
    responses = {study.settings.main_instrument: tables["responses"]} if "responses" in tables else {}
    return check_comparability(study, responses, *given.values())


def indicator(**said: Any) -> dict[str, Any]:
    row = {"case": "north", "indicator": "jobs", "version": 1, "label": "In work", "level": "outcome"}
    row |= {"value_kind": "share", "unit": "%", "counts": "people", "direction": "up", "method": "register"}
    row |= {"target_group": "", "baseline_date": "", "target_date": "", "status": "active", "source": "s"}
    return row | said


def of_aspect(checked: pd.DataFrame, aspect: str) -> pd.Series:
    rows = checked[checked["aspect"] == aspect]
    assert len(rows) == 1
    return rows.iloc[0]


def test_a_study_that_compares_nothing_has_no_checks(tiny: Study) -> None:
    checked = check(tiny)
    assert len(checked) == 0
    assert list(checked.columns) == COMPARABILITY.names


def test_versions_of_an_indicator_that_differ_stop_or_mark_as_the_plan_says(tiny: Study) -> None:
    case = tiny.cases[0]
    rows = [
        indicator(case=case),
        indicator(case=case, version=2, label="In full-time work", method="own count"),
    ]
    checked = check(plan(tiny), indicators=frame(INDICATORS, rows))
    worded, measured = of_aspect(checked, "wording"), of_aspect(checked, "method")
    assert (worded["seen_before"], worded["seen_after"]) == ("In work", "In full-time work")
    assert (worded["same"], worded["consequence"]) == ("no", "stopped")
    assert (measured["same"], measured["consequence"]) == ("no", "marked")
    assert of_aspect(checked, "direction")["consequence"] == "none"
    milder = check(plan(tiny, {"wording": "ignore"}), indicators=frame(INDICATORS, rows))
    assert of_aspect(milder, "wording")["consequence"] == "none"


def test_what_is_not_known_of_an_indicator_is_neither_alike_nor_different(tiny: Study) -> None:
    case = tiny.cases[0]
    rows = frame(INDICATORS, [indicator(case=case, method=""), indicator(case=case, version=2)])
    assert of_aspect(check(plan(tiny), indicators=rows), "method")["same"] == "unknown"
    assert of_aspect(check(plan(tiny), indicators=rows), "method")["consequence"] == "none"
    strict = check(plan(tiny, {"unknown": "mark"}), indicators=rows)
    assert of_aspect(strict, "method")["consequence"] == "marked"


def card(**said: Any) -> Scorecard:
    fields = [{"id": name, "label": LABEL} for name in ("goals", "trust")]
    told = {"id": "card", "title": LABEL, "lowest": 0, "highest": 10, "fields": fields}
    return Scorecard.model_validate(told | {"source": {"citation": "Somebody (2020)."}} | said)


def session(
    case: str, number: int, questions: dict[str, list[str]], version: str = "1"
) -> list[dict[str, Any]]:
    said = {"scorecard": "card", "version": version, "wave": "w2018", "case": case, "session": str(number)}
    said |= {"date": f"2018-0{number}-01", "score": 5.0, "source": "s", "number": number}
    return [said | {"field": field, "question": one} for field, asked in questions.items() for one in asked]


def test_sessions_with_other_questions_stop_the_field_and_no_other(tiny: Study) -> None:
    case = tiny.cases[0]
    rows = session(case, 1, {"goals": ["a", "b"], "trust": ["c"]})
    rows += session(case, 2, {"goals": ["a", "x"], "trust": ["c"]}, version="2")
    analysis = {"label": LABEL, "scorecard": "card", "family": "any", "purpose": "exploratory"}
    study = plan(tiny, scorecards={"sessions": ScorecardAnalysis.model_validate(analysis)})
    study = replace(study, scorecards={"card": card()})
    checked = check(study, scorecards=frame(SCORECARDS, rows))
    worded = checked[checked["aspect"] == "wording"].set_index("part")
    assert worded["same"].to_dict() == {"goals": "no", "trust": "yes"}
    asked = {"kind": "scorecard", "subject": "card", "case": case, "before": "1", "after": "2"}
    assert find_consequence(checked, part="goals", **asked) == "stopped"
    assert find_consequence(checked, part="trust", **asked) == "marked"
    assert find_consequence(checked, part="trust", **{**asked, "after": "3"}) == "yes"


def answers(study: Study, waves: list[str]) -> pd.DataFrame:
    """One answer a wave, group and case; only the columns that name them are filled."""
    instrument = study.instruments[study.settings.main_instrument]
    rows = [
        {"case": case, "wave": wave, "respondent": f"{case}{group}", "group": version.group}
        | {"source": f"{wave}-{version.group}", "instrument_version": name}
        for wave in waves
        for case in study.cases
        for name, version in instrument.versions.items()
        for group in [version.group]
    ]
    return conform(pd.DataFrame(rows, columns=RESPONSES.names), RESPONSES)


@pytest.fixture
def waves(tiny: Study) -> Study:
    """The tiny study with a second wave, and a change between the two in the plan."""
    first = tiny.settings.waves[0]
    later = first.model_copy(update={"id": "later", "date": first.date.replace(year=first.date.year + 2)})
    settings = tiny.settings.model_copy(update={"waves": [first, later]})
    planned = {name: one.model_copy(update={"after": "later"}) for name, one in change(tiny).items()}
    return plan(replace(tiny, settings=settings), changes=planned)


def worded(source: str, item: str, text: str) -> dict[str, Any]:
    line = {"source": source, "what": "wording", "row": 0, "column": item, "before": "", "after": text}
    return line | {"why": "wording", "count": 1}


def test_waves_of_the_same_version_are_worded_alike_and_their_mode_is_not_known(waves: Study) -> None:
    checked = check(waves, responses=answers(waves, [one.id for one in waves.settings.waves]))
    same = checked.groupby("aspect")["same"].unique().map(list).to_dict()
    assert same.pop("mode") == ["unknown"]
    assert same.pop("borders") == ["unknown"]
    assert set(map(tuple, same.values())) == {("yes",)}
    assert set(checked["consequence"]) == {"none"}


def test_wordings_in_the_exports_decide_where_both_print_them(waves: Study) -> None:
    instrument = waves.instruments[waves.settings.main_instrument]
    items = instrument.scales[0].items
    first, later = (one.id for one in waves.settings.waves)
    group = next(iter(instrument.versions.values())).group
    lines = [worded(f"{first}-{group}", item, "old") for item in items]
    lines += [worded(f"{later}-{group}", item, "new" if item == items[0] else "old") for item in items]
    checked = check(waves, responses=answers(waves, [first, later]), receipts=frame(RECEIPTS, lines))
    rows = checked[checked["aspect"] == "wording"].set_index("group")
    assert rows.at[group, "same"] == "no"
    assert rows.at[group, "consequence"] == "stopped"
    assert set(rows.drop(group)["same"]) == {"yes"}
    named = {"kind": "survey", "subject": instrument.id, "before": first, "after": later}
    part = instrument.scales[0].id
    assert find_consequence(checked, part=part, **named) == "stopped"
    assert find_consequence(checked, part=part, group=group, **named) == "stopped"
    other = next(version.group for version in instrument.versions.values() if version.group != group)
    assert find_consequence(checked, part=part, group=other, **named) == "yes"


def link(case: str, waves: list[str], numbers: tuple[str, str], kind: str) -> dict[str, Any]:
    row = {"case": case, "wave_before": waves[0], "wave_after": waves[1], "change": kind}
    row |= {"number_before": numbers[0], "number_after": numbers[1]}
    return row | {"name_before": "", "name_after": ""}


def test_a_merged_municipality_marks_its_case_and_all_cases_together(waves: Study) -> None:
    named = [one.id for one in waves.settings.waves]
    first, second = waves.cases[:2]
    links = [
        link(first, named, ("0101", "3001"), "renumbered"),
        link(second, named, ("0102", "3002"), "merged"),
    ]
    checked = check(waves, responses=answers(waves, named), case_links=frame(CASE_LINKS, links))
    borders = checked[checked["aspect"] == "borders"].set_index("case")
    assert borders["same"].to_dict() == {first: "yes", second: "no"}
    assert borders.loc[first, ["seen_before", "seen_after"]].to_list() == ["0101", "3001"]
    asked = {
        "kind": "survey",
        "subject": waves.settings.main_instrument,
        "before": named[0],
        "after": named[1],
    }
    told = [find_consequence(checked, case=case, **asked) for case in (first, second, "all")]
    assert told == ["yes", "marked", "marked"]


def test_other_modes_are_told_by_group(waves: Study) -> None:
    named = [one.id for one in waves.settings.waves]
    rows = answers(waves, named)
    modes = {name: {"mode": "paper" if name.startswith("later") else "web"} for name in set(rows["source"])}
    said = {name: SourceOptions.model_validate(one) for name, one in modes.items()}
    checked = check(replace(waves, options=said), responses=rows)
    found = checked[checked["aspect"] == "mode"]
    assert set(found["seen_before"]) == {"web"}
    assert set(found["seen_after"]) == {"paper"}
    assert set(found["consequence"]) == {"marked"}


def code(session: str, coder: str) -> dict[str, Any]:
    row = {"kind": "turn", "document": session, "unit": 1, "session": session, "case": "any", "wave": "w2018"}
    return row | {"codebook": "book", "coder": coder, "code": "", "coded_at": ""}


def test_sessions_of_other_coders_are_marked(tiny: Study) -> None:
    study = plan(tiny, codings={"talk": CodingAnalysis.model_validate({"label": LABEL, "codebook": "book"})})
    told = [
        {"id": name, "case": tiny.cases[0], "wave": "w2018", "date": "2018-01-01", "documents": [name]}
        for name in ("a", "b", "c")
    ]
    study = replace(study, sessions=Sessions.model_validate({"sessions": told}))
    rows = [
        code("a", "x"),
        code("a", "y"),
        code("b", "y"),
        code("b", "x"),
        code("b", "unknown"),
        code("c", "x"),
    ]
    checked = check(study, codings=frame(CODINGS, rows)).set_index("after")
    assert checked["same"].to_dict() == {"b": "yes", "c": "no"}
    assert checked.at["c", "consequence"] == "marked"
