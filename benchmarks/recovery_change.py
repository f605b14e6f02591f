"""Simulates studies of change, and writes what comes out into the last part of docs/recovery.md.

Run it with `python3 run.py benchmark change`; it takes minutes. Studies and methods are those of
tests/recovery/test_change_recovery.py, in larger numbers; the seeds are fixed.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from multiprocessing import get_context

from benchmarks.recovery import PAGE, REPOSITORY
from benchmarks.recovery_page import reject, share
from tests.recovery.changes import (
    CHANGES,
    EFFECTS,
    GROUPS,
    REFUSED,
    UNFIT,
    apply,
    count_covers,
    count_studies,
)
from tests.recovery.rejections import count_rejections
from tests.recovery.simulated_changes import MUNICIPALITIES, SMALL, SURVEY, UNEVEN, Course
from tests.recovery.simulated_studies import Rate

STUDIES = 600
HEADING = "## Change"
METHODS = CHANGES | EFFECTS | GROUPS
STILL = [
    Course(panel, icc, shift, shape)
    for panel in (MUNICIPALITIES, UNEVEN, SMALL, SURVEY)
    for icc, shift, shape in (
        (0.05, 0.0, "mean of answers"),
        (0.15, 0.2, "mean of answers"),
        (0.1, 0.1, "one answer"),
    )
]
MOVING = Course(MUNICIPALITIES, 0.1, 0.1, change=0.4, effect=0.6)

OPENING = f"""{HEADING}

Written by `python3 run.py benchmark change`. Fourteen municipalities with about twenty people in each of two
waves, 45 % of them the same, two municipalities treated; the same with treated ones that are large beside
small others, and small beside large others; and the survey's six cases with ten people who answered twice.
Of an opinion's variance of 1 the share ICC lies between cases, the square of *SD of change* between the waves
of a case, and half of the rest is the person's. *Refused*: not computed where people share cases; *not
offered*: simulated to show why.
"""

STILL_TOLD = """How often a test rejects at 5 % where nothing changed, in per cent:
"""

MOVING_TOLD = """With a change of 0.4, and 0.6 more in the treated municipalities (ICC 0.1, SD of change
0.1, mean of answers): how often the test rejects, and how often the interval of 95 % holds the truth, in
per cent:
"""


def main() -> None:
    """Simulate in two processes, and write the part."""
    started = time.perf_counter()
    jobs = [(name, course) for name in METHODS for course in (*STILL, MOVING)]
    with get_context("fork").Pool(2) as pool:
        found = dict(zip(jobs, pool.starmap(_make, jobs, chunksize=1), strict=True))
    page = PAGE.read_text("utf-8").split(f"\n{HEADING}\n")[0].rstrip()
    PAGE.write_text("\n".join([page, "", *render(found)]), "utf-8")
    minutes = (time.perf_counter() - started) / 60
    print(f"Written to {PAGE.relative_to(REPOSITORY)} in {minutes:.1f} minutes")


def _make(name: str, course: Course) -> tuple[Rate, Rate]:
    found = list(apply(METHODS[name], course, count_studies(name, STUDIES)))
    return count_rejections(found), count_covers(found, truth_of(name, course))


def truth_of(name: str, course: Course) -> float:
    """What a method estimates: the change of all, the effect, or the difference between two groups."""
    if name in GROUPS:
        return 0.0
    if name in EFFECTS:
        return course.true_effect
    return course.true_change + course.true_effect * float(course.panel.is_treated.mean())


def render(found: dict[tuple[str, Course], tuple[Rate, Rate]]) -> Iterator[str]:
    """The lines of the part."""
    yield OPENING
    yield STILL_TOLD
    for panel in dict.fromkeys(course.panel for course in STILL):
        columns = [course for course in STILL if course.panel is panel]
        yield f"### {panel.name[0].upper()}{panel.name[1:]}\n"
        yield "| method | " + " | ".join(map(describe, columns)) + " | |"
        yield "|---" * (len(columns) + 2) + "|"
        for name in METHODS:
            cells = " | ".join(reject(found[name, course][0]) for course in columns)
            yield f"| {name} | {cells} | {judge(name)} |"
        yield ""
    yield MOVING_TOLD
    yield "| method | rejects | holds the truth |"
    yield "|---|---|---|"
    for name in METHODS:
        rejected, covered = found[name, MOVING]
        held = share(covered, not covered.is_at_least(0.95)) if covered.studies else "–"
        yield f"| {name} | {share(rejected)} | {held} |"
    yield ""


def describe(course: Course) -> str:
    """A kind of study without its panel."""
    return str(course).removeprefix(f"{course.panel.name}, ")


def judge(name: str) -> str:
    """What the analysis does with the method."""
    return "refused" if name in REFUSED else "not offered" if name in UNFIT else ""
