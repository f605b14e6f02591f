"""What is shown of two groups and more: tables, sentences and the figure of their differences."""

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from analysis.differences.design import CLUSTERED, INDEPENDENT, WITHIN
from analysis.displays import Table, Voice, build_table
from analysis.figures import FIGURES
from analysis.figures.drawing import Drawing
from analysis.figures.style import applied_style
from analysis.profiles import open_showing
from analysis.profiles.headlines import ORDERED, TESTS, Headline, list_by_purpose, list_headlines
from analysis.sentences import build_sentence
from analysis.study import Study
from tests.unit.difference_frames import (
    compare,
    compare_several,
    decide_otherwise,
    replan,
    with_three_groups,
)
from tests.unit.estimates_frames import make_results, unsettle, withhold

Results = dict[str, pd.DataFrame]
MAIN = {"sensitivity": "main"}


def put(results: Results, numbers: dict[str, object], **where: str) -> Results:
    """The results with some numbers of the differences set."""
    frame = results["differences"].copy()
    hit = pd.Series(True, index=frame.index)
    for name, value in where.items():
        hit &= frame[name] == value
    assert hit.any(), f"no row has {where}"
    for name, number in numbers.items():
        frame.loc[hit, name] = number
    return results | {"differences": frame}


def cells(table: Table, name: str) -> list[str]:
    """The cells of the row of this name, with plain spaces."""
    (found,) = [row for row in table.rows if row[0] == name]
    return [cell.replace("\N{NO-BREAK SPACE}", " ") for cell in found[1:]]


def tell(name: str, results: Results, study: Study, language: str = "en") -> str:
    return build_sentence(name, results, study, language).replace("\N{NO-BREAK SPACE}", " ")


def headline_of(results: Results, study: Study, scale: str) -> Headline:
    showing = open_showing(results, study)
    return next(one for _, _, members in list_headlines(showing) for one in members if one.scale == scale)


def with_comparison(study: Study, **changes: object) -> Study:
    """The study with every comparison of its plan changed."""
    compared = {name: one.model_copy(update=changes) for name, one in study.plan.comparisons.items()}
    return replan(study, study.plan.model_copy(update={"comparisons": compared}))


# Which test decides, and which side comes out best.


def test_the_kinds_of_tests_are_those_of_the_design() -> None:
    assert TESTS["within"] == WITHIN and TESTS["independent"] == INDEPENDENT
    assert TESTS["clustered"] == CLUSTERED
    assert sorted(sum(TESTS.values(), ())) == sorted(ORDERED)


def test_the_primary_test_decides(tiny: Study, tiny_results: Results) -> None:
    decision = headline_of(tiny_results, tiny, "trust").decision()
    assert (decision.test, decision.outside_plan) == ("within_case_difference", False)
    assert decision.estimate.p_adjusted is not None


def test_one_outside_the_plan_decides_in_place_of_a_refused_one(tiny: Study, tiny_results: Results) -> None:
    frame = decide_otherwise(
        tiny_results["differences"], "trust", "welch", "within_case_ranks", "cases_ignored"
    )
    decision = headline_of(tiny_results | {"differences": frame}, tiny, "trust").decision()
    assert (decision.test, decision.planned) == ("within_case_ranks", "welch")
    assert decision.refusal == "cases_ignored" and decision.is_below(0.05)


def test_no_rows_no_decision(tiny: Study, tiny_results: Results) -> None:
    empty = tiny_results["differences"].iloc[:0]
    decision = headline_of(tiny_results | {"differences": empty}, tiny, "trust").decision()
    assert decision.test is None and decision.direction == 0 and not decision.is_below(0.05)


@pytest.mark.parametrize(
    ("statistic", "value", "direction"),
    [("within_case_difference", -0.2, -1), ("within_case_ranks", 0.4, -1), ("within_case_ranks", 0.5, 0)],
)
def test_a_chance_points_up_from_a_half(
    statistic: str, value: float, direction: int, tiny: Study, tiny_results: Results
) -> None:
    results = put(tiny_results, {"role": "sensitivity"}, statistic="within_case_difference")
    results = put(results, {"role": "primary", "estimate": value}, statistic=statistic)
    assert headline_of(results, tiny, "trust").decision().direction == direction


@pytest.mark.parametrize(
    ("scale", "g", "best"),
    [
        ("trust", 0.7, "social_enterprise"),
        ("trust", -0.7, "municipality"),
        ("hoarding", -0.7, "social_enterprise"),
        ("hoarding", 0.7, "municipality"),
        ("hoarding", 0.0, ""),
    ],
)
def test_the_good_end_says_who_comes_out_best(
    scale: str, g: float, best: str, tiny: Study, tiny_results: Results
) -> None:
    results = put(tiny_results, {"estimate": g}, scale=scale, statistic="hedges_g")
    assert headline_of(results, tiny, scale).best == best


def test_the_chance_of_the_better_score_turns_with_the_scale(tiny: Study, tiny_results: Results) -> None:
    numbers = {"estimate": 0.05, "ci_low": 0.01, "ci_high": 0.3}
    results = put(tiny_results, numbers, statistic="superiority")
    assert headline_of(results, tiny, "trust").better_chance.ends == (0.01, 0.3)
    turned = headline_of(results, tiny, "hoarding").better_chance
    assert (turned.value, turned.ends) == (0.95, (0.7, 0.99))
    hidden = withhold(tiny_results["differences"], statistic="superiority")
    assert not headline_of(tiny_results | {"differences": hidden}, tiny, "hoarding").better_chance.known


def test_what_was_foreseen_comes_first(tiny: Study, tiny_results: Results) -> None:
    purposes = [one.purpose for _, one, _ in list_by_purpose(open_showing(tiny_results, tiny))]
    assert purposes == ["confirmatory", "exploratory"]


# Tables.


def test_the_design_says_what_became_of_each_test(tiny: Study, tiny_results: Results) -> None:
    frame = unsettle(tiny_results["differences"], "separated", scale="trust", statistic="cumulative_logit")
    table = build_table("design", tiny_results | {"differences": frame}, tiny, "en")
    assert table.heading == ("Test", "Practice by group (exploratory)", "Barriers by group (confirmatory)")
    assert cells(table, "Permutation within cases") == ["decides on 2 scales", "decides on 1 scale"]
    assert cells(table, "Welch's t test") == ["valid on 2 scales", "valid on 1 scale"]
    assert cells(table, "Cumulative logit model") == [
        "no number on 1 scale (the two groups do not overlap); valid on 1 scale",
        "refused on 1 scale (too many different scores)",
    ]
    assert cells(table, "Permutation of whole cases")[0] == "refused on 2 scales (cases have both groups)"
    assert [section.heading for section in table.sections][2] == "Take people as independent of each other"


def test_differences_show_the_deciding_test_with_p_and_its_adjustment(
    tiny: Study, tiny_results: Results
) -> None:
    where = {"scale": "trust", "statistic": "within_case_difference", **MAIN}
    results = put(tiny_results, {"estimate": -0.004, "p": 0.0004, "p_adjusted": 0.0321}, **where)
    table = build_table("differences", results, tiny, "en")
    row = cells(table, "Trust")
    assert row[1].startswith("0.00 [") and row[2:] == ["< 0.001", "0.032", "18", "6"]
    assert "The test that decides is permutation within cases (two-sided)." in table.note
    assert table.sections[1].heading == "Barriers by group (confirmatory; lower is better)"


def test_differences_name_the_tests_where_they_are_several(tiny: Study, tiny_results: Results) -> None:
    frame = decide_otherwise(
        tiny_results["differences"], "trust", "welch", "within_case_ranks", "cases_ignored"
    )
    table = build_table("differences", tiny_results | {"differences": frame}, tiny, "en")
    row = cells(table, "Trust")
    assert row[1].endswith("[–] ‡") and row[2] == "Rank test within cases"
    assert cells(table, "Clarity")[2] == "Permutation within cases"
    assert "‡ Outside the plan: the test that the plan names (Welch's t test) is refused" in table.note
    assert "For rank test within cases the number is the chance" in table.note


def test_a_comparison_is_parted_where_some_scales_are_good_low(tiny: Study) -> None:
    one = tiny.plan.comparisons["practice_by_group"].model_copy(update={"scales": ["hoarding", "trust"]})
    study = replan(tiny, tiny.plan.model_copy(update={"comparisons": {"practice_by_group": one}}))
    table = build_table("differences", make_results(study), study, "en")
    assert [section.heading for section in table.sections] == [
        "Practice by group (exploratory; higher is better)",
        "Practice by group (exploratory; lower is better)",
    ]


def test_effects_say_whom_they_favour(tiny: Study, tiny_results: Results) -> None:
    results = put(
        tiny_results,
        {"estimate": -1.5, "ci_low": -2.5, "ci_high": -0.5},
        scale="hoarding",
        statistic="hedges_g",
    )
    results = put(
        results, {"estimate": 0.1, "ci_low": 0.0, "ci_high": 0.25}, scale="hoarding", statistic="superiority"
    )
    results = put(
        results, {"estimate": 0.2, "ci_low": -0.5, "ci_high": 0.9}, scale="trust", statistic="hedges_g"
    )
    table = build_table("effects", results, tiny, "en")
    row = cells(table, table.sections[1].rows[0][0])
    assert row[0] == "−1.50 [−2.50, −0.50]" and row[2] == "90% [75, 100]"
    assert row[-1] == "social enterprises"
    assert cells(table, "Trust")[-1] == "social enterprises ?"
    assert "Best in pairs is the share in which social enterprises come out best" in table.note
    hidden = withhold(results["differences"], scale="trust")
    table = build_table("effects", results | {"differences": hidden}, tiny, "en")
    assert cells(table, "Trust") == ["† withheld", "† withheld", "† withheld", "–", "–"]


def test_the_p_of_every_valid_test_stands_beside_the_deciding_one(tiny: Study, tiny_results: Results) -> None:
    results = put(tiny_results, {"p": 0.0123}, scale="trust", statistic="within_case_difference")
    frame = unsettle(results["differences"], "too_few_people", scale="trust", statistic="welch")
    frame = withhold(frame, scale="trust", statistic="mixed_model")
    table = build_table("tests", results | {"differences": frame}, tiny, "en")
    assert "Cases" not in table.heading, "refused everywhere"
    row = dict(zip(table.heading[1:], cells(table, "Trust"), strict=True))
    assert row["Perm."] == "0.012*" and row["Welch"] == "–" and row["Mixed"] == "†"
    assert cells(table, table.sections[1].rows[0][0])[-1] == "×"
    assert "× means that the test is refused: too many different scores." in table.note
    assert "– means that the test gives no number: too few people." in table.note
    assert "† 1 number withheld" in table.note and "MW (Mann-Whitney test)" in table.note


def test_reach_is_told_of_the_deciding_test_and_its_design(tiny: Study, tiny_results: Results) -> None:
    frame = unsettle(tiny_results["differences"], "no_smallest_p", scale="trust", statistic="smallest_p")
    table = build_table("reach", tiny_results | {"differences": frame}, tiny, "en")
    assert cells(table, "Trust") == ["18", "6", "– this test has no smallest p", "1.44", "1.95"]
    assert cells(table, "Clarity")[2] == "0.001"
    reach = tiny.plan.reach
    assert f"by simulating {reach.simulations} studies of the design" in table.note
    assert f"in which {round(100 * reach.icc)}% of the variance lies between the cases" in table.note
    assert "permutation within cases" in table.note


def test_equivalence_is_shown_where_a_margin_is_planned(tiny: Study, tiny_results: Results) -> None:
    silent = build_table("equivalence", tiny_results, tiny, "en")
    assert silent.rows == () and silent.absence == ""
    study = with_comparison(tiny, margin=0.5)
    results = make_results(study)
    results = put(results, {"p": 0.04}, scale="trust", statistic="equivalence")
    results = put(results, {"p": 0.06}, scale="clarity", statistic="equivalence")
    frame = unsettle(results["differences"], "cases_ignored", scale="hoarding", statistic="equivalence")
    table = build_table("equivalence", results | {"differences": frame}, study, "en")
    assert cells(table, "Trust")[1:] == ["0.5", "0.040", "yes", "18"]
    assert cells(table, "Clarity")[2:4] == ["0.060", "no"]
    assert cells(table, table.rows[2][0])[0].startswith("– it would overlook that people share cases")
    assert cells(table, table.rows[2][0])[2:4] == ["–", "–"]
    assert "90% intervals" in table.note and "95%" not in table.note


@pytest.mark.parametrize(("language", "everybody"), [("nb", "Alle gruppene"), ("en", "All groups at once")])
def test_three_groups_stand_together_and_pair_by_pair(
    language: str, everybody: str, tiny: Study, tiny_results: Results
) -> None:
    assert build_table("several_groups", tiny_results, tiny, language).rows == ()
    study = with_three_groups(tiny)
    results = tiny_results | {"differences": pd.concat([compare(study), compare_several(study)])}
    table = build_table("several_groups", results, study, language)
    assert len(table.rows) == 4 and table.rows[0][0].startswith(everybody)
    assert len(table.sections) == 1 and table.sections[0].heading.count(": ") == 1
    pair = [cell.replace(",", ".") for cell in table.rows[1][1:]]
    assert pair == ["−3.3", "0.020", "0.060", "12", "6"]


# Sentences.


def test_the_design_is_told_in_plain_words(tiny: Study, tiny_results: Results) -> None:
    told = tell("design", tiny_results, tiny)
    assert told.startswith("On all scales, 6 of 6 cases have answers from both groups")
    assert told.count("So the test that decides is permutation within cases.") == 1
    assert "On all scales, tests that take people as independent of each other are valid" in told


def test_designs_that_differ_are_told_apart(tiny: Study, tiny_results: Results) -> None:
    results = put(tiny_results, {"estimate": 4.0}, scale="trust", statistic="cases_with_both_groups")
    results = put(results, {"estimate": 0.0}, scale="hoarding", statistic="cases_with_both_groups")
    frame = results["differences"]
    for test in TESTS["independent"]:
        frame = unsettle(frame, "cases_ignored", scale="trust", statistic=test)
    told = tell("design", results | {"differences": frame}, tiny)
    assert "“Barriers by group” (confirmatory): On all scales, none of 6 cases has answers from both" in told
    assert "On 1 of 2 scales, 6 of 6 cases have" in told and "On 1 of 2 scales, 4 of 6 cases have" in told
    assert "On 1 of 2 scales, tests that take people as independent of each other are refused" in told


def test_the_plan_s_test_is_named_and_what_stands_in_for_it(tiny: Study, tiny_results: Results) -> None:
    study = with_comparison(tiny, primary="welch")
    frame = decide_otherwise(
        tiny_results["differences"], "trust", "welch", "within_case_ranks", "cases_ignored"
    )
    told = tell("design", tiny_results | {"differences": frame}, study)
    assert "The test that decides is permutation within cases, as the plan says." in told
    assert (
        "On 1 of 2 scales, the test that the plan names (Welch's t test) is refused "
        "(it would overlook that people share cases); there rank test within cases decides" in told
    )


def test_differences_say_what_was_foreseen(tiny: Study, tiny_results: Results) -> None:
    told = tell("differences", tiny_results, tiny)
    assert told.index("“Barriers by group” (confirmatory)") < told.index("“Practice by group” (exploratory)")
    assert "Confirmatory means" in told and "Exploratory means" in told
    plan = {"practice_by_group": tiny.plan.comparisons["practice_by_group"]}
    study = replan(tiny, tiny.plan.model_copy(update={"comparisons": plan}))
    assert "Confirmatory means" not in tell("differences", tiny_results, study)


@pytest.mark.parametrize(
    ("p", "ending"), [(0.01, ""), (0.2, " in these answers, but the difference is not established")]
)
def test_the_best_group_of_the_largest_difference_is_named_with_care(
    p: float, ending: str, tiny: Study, tiny_results: Results
) -> None:
    results = put(tiny_results, {"estimate": -3.0}, scale="hoarding", statistic="hedges_g")
    results = put(results, {"p_adjusted": p}, scale="hoarding", statistic="within_case_difference")
    assert f"; there social enterprises come out best{ending}." in tell("differences", results, tiny)


def test_effects_are_told_in_common_language(tiny: Study, tiny_results: Results) -> None:
    results = put(tiny_results, {"estimate": -3.0}, scale="hoarding", statistic="hedges_g")
    numbers = {"estimate": 0.05, "ci_low": 0.01, "ci_high": 0.3, "ci_level": 0.9}
    results = put(results, numbers, scale="hoarding", statistic="superiority")
    told = tell("effects", results, tiny)
    assert "the one from social enterprises has the lower (better) score in 95% of pairs" in told
    assert "The 90% interval goes from 70% to 99%, wholly to one side of half of the pairs." in told
    turned = {"estimate": 0.9, "ci_low": 0.4, "ci_high": 0.98}
    told = tell("effects", put(results, turned, scale="hoarding", statistic="superiority"), tiny)
    assert "the one from municipalities has the lower (better) score in 90% of pairs" in told
    assert "The 90% interval goes from 40% to 98%, so who comes out best there is not settled." in told
    assert told.endswith("not adjusted for picking out the largest difference.")
    assert tell("effects", tiny_results | {"differences": tiny_results["differences"].iloc[:0]}, tiny) == ""


def test_it_is_counted_where_all_tests_say_the_same(tiny: Study, tiny_results: Results) -> None:
    results = put(tiny_results, {"p": 0.2})
    assert "on the same side of 0.05 on 2 of 2 scales" in tell("tests", results, tiny)
    results = put(results, {"p": 0.049}, scale="trust", statistic="welch")
    assert "on the same side of 0.05 on 1 of 2 scales" in tell("tests", results, tiny)


def test_likeness_is_told_only_from_a_margin(tiny: Study, tiny_results: Results) -> None:
    assert tell("equivalence", tiny_results, tiny).startswith("The plan sets no margin")
    study = with_comparison(tiny, margin=0.5)
    results = put(make_results(study), {"p": 0.05}, statistic="equivalence")
    told = tell("equivalence", results, study)
    assert "a difference of more than 0.5 can be ruled out on 2 of 2 scales" in told
    assert told.endswith("only an interval that stays within the margin does.")
    results = put(results, {"p": None}, statistic="equivalence")
    assert tell("equivalence", results, study).startswith("That a difference was not detected")


def test_reach_tells_of_each_number_that_there_is(tiny: Study, tiny_results: Results) -> None:
    told = tell("reach", tiny_results, tiny)
    assert "cannot give a p lower than 0.001 on any" in told and "cannot come below" not in told
    assert "is 1.44 standard deviations" in told and "span" not in told
    results = put(tiny_results, {"estimate": 0.05}, scale="trust", statistic="smallest_p", **MAIN)
    results = put(results, {"estimate": 1.6}, scale="trust", statistic="detectable_effect", **MAIN)
    told = tell("reach", results, tiny)
    assert "So p cannot come below 0.05 on 1 of 3 scales" in told
    assert "is from 1.44 to 1.60 standard deviations" in told and "The numbers span because" in told
    gone = results["differences"][~results["differences"]["statistic"].isin(["smallest_p", "expected_width"])]
    told = tell("reach", results | {"differences": gone}, tiny)
    assert told.startswith("The smallest difference") and "wide" not in told


# The figure.


def draw(results: Results, study: Study, language: str = "en") -> Drawing:
    with applied_style():
        (drawing,) = FIGURES["group_differences"][1](Voice(open_showing(results, study), language))
    return drawing


def test_a_mark_has_the_shape_and_colour_of_the_best_group(tiny: Study, tiny_results: Results) -> None:
    groups = {group.id: group for group in tiny.settings.groups}
    results = put(tiny_results, {"estimate": -0.7}, statistic="hedges_g")
    drawing = draw(results, tiny)
    marks = {
        (str(line.get_marker()), to_hex(line.get_markeredgecolor()))
        for axes in drawing.sheet.figure.axes[1:]
        for line in axes.lines
        if line.get_marker() in ("o", "s", "^", "D")
    }
    assert {colour for _, colour in marks} == {group.colour.lower() for group in groups.values()}
    assert len({marker for marker, _ in marks}) == 2
    assert (
        "Municipalities come out best on 2 scales. Social enterprises come out best on 1 scale."
        in drawing.alt
    )


def test_no_difference_has_no_best_group(tiny: Study, tiny_results: Results) -> None:
    drawing = draw(put(tiny_results, {"estimate": 0.0}, statistic="hedges_g"), tiny)
    assert "come out best on" not in drawing.alt


def test_a_test_outside_the_plan_is_marked_in_the_figure(tiny: Study, tiny_results: Results) -> None:
    frame = decide_otherwise(
        tiny_results["differences"], "trust", "welch", "within_case_ranks", "cases_ignored"
    )
    drawing = draw(tiny_results | {"differences": frame}, tiny)
    texts = [text.get_text() for axes in drawing.sheet.figure.axes for text in axes.texts]
    assert "‡\N{NO-BREAK SPACE}0.040" in texts and "‡ Outside the plan" in drawing.caption
