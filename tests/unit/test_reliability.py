import numpy as np
import pandas as pd
import pytest

from analysis.reliability import estimate_reliability
from analysis.scoring import score_scales
from tests.small_study import INSTRUMENT, pick, small_study, typed_responses

RESPONSES = typed_responses(
    """
    case  group a1 a2 a3 a4 s1 s2
    north left  4  5  1  4  10 30
    north left  4  x  1  4  20 25
    north right 2  1  5  4  40 60
    south left  5  5  2  2  50 .
    south left  1  2  4  2  60 50
    south right .  x  x  4  90 80
    """
)


def estimate(responses: pd.DataFrame = RESPONSES) -> pd.DataFrame:
    return estimate_reliability(small_study(), {"small": responses}, score_scales(responses, INSTRUMENT))


def row(
    table: pd.DataFrame,
    scale: str,
    group: str = "all",
    sensitivity: str = "main",
    statistic: str = "alpha",
    item: str = "",
    category: str = "",
) -> pd.Series:
    asked = {"scale": scale, "group": group, "sensitivity": sensitivity, "statistic": statistic}
    return pick(table, **asked, item=item, category=category)


def test_alpha_is_taken_of_complete_rows_with_reversed_items_turned_round() -> None:
    found = row(estimate(), "trio")
    complete = np.array([[4, 5, 5], [2, 1, 1], [5, 5, 4], [1, 2, 2]])
    parts, whole = complete.var(axis=0, ddof=1).sum(), complete.sum(axis=1).var(ddof=1)
    assert found["estimate"] == pytest.approx(1.5 * (1 - parts / whole))
    assert (found["n"], found["n_excluded"], found["n_groups"], found["n_cases"]) == (4, 2, 2, 2)


def test_two_items_have_spearman_brown() -> None:
    found = row(estimate(), "pair", statistic="spearman_brown")
    r = np.corrcoef([10, 20, 40, 60, 90], [30, 25, 60, 50, 80])[0, 1]
    assert found["estimate"] == pytest.approx(2 * r / (1 + r))
    assert (found["n"], found["n_excluded"]) == (5, 1)


def test_one_item_is_not_estimable() -> None:
    table = estimate()
    found = row(table, "single")
    assert (found["status"], found["reason"], found["n"]) == ("not_estimable", "one_item", 6)
    others = {"alpha_bootstrap", "alpha_standardized", "omega", "mean_inter_item_r", "item_rest_r"}
    assert not others & set(table.loc[table["scale"] == "single", "statistic"])


def test_both_readings_where_the_answers_have_two() -> None:
    assert row(estimate(), "trio", sensitivity="neutral")["n"] == 5
    assert set(estimate().loc[lambda table: table["scale"] == "pair", "sensitivity"]) == {"main"}


@pytest.mark.parametrize(
    ("scale", "statistic", "reason", "n"),
    [
        ("trio", "alpha", "too_few_people", 1),
        ("trio", "alpha_bootstrap", "too_few_people", 1),
        ("trio", "alpha_standardized", "too_few_people", 1),
        ("trio", "omega", "too_few_people", 1),
        ("trio", "lowest_inter_item_r", "too_few_people", 1),
        ("pair", "spearman_brown", "too_few_people", 2),
        ("pair", "omega", "too_few_items", 2),
    ],
)
def test_a_group_of_few_is_not_estimable(scale: str, statistic: str, reason: str, n: int) -> None:
    found = row(estimate(), scale, "right", statistic=statistic)
    assert (found["status"], found["reason"], found["n"]) == ("not_estimable", reason, n)


def test_a_group_that_nobody_belongs_to() -> None:
    found = row(estimate(RESPONSES[RESPONSES["group"] == "left"]), "trio", "right")
    assert (found["status"], found["reason"]) == ("not_estimable", "group_missing")


def test_all_answers_missing_and_all_answers_alike() -> None:
    emptied = RESPONSES.assign(a1=pd.array([pd.NA] * 6, dtype="Int64"), a1__missing="no_answer")
    assert row(estimate(emptied), "trio")["reason"] == "no_answers"
    alike = RESPONSES.assign(s1=50, s2=50)
    for statistic in (
        "alpha",
        "alpha_bootstrap",
        "alpha_standardized",
        "spearman_brown",
        "mean_inter_item_r",
    ):
        found = row(estimate(alike), "pair", statistic=statistic)
        assert (found["status"], found["reason"]) == ("not_estimable", "no_variance")


def test_a_scale_with_an_item_that_everybody_answers_alike() -> None:
    table = estimate(RESPONSES.assign(a2=pd.array([4] * 6, dtype="Int64"), a2__missing=""))
    assert row(table, "trio")["status"] == "ok", "raw alpha keeps the item"
    assert row(table, "trio", statistic="alpha_standardized")["reason"] == "no_variance"
    assert row(table, "trio", statistic="item_rest_r", item="a2")["reason"] == "no_variance"
    assert row(table, "trio", statistic="item_rest_r", item="a1")["status"] == "ok"


def test_items_within_their_scale() -> None:
    table = estimate()
    complete = np.array([[4, 5, 5], [2, 1, 1], [5, 5, 4], [1, 2, 2]])
    rest = row(table, "trio", statistic="item_rest_r", item="a1")
    assert rest["estimate"] == pytest.approx(np.corrcoef(complete[:, 0], complete[:, 1:].sum(axis=1))[0, 1])
    assert rest["ci_low"] < rest["estimate"] < rest["ci_high"]
    without = row(table, "trio", statistic="alpha_without", item="a1")
    parts, whole = complete[:, 1:].var(axis=0, ddof=1).sum(), complete[:, 1:].sum(axis=1).var(ddof=1)
    assert without["estimate"] == pytest.approx(2 * (1 - parts / whole))
    assert (without["n"], without["n_excluded"]) == (4, 2)
    of_pair = table[(table["scale"] == "pair") & (table["item"] != "") & (table["category"] == "")]
    assert set(of_pair["statistic"]) == {"item_rest_r"}, "nothing is left without one of two items"
    assert "omega_without" not in set(table["statistic"]), "without one of three items two are left"


def test_ordinal_alpha_is_of_answers_with_few_levels() -> None:
    table = estimate()
    assert row(table, "pair", statistic="alpha_ordinal")["reason"] == "too_many_levels", (
        "1 to 100, however few"
    )
    assert row(table, "trio", statistic="alpha_ordinal")["reason"] == "empty_cells", "of four people"


def test_correlations_of_two_items() -> None:
    table = estimate()
    r = np.corrcoef(np.array([[4, 5, 5], [2, 1, 1], [5, 5, 4], [1, 2, 2]]).T)[np.tril_indices(3, -1)]
    for statistic, value in (
        ("mean_inter_item_r", r.mean()),
        ("lowest_inter_item_r", r.min()),
        ("highest_inter_item_r", r.max()),
        ("alpha_standardized", 3 * r.mean() / (1 + 2 * r.mean())),
    ):
        assert row(table, "trio", statistic=statistic)["estimate"] == pytest.approx(value)


def test_those_at_the_ends_of_a_scale_and_of_its_items() -> None:
    table = estimate()
    at_the_top = row(table, "trio", statistic="count", item="a3", category="ceiling")
    assert (at_the_top["estimate"], at_the_top["n"], at_the_top["n_excluded"]) == (2, 5, 1)
    assert row(table, "trio", "left", statistic="share", item="a2", category="ceiling")["estimate"] == 2 / 3
    # With a minimum of two answers, the second person's score is of 4 and 5 - turned round 1.
    ends = {
        end: row(table, "trio", statistic="count", category=end)["estimate"] for end in ("floor", "ceiling")
    }
    assert ends == {"floor": 0, "ceiling": 0}
    top = RESPONSES.assign(a1=5, a2=pd.array([5] * 6, dtype="Int64"), a3=1, a1__missing="", a2__missing="")
    found = row(estimate(top), "trio", statistic="count", category="ceiling")
    assert (found["estimate"], found["n"]) == (6, 6)


def test_missing_answers_by_reason() -> None:
    table = estimate()
    not_relevant = row(table, "trio", statistic="count", item="a2", category="missing:not_relevant")
    no_answer = row(table, "trio", statistic="count", item="a1", category="missing:no_answer")
    assert (not_relevant["estimate"], not_relevant["n"], not_relevant["n_excluded"]) == (2, 6, 0)
    assert (no_answer["estimate"], no_answer["n"]) == (1, 6)
    share = row(table, "pair", "right", statistic="share", item="s2", category="missing:not_relevant")
    assert (share["estimate"], share["n"]) == (0, 2)
    declared = estimate(RESPONSES.assign(a1__missing=["", "", "", "", "", "user_missing"]))
    assert (
        row(declared, "trio", statistic="count", item="a1", category="missing:user_missing")["estimate"] == 1
    )


def test_nobody_of_a_group_has_no_row_with_a_number() -> None:
    table = estimate(RESPONSES[RESPONSES["group"] == "left"])
    absent = table[table["group"] == "right"]
    assert len(absent) and absent["estimate"].isna().all()
    assert set(absent["reason"]) == {"group_missing"}


def test_the_draws_are_the_study_s_and_are_told() -> None:
    table = estimate()
    drawn = table[table["method"].str.contains("bootstrap")]
    assert set(drawn["statistic"]) >= {"alpha_bootstrap", "alpha_standardized", "omega", "mean_inter_item_r"}
    assert (drawn["seed"] == 7).all() and table.drop(drawn.index)["seed"].isna().all()
    assert estimate().equals(table)
    fewer = estimate_reliability(
        small_study(resampling={"draws": 1000}), {"small": RESPONSES}, score_scales(RESPONSES, INSTRUMENT)
    )
    assert "1000 draws" in row(fewer, "trio", statistic="alpha_bootstrap")["method"]


def test_further_people_of_another_group_leave_a_group_s_bits() -> None:
    more = pd.concat([RESPONSES, RESPONSES[RESPONSES["group"] == "right"].assign(case="west")])
    before, after = (
        one[(one["group"] == "left")].reset_index(drop=True) for one in (estimate(), estimate(more))
    )
    pd.testing.assert_frame_equal(before, after, check_exact=True)


def test_each_wave_stands_for_itself_and_a_retest_joins_them() -> None:
    both = pd.concat([RESPONSES, RESPONSES.assign(wave="after")], ignore_index=True)
    retest = {
        "label": {"nb": "again", "en": "again"},
        "instrument": "small",
        "scales": ["trio"],
        "before": "before",
        "after": "after",
    }
    table = estimate_reliability(
        small_study(retests={"again": retest}), {"small": both}, score_scales(both, INSTRUMENT)
    )
    alphas = table[(table["statistic"] == "alpha") & (table["scale"] == "trio") & (table["group"] == "all")]
    alphas = alphas[alphas["sensitivity"] == "main"]
    assert sorted(alphas["wave"]) == ["after", "before"]
    assert alphas["estimate"].nunique() == 1 and (alphas["n"] == 4).all()
    joined = table[(table["analysis"] == "again") & (table["statistic"] == "retest_icc")]
    assert set(joined["wave"]) == {"after"} and (joined["scale"] == "trio").all()
