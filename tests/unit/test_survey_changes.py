"""Change of a survey's scales: statistics against scipy or a hand count, reasons, what must not matter."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.change.surveys import estimate_changes
from analysis.contracts import COMPARABILITY, ESTIMATES, PERSONS, SCORES
from analysis.settings import CaseKind
from analysis.study import Study
from analysis.tables import conform
from tests.small_study import label, small_study

ANALYSIS: dict[str, Any] = {
    "label": label("over time"),
    "instrument": "small",
    "scales": ["pair"],
    "before": "before",
    "after": "after",
    "family": "tests",
    "purpose": "exploratory",
}
TREATED = "treated_against_others"
KINDS = {"east": "project", "west": "project", "north": "follower", "south": "follower", "isle": "follower"}

ONE_CASE = """
    case  person group before after
    north p1     left  10     14
    north p2     left  20     18
    north p3     right 30     37
    north p4     right 40     41
    north p5     left  55     50
    north p6     right 60     70
    north p7     right 25     25
    north gone   left  80     .
    north also   right 35     .
    north new    left  .      30
"""


def make_study(cases: dict[str, str], **changed: Any) -> Study:
    """The small study with these cases, each of a kind or of none."""
    study = small_study(changes={"over_time": ANALYSIS | changed})
    base = study.settings.cases[0]
    made = [
        base.model_copy(update={"id": case, "kind": kind or None, "waves": ["before", "after"]})
        for case, kind in cases.items()
    ]
    kinds = [
        CaseKind.model_validate({"id": kind, "label": label(kind), "colour": "#111111", "marker": "circle"})
        for kind in dict.fromkeys(kind for kind in cases.values() if kind)
    ]
    return replace(study, settings=study.settings.model_copy(update={"cases": made, "case_kinds": kinds}))


def type_scores(text: str, scale: str = "pair", sensitivity: str = "main") -> pd.DataFrame:
    """The scores that a text shows, a person a line; `.` is a wave in which somebody did not answer."""
    lines = [line.split() for line in text.strip().split("\n")]
    people: list[dict[str, Any]] = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    return to_scores(people, scale, sensitivity)


def to_scores(people: list[dict[str, Any]], scale: str = "pair", sensitivity: str = "main") -> pd.DataFrame:
    about: dict[str, Any] = {
        "instrument": "small",
        "scale": scale,
        "sensitivity": sensitivity,
        "n_answered": 2,
        "n_items": 2,
    }
    rows = [
        about
        | {"case": one["case"], "respondent": one["person"], "group": one["group"], "wave": wave}
        | {"score": np.nan if one[wave] == "x" else float(one[wave])}
        for one in people
        for wave in ("before", "after")
        if one[wave] != "."
    ]
    return conform(pd.DataFrame(rows, columns=SCORES.names), SCORES)


def make_people(seed: int, cases: dict[str, str], per_case: int = 6) -> list[dict[str, Any]]:
    """Made people: two groups in every case, the first leaves, the last is new, all others answer twice."""
    random, people = np.random.default_rng(seed), []
    for number, (case, kind) in enumerate(cases.items()):
        moved = random.normal(4 + 10 * (kind == "project"), 3)
        for place in range(per_case):
            before = round(50 + 3 * number + random.normal(0, 12), 1)
            after = round(before + moved + random.normal(0, 8), 1)
            one: dict[str, Any] = {
                "case": case,
                "person": f"{case}-{place}",
                "group": ("left", "right")[place % 2],
            }
            gone, new = place == 0, place == per_case - 1
            people.append(one | {"before": "." if new else before, "after": "." if gone else after})
    return people


def alpha(value: float | None, wave: str = "before") -> pd.DataFrame:
    """A table of reliability that holds one alpha of the scale."""
    row: dict[str, Any] = dict.fromkeys(ESTIMATES.names, "")
    for column in ESTIMATES.columns:
        if column.kind != "text":
            row[column.name] = None
    row |= {"analysis": "reliability", "instrument": "small", "wave": wave, "case": "all", "group": "all"}
    row |= {"scale": "pair", "statistic": "alpha", "sensitivity": "main", "status": "ok", "estimate": value}
    row |= {"n": 9, "n_smallest": 9, "n_groups": 1, "n_cases": 1, "n_excluded": 0}
    return conform(pd.DataFrame([row] if value is not None else [], columns=ESTIMATES.names), ESTIMATES)


def check(consequence: str = "none", **more: str) -> pd.DataFrame:
    """A table of comparability that holds one check of the two waves."""
    row = dict.fromkeys(COMPARABILITY.names, "") | {"kind": "survey", "subject": "small", "case": "all"}
    row |= {"group": "all", "before": "before", "after": "after", "aspect": "wording", "same": "no"}
    return conform(pd.DataFrame([row | {"consequence": consequence} | more]), COMPARABILITY)


def estimate(
    study: Study,
    scores: pd.DataFrame,
    reliability: pd.DataFrame | None = None,
    comparability: pd.DataFrame | None = None,
    persons: pd.DataFrame | None = None,
) -> pd.DataFrame:
    reliability = alpha(None) if reliability is None else reliability
    comparability = check() if comparability is None else comparability
    return estimate_changes(study, scores, reliability, comparability, persons)


def pick(found: pd.DataFrame, design: str, statistic: str, contrast: str = "", **more: str) -> pd.Series:
    """The one row of a statistic, of everybody unless said otherwise."""
    asked = {"kind": "all", "case": "all", "group": "all", "sensitivity": "main", "scale": "pair"} | more
    asked |= {"design": design, "statistic": statistic, "contrast": contrast}
    rows = found
    for column, value in asked.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1, f"{len(rows)} rows: {asked}"
    return rows.iloc[0]


def half_width(row: pd.Series) -> float:
    return float(row["ci_high"] - row["ci_low"]) / 2


BEFORE = np.array([10.0, 20, 30, 40, 55, 60, 25])
AFTER = np.array([14.0, 18, 37, 41, 50, 70, 25])


@pytest.fixture(scope="module")
def alone() -> pd.DataFrame:
    """One case, where people stand for themselves."""
    return estimate(make_study({"north": ""}), type_scores(ONE_CASE), alpha(0.9))


def test_linked_people_of_one_case_against_scipy(alone: pd.DataFrame) -> None:
    test = stats.ttest_rel(AFTER, BEFORE)
    change, paired = (pick(alone, "linked", name) for name in ("change", "paired_t"))
    ends = test.confidence_interval(0.95)
    for row in (change, paired):
        assert row["estimate"] == pytest.approx((AFTER - BEFORE).mean())
        assert (row["ci_low"], row["ci_high"]) == pytest.approx((ends.low, ends.high))
        assert (row["p"], row["df"]) == pytest.approx((test.pvalue, 6))
    assert (change["role"], paired["role"]) == ("primary", "sensitivity")
    assert list(change[["n_before", "n_after", "n_linked", "n_smallest", "n_cases"]]) == [7, 7, 7, 7, 1]
    moved = (AFTER - BEFORE)[:6]
    exact = stats.wilcoxon(moved, method=stats.PermutationMethod(n_resamples=np.inf))
    ranks = pick(alone, "linked", "wilcoxon")
    assert ranks["p"] == pytest.approx(exact.pvalue)
    assert ranks["p_floor"] == pytest.approx(2 / 2**6)
    assert (ranks["status"], ranks["reason"]) == ("ok", "interval_unknown")
    sums = [abs(np.dot(signs, moved)) for signs in product([-1, 1], repeat=6)]
    flips = pick(alone, "linked", "sign_flip")
    assert flips["p"] == pytest.approx(np.mean(np.array(sums) >= abs(moved.sum()) - 1e-9))
    assert (flips["p_floor"], flips["role"]) == (pytest.approx(2 / 2**6), "sensitivity")


def test_standardized_and_reliable_change_by_hand(alone: pd.DataFrame) -> None:
    change = AFTER - BEFORE
    assert pick(alone, "linked", "d_z")["estimate"] == pytest.approx(change.mean() / change.std(ddof=1))
    spread = (BEFORE.std(ddof=1) + AFTER.std(ddof=1)) / 2
    assert pick(alone, "linked", "d_av")["estimate"] == pytest.approx(change.mean() / spread)
    # The error of measurement is that of everybody who answered before, with those who left.
    sd = np.array([*BEFORE, 80, 35]).std(ddof=1)
    smallest = stats.norm.ppf(0.975) * np.sqrt(2) * sd * np.sqrt(1 - 0.9)
    assert pick(alone, "linked", "smallest_reliable_change")["estimate"] == pytest.approx(smallest)
    assert smallest > 10
    assert pick(alone, "linked", "reliably_up")["estimate"] == 0
    fine = estimate(make_study({"north": ""}), type_scores(ONE_CASE), alpha(0.99))
    up, down = (pick(fine, "linked", name) for name in ("reliably_up", "reliably_down"))
    limit = stats.norm.ppf(0.975) * np.sqrt(2) * sd * np.sqrt(0.01)
    assert up["estimate"] == pytest.approx(np.mean(change > limit)) == pytest.approx(2 / 7)
    assert down["estimate"] == 0
    wilson = stats.binomtest(2, 7).proportion_ci(method="wilson")
    assert (up["ci_low"], up["ci_high"]) == pytest.approx((wilson.low, wilson.high))


@pytest.mark.parametrize("value", [None, 0.0, -0.4])
def test_without_a_usable_alpha_nobody_changed_reliably_and_that_is_told(value: float | None) -> None:
    found = estimate(make_study({"north": ""}), type_scores(ONE_CASE), alpha(value))
    for statistic in ("reliably_up", "reliably_down", "smallest_reliable_change"):
        row = pick(found, "linked", statistic)
        assert (row["status"], row["reason"]) == ("not_estimable", "no_reliability")
        assert "nan" not in row["method"]
    later = estimate(make_study({"north": ""}), type_scores(ONE_CASE), alpha(0.9, "after"))
    assert pick(later, "linked", "reliably_up")["reason"] == "no_reliability"


def test_who_left_against_who_stayed_is_permuted_within_the_case(alone: pd.DataFrame) -> None:
    row = pick(alone, "left", "difference")
    everybody, left = np.array([*BEFORE, 80, 35]), (7, 8)
    differences = []
    for chosen in combinations(range(9), 2):
        away = np.isin(np.arange(9), chosen)
        differences.append(everybody[away].mean() - everybody[~away].mean())
        if chosen == left:
            observed = differences[-1]
    assert row["estimate"] == pytest.approx(observed)
    assert row["p"] == pytest.approx(np.mean(np.abs(differences) >= abs(observed) - 1e-9))
    assert list(row[["n_before", "n_linked", "n_smallest"]]) == [9, 7, 2]


def test_who_cannot_be_followed_has_not_left() -> None:
    person = {"source": "s", "row": 1, "instrument": "small", "wave": "before", "case": "north"}
    person |= {"group": "left", "respondent": "gone", "basis": "none", "variants": "", "answer": ""}
    persons = conform(pd.DataFrame([person]), PERSONS)
    found = estimate(make_study({"north": ""}), type_scores(ONE_CASE), persons=persons)
    row = pick(found, "left", "difference")
    assert row["estimate"] == pytest.approx(35 - BEFORE.mean())
    assert list(row[["n_before", "n_linked", "n_smallest"]]) == [8, 7, 1]


FIVE = make_people(5, KINDS)


def case_means(people: list[dict[str, Any]], linked: bool) -> pd.DataFrame:
    """The mean of each case before and after, of the linked or of everybody."""
    frame = pd.DataFrame(people).replace(".", np.nan).astype({"before": float, "after": float})
    frame = frame.dropna() if linked else frame
    return frame.groupby("case")[["before", "after"]].mean().reindex(list(KINDS))


@pytest.fixture(scope="module")
def nested() -> pd.DataFrame:
    """Five cases of two kinds, with as many people each."""
    study = make_study(KINDS, treated=["project"], against=["follower"])
    return estimate(study, to_scores(FIVE), alpha(0.8))


def test_nested_people_are_counted_by_their_cases(nested: pd.DataFrame) -> None:
    means = case_means(FIVE, linked=True)
    changes = (means["after"] - means["before"]).to_numpy()
    # With as many people in every case, CR2 is the t test of the means of cases.
    test = stats.ttest_1samp(changes, 0)
    row = pick(nested, "linked", "change")
    assert row["estimate"] == pytest.approx(changes.mean())
    assert (row["p"], row["df"]) == pytest.approx((test.pvalue, 4))
    ends = test.confidence_interval(0.95)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((ends.low, ends.high))
    flips = pick(nested, "linked", "sign_flip")
    sums = np.array([np.dot(signs, changes) for signs in product([-1, 1], repeat=5)])
    assert flips["p"] == pytest.approx(np.mean(np.abs(sums) >= abs(changes.sum()) - 1e-9))
    assert flips["p_floor"] == pytest.approx(2 / 2**5)
    paired = pick(nested, "linked", "paired_t")
    assert (paired["status"], paired["reason"]) == ("refused", "cases_ignored")
    assert np.isnan(paired["p"]) and np.isnan(paired["estimate"])
    ranks = pick(nested, "linked", "wilcoxon")
    exact = stats.wilcoxon(changes, method="exact")
    assert (ranks["p"], ranks["p_floor"]) == pytest.approx((exact.pvalue, 2 / 2**5))


def test_cross_sections_compare_everybody_of_each_wave(nested: pd.DataFrame) -> None:
    means = case_means(FIVE, linked=False)
    changes = (means["after"] - means["before"]).to_numpy()
    row = pick(nested, "cross_sections", "change")
    assert row["estimate"] == pytest.approx(changes.mean())
    assert (row["p"], row["df"]) == pytest.approx((stats.ttest_1samp(changes, 0).pvalue, 4))
    assert list(row[["n_before", "n_after", "n_linked", "n_cases"]]) == [25, 25, 20, 5]
    mean = pick(nested, "cross_sections", "mean_before")
    ends = stats.ttest_1samp(means["before"], 0).confidence_interval(0.95)
    assert (mean["ci_low"], mean["ci_high"]) == pytest.approx((ends.low, ends.high))


def test_a_balanced_mixed_model_is_the_test_of_the_cases_changes() -> None:
    people = [one for one in make_people(9, KINDS, 8) if "." not in (one["before"], one["after"])]
    for one in people:
        # Cases that lie and change far apart, so that no variance is estimated as none.
        level = 25 * list(KINDS).index(one["case"])
        one["before"] += level
        one["after"] += level + {"east": 20, "north": -15}.get(one["case"], 0)
    found = estimate(make_study(KINDS), to_scores(people))
    means = case_means(people, linked=True)
    test = stats.ttest_1samp(means["after"] - means["before"], 0)
    row = pick(found, "mixed", "change")
    assert row["estimate"] == pytest.approx((means["after"] - means["before"]).mean())
    assert (row["p"], row["df"]) == pytest.approx((test.pvalue, 4), rel=1e-4)


def test_time_by_group_turns_its_sign_with_the_group(nested: pd.DataFrame) -> None:
    first, second = (pick(nested, "mixed", "change_difference", group) for group in ("left", "right"))
    assert first["estimate"] == pytest.approx(-second["estimate"])
    assert first["p"] == pytest.approx(second["p"])
    # Of two groups one test decides, for the other is the same one.
    assert (first["role"], second["role"]) == ("primary", "sensitivity")


def test_treated_cases_are_exchanged_with_the_others_in_every_way(nested: pd.DataFrame) -> None:
    means = case_means(FIVE, linked=False)
    changes = (means["after"] - means["before"]).to_numpy()
    treated = np.array([kind == "project" for kind in KINDS.values()])
    observed = changes[treated].mean() - changes[~treated].mean()
    every = []
    for chosen in combinations(range(5), 2):
        side = np.isin(np.arange(5), chosen)
        every.append(changes[side].mean() - changes[~side].mean())
    row = pick(nested, "units", "permutation", TREATED)
    assert row["estimate"] == pytest.approx(observed)
    assert row["p"] == pytest.approx(np.mean(np.abs(every) >= abs(observed) - 1e-9))
    assert (row["p_floor"], row["role"], row["n_treated"]) == (pytest.approx(1 / 10), "primary", 2)
    assert row["reason"] == "level_not_reachable"
    clustered = pick(nested, "units", "change_difference", TREATED)
    error = np.sqrt(changes[treated].var(ddof=1) / 2 + changes[~treated].var(ddof=1) / 3)
    assert clustered["estimate"] == pytest.approx(observed)
    assert half_width(clustered) == pytest.approx(stats.t.ppf(0.975, clustered["df"]) * error)
    wild = pick(nested, "units", "wild_bootstrap", TREATED)
    assert wild["p_floor"] == pytest.approx(2 / 2**5) and wild["p"] >= wild["p_floor"]
    before = pick(nested, "units", "difference_before", TREATED)
    start = means["before"].to_numpy()
    assert before["estimate"] == pytest.approx(start[treated].mean() - start[~treated].mean())
    assert np.isnan(before["p"])
    east = pick(nested, "units", "change", case="east")
    assert east["estimate"] == pytest.approx(changes[0])
    mixed = pick(nested, "mixed", "change_difference", TREATED)
    assert mixed["ci_low"] < mixed["estimate"] < mixed["ci_high"]


def test_each_kind_that_is_compared_with_has_its_own_rows() -> None:
    cases = KINDS | {"sand": "sparring", "cape": "sparring"}
    study = make_study(cases, treated=["project"], against=["sparring", "follower"])
    found = estimate(study, to_scores(make_people(3, cases)))
    rows = found[(found["statistic"] == "permutation") & (found["contrast"] == TREATED)]
    assert dict(zip(rows["kind"], rows["n_cases"], strict=True)) == {"all": 7, "sparring": 4, "follower": 5}
    assert dict(zip(rows["kind"], rows["role"], strict=True))["follower"] == "sensitivity"
    assert pick(found, "units", "permutation", TREATED)["p_floor"] == pytest.approx(1 / 21)


def test_treated_cases_of_few_people_are_not_exchanged_with_large_ones() -> None:
    few = [one for one in FIVE if one["case"] not in ("east", "west") or one["person"][-1] in "23"]
    study = make_study(KINDS, treated=["project"], against=["follower"])
    found = estimate(study, to_scores(few))
    exchanged, clustered = (
        pick(found, "units", name, TREATED) for name in ("permutation", "change_difference")
    )
    assert (exchanged["reason"], exchanged["role"]) == ("units_unequal", "sensitivity")
    assert np.isnan(exchanged["p"]) and np.isnan(exchanged["p_floor"])
    assert clustered["role"] == "primary"
    assert clustered["p_adjusted"] == pytest.approx(clustered["p"])
    assert exchanged["estimate"] == pytest.approx(clustered["estimate"])


def test_people_whom_the_plan_takes_as_independent_stand_for_themselves() -> None:
    found = estimate(make_study(KINDS, people="independent"), to_scores(FIVE))
    linked = [one for one in FIVE if "." not in (one["before"], one["after"])]
    before, after = (np.array([one[wave] for one in linked]) for wave in ("before", "after"))
    row = pick(found, "linked", "paired_t")
    assert (row["status"], row["p"]) == ("ok", pytest.approx(stats.ttest_rel(after, before).pvalue))
    assert pick(found, "linked", "change")["df"] == len(linked) - 1


def test_p_is_adjusted_over_scales_within_each_question() -> None:
    study = make_study(KINDS, scales=["pair", "single"], treated=["project"], against=["follower"])
    other = to_scores(make_people(8, KINDS), "single").assign(score=lambda one: 1 + one["score"] / 30)
    found = estimate(study, pd.concat([to_scores(FIVE), other]))
    for design, statistic, contrast in (
        ("linked", "change", ""),
        ("units", "permutation", TREATED),
        ("left", "difference", ""),
    ):
        rows = [pick(found, design, statistic, contrast, scale=one) for one in ("pair", "single")]
        low, high = sorted(row["p"] for row in rows)
        holm = {low: min(1, 2 * low), high: min(1, max(2 * low, high))}
        assert [row["p_adjusted"] for row in rows] == pytest.approx([holm[row["p"]] for row in rows])
    others = found[found["role"] != "primary"]
    assert others["p_adjusted"].isna().all()
    assert set(found["family"]) == {"tests"}


def test_one_wave_alone_is_told() -> None:
    kept = [one | {"after": "."} for one in FIVE if one["case"] == "north" and one["before"] != "."]
    found = estimate(make_study({"north": ""}), to_scores(kept))
    for design, statistic in (
        ("linked", "change"),
        ("linked", "sign_flip"),
        ("cross_sections", "change"),
        ("cross_sections", "mean_after"),
        ("mixed", "change"),
        ("left", "difference"),
    ):
        row = pick(found, design, statistic)
        assert (row["status"], row["reason"]) == ("not_estimable", "wave_missing"), statistic
    assert pick(found, "cross_sections", "mean_before")["status"] == "ok"


def test_nobody_linked_leaves_the_cross_sections() -> None:
    people = [one for one in FIVE if one["before"] != "."]
    strangers = [
        one | {"person": f"{one['person']}-later", "before": "."} for one in FIVE if one["after"] != "."
    ]
    found = estimate(make_study(KINDS), to_scores([one | {"after": "."} for one in people] + strangers))
    linked = found[found["design"].isin(["linked", "left"])]
    assert set(linked["reason"]) == {"not_linked"} and set(linked["status"]) == {"not_estimable"}
    change = pick(found, "cross_sections", "change")
    assert (change["status"], change["role"]) == ("ok", "primary")
    assert pick(found, "mixed", "change")["status"] == "ok"
    assert "people" not in pick(found, "mixed", "change")["method"]


def test_a_scale_without_scores_has_rows_with_reasons() -> None:
    found = estimate(make_study(KINDS, scales=["pair", "single"]), to_scores(FIVE))
    rows = found[found["scale"] == "single"]
    assert set(rows["sensitivity"]) == {"main", "neutral"}
    assert set(rows["status"]) == {"not_estimable"} and set(rows["reason"]) <= {
        "no_answers",
        "no_reliability",
    }
    main = rows[rows["sensitivity"] == "main"]
    assert len(main) == len(found[(found["scale"] == "pair")])


def test_nothing_at_all_has_rows_with_reasons() -> None:
    study = make_study(KINDS, treated=["project"], against=["follower"])
    found = estimate(study, to_scores([]))
    assert len(found) and set(found["status"]) == {"not_estimable"}
    assert set(found["reason"]) == {"wave_missing", "group_missing"}


def test_one_municipality_alone_cannot_be_compared_with_others() -> None:
    study = make_study({"north": "project"}, treated=["project"], against=["follower"])
    found = estimate(study, type_scores(ONE_CASE))
    for statistic in ("difference_before", "change_difference", "permutation", "wild_bootstrap"):
        row = pick(found, "units", statistic, TREATED)
        assert (row["status"], row["reason"]) == ("not_estimable", "group_missing")
    assert pick(found, "mixed", "change_difference", TREATED)["reason"] == "group_missing"


def test_two_cases_have_a_change_and_no_interval(nested: pd.DataFrame) -> None:
    row = pick(nested, "linked", "change", kind="project")
    assert (row["status"], row["reason"]) == ("ok", "too_few_cases")
    assert np.isnan(row["ci_low"]) and not np.isnan(row["estimate"])
    refused = pick(nested, "mixed", "change", kind="project")
    assert (refused["status"], refused["reason"]) == ("refused", "too_few_cases")


def test_what_may_not_be_compared_is_refused_and_what_is_of_one_wave_stands() -> None:
    study = make_study(KINDS, treated=["project"], against=["follower"])
    found = estimate(study, to_scores(FIVE), alpha(0.8), check("stopped"))
    stands = (found["design"] == "left") | (found["statistic"] == "difference_before")
    assert set(found.loc[~stands, "comparable"]) == {"stopped"}
    assert set(found.loc[~stands, "status"]) == {"refused"}
    assert set(found.loc[~stands, "reason"]) == {"not_comparable"}
    assert found.loc[~stands, ["estimate", "ci_low", "p", "p_adjusted", "p_floor"]].isna().all(axis=None)
    for design, statistic, contrast in (("left", "difference", ""), ("units", "difference_before", TREATED)):
        assert pick(found, design, statistic, contrast)["status"] == "ok"


def test_a_check_of_one_case_or_group_reaches_what_rests_on_it() -> None:
    study = make_study(KINDS, treated=["project"], against=["follower"])
    found = estimate(study, to_scores(FIVE), comparability=check("marked", case="east"))
    assert pick(found, "linked", "change")["comparable"] == "marked"
    assert pick(found, "linked", "change")["status"] == "ok"
    assert pick(found, "linked", "change", kind="project")["comparable"] == "marked"
    assert pick(found, "linked", "change", kind="follower")["comparable"] == "yes"
    assert pick(found, "linked", "change", case="north")["comparable"] == "yes"
    assert pick(found, "units", "permutation", TREATED)["comparable"] == "marked"
    of_group = estimate(study, to_scores(FIVE), comparability=check("stopped", group="left"))
    assert pick(of_group, "linked", "change", group="right")["comparable"] == "yes"
    assert pick(of_group, "linked", "change", group="left")["status"] == "refused"


def test_neither_names_of_people_nor_the_order_of_rows_matter() -> None:
    study = make_study(KINDS, scales=["pair", "single"], treated=["project"], against=["follower"])
    names = np.random.default_rng(2).permutation(len(FIVE))
    renamed = [one | {"person": f"q{names[place]:03d}"} for place, one in enumerate(FIVE)]
    found = [
        estimate(study, pd.concat([to_scores(people), to_scores(people, "single")]), alpha(0.8))
        for people in (FIVE, renamed)
    ]
    pd.testing.assert_frame_equal(*found, check_exact=True)
    both = pd.concat([to_scores(renamed, "single"), to_scores(renamed)])
    shuffled = both.sample(frac=1, random_state=3).reset_index(drop=True)
    pd.testing.assert_frame_equal(estimate(study, shuffled, alpha(0.8)), found[0], check_exact=True)


def test_another_case_leaves_the_rows_of_single_cases_as_they_were(nested: pd.DataFrame) -> None:
    cases = {"bay": "follower"} | KINDS
    study = make_study(cases, treated=["project"], against=["follower"])
    more = [*FIVE, *make_people(77, {"bay": "follower"})]
    found = estimate(study, to_scores(more), alpha(0.8))
    kept = found[~found["case"].isin(["all", "bay"])].reset_index(drop=True)
    before = nested[nested["case"] != "all"].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept, before, check_exact=True)
    of_project = [one[one["kind"] == "project"].reset_index(drop=True) for one in (found, nested)]
    linked = [one[~one["statistic"].str.contains("reliab")].reset_index(drop=True) for one in of_project]
    pd.testing.assert_frame_equal(*linked, check_exact=True)


def test_a_study_without_such_an_analysis_has_no_rows() -> None:
    assert not len(estimate(small_study(), to_scores(FIVE)))


def test_no_number_stands_without_an_interval_or_a_reason(nested: pd.DataFrame, alone: pd.DataFrame) -> None:
    for found in (nested, alone):
        known = found[found["status"] == "ok"]
        assert (known["ci_low"].notna() | (known["reason"] != "")).all()
        assert known["estimate"].notna().all()
        assert found.loc[found["status"] != "ok", "reason"].ne("").all()
