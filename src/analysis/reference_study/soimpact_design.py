"""What the made-up SoImpact workbooks of 2018 are to show: how things went, and what is true of it.

All numbers are ours. Shares and sums stand as designed; what single people scored is drawn around `SCORED`,
and the counts of `TREND` around a straight line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from analysis.reference_study import design
from analysis.reference_study.soimpact_goals import AUTUMN, BEFORE, LAST, SPRING, Row
from analysis.templates.workbook import Value


@dataclass(frozen=True)
class Truth:
    """What holds of one version of an indicator at its last measurement.

    `way` is the true share of the way from the baseline to the target and `verdict` what is to be said of it,
    empty where there is nothing to say; `due` is what is to be said of the target.
    """

    way: float | None
    verdict: str
    due: str


def seen(name: str, day: date, phase: str = "follow_up", share: Row | None = None, **more: Value) -> Row:
    """One row of the table of measurements."""
    row: Row = {"indicator": name, "version": 1, "date": day, "phase": phase}
    row.update(share or {})
    row.update(more)
    return row


def of(numerator: int, denominator: int, **more: int) -> Row:
    """A share as those counted, of all."""
    row: Row = {"numerator": numerator, "denominator": denominator}
    row.update(more)
    return row


QUARTER = 92
"""Days over which things are counted."""

TREND = ("systuedager", 24, 2, 7)
"""The count that grows by a straight line: its first level, what each quarter adds, and its measurements."""
QUARTERS = tuple(date(2016 + month // 12, month % 12 + 1, 1) for month in range(11, 32, 3))
SCORED = ("mestring", (5.0, 6.2, 6.8), (14, 14, 12))
"""The score of single people: its true means, and how many answered, those before always among them."""
PERSON_SPREAD, DAY_SPREAD = 1.2, 0.7
"""How people differ from each other, and how one person differs from one day to another."""

SEEN: Mapping[str, tuple[Row, ...]] = {
    design.ASKER: (
        seen("norsk_daglig", BEFORE, "baseline", share=of(4, 16)),
        seen("norsk_daglig", SPRING, share=of(9, 16, also_at_baseline=4)),
        seen(
            "norsk_daglig",
            AUTUMN,
            share=of(12, 16, also_at_baseline=4),
            comment="Nådd et halvt år før fristen",
        ),
        seen("salg", BEFORE, "baseline", value=180000),
        seen("salg", AUTUMN, value=265000),
        seen("fast_arbeid", BEFORE, "baseline", share=of(0, 4)),
        seen("fast_arbeid", SPRING, share=of(1, 4)),
        seen("fast_arbeid", LAST, "end", share=of(3, 11)),
    ),
    design.FRISKGARDEN: (
        seen("fulle_dager", BEFORE, "baseline", value=10, period_days=QUARTER),
        seen("fulle_dager", date(2017, 3, 15), value=12, period_days=90),
        seen("fulle_dager", SPRING, value=9, period_days=QUARTER, comment="Sier lite om nytten; avsluttes"),
        seen("arbeidstimer", SPRING, value=150),
        seen("arbeidstimer", LAST, "end", value=185.5),
        seen("skole_arbeid", BEFORE, "baseline", share=of(3, 18)),
        seen("skole_arbeid", SPRING, share=of(6, 20), comment="For tidlig å spørre etter tre måneder"),
        seen("skole_arbeid", date(2017, 7, 1), "baseline", version=2, share=of(4, 20)),
        seen("skole_arbeid", AUTUMN, version=2, share=of(7, 22)),
        seen("skole_arbeid", LAST, "end", version=2, share=of(11, 24)),
        seen("ensom", BEFORE, "baseline", share=of(12, 20)),
        seen("ensom", AUTUMN, share=of(8, 20)),
        seen("ensom", LAST, "end", share=of(6, 21), comment="Nådd et halvt år etter fristen"),
        seen("uten_stoenad", BEFORE, "baseline", share=of(6, 22)),
        seen("uten_stoenad", LAST, share=of(4, 21)),
    ),
    design.ARENDAL: (
        seen("gaardsdager", BEFORE, "baseline", value=30, period_days=QUARTER),
        seen("gaardsdager", SPRING, value=44, period_days=QUARTER),
        seen("gaardsdager", LAST, "end", value=54, period_days=QUARTER),
        seen("frivillige", BEFORE, "baseline", value=6, period_days=QUARTER),
        seen("frivillige", LAST, "end", value=9, period_days=QUARTER),
        seen("spraakproeve", SPRING, share=of(6, 15)),
        seen("spraakproeve", LAST, "end", share=of(9, 16)),
        seen("bekjente", BEFORE, "baseline", value=2.8, denominator=17, sd=0.9),
        seen("bekjente", LAST, "end", value=3.4, denominator=15, sd=0.8),
        seen("fravaer", LAST, "end", value=0.08),
        seen("deltidsjobb", BEFORE, "baseline", share=of(1, 4)),
        seen("deltidsjobb", LAST, "end", share=of(2, 4, also_at_baseline=1)),
    ),
}
"""The rows of the measurements, but for those of `TREND` and `SCORED`."""

TRUTHS: Mapping[tuple[str, str, int], Truth] = {
    (design.ASKER, "systuedager", 1): Truth(1.0, "reached", "on_time"),
    (design.ASKER, "norsk_daglig", 1): Truth(1.0, "reached", "on_time"),
    (design.ASKER, "mestring", 1): Truth(0.9, "on_the_way", "not_due"),
    (design.ASKER, "salg", 1): Truth(85 / 60, "beyond", "on_time"),
    (design.ASKER, "fast_arbeid", 1): Truth(3 / 11 / 0.4, "on_the_way", "not_due"),
    (design.FRISKGARDEN, "fulle_dager", 1): Truth(-0.1, "backwards", "not_due"),
    (design.FRISKGARDEN, "arbeidstimer", 1): Truth(65.5 / 80, "on_the_way", "not_due"),
    (design.FRISKGARDEN, "skole_arbeid", 1): Truth(8 / 17, "on_the_way", "not_due"),
    (design.FRISKGARDEN, "skole_arbeid", 2): Truth((11 / 24 - 0.2) / 0.25, "beyond", "on_time"),
    (design.FRISKGARDEN, "ensom", 1): Truth((6 / 21 - 0.6) / -0.3, "beyond", "late"),
    (design.FRISKGARDEN, "uten_stoenad", 1): Truth(
        (4 / 21 - 6 / 22) / (0.4 - 6 / 22), "backwards", "not_due"
    ),
    (design.ARENDAL, "gaardsdager", 1): Truth(0.8, "on_the_way", "not_due"),
    (design.ARENDAL, "frivillige", 1): Truth(None, "", ""),
    (design.ARENDAL, "spraakproeve", 1): Truth(None, "", "not_due"),
    (design.ARENDAL, "bekjente", 1): Truth(6 / 7, "on_the_way", "not_due"),
    (design.ARENDAL, "fravaer", 1): Truth(None, "", ""),
    (design.ARENDAL, "deltidsjobb", 1): Truth(1.0, "reached", "on_time"),
}
"""What is true of every version; of `TREND` and `SCORED` of the levels that they are drawn around."""
