"""What is shown of scorecards over sessions: tables, spiders and sentences."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.displays import Table, Voice, build_table
from analysis.displays.scorecard_tables import choose_sessions
from analysis.figures import FIGURES
from analysis.figures.drawing import Drawing
from analysis.figures.spiders import RADIUS
from analysis.figures.style import WIDTH, Sheet, applied_style, text_width
from analysis.figures.webs import LABEL, Web, find_middle
from analysis.profiles import open_showing
from analysis.profiles.changes_scorecards import Profiled, list_actions, list_profiled
from analysis.sentences import build_sentence
from analysis.study import Study
from tests.unit.scorecard_frames import FELL, ROSE, with_scorecards

Results = dict[str, pd.DataFrame]
TABLES = ("scorecard_change", "scorecard_fields", "scorecard_cases", "actions")
DRAWN = ("spiders", "case_spiders", "scorecard_fields")
CARD = "samson"


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


def hold(results: Results, **where: str) -> Results:
    """The results with some changes withheld."""
    numbers = ("estimate", "ci_low", "ci_high", "p", "p_adjusted", "p_floor", "n", "n_up", "n_down")
    gone: dict[str, object] = dict.fromkeys(numbers, pd.NA)
    return put(results, "scorecard_changes", gone | {"status": "withheld", "reason": "few_cases"}, **where)


def without_cases(results: Results) -> Results:
    """The results as a gate leaves them that lets through nothing but what is over all cases."""
    names = ("scorecard_scores", "scorecard_changes")
    return results | {name: results[name][results[name]["case"] == "all"] for name in names}


def row(table: Table, name: str) -> list[str]:
    """The first row of this name, without the blanks that do not break."""
    found = next(one for one in table.rows if one[0] == name)
    return [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in found]


def draw(name: str, results: Results, study: Study, language: str = "nb") -> list[Drawing]:
    with applied_style():
        return FIGURES[name][1](Voice(open_showing(results, study), language))


def profiled(results: Results, study: Study) -> Profiled:
    return next(list_profiled(open_showing(results, study)))


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_table_and_figure_is_made_in_both_languages(
    ks2018: Study, ks2018_results: Results, language: str
) -> None:
    for name in TABLES:
        table = build_table(name, ks2018_results, ks2018, language)
        assert table.rows and table.caption and table.note
        assert {len(cells) for cells in table.rows} == {len(table.columns)}
    for name in DRAWN:
        drawings = draw(name, ks2018_results, ks2018, language)
        assert drawings and all(one.caption and one.alt and one.sheet.height < 24 for one in drawings)


def test_a_study_without_scorecards_shows_nothing(tiny: Study, tiny_results: Results) -> None:
    for name in TABLES:
        assert build_table(name, tiny_results, tiny, "nb").rows == ()
    assert [drawing for name in DRAWN for drawing in draw(name, tiny_results, tiny)] == []
    assert build_sentence("scorecards", tiny_results, tiny, "nb") == ""


def test_the_table_of_change_has_counts_interval_and_all_ps(ks2018: Study, ks2018_results: Results) -> None:
    table = build_table("scorecard_change", ks2018_results, ks2018, "en")
    change = profiled(ks2018_results, ks2018).change(ROSE)
    cells = row(table, "Anchoring")
    assert cells[1] == f"{change.up} / {change.same} / {change.down}"
    assert cells[2].startswith(f"{change.number.value:.1f} [")
    assert len(table.columns) == 8
    assert all(cells)


def test_what_is_withheld_stands_as_such_and_tells_no_count(ks2018: Study, ks2018_results: Results) -> None:
    held = hold(without_cases(ks2018_results), case="all", field=ROSE)
    cells = row(build_table("scorecard_change", held, ks2018, "en"), "Anchoring")
    assert cells[1] == "†" and set(cells[4:]) == {"†"}
    assert cells[2] == "† withheld"
    sentence = build_sentence("scorecards", held, ks2018, "en")
    assert "The change is withheld on 1 field." in sentence
    assert "Anchoring" not in sentence


def test_public_rows_alone_are_enough_for_what_is_public(ks2018: Study, ks2018_results: Results) -> None:
    public = without_cases(ks2018_results)
    assert draw("spiders", public, ks2018)[0].alt == draw("spiders", ks2018_results, ks2018)[0].alt
    for name in ("scorecard_change", "scorecard_fields"):
        assert build_table(name, public, ks2018, "nb") == build_table(name, ks2018_results, ks2018, "nb")
    assert draw("case_spiders", public, ks2018) == []
    nothing = {name: public[name][:0] for name in ("scorecard_scores", "scorecard_changes")}
    assert draw("spiders", public | nothing, ks2018) == []
    assert build_table("scorecard_fields", public | nothing, ks2018, "nb").rows == ()


def test_a_mark_and_what_is_left_out_are_told(ks2018: Study, ks2018_results: Results) -> None:
    about = {"case": "all", "field": FELL, "statistic": "change"}
    marked = put(ks2018_results, "scorecard_changes", {"comparable": "marked", "n_left_out": 1}, **about)
    table = build_table("scorecard_change", marked, ks2018, "en")
    assert row(table, "Communication")[2].endswith("§")
    assert "§ means" in table.note and "1 case left out" in table.note
    assert "1 case left out" in build_sentence("scorecards", marked, ks2018, "en")
    assert "§" not in build_table("scorecard_change", ks2018_results, ks2018, "en").note


def test_a_refused_change_says_why(ks2018: Study, ks2018_results: Results) -> None:
    gone: dict[str, object] = {"estimate": pd.NA, "ci_low": pd.NA, "ci_high": pd.NA, "n_up": pd.NA}
    gone |= {"status": "refused", "reason": "not_comparable", "comparable": "stopped"}
    refused = put(ks2018_results, "scorecard_changes", gone, field=FELL)
    assert row(build_table("scorecard_change", refused, ks2018, "en"), "Communication")[1:3] == [
        "–",
        "– may not be compared",
    ]
    assert "On 1 field there is no number for the change: may not be compared." in build_sentence(
        "scorecards", refused, ks2018, "en"
    )


def test_a_case_shows_its_range_and_no_interval(ks2018: Study, ks2018_results: Results) -> None:
    table = build_table("scorecard_cases", ks2018_results, ks2018, "en")
    case = profiled(ks2018_results, ks2018).cases(open_showing(ks2018_results, ks2018))[0]
    score = profiled(ks2018_results, ks2018).score(ROSE, 1, case.id).score
    cells = row(table, "Anchoring")
    assert cells[1] == f"{score.value:.1f} ({score.ends[0]:g}–{score.ends[1]:g})"
    assert "[" not in "".join(cells)
    assert [cells[2], cells[3]] != ["–", "–"]


def test_a_case_with_one_session_has_no_later_score(ks2018: Study, ks2018_results: Results) -> None:
    table = build_table("scorecard_cases", ks2018_results, ks2018, "en")
    assert {cells[2:5] for cells in table.sections[-1].rows} == {("–", "–", "–")}
    assert "– means that there is no number: no later session to compare with." in table.note


def test_actions_stand_by_case_and_session_most_pressing_first(
    ks2018: Study, ks2018_results: Results
) -> None:
    table = build_table("actions", ks2018_results, ks2018, "en")
    assert len(table.rows) == len(ks2018_results["actions"])
    first = table.sections[0]
    pressing = [float(cells[4]) * (10 - float(cells[3])) for cells in first.rows]
    assert pressing == sorted(pressing, reverse=True)
    assert "May 2019" in first.heading and "April 2018" in table.sections[1].heading
    case = str(ks2018_results["actions"]["case"].iloc[0])
    held = list(list_actions(open_showing(ks2018_results, ks2018), CARD, case))
    assert [day for _, day, _ in held] == sorted((day for _, day, _ in held), reverse=True)


def test_the_sentence_names_who_rose_and_fell_and_what_so_many_can_show(
    ks2018: Study, ks2018_results: Results
) -> None:
    sentence = build_sentence("scorecards", ks2018_results, ks2018, "en")
    assert sentence.startswith("5 cases filled in")
    assert "“Anchoring” (5 up, 0 down; p\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}0.063)" in sentence
    assert "“Communication” (0 up, 5 down" in sentence
    assert "cannot give a p below 0.063" in sentence and "no change, however clear" in sentence


def test_the_sentence_tells_the_smallest_adjusted_p_where_the_level_can_be_reached(
    ks2018: Study, ks2018_results: Results
) -> None:
    about = {"case": "all", "field": ROSE, "statistic": "sign_flip"}
    for p, told in ((0.03, "which is below 0.05"), (0.2, "no change can be told from chance")):
        numbers: dict[str, object] = {"p_floor": 1 / 64, "p_adjusted": p}
        reached = put(ks2018_results, "scorecard_changes", numbers, **about)
        sentence = build_sentence("scorecards", reached, ks2018, "en")
        assert told in sentence and "“Anchoring” (p" in sentence


def test_the_spiders_tell_every_score_to_who_cannot_see_them(ks2018: Study, ks2018_results: Results) -> None:
    alt = draw("spiders", ks2018_results, ks2018, "en")[0].alt
    one = profiled(ks2018_results, ks2018)
    for number in (1, 2):
        score = one.score(ROSE, number).score.value
        assert f"Anchoring {score:.1f}" in alt.split(f"Session {number}")[1]
    assert len(draw("case_spiders", ks2018_results, ks2018)) == 2


def test_opened_fields_are_those_that_moved_most(ks2018: Study, ks2018_results: Results) -> None:
    drawings = draw("scorecard_fields", ks2018_results, ks2018, "en")
    told = " ".join(drawing.alt for drawing in drawings)
    assert told.count("Anchoring") >= 5 and told.count("rose most") == 5
    assert told.count("fell most") == 5 and told.count("scores lowest") == 1
    assert "(weight " in told


def test_without_weights_there_is_no_band_but_the_figure(ks2018: Study, ks2018_results: Results) -> None:
    unweighed = put(ks2018_results, "scorecard_scores", {"weight": np.nan}, scorecard=CARD)
    drawings = draw("scorecard_fields", unweighed, ks2018, "en")
    assert drawings and "weight 7" not in drawings[0].alt
    assert {cells[-1] for cells in build_table("scorecard_fields", unweighed, ks2018, "en").rows} == {"–"}


def test_a_session_that_one_case_did_not_weigh_leaves_the_weight_before(
    ks2018: Study, ks2018_results: Results
) -> None:
    scores = ks2018_results["scorecard_scores"].copy()
    everybody = scores["case"] == "all"
    sessions = scores.loc[everybody, "session"]
    assert sessions.nunique() > 1
    scores.loc[everybody, "weight"] = 3.5
    scores.loc[everybody & (scores["session"] == sessions.max()), "weight"] = np.nan
    table = build_table("scorecard_fields", ks2018_results | {"scorecard_scores": scores}, ks2018, "nb")
    assert {cells[-1] for cells in table.rows} == {"3,5"}


def test_a_missing_score_opens_the_line_and_stands_as_a_dash(ks2018: Study, ks2018_results: Results) -> None:
    gone: dict[str, object] = {"score": pd.NA, "status": "not_estimable", "reason": "too_few_answered"}
    some = put(ks2018_results, "scorecard_scores", gone, field=ROSE, theme="", question="")
    assert "Anchoring –" in draw("spiders", some, ks2018, "en")[0].alt
    all_gone = put(ks2018_results, "scorecard_scores", gone, scorecard=CARD)
    assert draw("spiders", all_gone, ks2018) == []
    assert draw("scorecard_fields", all_gone, ks2018) != []


def test_several_scorecards_are_told_by_name(ks2018: Study, ks2018_results: Results) -> None:
    other = ks2018.scorecards[CARD].model_copy(update={"id": "other"})
    study = replace(ks2018, scorecards={**ks2018.scorecards, "other": other})
    both = {
        name: pd.concat([ks2018_results[name], ks2018_results[name].assign(scorecard="other")])
        for name in ("scorecard_scores", "scorecard_changes", "actions")
    }
    table = build_table("scorecard_change", ks2018_results | both, study, "en")
    assert [section.heading for section in table.sections] == [other.title.en] * 2
    assert [one.name for one in draw("spiders", ks2018_results | both, study)] == ["spiders", "spiders_2"]


def test_no_more_sessions_stand_side_by_side_than_there_is_room_for() -> None:
    assert choose_sessions([1, 2, 3]) == [1, 2, 3]
    assert choose_sessions([1, 2, 3, 4, 5]) == [1, 4, 5]


def test_the_first_spoke_points_up_and_the_ends_of_the_scale_lie_at_the_middle_and_the_rim() -> None:
    web = Web(Sheet(5.0), (4.0, 2.5), 2.0, (1.0, 5.0), 4)
    assert web.place(0, 5.0) == pytest.approx((4.0, 0.5))
    assert web.place(1, 3.0) == pytest.approx((5.0, 2.5))
    assert web.place(2, 1.0) == pytest.approx((4.0, 2.5))
    assert web.ticks == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_word_of_a_label_is_broken_or_leaves_the_page(ks2018: Study, language: str) -> None:
    labels = [field.label.in_language(language) for field in ks2018.scorecards[CARD].fields]
    edges = (WIDTH / 2 + 0.1, WIDTH - 0.1)
    web = Web(Sheet(5.0), (find_middle(labels, RADIUS, edges), 2.5), RADIUS, (0, 10), len(labels))
    for spoke, label in enumerate(labels):
        x, _ = web.out(spoke, RADIUS + LABEL)
        room = {1: edges[1] - x, -1: x - edges[0], 0: WIDTH / 2}[web.side(spoke)]
        assert max(text_width(word) for word in label.split(" ")) <= room


def test_the_frames_compare_sessions_even_where_the_plan_does_not(ks2018: Study) -> None:
    assert {one.scorecard for one in with_scorecards(ks2018).plan.scorecards.values()} == {CARD}
