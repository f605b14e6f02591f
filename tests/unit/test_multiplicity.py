import numpy as np
import pytest

from analysis.formulas.multiplicity import adjust

P = np.array([0.01, np.nan, 0.04, 0.03])


def test_holm_by_hand() -> None:
    # 3 · 0.01, 2 · 0.03, and 1 · 0.04 raised to the one before it
    assert adjust(P, "holm") == pytest.approx([0.03, np.nan, 0.06, 0.06], nan_ok=True)


def test_bh_by_hand() -> None:
    # 3/1 · 0.01, 3/2 · 0.03 lowered to 3/3 · 0.04
    assert adjust(P, "bh") == pytest.approx([0.03, np.nan, 0.04, 0.04], nan_ok=True)


def test_an_adjusted_p_is_at_most_one() -> None:
    assert adjust(np.array([0.9, 0.8]), "holm") == pytest.approx([1, 1])


@pytest.mark.parametrize("adjustment", ["holm", "bh"])
def test_a_family_without_tests_stays_empty(adjustment: str) -> None:
    assert np.isnan(adjust(np.array([np.nan, np.nan]), adjustment)).all()
    assert len(adjust(np.array([]), adjustment)) == 0


def test_an_unknown_adjustment_is_an_error() -> None:
    with pytest.raises(KeyError):
        adjust(P, "sidak")
