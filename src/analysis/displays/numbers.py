"""Numbers as a reader meets them: the language's decimal sign, rounding by the scale, visible marks."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal

from analysis.profiles import Estimate
from analysis.wording import Wording

MINUS = "\N{MINUS SIGN}"
SMALLEST_P = 0.001
WITHHELD_SIGN = "†"
NO_NUMBER_SIGN = "–"
REFUSED_SIGN = "×"
DECIDES_SIGN = "*"
OUTSIDE_PLAN_SIGN = "‡"


def decimals_of_range(limits: tuple[float, float]) -> int:
    """How many decimals a mean on a scale is shown with: two on 1-5, one on 0-10, none on 1-100."""
    span = limits[1] - limits[0]
    if span < 10:
        return 2
    return 1 if span < 50 else 0


class Numbers:
    """Formats numbers in one language; the only place where anything is rounded."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording

    def number(self, value: float, decimals: int) -> str:
        """A number with its decimals, U+2212 for minus, and never a minus before zero."""
        step = Decimal(1).scaleb(-decimals)
        rounded = Decimal(repr(float(value))).quantize(step, ROUND_HALF_UP)
        pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
        text = str(format_decimal(abs(rounded), pattern, locale=self.wording.locale))
        return f"{MINUS}{text}" if rounded < 0 else text

    def count(self, value: int) -> str:
        """A whole number."""
        return self.number(value, 0)

    def counted(self, noun: str, value: int) -> str:
        """A whole number with its noun in the right form: "1 person", "18 people"."""
        return self.wording.text(f"count.{noun}", count=value, number=self.count(value))

    def plain(self, value: float) -> str:
        """A number as exact as it was written: no decimals where it has none, else all of them."""
        exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
        return self.number(value, max(0, -int(exponent)))

    def fraction(self, text: str) -> str:
        """A number, or two with a slash between them as "5 of 18", written in full in a table of ours."""
        parts = [self.plain(float(part)) for part in text.split("/")]
        return parts[0] if len(parts) == 1 else self.wording.text("number.of", part=parts[0], whole=parts[1])

    def share(self, share: Estimate) -> str:
        """A share with its interval in whole per cent: "28 % [13; 51]"."""
        percent = self.percent(share.value)
        if not share.has_interval:
            return percent
        low, high = share.ends
        return f"{percent} {self.interval(100 * low, 100 * high, 0)}"

    def percent(self, share: float) -> str:
        """A share from 0 to 1 as a percentage without decimals."""
        return self.wording.text("number.percent", number=self.number(100 * share, 0))

    def level(self, level: float) -> str:
        """The level of an interval as a percentage, with decimals only where it has them."""
        percent = Decimal(repr(level)) * 100
        decimals = max(0, -int(percent.normalize().as_tuple().exponent))
        return self.wording.text("number.percent", number=self.number(float(percent), decimals))

    def p_value(self, p: float) -> str:
        """A p for a table: three decimals, or "< 0,001"."""
        if p < SMALLEST_P:
            return f"<\N{NO-BREAK SPACE}{self.number(SMALLEST_P, 3)}"
        return self.number(p, 3)

    def exact_p(self, p: float) -> str:
        """A p that is itself the result: three decimals, more where the first digit comes later."""
        first_digit = -Decimal(repr(p)).adjusted() if p else 0
        return self.number(p, max(3, first_digit))

    def p_phrase(self, p: float) -> str:
        """A p for a sentence: "p = 0,012" or "p < 0,001"."""
        sign = "" if p < SMALLEST_P else "=\N{NO-BREAK SPACE}"
        return f"p\N{NO-BREAK SPACE}{sign}{self.p_value(p)}"

    def interval(self, low: float, high: float, decimals: int) -> str:
        """An interval for a table: "[3,10; 3,80]"; the separator is the language's own."""
        ends = {"low": self.number(low, decimals), "high": self.number(high, decimals)}
        return self.wording.text("number.interval", **ends)

    def interval_phrase(self, low: float, high: float, decimals: int) -> str:
        """An interval for a sentence: "fra 3,10 til 3,80"."""
        ends = {"low": self.number(low, decimals), "high": self.number(high, decimals)}
        return self.wording.text("number.interval_phrase", **ends)

    def span(self, values: list[int]) -> str:
        """The counts that occur as one text: "11", or "9–11" where they differ."""
        low, high = min(values), max(values)
        return self.count(low) if low == high else f"{self.count(low)}–{self.count(high)}"

    def mark(self, estimate: Estimate) -> str:
        """What stands where there is no number: withheld, or why it cannot be estimated."""
        if estimate.status == "withheld":
            return f"{WITHHELD_SIGN}\N{NO-BREAK SPACE}{self.wording.text('status.withheld')}"
        reason = f"reason.{estimate.reason}" if estimate.reason else "reason.no_answers"
        return f"{NO_NUMBER_SIGN}\N{NO-BREAK SPACE}{self.wording.text(reason)}"

    def estimate(self, estimate: Estimate, decimals: int) -> str:
        """The number of an estimate, or its mark."""
        return self.number(estimate.value, decimals) if estimate.known else self.mark(estimate)

    def with_interval(self, estimate: Estimate, decimals: int) -> str:
        """The number of an estimate with its interval, "[–]" where it has none, or its mark."""
        shown = self.estimate(estimate, decimals)
        if not estimate.known:
            return shown
        if not estimate.has_interval:
            return f"{shown} [{NO_NUMBER_SIGN}]"
        return f"{shown} {self.interval(*estimate.ends, decimals)}"
