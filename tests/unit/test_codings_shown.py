"""What is shown of the sessions, of who coded what, and of how far the coders agree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis.displays import Table, Voice, build_table
from analysis.displays.coder_tables import MOST_DISAGREEMENTS
from analysis.figures import FIGURES
from analysis.figures.drawing import Drawing
from analysis.figures.style import applied_style
from analysis.profiles import open_showing
from analysis.profiles.codings import list_analyses
from analysis.sentences import build_sentence
from analysis.study import Study
from tests.unit.coding_frames import RARE
from tests.unit.test_displays import Results, row_of
from tests.unit.test_figures import texts_of

OURS = (
    "sessions",
    "session_participants",
    "coded",
    "coding_receipts",
    "agreement",
    "agreement_codes",
    "agreement_units",
    "coder_pairs",
    "drift",
    "disagreements",
)


def build(name: str, study: Study, results: Results, language: str = "en", **frames: pd.DataFrame) -> Table:
    return build_table(name, results | frames, study, language)


def tell(name: str, study: Study, results: Results, language: str = "en", **frames: pd.DataFrame) -> str:
    return build_sentence(name, results | frames, study, language).replace("\N{NO-BREAK SPACE}", " ")


def draw(study: Study, results: Results, language: str = "en", **frames: pd.DataFrame) -> list[Drawing]:
    with applied_style():
        return FIGURES["agreement"][1](Voice(open_showing(results | frames, study), language))


def change(frame: pd.DataFrame, numbers: dict[str, Any], **where: str) -> pd.DataFrame:
    """The frame with columns of the rows that match set anew."""
    hit = pd.Series(True, index=frame.index)
    for name, value in where.items():
        hit &= frame[name] == value
    assert hit.any(), f"no row has {where}"
    return frame.assign(**{name: frame[name].mask(hit, value) for name, value in numbers.items()})


def without_number(frame: pd.DataFrame, status: str, reason: str, **where: str) -> pd.DataFrame:
    gone: dict[str, Any] = dict.fromkeys(
        ("estimate", "ci_low", "ci_high", "observed", "by_chance"), float("nan")
    )
    return change(frame, gone | {"status": status, "reason": reason}, **where)


def with_sessions(study: Study, **changes: Any) -> Study:
    """The study whose first session is changed."""
    first, *others = study.sessions.sessions
    sessions = [first.model_copy(update=changes), *others]
    return replace(study, sessions=study.sessions.model_copy(update={"sessions": sessions}))


@pytest.mark.parametrize("name", OURS)
def test_a_study_without_codings_has_no_rows(name: str, tiny: Study, tiny_results: Results) -> None:
    assert build(name, tiny, tiny_results).rows == ()


def test_a_study_without_codings_has_no_sentence_and_no_figure(tiny: Study, tiny_results: Results) -> None:
    assert [tell(name, tiny, tiny_results) for name in ("sessions", "coded", "agreement")] == [""] * 3
    assert draw(tiny, tiny_results) == []


@pytest.mark.parametrize(("language", "month"), [("nb", "August 2017"), ("en", "August 2017")])
def test_a_session_has_its_month_and_the_kinds_without_numbers(
    language: str, month: str, ks2018: Study, ks2018_results: Results
) -> None:
    table = build("sessions", ks2018, ks2018_results, language)
    assert row_of(table, "Arendal – Kirkens Bymisjon")[1:4] == ["Arendal", month, "–"]
    (largest,) = [row for row in table.rows if row[3] == "17"]
    assert not any(sign.isdigit() for sign in largest[4])
    numbers = build("session_participants", ks2018, ks2018_results, language)
    (section,) = [one for one in numbers.sections if one.heading == largest[0]]
    assert [row[1] for row in section.rows] == ["6", "3", "4", "1", "2", "17"]


def test_two_sessions_of_a_case_are_told_apart_by_their_month(ks2018: Study, ks2018_results: Results) -> None:
    case = ks2018.sessions.sessions[1].case
    study = with_sessions(ks2018, case=case)
    label = next(one.label for one in study.settings.cases if one.id == case)
    names = [row[0] for row in build("sessions", study, ks2018_results, "nb").rows]
    assert names[:2] == [f"{label}, august 2017", f"{label}, september 2017"]


def test_two_sessions_of_a_case_in_one_month_are_told_apart(ks2018: Study, ks2018_results: Results) -> None:
    first, second, *others = ks2018.sessions.sessions
    again = first.model_copy(update={"case": second.case, "date": second.date})
    sessions = ks2018.sessions.model_copy(update={"sessions": [again, second, *others]})
    table = build("coded", replace(ks2018, sessions=sessions), ks2018_results, "nb")
    heads = [section.heading for section in table.sections][:2]
    assert heads == [f"Asker – Sisters in Business, september 2017 ({number})" for number in (1, 2)]


def test_how_many_took_part_only_where_it_is_known(ks2018: Study, ks2018_results: Results) -> None:
    told = tell("sessions", ks2018, ks2018_results)
    assert told.startswith("7 sessions were coded, held from August 2017 to January 2018.")
    assert told.endswith("is known of 2 of them (7–17).")
    unknown = [one.model_copy(update={"participants_total": None}) for one in ks2018.sessions.sessions]
    study = replace(ks2018, sessions=ks2018.sessions.model_copy(update={"sessions": unknown}))
    assert tell("sessions", study, ks2018_results).endswith("How many took part is not known.")


def test_sessions_that_nobody_coded_are_not_told_as_coded(ks2018: Study, ks2018_results: Results) -> None:
    coded = ks2018_results["coded"]
    some = coded[coded["session"].isin(["arendal", "insp"])]
    told = tell("sessions", ks2018, ks2018_results, coded=some)
    assert told.startswith("7 sessions were held from August 2017 to January 2018, and 2 of them are coded.")
    one = replace(
        ks2018, sessions=ks2018.sessions.model_copy(update={"sessions": [ks2018.sessions.sessions[1]]})
    )
    told = tell("sessions", one, ks2018_results, "nb", coded=some)
    assert told.startswith("1 samtale ble holdt i september 2017, og 0 av dem er kodet.")


def test_codings_of_nobody_alone_are_told_without_coders(ks2018: Study, ks2018_results: Results) -> None:
    coded = ks2018_results["coded"].assign(coder="unknown", role="")
    told = tell("coded", ks2018, ks2018_results, "nb", coded=coded)
    assert told.startswith("7 samtaler er kodet, i alt ") and "0 kodere" not in told


def test_receipts_of_several_waves_are_told_as_those_of_all(ks2018: Study, ks2018_results: Results) -> None:
    coded = ks2018_results["coded"]
    more = pd.concat([coded, coded.iloc[:1].assign(wave="w2020", session="later")], ignore_index=True)
    assert "Every coding of the whole study is" in tell("coded", ks2018, ks2018_results, coded=more)
    assert "Every coding is accounted for" in tell("coded", ks2018, ks2018_results)


def test_every_coding_is_accounted_for(ks2018: Study, ks2018_results: Results) -> None:
    receipts = ks2018_results["coding_receipts"]
    receipts = receipts[receipts["source"] == receipts["source"].iloc[0]]
    told = tell("coded", ks2018, ks2018_results, coding_receipts=receipts)
    assert "1,460 read = 1,450 kept + 10 left out, and 0 without an account." in told
    assert "the same code twice (8)" in told and "no such code (2)" in told
    lost = change(receipts, {"count": 1448}, what="coding_kept")
    assert "and 2 without an account." in tell("coded", ks2018, ks2018_results, coding_receipts=lost)


def test_a_coder_nobody_names_is_no_coder_of_agreement(ks2018: Study, ks2018_results: Results) -> None:
    coded = change(ks2018_results["coded"], {"coder": "unknown", "role": ""}, coder="coder_c")
    told = tell("coded", ks2018, ks2018_results, coded=coded)
    assert told.startswith("2 coders have coded 7 sessions") and "does not tell who coded" in told
    table = build("coded", ks2018, ks2018_results, coded=coded)
    assert "Unknown coder" in [row[0] for row in table.rows]


def test_agreement_stands_with_and_without_what_nobody_coded(ks2018: Study, ks2018_results: Results) -> None:
    frame = change(
        ks2018_results["agreement"],
        {"estimate": 0.55, "ci_low": 0.43, "ci_high": 0.66},
        **{"field": "", "statistic": "krippendorff_set", "counted": "coded"},
        **{"coders": "all", "session": "all", "units": "turn"},
    )
    table = build("agreement", ks2018, ks2018_results, "nb", agreement=frame)
    rows = table.sections[0].rows
    assert [row[0] for row in rows] == ["Alle replikker", "Replikker der noen ga en av kodene"]
    assert [row[1] for row in rows] == ["412", "236"]
    assert rows[1][3].replace("\N{NO-BREAK SPACE}", " ") == "0,55 [0,43; 0,66]"
    told = tell("agreement", ks2018, ks2018_results, "nb", agreement=frame)
    assert "Regnes bare de 236 replikkene som noen har kodet" in told
    assert "0,55 (95 %-intervall fra 0,43 til 0,66)" in told


def test_a_rare_code_on_which_all_agree_is_explained(ks2018: Study, ks2018_results: Results) -> None:
    table = build("agreement_codes", ks2018, ks2018_results)
    row = row_of(table, "Legal §")
    assert row[1:4] == ["12 of 412", "2%", "97% [96, 99]"] and row[5].startswith("0.25 [")
    assert "“Legal”: agreed on 97%, against 96% by chance; α 0.25, AC1 0.97" in table.note
    told = tell("agreement", ks2018, ks2018_results)
    assert "The code “Legal” is given only 2% of the times it could have been." in told
    assert "they would agree on 96% even if they gave it quite at random" in told
    assert "In the 12 turns to which somebody gave the code, two coders chose alike" in told


def test_nothing_is_explained_where_agreement_is_worth_what_it_says(
    ks2018: Study, ks2018_results: Results
) -> None:
    frame = ks2018_results["agreement"]
    high = change(frame, {"estimate": 0.9}, statistic="krippendorff_nominal", counted="all")
    low = change(frame, {"by_chance": 0.6}, statistic="krippendorff_nominal")
    for agreement in (high, low):
        table = build("agreement_codes", ks2018, ks2018_results, agreement=agreement)
        assert "§" not in table.note and not any("§" in row[0] for row in table.rows)
        assert "at random" not in tell("agreement", ks2018, ks2018_results, agreement=agreement)


def test_a_code_that_is_nearly_always_given_is_explained_the_other_way(
    ks2018: Study, ks2018_results: Results
) -> None:
    frame = change(ks2018_results["agreement"], {"prevalence": 0.98}, code=RARE)
    told = tell("agreement", ks2018, ks2018_results, agreement=frame)
    assert "Common as it is" in told and "mostly that the code belongs there" in told
    assert "to which somebody gave the code" not in told


def test_one_coder_alone_agrees_with_nobody(ks2018: Study, ks2018_results: Results) -> None:
    frame = without_number(ks2018_results["agreement"], "not_estimable", "one_coder", wave=ks2018.main_wave)
    told = tell("agreement", ks2018, ks2018_results, agreement=frame)
    reason = "fewer than two known people have coded or judged"
    assert told == f"How far the coders agree cannot be computed: {reason}."
    table = build("agreement", ks2018, ks2018_results, agreement=frame)
    assert f"a: {reason}." in table.note
    (drawing, *_) = draw(ks2018, ks2018_results, agreement=frame)
    assert "cannot be estimated" in drawing.caption


def test_two_coders_have_cohens_kappa(ks2018: Study, ks2018_results: Results) -> None:
    frame = ks2018_results["agreement"]
    frame = frame[frame["coders"].isin(["all", "coder_a+coder_b"])]
    cohen = frame[(frame["statistic"] == "fleiss_kappa") & (frame["code"] == "openness")]
    cohen = cohen.assign(statistic="cohen_kappa", coders="coder_a+coder_b", estimate=0.77, ci_low=0.7)
    table = build("agreement_codes", ks2018, ks2018_results, agreement=pd.concat([frame, cohen]))
    assert row_of(table, "Openness")[-1].startswith("0.77 [0.70, ") and "κ is Cohen's κ." in table.note
    assert "κ is Fleiss' κ." in build("agreement_codes", ks2018, ks2018_results).note


def test_codes_in_rising_order_have_coefficients_of_their_own(ks2018: Study, ks2018_results: Results) -> None:
    table = build("agreement_codes", ks2018, ks2018_results)
    *_, last = table.sections
    assert last.heading == "Codes in rising order (ordinal α and AC2)"
    assert [row[0] for row in last.rows] == ["The citizens' influence"]
    assert last.rows[0][2:5] == ("–",) * 3 and last.rows[0][5] != "–"


def test_segments_are_counted_only_where_somebody_coded(ks2018: Study, ks2018_results: Results) -> None:
    (name, plan), *_ = ks2018.plan.codings.items()
    chosen = plan.model_copy(update={"unit": "segment", "other_units": ["turn"]})
    study = replace(ks2018, plan=ks2018.plan.model_copy(update={"codings": {name: chosen}}))
    table = build("agreement", study, ks2018_results)
    assert [row[0] for row in table.sections[0].rows] == [
        "Marked passages to which somebody gave one of the codes"
    ]
    assert "Text that nobody coded" not in tell("agreement", study, ks2018_results)
    units = build("agreement_units", study, ks2018_results)
    assert "– a" in row_of_section(units, "All units", "Marked passage")


def row_of_section(table: Table, heading: str, name: str) -> list[str]:
    (section,) = [one for one in table.sections if one.heading == heading]
    (found,) = [row for row in section.rows if row[0] == name]
    return [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in found]


def test_drift_is_in_points_of_per_cent_and_stands_without_single_sessions(
    ks2018: Study, ks2018_results: Results
) -> None:
    frame = change(
        ks2018_results["agreement"],
        {"estimate": -0.052, "ci_low": -0.11, "ci_high": 0.01},
        statistic="drift",
        field="",
    )
    table = build("drift", ks2018, ks2018_results, "nb", agreement=frame)
    assert len(table.sections[0].rows) == 7
    assert row_of(table, "Alle kodene samlet")[2:] == ["−5 [−11; 1]", "–"]
    public = build("drift", ks2018, ks2018_results, agreement=frame[frame["session"] == "all"])
    assert [one.heading for one in public.sections] == ["Change in agreement, in percentage points"]


def test_the_list_of_disagreements_ends_and_says_where_the_rest_is(
    ks2018: Study, ks2018_results: Results
) -> None:
    table = build("disagreements", ks2018, ks2018_results)
    assert len(table.rows) == MOST_DISAGREEMENTS and table.rows[0][0].startswith("1. ")
    assert f"the first {MOST_DISAGREEMENTS} of 60" in table.note
    assert "results/restricted/codings/disagreements.parquet" in table.note
    few = ks2018_results["disagreements"].head(3)
    assert "parquet" not in build("disagreements", ks2018, ks2018_results, disagreements=few).note


def test_a_withheld_code_is_marked_with_its_rule(ks2018: Study, ks2018_results: Results) -> None:
    frame = without_number(ks2018_results["agreement"], "withheld", "few_speakers", code=RARE)
    frame = change(frame, {"n_units": pd.NA, "n_coded": pd.NA, "prevalence": float("nan")}, code=RARE)
    table = build("agreement_codes", ks2018, ks2018_results, agreement=frame)
    assert row_of(table, "Legal") == ["Legal", "–", *["†"] * 6]
    assert "numbers withheld: too few people said it, or" in table.note and "fewer than" not in table.note
    assert "“Legal”" not in tell("agreement", ks2018, ks2018_results, agreement=frame)
    (drawing, *_) = draw(ks2018, ks2018_results, agreement=frame)
    marks = [text.get_text() for text, _ in texts_of(drawing)]
    assert sum("†" in mark for mark in marks) == 1


def test_many_codes_go_on_over_another_page(ks2018: Study, ks2018_results: Results) -> None:
    (name, plan), *_ = ks2018.plan.codings.items()
    named = ks2018_results["agreement"]["analysis"] == name
    twice = pd.concat(
        [ks2018_results["agreement"], ks2018_results["agreement"][named].assign(analysis="again")]
    )
    study = replace(ks2018, plan=ks2018.plan.model_copy(update={"codings": {name: plan, "again": plan}}))
    drawings = draw(study, ks2018_results, agreement=twice)
    assert [one.name for one in drawings][:2] == ["agreement", "agreement_2"]
    assert all(one.sheet.height < 23 for one in drawings)
    table = build("agreement", study, ks2018_results, agreement=twice)
    assert table.sections[0].heading == f"{plan.label.en}: All codes together"
    assert f"{plan.label.en}: Values" in [text.get_text() for text, _ in texts_of(drawings[0])]


def test_numbers_of_another_wave_are_not_shown(ks2018: Study, ks2018_results: Results) -> None:
    frame = ks2018_results["agreement"].assign(wave="w2020")
    assert list_analyses(open_showing(ks2018_results | {"agreement": frame}, ks2018)) == []
