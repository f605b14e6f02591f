"""A study of four groups, made by configuration alone: all at once, and each pair."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.differences import compare_groups
from analysis.formulas.multiplicity import adjust_holm
from analysis.plan import Plan
from analysis.scoring import score_scales
from analysis.study import Study
from tests.small_study import COMPARED, INSTRUMENT, PLAN, label, pick, small_study, typed_responses

GROUPS = ("left", "right", "university", "citizens")
HELIX = {
    "label": label("helix"),
    "instrument": "small",
    "scales": ["pair", "single"],
    "groups": list(GROUPS),
    "family": "tests",
    "purpose": "exploratory",
}
RESPONSES = typed_responses(
    """
    case  group      s1 s2 a4
    north left       80 60 5
    north right      30 20 1
    north university 45 35 2
    north citizens   .  .  4
    south left       90 70 4
    south right      60 20 4
    south university 30 40 1
    south citizens   20 30 2
    west  left       70 72 5
    west  right      15 10 2
    west  university 50 44 4
    west  citizens   64 60 .
    """
)


def helix(**comparison: object) -> Study:
    study = small_study(group_comparisons={"helix": HELIX | comparison}, comparisons={})
    groups = [
        study.settings.groups[0].model_copy(update={"id": name, "label": study.settings.groups[0].label})
        for name in GROUPS
    ]
    settings = study.settings.model_copy(update={"groups": groups})
    return Study(study.root, settings, (), study.plan, study.municipalities, study.instruments, {})


def compare(responses: pd.DataFrame = RESPONSES, **comparison: object) -> pd.DataFrame:
    return compare_groups(helix(**comparison), score_scales(responses, INSTRUMENT))


def all_at_once(table: pd.DataFrame, scale: str = "pair", sensitivity: str = "main") -> pd.Series:
    return pick(table, statistic="kruskal_wallis", scale=scale, sensitivity=sensitivity)


def test_the_rows_of_a_comparison_of_four_groups() -> None:
    table = compare()
    main = table[(table["sensitivity"] == "main") & (table["scale"] == "pair")]
    assert main["statistic"].value_counts().to_dict() == {"dunn": 6, "kruskal_wallis": 1}
    assert main.loc[main["statistic"] == "kruskal_wallis", "contrast"].tolist() == ["helix"]
    assert set(main.loc[main["statistic"] == "dunn", "contrast"]) == {
        "left:right",
        "left:university",
        "left:citizens",
        "right:university",
        "right:citizens",
        "university:citizens",
    }
    found = all_at_once(table)
    assert (found["n"], found["n_smallest"], found["n_groups"], found["n_cases"], found["n_excluded"]) == (
        11,
        2,
        4,
        3,
        1,
    )
    assert found["role"] == "primary" and found["purpose"] == "exploratory"


def test_the_groups_are_permuted_within_cases() -> None:
    found = all_at_once(compare())
    scores = {
        "north": ([70, 25, 40], [0, 1, 2]),
        "south": ([80, 40, 35, 25], [0, 1, 2, 3]),
        "west": ([71, 12.5, 47, 62], [0, 1, 2, 3]),
    }
    ranks = stats.rankdata(np.concatenate([values for values, _ in scores.values()]))
    blocks = np.split(ranks, [3, 7])
    sizes = np.array([3, 3, 3, 2])
    expected = np.zeros(4)
    for block, (_, labels) in zip(blocks, scores.values(), strict=True):
        np.add.at(expected, labels, block.mean())

    def size(ordered: list[tuple[float, ...]]) -> float:
        sums = np.zeros(4)
        for block, (_, labels) in zip(ordered, scores.values(), strict=True):
            np.add.at(sums, labels, block)
        return float(((sums - expected) ** 2 / sizes).sum())

    observed = size([tuple(block) for block in blocks])
    ways = [
        size([one, two, three])
        for one in permutations(blocks[0])
        for two in permutations(blocks[1])
        for three in permutations(blocks[2])
    ]
    # 3! 4! 4! = 3456 ways are few enough to be listed
    assert found["p"] == pytest.approx(np.mean(np.array(ways) >= observed - 1e-9))
    h = stats.kruskal([70, 80, 71], [25, 40, 12.5], [40, 35, 47], [25, 62]).statistic
    assert found["estimate"] == pytest.approx(h / 10)


def test_pairs_are_tested_by_dunn_and_adjusted_within_the_analysis() -> None:
    table = compare()
    pairs = table[(table["statistic"] == "dunn") & (table["scale"] == "pair")]
    assert set(pairs["role"]) == {"sensitivity"} and set(pairs["family"]) == {"helix"}
    np.testing.assert_allclose(pairs["p_adjusted"], adjust_holm(pairs["p"].to_numpy(dtype=float)))
    found = pick(pairs, contrast="left:right")
    ranks = stats.rankdata([70, 80, 71, 25, 40, 12.5, 40, 35, 47, 25, 62])
    assert found["estimate"] == pytest.approx(ranks[:3].mean() - ranks[3:6].mean())
    z = found["estimate"] / np.sqrt(np.var(ranks, ddof=1) * (1 / 3 + 1 / 3))
    assert found["p"] == pytest.approx(2 * stats.norm.sf(abs(z)))
    assert (found["n"], found["n_smallest"], found["n_groups"], found["n_cases"]) == (6, 3, 2, 3)


def test_all_at_once_stands_in_the_plan_s_family_and_pairs_do_not() -> None:
    compared = COMPARED | {"scales": ["single"], "purpose": "exploratory"}
    study = helix(scales=["pair"])
    plan = Plan.model_validate(
        PLAN
        | {"group_comparisons": {"helix": HELIX | {"scales": ["pair"]}}, "comparisons": {"two": compared}}
    )
    study = Study(study.root, study.settings, (), plan, study.municipalities, study.instruments, {})
    table = compare_groups(study, score_scales(RESPONSES, INSTRUMENT))
    main = table[(table["sensitivity"] == "main") & (table["role"] == "primary")]
    assert main["statistic"].tolist() == ["kruskal_wallis", "within_case_difference"]
    np.testing.assert_allclose(main["p_adjusted"], adjust_holm(main["p"].to_numpy(dtype=float)))


def test_groups_in_cases_of_their_own_are_permuted_by_case() -> None:
    apart = pd.concat([RESPONSES, RESPONSES.assign(respondent=RESPONSES["respondent"] + "x")])
    apart = apart.assign(case=apart["case"] + "-" + apart["group"])
    table = compare(apart.assign(wave="before"))
    found = all_at_once(table)
    means = [[70, 80, 71], [25, 40, 12.5], [40, 35, 47], [25, 62]]
    assert found["estimate"] == pytest.approx(stats.kruskal(*means).statistic / 10)
    assert "whole cases" in found["method"]
    assert (found["n"], found["n_cases"]) == (22, 11)
    dunn = table[(table["statistic"] == "dunn") & (table["scale"] == "pair")]
    assert set(dunn["status"]) == {"refused"} and set(dunn["reason"]) == {"cases_ignored"}
    assert dunn["p_adjusted"].isna().all()


def test_a_group_that_nobody_is_of() -> None:
    table = compare(RESPONSES[RESPONSES["group"] != "citizens"])
    assert (all_at_once(table)["status"], all_at_once(table)["n_groups"]) == ("ok", 3)
    found = pick(table, statistic="dunn", contrast="left:citizens", scale="pair")
    assert (found["status"], found["reason"]) == ("not_estimable", "group_missing")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"a4": 4}, "no_variance"),
        ({"a4": pd.array([pd.NA] * 12, dtype="Int64"), "a4__missing": "no_answer"}, "no_answers"),
        ({"group": "left"}, "group_missing"),
    ],
)
def test_what_cannot_be_compared_has_a_reason(change: dict[str, object], reason: str) -> None:
    table = compare(RESPONSES.assign(**change), scales=["single"])
    assert set(table["status"]) == {"not_estimable"}
    assert all_at_once(table, "single")["reason"] == reason
    assert table["p"].isna().all() and table["p_adjusted"].isna().all()
    assert (table["reason"] != "").all()
