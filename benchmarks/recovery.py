"""Simulates studies of the reference design, and writes what comes out into docs/recovery.md.

Run it with `python3 run.py benchmark recovery`; it takes minutes. The studies, tests and intervals are
those of tests/recovery, in larger numbers; the seeds are fixed, so that the page comes out the same.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from analysis.differences.tests import TESTS
from analysis.estimates import Estimate
from analysis.plan import Test
from benchmarks.recovery_page import render
from tests.recovery import kinds
from tests.recovery.reaches import power_of, reach_of
from tests.recovery.rejections import count_rejections, test_equivalence, test_studies
from tests.recovery.simulated_studies import BETWEEN, BOTH, CORRELATIONS, WITHIN, Design, Kind, Rate
from tests.recovery.whole_studies import Several, pool_studies

REPOSITORY = Path(__file__).resolve().parents[1]
PAGE = REPOSITORY / "docs" / "recovery.md"
REJECTIONS, INTERVALS, POWERS, SIMULATIONS = 1500, 1000, 1000, 4000
LARGER = 0.10
DECIDING: tuple[tuple[Test, Design], ...] = (
    ("within_case_difference", WITHIN),
    ("within_case_difference", BOTH),
    ("case_permutation", BETWEEN),
)


@dataclass(frozen=True)
class Job:
    """One rate, or several, of the page: where it stands there, and how it is made."""

    part: str
    row: str
    column: str
    make: Callable[[], object]


def main() -> None:
    """Simulate in two processes, and write the page."""
    jobs, started = list_jobs(), time.perf_counter()
    with get_context("fork").Pool(2) as pool:
        made = pool.imap(_make, range(len(jobs)), chunksize=1)
        found = {}
        for number, (job, one) in enumerate(zip(jobs, made, strict=True), 1):
            found[job.part, job.row, job.column] = one
            if not number % 50:
                print(f"{number}/{len(jobs)}", flush=True)
    minutes = (time.perf_counter() - started) / 60
    _, heading, change = PAGE.read_text("utf-8").partition("\n## Change\n")  # recovery_change writes it
    PAGE.write_text("\n".join(render(found)) + heading + change, "utf-8")
    print(f"Written to {PAGE.relative_to(REPOSITORY)} in {minutes:.1f} minutes")


def _make(number: int) -> object:
    return list_jobs()[number].make()


def list_jobs() -> list[Job]:
    """All that is simulated."""
    return [*_rejections(), *_intervals(), *_powers(), *_reaches()]


def _rejections() -> Iterator[Job]:
    for kind in kinds.without_difference():
        for name in TESTS:
            yield Job("tests", f"{kind.design.name}: {name}", scores_of(kind), partial(_test, name, kind))
    for kind in kinds.without_difference():
        if kind.design in (WITHIN, BOTH):
            made = partial(_pool, kind)
            yield Job("pooled", f"{kind.design.name}: pooled_difference", scores_of(kind), made)
    for kind in kinds.at_the_margin():
        made = partial(_equivalence, kind)
        yield Job("equivalence", f"{kind.design.name}: equivalence", scores_of(kind), made)
    for several in kinds.of_several_groups():
        yield Job("several", several.name, f"ICC {several.icc:g}", partial(_several, several))


def _test(name: Test, kind: Kind) -> tuple[Rate, Rate]:
    slow = name == "brunner_munzel" and kind.shape == "normal"
    return _reject(list(test_studies(name, kind, REJECTIONS // 5 if slow else REJECTIONS)))


def _reject(found: list[Estimate]) -> tuple[Rate, Rate]:
    return count_rejections(found), count_rejections(found, LARGER)


def _pool(kind: Kind) -> tuple[Rate, Rate]:
    return _reject(list(pool_studies("pooled_difference", kind, INTERVALS)))


def _equivalence(kind: Kind) -> tuple[Rate, Rate]:
    return _reject(list(test_equivalence(kind, kind.difference, REJECTIONS)))


def _several(several: Several) -> tuple[Rate, Rate]:
    return _reject(list(several.compare(INTERVALS)))


def _intervals() -> Iterator[Job]:
    for number, interval in enumerate(kinds.list_intervals()):
        yield Job("intervals", interval.name, "", partial(_cover, number))


def _cover(number: int) -> Rate:
    interval = list(kinds.list_intervals())[number]
    return interval.cover(round(INTERVALS * kinds.COSTLY.get(interval.statistic, 1)))


def _powers() -> Iterator[Job]:
    for name, design in DECIDING:
        for shape, missing in kinds.SCORES[:2]:
            for icc in CORRELATIONS:
                for difference in kinds.EFFECTS:
                    kind = Kind(design, icc, shape, missing, difference)
                    row = f"{design.name}: {name}, {scores_of(kind)}"
                    yield Job("power", row, f"{difference:g}", partial(power_of, name, kind, POWERS))
    for name in TESTS:
        for difference in kinds.EFFECTS:
            kind = Kind(WITHIN, 0.3, "one answer", 0.2, difference)
            yield Job("beside", name, f"{difference:g}", partial(power_of, name, kind, POWERS))


def _reaches() -> Iterator[Job]:
    for name, design in kinds.REACHED:
        for icc in CORRELATIONS:
            made = partial(_reach, name, design, icc)
            yield Job("reach", f"{design.name}: {name}", f"ICC {icc:g}", made)


def _reach(name: Test, design: Design, icc: float) -> tuple[float, Rate]:
    found = reach_of(name, design, icc, SIMULATIONS).detectable
    if not found.exists:
        return float("nan"), Rate(0, 0, ((found.reason, 1),))
    return found.value, power_of(name, Kind(design, icc, "normal", 0.0, found.value), 2 * POWERS)


def scores_of(kind: Kind) -> str:
    """The scores of a kind of study in a few words."""
    missing = f", {100 * kind.missing:g} % missing" if kind.missing else ""
    return f"{kind.shape}{missing}, ICC {kind.icc:g}"
