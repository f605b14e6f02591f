"""People and cases across waves as the report shows them: sentences, tables and the figure."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest

from analysis.displays import Voice, build_table
from analysis.figures.sample_flow import choose_ticks, draw_sample_flow
from analysis.figures.style import applied_style
from analysis.profiles import open_showing
from analysis.sentences import build_sentence
from analysis.study import Study
from tests.unit.estimates_frames import own_waves

Results = dict[str, pd.DataFrame]
NUMBERS = {
    "before": 18,
    "after": 15,
    "both": 10,
    "left": 8,
    "joined": 5,
    "unlinked_before": 0,
    "unlinked_after": 0,
    "near_misses": 0,
}


def waves_of(study: Study) -> tuple[str, str]:
    first, second = own_waves(study)
    return first, second


def attrition(
    study: Study, results: Results, basis: str = "code", hidden: tuple[str, ...] = (), **numbers: int
) -> Results:
    """Results in which everybody has these numbers; those that are hidden are withheld."""
    before, after = waves_of(study)
    about = {
        "instrument": "ks2018",
        "wave_before": before,
        "wave_after": after,
        "case": "all",
        "basis": basis,
    }
    rows = [
        about
        | {"group": group, "statistic": statistic, "n": None if statistic in hidden else n}
        | {"status": "withheld" if statistic in hidden else "ok", "reason": ""}
        for group in ("all", "municipality")
        for statistic, n in (NUMBERS | numbers).items()
    ]
    frame = pd.DataFrame(rows).astype({"n": "Int64"})
    return results | {"attrition": frame[results["attrition"].columns]}


def unlinked(results: Results) -> Results:
    frame = results["attrition"].copy()
    followed = frame["statistic"].isin(["both", "left", "joined"])
    frame.loc[followed, ["n", "status", "reason"]] = [pd.NA, "not_estimable", "not_linked"]
    return results | {"attrition": frame}


def tell(name: str, results: Results, study: Study, language: str = "en") -> str:
    return build_sentence(name, results, study, language)


def test_who_answered_again_is_told_with_how_they_were_known(ks2018: Study, ks2018_results: Results) -> None:
    undecided = replace(ks2018, links=())
    told = tell("attrition", attrition(ks2018, ks2018_results), undecided)
    assert told == (
        "Of the 18 who answered in 2018, 10 answered again in 2020; 8 left, and 5 joined. "
        "People are known again by a code they made themselves. Tranøy – Safegroup did not take part in "
        "2020; those who answered there in 2018 are counted among those who left."
    )
    by_id = tell("attrition", attrition(ks2018, ks2018_results, "id"), undecided, "nb")
    assert "Personene er kjent igjen på en id." in by_id and "8 falt fra, og 5 kom til" in by_id


@pytest.mark.parametrize(
    ("numbers", "hidden", "told"),
    [
        ({"unlinked_before": 1}, (), "1 answer lacks the whole code or the id"),
        ({"unlinked_before": 2, "unlinked_after": 5}, (), "7 answers lack the whole code or the id"),
        ({"near_misses": 1}, (), "1 pair of answers has nearly the same code and is taken for two people"),
        ({"near_misses": 6}, (), "6 pairs of answers have nearly the same code"),
        ({"near_misses": 2}, ("near_misses",), "A few pairs of answers have nearly the same code"),
        ({}, ("both", "left"), "How many of 2018 answered again in 2020 is withheld."),
    ],
)
def test_what_is_not_certain_is_told(
    ks2018: Study, ks2018_results: Results, numbers: dict[str, int], hidden: tuple[str, ...], told: str
) -> None:
    assert told in tell("attrition", attrition(ks2018, ks2018_results, hidden=hidden, **numbers), ks2018)


def test_nothing_is_told_of_near_misses_where_there_are_none(ks2018: Study, ks2018_results: Results) -> None:
    told = tell("attrition", attrition(ks2018, ks2018_results), replace(ks2018, links=()))
    assert "nearly" not in told and "lack" not in told


def test_what_the_team_decided_is_told(ks2018: Study, ks2018_results: Results) -> None:
    assert [link.source for link in ks2018.links].count("ks2018-municipality") == 1 < len(ks2018.links)
    told = tell("attrition", attrition(ks2018, ks2018_results), ks2018)
    assert told.endswith(
        "About 1 pair of answers with nearly the same code the team has decided; the reason stands in "
        "`config/links.tsv`."
    )


def test_repeated_cross_sections_are_read_by_themselves(ks2018: Study, ks2018_results: Results) -> None:
    told = tell("attrition", unlinked(attrition(ks2018, ks2018_results)), replace(ks2018, links=()))
    assert told.startswith("Nobody can be followed from 2018 to 2020") and "10" not in told
    table = build_table("attrition", unlinked(attrition(ks2018, ks2018_results)), ks2018, "en")
    assert table.rows[0] == ("Everybody", "18", "15", *["–\xa0cannot be followed"] * 3)


def test_columns_of_who_cannot_be_followed_stand_only_where_there_is_anybody(
    ks2018: Study, ks2018_results: Results
) -> None:
    table = build_table("attrition", attrition(ks2018, ks2018_results), ks2018, "nb")
    assert table.heading == ("Personer", "Før", "Etter", "Begge ganger", "Falt fra", "Kom til")
    assert [row[0] for row in table.rows] == ["Alle", "Kommuner"]
    assert table.sections[0].heading == "2018 → 2020"
    some = build_table("attrition", attrition(ks2018, ks2018_results, unlinked_after=2), ks2018, "nb")
    assert some.heading[-2:] == ("Kan ikke følges, før", "Kan ikke følges, etter")
    assert some.rows[0][-2:] == ("0", "2")


def test_a_withheld_number_has_its_mark_and_a_note(ks2018: Study, ks2018_results: Results) -> None:
    table = build_table("attrition", attrition(ks2018, ks2018_results, hidden=("left",)), ks2018, "en")
    assert table.rows[0][4] == "†\xa0withheld" and table.note.startswith("† 2 numbers withheld")


def links(study: Study, results: Results, **changes: tuple[str, str, str]) -> Results:
    """Results in which cases, by how their ids begin, have a number before, one after, and a change."""
    before, after = waves_of(study)
    rows = []
    for case in study.settings.cases:
        found = [change for start, change in changes.items() if case.id.startswith(start)]
        for old, new, change in found:
            names = {"name_before": "Old", "name_after": "New", "change": change}
            rows.append({"case": case.id, "wave_before": before, "wave_after": after, **names})
            rows[-1] |= {"number_before": old, "number_after": new}
    frame = pd.DataFrame(rows, columns=results["case_links"].columns)
    return results | {"case_links": frame.astype("string")}


def test_cases_are_told_by_what_became_of_their_municipality(ks2018: Study, ks2018_results: Results) -> None:
    results = links(
        ks2018,
        ks2018_results,
        arendal=("0906", "4203", "renumbered"),
        asker=("0220", "3025", "merged"),
        steinkjer=("5004", "5006", "merged"),
        trondheim=("5001", "5001", "same"),
        roskilde=("265", "265", "not_norwegian"),
    )
    assert tell("case_links", results, ks2018) == (
        "Of 6 cases that take part in both 2018 and 2020, 4 are linked across a change of their municipality "
        "by `config/municipalities.tsv`. The municipality was given a new number: Arendal – Kirkens "
        "Bymisjon. The municipality merged with others: Asker – Sisters in Business, Steinkjer – Friskgården "
        "and Steinkjer – NOEN."
    )
    table = build_table("case_links", results, ks2018, "nb")
    assert table.rows[1] == ("Asker – Sisters in Business", "0220 Old", "3025 New", "slått sammen med andre")
    assert "gjettet" not in table.note


def test_no_change_and_a_division_are_told(ks2018: Study, ks2018_results: Results) -> None:
    same = links(ks2018, ks2018_results, trondheim=("5001", "5001", "same"))
    assert "None of the 1 case" in tell("case_links", same, ks2018)
    divided = links(ks2018, ks2018_results, arendal=("5012", "5055 5056", "divided"))
    assert "in which part the case lies is not decided: Arendal" in tell("case_links", divided, ks2018)
    assert "it is not guessed which part" in build_table("case_links", divided, ks2018, "en").note


def test_a_study_of_one_wave_says_so(tiny: Study, tiny_results: Results) -> None:
    assert tell("attrition", tiny_results, tiny).startswith("The survey has been answered in one wave so far")
    assert tell("case_links", tiny_results, tiny, "nb").startswith("Ingen case er med i mer enn én måling")
    assert build_table("attrition", tiny_results, tiny, "en").absence == ""
    assert build_table("sample_flow", tiny_results, tiny, "en").sections[0].heading == ""


def test_open_pairs_are_shown_to_the_team_by_their_rows(ks2018: Study, ks2018_results: Results) -> None:
    table = build_table("near_misses", ks2018_results, ks2018, "nb")
    assert table.rows == (
        ("Arendal – Kirkens Bymisjon", "Kommuner", "early, rad 4 (2018)", "late, rad 7 (2020)"),
    )
    decided = ks2018_results["near_misses"].assign(decision="same")
    table = build_table("near_misses", ks2018_results | {"near_misses": decided}, ks2018, "en")
    assert (
        not table.rows and table.absence == "There are no answers with nearly the same code to decide about."
    )


def hide_flow(results: Results, **where: str) -> Results:
    frame = results["sample_flow"].copy()
    hit = pd.Series(True, index=frame.index)
    for name, value in where.items():
        hit &= frame[name] == value
    assert hit.any()
    frame.loc[hit, ["n", "status", "reason"]] = [pd.NA, "withheld", "small_count"]
    return results | {"sample_flow": frame}


def test_the_flow_is_told_stage_by_stage(ks2018: Study, ks2018_results: Results) -> None:
    told = tell("sample_flow", ks2018_results, ks2018)
    assert told.startswith(
        "2018: 22 were invited, 20 answered at least one question, 19 handed the form in and 18 count. 2020: "
    )
    assert told.endswith("This stage is not listed by every tool in every wave: “Opened the form”.")
    assert told.count("not listed") == 1
    hidden = tell("sample_flow", hide_flow(ks2018_results, group="all", stage="counted"), ks2018)
    assert "19 handed the form in." in hidden and " count." not in hidden
    assert "2018: the numbers are withheld." in tell(
        "sample_flow", hide_flow(ks2018_results, group="all", wave="w2018"), ks2018
    )


def test_the_flow_s_figure_says_what_no_tool_lists(ks2018: Study, ks2018_results: Results) -> None:
    with applied_style():
        (drawing,) = draw_sample_flow(Voice(open_showing(ks2018_results, ks2018), "en"))
    texts = [one.get_text() for axes in drawing.sheet.figure.axes for one in axes.texts]
    assert texts.count("–\xa0not listed by the tool") == 4  # two groups in two waves
    assert "Empty mark: the tool does not list this" in drawing.caption
    assert "2018, Municipalities: Invited: 15; Opened the form: – not listed" in drawing.alt.replace(
        "\xa0", " "
    )
    assert "No number of the figure is withheld." in drawing.caption


def test_many_waves_take_several_pages(ks2018: Study, ks2018_results: Results) -> None:
    waves = [
        ks2018.settings.waves[0].model_copy(update={"id": f"w{year}"}) for year in (2018, 2020, 2022, 2024)
    ]
    study = replace(ks2018, settings=ks2018.settings.model_copy(update={"waves": waves}))
    first = ks2018_results["sample_flow"].query("wave == 'w2018'")
    flow = pd.concat([first.assign(wave=wave.id) for wave in waves], ignore_index=True)
    with applied_style():
        drawn = draw_sample_flow(Voice(open_showing(ks2018_results | {"sample_flow": flow}, study), "nb"))
    assert [one.name for one in drawn] == ["sample_flow", "sample_flow_2"]
    assert drawn[0].sheet.height < 23 and drawn[1].sheet.height < drawn[0].sheet.height


@pytest.mark.parametrize("most", [1, 7, 8, 11, 35, 140, 1234])
def test_the_axis_has_few_whole_numbers(most: int) -> None:
    ticks = choose_ticks(most)
    assert ticks[0] == 0 and 2 <= len(ticks) <= 8 and ticks[-1] <= most
    assert len({after - before for before, after in pairwise(ticks)}) == 1


@pytest.mark.parametrize(
    ("table", "named"),
    [("factor_profile", True), ("published_findings", True), ("receipts", False), ("withheld", False)],
)
def test_only_what_is_about_one_wave_names_it(
    ks2018: Study, ks2018_results: Results, table: str, named: bool
) -> None:
    note = build_table(table, ks2018_results, ks2018, "en").note
    assert ("The wave is 2018." in note) == named
