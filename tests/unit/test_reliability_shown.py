"""What the reports tell of reliability and of the insides of cases, from frames with known numbers."""

import pandas as pd
import pytest

from analysis.displays import RESTRICTED_TABLES, Table, Voice, build_table
from analysis.figures import FIGURES
from analysis.figures.drawing import Drawing
from analysis.figures.style import applied_style
from analysis.profiles import open_showing
from analysis.sentences import build_sentence
from analysis.study import Study
from tests.unit.estimates_frames import unsettle, withhold
from tests.unit.test_displays import Results, put, row_of

MEDIANS = ("rwg_j_median", "rwg_j_triangular_median")


def build(name: str, study: Study, results: Results, language: str = "en", **frames: pd.DataFrame) -> Table:
    return build_table(name, results | frames, study, language)


def tell(name: str, study: Study, results: Results, language: str = "en", **frames: pd.DataFrame) -> str:
    return build_sentence(name, results | frames, study, language).replace("\N{NO-BREAK SPACE}", " ")


def draw(name: str, study: Study, results: Results) -> Drawing:
    with applied_style():
        (drawing,) = FIGURES[name][1](Voice(open_showing(results, study), "en"))
    return drawing


def set_all(frame: pd.DataFrame, statistic: str, **numbers: float) -> pd.DataFrame:
    return frame.assign(
        **{
            name: frame[name].mask(frame["statistic"] == statistic, number)
            for name, number in numbers.items()
        }
    )


def test_a_letter_stands_for_each_reason(tiny: Study, tiny_results: Results) -> None:
    table = build("reliability", tiny, tiny_results, "nb")
    row = row_of(table, "Klarhet")
    assert row[1:4] == ["1", "– b", "–"]
    assert "b: bare ett spørsmål;" in table.note


def test_an_interval_without_a_letter_has_its_ends(tiny: Study, tiny_results: Results) -> None:
    where = {"scale": "trust", "group": "all", "sensitivity": "main"}
    numbers = {"estimate": 0.424, "ci_low": -0.1, "ci_high": 0.7}
    frame = put(tiny_results["reliability"], numbers, statistic="alpha", **where)
    ends = {"estimate": 0.3, "ci_low": -19_998.0, "ci_high": 0.9}
    frame = put(frame, ends, statistic="alpha_ordinal", **where)
    row = row_of(build("reliability", tiny, tiny_results, reliability=frame), "Trust")
    assert row[2] == "0.42 [−0.10, 0.70]" and row[4] == "0.30 [< −10, 0.90]"


def test_the_range_of_correlations_only_where_there_are_several(tiny: Study, tiny_results: Results) -> None:
    where = {"group": "all", "sensitivity": "main"}
    frame = tiny_results["reliability"]
    for statistic, value in (("mean", 0.4), ("lowest", -0.25), ("highest", 0.75)):
        about = {"statistic": f"{statistic}_inter_item_r", **where}
        frame = put(frame, {"estimate": value}, scale="trust", **about)
        frame = put(frame, {"estimate": value}, scale="hoarding", **about)
    table = build("reliability", tiny, tiny_results, "nb", reliability=frame)
    assert row_of(table, "Tillit")[5] == "0,40 (−0,25 til 0,75)"
    assert [row[5] for row in table.rows if row[1] == "2"] == ["0,40"]


def test_groups_stand_beside_each_other_without_single_questions(tiny: Study, tiny_results: Results) -> None:
    table = build("reliability_by_group", tiny, tiny_results)
    assert table.heading == ("Scale", "Questions", "Municipalities", "n", "Social enterprises", "n")
    assert "Clarity" not in [row[0] for row in table.rows]
    assert row_of(table, "Trust")[3::2] == ["11", "7"]


def test_waves_stand_beside_each_other(ks2018: Study, ks2018_results: Results) -> None:
    table = build("reliability_by_wave", ks2018, ks2018_results)
    assert table.heading[2:] == ("2018", "n", "2020", "n")
    assert "The wave is" not in table.note


@pytest.mark.parametrize("name", ["reliability_by_wave", "retest"])
def test_one_wave_needs_no_table_of_two(name: str, tiny: Study, tiny_results: Results) -> None:
    table = build(name, tiny, tiny_results)
    assert table.rows == () and table.absence == ""
    assert "in one wave so far" in tell("retest", tiny, tiny_results)


def test_the_scale_stands_over_its_items(tiny: Study, tiny_results: Results) -> None:
    table = build("reliability_items", tiny, tiny_results)
    trust, clarity = (
        next(one for one in table.sections if one.heading == name) for name in ("Trust", "Clarity")
    )
    assert trust.rows[0][0] == "The whole scale" and len(trust.rows) == 4
    assert len(clarity.rows) == 1 and clarity.rows[0][1:5] == ("–",) * 4


def test_reasons_that_do_not_occur_have_no_column(tiny: Study, tiny_results: Results) -> None:
    table = build("missing_answers", tiny, tiny_results)
    assert table.heading == ("Question", "Not relevant or cannot say", "Asked")
    hidden = withhold(tiny_results["reliability"], category="missing:no_answer", item="q03")
    table = build("missing_answers", tiny, tiny_results, reliability=hidden)
    assert table.heading[2] == "Not answered"
    assert row_of(table, "3. Trust each other")[2] == "†"


def test_columns_without_any_number_are_named_and_left_out(tiny: Study, tiny_results: Results) -> None:
    frame = tiny_results["reliability"]
    for end in ("floor", "ceiling"):
        frame = withhold(frame, category=end)
    table = build("reliability_items", tiny, tiny_results, reliability=frame)
    assert "Floor" not in table.heading and "Answered" not in table.heading
    assert "The columns “Floor” and “Ceiling” are left out" in table.note


def test_a_table_without_any_number_says_so(tiny: Study, tiny_results: Results) -> None:
    hidden = tiny_results["inside_cases"]
    hidden = withhold(hidden, statistic="ordinal_spread")
    table = build("case_spread", tiny, tiny_results, inside_cases=hidden)
    assert table.rows == () and table.absence and "All numbers of the table" in table.absence


def verdicts(study: Study, results: Results, agreement: float, icc2: float, verdict: float) -> pd.DataFrame:
    frame = results["reliability"]
    for statistic in MEDIANS:
        frame = set_all(frame, statistic, estimate=agreement)
    frame = set_all(frame, "icc2", estimate=icc2)
    return set_all(frame, "case_mean_admissible", estimate=verdict)


def test_a_case_mean_is_judged_in_words(tiny: Study, tiny_results: Results) -> None:
    frame = verdicts(tiny, tiny_results, 0.9, 0.8, 1.0)
    table = build("case_means", tiny, tiny_results, reliability=frame)
    assert {row[-1] for row in table.rows} == {"yes"} and table.rows[0][3] == "18 (6)"
    told = tell("case_means", tiny, tiny_results, reliability=frame)
    assert "That is so on 3 of 3 scales (“Trust”, “Clarity” and “Hoarding”)." in told
    assert "disagree" not in told and "too little" not in told


def test_why_a_case_mean_may_not_be_formed(tiny: Study, tiny_results: Results) -> None:
    frame = verdicts(tiny, tiny_results, 0.9, 0.2, 0.0)
    frame = put(frame, {"estimate": 0.1}, statistic=MEDIANS[1], scale="trust", sensitivity="main")
    told = tell("case_means", tiny, tiny_results, reliability=frame)
    assert "That is so on 0 of 3 scales." in told
    assert "On 3 the cases differ too little from each other." in told
    assert "On 1 the people of a case disagree too much. On 1 of these it is both." in told


def test_agreement_that_is_withheld_is_no_disagreement(tiny: Study, tiny_results: Results) -> None:
    frame = verdicts(tiny, tiny_results, 0.9, 0.2, 0.0)
    for statistic in MEDIANS:
        frame = withhold(frame, statistic=statistic)
    told = tell("case_means", tiny, tiny_results, reliability=frame)
    assert "On 3 the cases differ too little" in told and "disagree too much" not in told
    drawing = draw("case_means", tiny, tiny_results | {"reliability": frame})
    assert "Median r_wg(j) (limit 0.7) is withheld and not drawn." in drawing.caption
    assert "Median" not in drawing.alt


def test_what_cannot_be_judged_is_counted(tiny: Study, tiny_results: Results) -> None:
    frame = unsettle(tiny_results["reliability"], "too_few_cases", statistic="case_mean_admissible")
    assert tell("case_means", tiny, tiny_results, reliability=frame) == "On 3 scales it cannot be said."


def test_the_printed_finding_stands_beside_the_verdict(ks2018: Study, ks2018_results: Results) -> None:
    frame = verdicts(ks2018, ks2018_results, 0.9, 0.2, 0.0)
    told = tell("case_means", ks2018, ks2018_results, reliability=frame)
    assert "Finding 9 of the printed report is: “The two sides of a case see the barriers" in told
    assert told.endswith("It is about 4 scales, and on 4 of them a mean may not be formed by this rule.")


def test_wide_intervals_are_told(tiny: Study, tiny_results: Results) -> None:
    frame = tiny_results["reliability"]
    where = {"group": "all", "sensitivity": "main"}
    wide, narrow = {"ci_low": -3.0, "ci_high": 0.9}, {"ci_low": 0.5, "ci_high": 0.7}
    frame = put(frame, {"estimate": 0.6, **wide}, statistic="alpha", scale="trust", **where)
    frame = put(frame, {"estimate": 0.6, **narrow}, statistic="spearman_brown", scale="hoarding", **where)
    told = tell("reliability", tiny, tiny_results, reliability=frame)
    assert "(95%) goes from 0.50 to 0.70 (“Hoarding”), the widest from −3.00 to 0.90 (“Trust”)" in told
    assert "On 1 of 2 scales the interval reaches down to zero or lower" in told


def test_a_retest_warns_of_the_time_between(ks2018: Study, ks2018_results: Results) -> None:
    frame = set_all(ks2018_results["reliability"], "retest_icc", ci_low=0.1)
    told = tell("retest", ks2018, ks2018_results, reliability=frame)
    assert "from 10 pairs of answers. On 31 of them the interval leaves out zero." in told
    assert "whatever really changed counts as error" in told


@pytest.mark.parametrize(
    ("reason", "said"),
    [("not_linked", "Nobody can be followed from 2018 to 2020"), ("too_few_people", "cannot be computed")],
)
def test_a_retest_without_numbers_says_why(
    reason: str, said: str, ks2018: Study, ks2018_results: Results
) -> None:
    frame = unsettle(ks2018_results["reliability"], reason, analysis="w2018_to_w2020")
    told = tell("retest", ks2018, ks2018_results, reliability=frame)
    assert said in told and "counts as error" not in told
    hidden = withhold(ks2018_results["reliability"], analysis="w2018_to_w2020")
    assert tell("retest", ks2018, ks2018_results, reliability=hidden).endswith("is withheld.")


def test_only_those_far_off_have_a_row_and_nobody_is_named(tiny: Study, tiny_results: Results) -> None:
    table = build("distances", tiny, tiny_results)
    assert [row[2:5] for row in table.rows] == [("3.5", "less favourably than the others", "22")]
    assert "2 people do not answer far from the others." in table.note
    assert "Of 3 people it cannot be said: too few people." in table.note
    told = tell("distances", tiny, tiny_results) + table.to_html() + draw("distances", tiny, tiny_results).alt
    assert not any(name in told for name in tiny_results["distances"]["respondent"])
    assert "1 of 3 people answers far from the others" in told


def test_nobody_far_off_is_a_sentence(tiny: Study, tiny_results: Results) -> None:
    frame = tiny_results["distances"]
    near = frame.assign(far=frame["far"].replace("yes", "no"), direction=0.0)
    table = build("distances", tiny, tiny_results, distances=near)
    assert table.rows == () and table.absence and table.absence.startswith("Nobody answers far")
    assert "0 of 3 people answer far" in tell("distances", tiny, tiny_results, distances=near)


def test_many_who_answer_alike_share_their_lanes(tiny: Study, tiny_results: Results) -> None:
    people = pd.concat([tiny_results["distances"].iloc[[0]].assign(respondent=str(n)) for n in range(60)])
    crowd = draw("distances", tiny, tiny_results | {"distances": people})
    assert crowd.sheet.height < 6 and "60 people" in crowd.alt


def test_what_is_about_single_people_is_restricted() -> None:
    assert {"distances", "case_agreement", "case_spread"} <= set(RESTRICTED_TABLES)
    assert FIGURES["distances"][0] == ("restricted",)
