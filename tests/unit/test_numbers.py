"""Numbers as a reader meets them."""

import pytest

from analysis.displays.numbers import Numbers, decimals_of_range
from analysis.profiles import Estimate
from analysis.wording import Wording

NB, EN = Numbers(Wording("nb")), Numbers(Wording("en"))
SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "decimals", "nb", "en"),
    [
        (-0.35, 2, "−0,35", "−0.35"),
        (-0.001, 2, "0,00", "0.00"),
        (0.0, 2, "0,00", "0.00"),
        (-0.0, 0, "0", "0"),
        (2.345, 2, "2,35", "2.35"),
        (-2.5, 0, "−3", "−3"),
        (12345.6, 1, f"12{SPACE}345,6", "12,345.6"),
        (1e-7, 3, "0,000", "0.000"),
    ],
)
def test_numbers_have_the_language_s_signs(value: float, decimals: int, nb: str, en: str) -> None:
    assert NB.number(value, decimals) == nb
    assert EN.number(value, decimals) == en


@pytest.mark.parametrize(
    ("p", "table", "sentence"),
    [
        (0.0123, "0,012", "p = 0,012"),
        (0.001, "0,001", "p = 0,001"),
        (0.00099, "< 0,001", "p < 0,001"),
        (0.0, "< 0,001", "p < 0,001"),
        (1.0, "1,000", "p = 1,000"),
    ],
)
def test_p_keeps_its_leading_zero(p: float, table: str, sentence: str) -> None:
    assert NB.p_value(p).replace(SPACE, " ") == table
    assert NB.p_phrase(p).replace(SPACE, " ") == sentence


def test_a_p_that_is_the_result_itself_is_never_a_limit() -> None:
    assert NB.exact_p(0.00063) == "0,0006"
    assert NB.exact_p(0.0625) == "0,063"
    assert NB.exact_p(1.0) == "1,000"


def test_intervals_in_tables_and_in_sentences() -> None:
    assert NB.interval(3.1, 3.8, 2).replace(SPACE, " ") == "[3,10; 3,80]"
    assert EN.interval(-0.2, 0.1, 2).replace(SPACE, " ") == "[−0.20, 0.10]"
    assert NB.interval_phrase(3.1, 3.8, 2) == "fra 3,10 til 3,80"
    assert EN.interval_phrase(3.1, 3.8, 2) == "from 3.10 to 3.80"


def test_percentages_and_levels() -> None:
    assert NB.percent(5 / 18) == f"28{SPACE}%"
    assert EN.percent(5 / 18) == "28%"
    assert EN.level(0.95) == "95%"
    assert EN.level(0.975) == "97.5%"


def test_counts_choose_their_noun_and_spans_name_both_ends() -> None:
    assert NB.counted("people", 1) == "1 person"
    assert EN.counted("people", 18) == "18 people"
    assert EN.span([11, 11]) == "11"
    assert EN.span([11, 9, 10]) == "9–11"


def test_fractions_are_written_out() -> None:
    assert NB.fraction("5/18") == "5 av 18"
    assert EN.fraction("24.75") == "24.75"


@pytest.mark.parametrize(
    ("limits", "decimals"), [((1, 5), 2), ((0, 10), 1), ((1, 100), 0), ((1, 7), 2), ((0, 50), 0)]
)
def test_the_scale_decides_the_decimals(limits: tuple[float, float], decimals: int) -> None:
    assert decimals_of_range(limits) == decimals


def test_what_has_no_number_says_why() -> None:
    withheld = Estimate("withheld", "minimum_people")
    assert NB.with_interval(withheld, 2).replace(SPACE, " ") == "† holdt tilbake"
    assert EN.estimate(Estimate("not_estimable", "one_item"), 2).replace(SPACE, " ") == "– one question only"
    assert EN.estimate(Estimate(), 2).replace(SPACE, " ") == "– no answers"


def test_a_number_without_interval_shows_that_it_has_none() -> None:
    alone = Estimate("ok", "too_few_people", estimate=4.0, ci_level=0.95)
    assert EN.with_interval(alone, 2) == "4.00 [–]"
    both = Estimate("ok", estimate=4.0, ci_low=3.0, ci_high=5.0)
    assert EN.with_interval(both, 2).replace(SPACE, " ") == "4.00 [3.00, 5.00]"


def test_a_withheld_number_is_never_shown_even_if_it_is_there() -> None:
    leaked = Estimate("withheld", "minimum_people", estimate=4.0, ci_low=3.0, ci_high=5.0)
    assert "4" not in EN.with_interval(leaked, 2)
