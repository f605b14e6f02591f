"""What is shown of indicators: tables, the figure of panels, and the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

from analysis.contracts import INDICATORS, MEASUREMENTS
from analysis.displays import Table, Voice, build_table
from analysis.figures import FIGURES
from analysis.figures.drawing import Drawing
from analysis.figures.style import applied_style
from analysis.profiles import open_showing
from analysis.profiles.changes_progress import list_tracked, list_wholes
from analysis.sentences import build_sentence
from analysis.study import Study
from tests.unit.progress_frames import (
    baseline,
    checked,
    indicator,
    make_table,
    measure,
    measured,
)

Results = dict[str, pd.DataFrame]
TABLES = ("progress", "attainment", "indicator_definitions", "measurements")
FIGURES_DRAWN = ("trajectories", "case_trajectories")


def with_rows(
    results: Results,
    study: Study,
    indicators: Sequence[dict[str, Any]],
    rows: Sequence[dict[str, Any]],
    checks: Sequence[dict[str, Any]] = (),
) -> Results:
    """The results with these indicators and measurements in place of the others."""
    return results | {
        "indicators": make_table(indicators, INDICATORS),
        "measurements": make_table(rows, MEASUREMENTS),
        "progress": measure(study, indicators, rows, checks=checks),
    }


def hold(results: Results, **where: str) -> Results:
    """The results as the gate leaves them where an indicator is withheld."""
    frame = results["progress"].copy()
    hit = pd.Series(True, index=frame.index)
    for name, value in where.items():
        hit &= frame[name] == value
    assert hit.any()
    for name in ("estimate", "ci_low", "ci_high", "ci_level", "p", "n", "n_baseline"):
        frame[name] = frame[name].mask(hit)
    for name, text in (("verdict", ""), ("label", ""), ("status", "withheld"), ("reason", "small_count")):
        frame[name] = frame[name].mask(hit, text)
    return results | {"progress": frame}


def row_of(table: Table, start: str) -> list[str]:
    """The first row whose name begins so, without the blanks that do not break."""
    found = next(row for row in table.rows if row[0].startswith(start))
    return [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in found]


def draw(name: str, results: Results, study: Study, language: str = "nb") -> list[Drawing]:
    with applied_style():
        return FIGURES[name][1](Voice(open_showing(results, study), language))


def test_a_share_is_in_per_cent_and_its_change_in_points(ks2018: Study, ks2018_results: Results) -> None:
    table = build_table("progress", ks2018_results, ks2018, "nb")
    row = row_of(table, "Deltakere i arbeid")
    assert row == [
        "Deltakere i arbeid (outcome)",
        "20 % [10; 35]",
        "53 % [37; 67]",
        "33 [11; 50]",
        "108 % [53; 167]",
        "50 % innen 31. des. 2019",
        "bedre; forbi målet; nådd i tide",
    ]
    assert "prosentpoeng" in table.note and "95\N{NO-BREAK SPACE}%-intervaller" in table.note
    english = row_of(build_table("progress", ks2018_results, ks2018, "en"), "Deltakere i arbeid")
    assert english[1:3] == ["20% [10, 35]", "53% [37, 67]"] and english[6].startswith("better; beyond")


def test_scores_have_decimals_and_units_are_named(ks2018: Study, ks2018_results: Results) -> None:
    row = row_of(build_table("progress", ks2018_results, ks2018, "nb"), "Tillit")
    assert row[0] == "Tillit til å klare seg selv (outcome, poeng)" and row[1] == "4,52 [4,24; 4,81]"
    assert row[5] == "7 innen 30. juni 2020"


def test_a_stated_baseline_and_a_number_without_interval_say_so(
    ks2018: Study, ks2018_results: Results
) -> None:
    table = build_table("progress", ks2018_results, ks2018, "nb")
    row = row_of(table, "Utgift")
    assert row[1] == "9 000 (oppgitt)" and row[2].startswith("7 200 [–") and "uvisst" in row[6]
    assert "ett enkelt tall" in table.note
    missing = row_of(table, "Brukere med fast jobb")
    assert missing[1] == "–" and missing[3].startswith("– ") and "mangler startverdi" in table.note


def test_what_is_replaced_and_retired_says_so(ks2018: Study, ks2018_results: Results) -> None:
    table = build_table("progress", ks2018_results, ks2018, "nb")
    assert "avsluttet" in row_of(table, "Besøk")[0]
    assert "versjon 1, erstattet" in row_of(table, "Unge uten arbeid (")[0]
    assert "versjon 2" in row_of(table, "Unge uten arbeid eller skole")[0]


def test_a_borrowed_baseline_is_marked_and_a_stopped_one_has_no_number(
    ks2018: Study, ks2018_results: Results
) -> None:
    case = ks2018.settings.cases[0].id
    first = indicator(case, "work", "share", label="Arbeid", status="redefined", target=0.6)
    second = first | {"version": 2, "status": "active", "label": "Arbeid nå"}
    rows = [baseline(first, "2018-01-31", numerator=20, denominator=50)]
    rows += [measured(second, "2019-06-30", numerator=30, denominator=50)]
    marked = with_rows(ks2018_results, ks2018, [first, second], rows, [checked(first, "marked")])
    table = build_table("progress", marked, ks2018, "nb")
    assert row_of(table, "Arbeid nå")[3].endswith("§") and "tidligere versjon" in table.note
    stopped = with_rows(ks2018_results, ks2018, [first, second], rows, [checked(first, "stopped")])
    table = build_table("progress", stopped, ks2018, "nb")
    assert row_of(table, "Arbeid nå")[3].startswith("– ") and "kan ikke sammenlignes" in table.note
    assert "kan ikke sammenlignes (1)" in build_sentence("progress", stopped, ks2018, "nb")


def test_a_withheld_indicator_is_counted_and_not_named(ks2018: Study, ks2018_results: Results) -> None:
    results = hold(ks2018_results, indicator="mood")
    table = build_table("progress", results, ks2018, "nb")
    assert not any("Tillit" in row[0] for row in table.rows) and "1 indikator vises ikke" in table.note
    said = build_sentence("progress", results, ks2018, "nb")
    assert "Av 7 indikatorer" in said and "1 indikator vises ikke" in said
    assert all("Tillit" not in one.alt for one in draw("trajectories", results, ks2018))
    assert any("Tillit" in one.alt for one in draw("trajectories", ks2018_results, ks2018))


def test_an_indicator_whose_change_alone_is_withheld_is_accounted_for(
    ks2018: Study, ks2018_results: Results
) -> None:
    frame = ks2018_results["progress"].copy()
    hit = (frame["indicator"] == "mood") & (frame["statistic"] != "value")
    assert hit.any()
    frame["estimate"] = frame["estimate"].mask(hit)
    frame["status"] = frame["status"].mask(hit, "withheld")
    said = build_sentence("progress", ks2018_results | {"progress": frame}, ks2018, "nb")
    assert "Av 8 indikatorer i 3 case har 6 en endring" in said
    assert "mangler startverdi (1) og holdt tilbake (1)" in said


def test_everything_withheld_shows_nothing(ks2018: Study, ks2018_results: Results) -> None:
    results = hold(ks2018_results)
    assert not build_table("progress", results, ks2018, "nb").rows
    assert "8 indikatorer vises ikke" in build_sentence("progress", results, ks2018, "nb")
    assert all(not draw(name, results, ks2018) for name in FIGURES_DRAWN)


def test_the_sentence_counts_verdicts_targets_and_reasons(ks2018: Study, ks2018_results: Results) -> None:
    said = build_sentence("progress", ks2018_results, ks2018, "nb")
    assert said.startswith(
        "Av 8 indikatorer i 3 case har 7 en endring fra start til sist målt: 4 er blitt bedre"
    )
    assert "3 ble nådd i tide, 2 var ikke nådd da fristen gikk ut" in said
    assert "Forbi målet sitt er" in said and "mangler startverdi (1)" in said
    english = build_sentence("progress", ks2018_results, ks2018, "en")
    assert english.startswith("Of 8 indicators in 3 cases, 7 have a change")


def test_the_chain_says_when_the_outcome_moves_without_output(ks2018: Study, ks2018_results: Results) -> None:
    case = ks2018.settings.cases[0]
    output = indicator(case.id, "courses", "count", level="output")
    outcome = indicator(case.id, "work", "count")
    rows = [baseline(of, "2018-01-31", 30.0) for of in (output, outcome)]
    rows += [measured(output, "2019-01-31", 10.0), measured(outcome, "2019-01-31", 60.0)]
    results = with_rows(ks2018_results, ks2018, [output, outcome], rows)
    said = build_sentence("progress", results, ks2018, "en")
    links = "(output 0 of 1, outcome 1 of 1)"
    assert f"{case.label} {links}: what should follow moved the good way, though output did not." in said
    [whole] = list_wholes(open_showing(results, ks2018))
    assert (whole.reading, whole.unsure) == ("last_only", False)
    unsure = [row | {"value": 32.0 if row["value"] == 60.0 else row["value"]} for row in rows]
    results = with_rows(ks2018_results, ks2018, [output, outcome], unsure)
    assert "rule out chance" in build_sentence("progress", results, ks2018, "en")
    only = with_rows(ks2018_results, ks2018, [output], rows[::2])
    assert list_wholes(open_showing(only, ks2018))[0].reading == "unknown"
    assert "cannot be read" in str(build_table("attainment", only, ks2018, "en").rows)


def test_half_of_a_link_is_neither_moved_nor_not(ks2018: Study, ks2018_results: Results) -> None:
    case = ks2018.settings.cases[0]
    up, down, outcome = (indicator(case.id, name, "count") for name in ("up", "down", "work"))
    up, down = up | {"level": "output"}, down | {"level": "output"}
    rows = [baseline(of, "2018-01-31", 30.0) for of in (up, down, outcome)]
    rows += [measured(of, "2019-01-31", 90.0) for of in (up, outcome)] + [measured(down, "2019-01-31", 3.0)]
    results = with_rows(ks2018_results, ks2018, [up, down, outcome], rows)
    [whole] = list_wholes(open_showing(results, ks2018))
    assert (whole.reading, whole.unsure) == ("mixed", False)


def test_a_share_that_was_stated_is_as_exact_as_it_was_stated(ks2018: Study, ks2018_results: Results) -> None:
    case = ks2018.settings.cases[0].id
    away = indicator(case, "away", "share", baseline=0.105, baseline_date="2018-01-31", target=0.08)
    rows = [measured(away, "2019-01-31", 0.092)]
    row = row_of(
        build_table("progress", with_rows(ks2018_results, ks2018, [away], rows), ks2018, "nb"), "Away"
    )
    assert row[1] == "10,5 % (oppgitt)" and row[2].startswith("9,2 % [–") and row[5] == "8 %"


def test_goal_attainment_says_what_it_assumes(ks2018: Study, ks2018_results: Results) -> None:
    table = build_table("attainment", ks2018_results, ks2018, "nb")
    row = row_of(table, ks2018.settings.cases[0].label)
    assert row[1] == "43,3 [30,0; 63,3]" and row[3] == "1 av 1 [1; 1]" and row[4] == "2 av 2 [2; 2]"
    assert "korrelasjon på 0,30" in table.note and "-intervaller" not in table.note


def test_every_measurement_has_its_row(ks2018: Study, ks2018_results: Results) -> None:
    table = build_table("measurements", ks2018_results, ks2018, "nb")
    heading = next(one.heading for one in table.sections if "Felles måltider" in one.heading)
    assert "trend per år 13,6 [7,3;" in heading and "mål 40 innen 31. des. 2019" in heading
    row = row_of(table, "30. juni 2019, underveis")
    assert row[1:] == [
        "25 [16; 37]",
        "25",
        "15 [3; 28]",
        "2,50 [1,16; 5,83]",
        "0,017",
        "107 % [32; 218]",
        "0 [−2; 2]",
    ]


def test_definitions_are_in_the_cases_own_words(ks2018: Study, ks2018_results: Results) -> None:
    table = build_table("indicator_definitions", ks2018_results, ks2018, "nb")
    assert row_of(table, "Utgift") == [
        "Utgift til sosialhjelp (versjon 1)",
        *("impact", "kroner", "ned", "–", "–", "–", "i bruk"),
    ]


def test_versions_are_drawn_in_one_panel_with_a_break(ks2018: Study, ks2018_results: Results) -> None:
    tracked = list_tracked(open_showing(ks2018_results, ks2018))
    drawings = draw("case_trajectories", ks2018_results, ks2018)
    assert [one.name for one in drawings] == [
        "case_trajectories",
        "case_trajectories_2",
        "case_trajectories_3",
    ]
    panels = len({(one.case.id, one.indicator) for one in tracked})
    [whole] = draw("trajectories", ks2018_results, ks2018)
    assert len(whole.sheet.figure.axes) - 1 == panels == 8
    versions = [text.get_text() for axes in whole.sheet.figure.axes for text in axes.texts]
    assert versions.count("v2") == 1 and "-intervaller" in whole.caption
    [axes] = [one for one in whole.sheet.figure.axes if any(text.get_text() == "v2" for text in one.texts)]
    joined = [
        line.get_xdata() for line in axes.lines if len(line.get_xdata()) > 1 and line.get_linestyle() == "-"
    ]
    assert sorted(len(line) for line in joined) == [2, 3]


def test_a_long_study_goes_over_pages(ks2018: Study, ks2018_results: Results) -> None:
    case = ks2018.settings.cases[0].id
    many = [indicator(case, f"one{number}", "amount", label=f"Nummer {number}") for number in range(40)]
    rows = [baseline(of, "2018-01-31", 1_200_000.0) for of in many]
    rows += [measured(of, "2018-01-31", 1_250_000.0) for of in many]
    results = with_rows(ks2018_results, ks2018, many, rows)
    drawings = draw("trajectories", results, ks2018)
    assert [one.name for one in drawings] == ["trajectories", "trajectories_2", "trajectories_3"]
    assert all(one.sheet.height < 26 for one in drawings)


@pytest.mark.parametrize("name", FIGURES_DRAWN)
def test_a_figure_says_what_it_shows_in_both_languages(
    name: str, ks2018: Study, ks2018_results: Results
) -> None:
    drawn = {language: draw(name, ks2018_results, ks2018, language) for language in ("nb", "en")}
    assert drawn["nb"][0].caption != drawn["en"][0].caption and drawn["nb"][0].alt != drawn["en"][0].alt


def test_a_study_without_indicators_shows_nothing_of_them(tiny: Study, tiny_results: Results) -> None:
    assert build_sentence("progress", tiny_results, tiny, "nb") == ""
    assert all(not draw(name, tiny_results, tiny) for name in FIGURES_DRAWN)
    assert all(not build_table(name, tiny_results, tiny, "nb").rows for name in TABLES)
