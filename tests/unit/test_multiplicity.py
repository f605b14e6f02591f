import numpy as np
import pytest

from analysis.formulas.multiplicity import ADJUSTMENTS, adjust

P = np.array([0.01, np.nan, 0.04, 0.03])


def test_holm_by_hand() -> None:
    # 3 · 0.01, 2 · 0.03, and 1 · 0.04 raised to the one before it
    assert adjust(P, "holm") == pytest.approx([0.03, np.nan, 0.06, 0.06], nan_ok=True)


def test_bh_by_hand() -> None:
    # 3/1 · 0.01, 3/2 · 0.03 lowered to 3/3 · 0.04
    assert adjust(P, "bh") == pytest.approx([0.03, np.nan, 0.04, 0.04], nan_ok=True)


def test_an_adjusted_p_is_at_most_one() -> None:
    assert adjust(np.array([0.9, 0.8]), "holm") == pytest.approx([1, 1])


@pytest.mark.parametrize("adjustment", sorted(ADJUSTMENTS))
def test_a_family_without_tests_stays_empty(adjustment: str) -> None:
    assert np.isnan(adjust(np.array([np.nan, np.nan]), adjustment)).all()
    assert len(adjust(np.array([]), adjustment)) == 0


def test_an_unknown_adjustment_is_an_error() -> None:
    with pytest.raises(KeyError):
        adjust(P, "sidak")


@pytest.mark.parametrize(
    ("adjustment", "expected"),
    [
        ("bonferroni", [0.03, np.nan, 0.12, 0.09]),
        # 1 + 1/2 + 1/3 times what bh gives
        ("by", [0.055, np.nan, 0.22 / 3, 0.22 / 3]),
        ("hochberg", [0.03, np.nan, 0.04, 0.04]),
        ("hommel", [0.03, np.nan, 0.04, 0.04]),
    ],
)
def test_other_adjustments_by_hand(adjustment: str, expected: list[float]) -> None:
    assert adjust(P, adjustment) == pytest.approx(expected, nan_ok=True)


def test_hommel_is_sharper_than_hochberg() -> None:
    # R, p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.20, 0.04), "hommel")
    p = np.array([0.01, 0.04, 0.03, 0.005, 0.20, 0.04])
    assert adjust(p, "hommel") == pytest.approx([0.05, 0.08, 0.06, 0.03, 0.2, 0.08])
    assert (adjust(p, "hommel") <= adjust(p, "hochberg") + 1e-12).all()


@pytest.mark.parametrize("adjustment", sorted(ADJUSTMENTS))
def test_the_order_of_tests_does_not_matter(adjustment: str) -> None:
    random = np.random.default_rng(3)
    p, order = random.uniform(size=9).round(2), random.permutation(9)
    assert adjust(p[order], adjustment) == pytest.approx(adjust(p, adjustment)[order])
