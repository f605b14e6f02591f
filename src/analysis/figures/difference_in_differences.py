"""The treated cases' change minus the others' as each design tells it, under each scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from analysis.displays import Voice
from analysis.displays.change_case_tables import head_treated
from analysis.displays.change_tables import decimals_of
from analysis.figures.case_map import name_part
from analysis.figures.drawing import Drawing, join, tell_missing, tell_withheld
from analysis.figures.forests import Forest, Point, draw_forest
from analysis.figures.legend import Sample
from analysis.figures.rows import Row
from analysis.figures.style import INK
from analysis.instruments import Scale
from analysis.profiles import ABSENT
from analysis.profiles.changes_surveys import TREATED, Moved, SurveyChange, list_changes

DESIGNS = (
    ("permutation", "units", "permutation", "o"),
    ("cluster_robust", "units", "change_difference", "s"),
    ("wild_bootstrap", "units", "wild_bootstrap", "^"),
    ("mixed_model", "mixed", "change_difference", "D"),
)
"""The designs by the name of their words, and where their numbers stand."""


@dataclass(frozen=True)
class Panel:
    """One analysis with those of its scales that share an axis, and their points."""

    change: SurveyChange
    scales: list[Scale]


def draw_did(voice: Voice) -> list[Drawing]:
    """A forest of the designs for each analysis with treated cases; nothing where no cases are treated."""
    drawings = []
    for number, panel in enumerate(_list_panels(voice)):
        rows = list(_list_rows(voice, panel))
        points = [row for row in rows if isinstance(row, Point)]
        reach, step = _reach(panel)
        forest = Forest(
            rows,
            (-reach, reach),
            0.0,
            voice.text("axis.difference_in_change"),
            [(2.3, voice.text("heading.p_with_adjusted"))],
            [
                Sample(voice.text(f"design.{name}"), mark, INK, name == "permutation")
                for name, *_, mark in DESIGNS
            ],
            (voice.text("axis.moved_less"), voice.text("axis.moved_more")),
        )
        sheet = draw_forest(forest, voice.numbers, _ticks(reach, step))
        name = name_part("did", number)
        drawings.append(Drawing(name, sheet, _caption(voice, panel, points), _alt(voice, panel)))
    return drawings


def _list_panels(voice: Voice) -> Iterator[Panel]:
    for change in list_changes(voice.showing):
        by_limits: dict[tuple[float, float], list[Scale]] = {}
        for scale in change.scales if change.analysis.treated else ():
            by_limits.setdefault(change.instrument.limits(scale.id), []).append(scale)
        yield from (Panel(change, scales) for scales in by_limits.values())


def _get(change: SurveyChange, scale: Scale, design: str, statistic: str) -> Moved:
    return change.get(scale.id, design, statistic, contrast=TREATED)


def _list_rows(voice: Voice, panel: Panel) -> Iterator[Row | Point]:
    for scale in panel.scales:
        yield Row(voice.label(scale.label), scale.id, heading=True)
        for name, design, statistic, mark in DESIGNS:
            moved = _get(panel.change, scale, design, statistic)
            row = Row(voice.text(f"design.{name}"), f"{scale.id} {name}")
            yield Point(
                row, moved.number, ABSENT, name == "permutation", mark, cells=(_tell_p(voice, moved),)
            )


def _tell_p(voice: Voice, moved: Moved) -> str:
    if moved.number.p is None:
        return ""
    p, adjusted = voice.numbers.p_value(moved.number.p), moved.number.p_adjusted
    return p if adjusted is None else f"{p} ({voice.numbers.p_value(adjusted)})"


def _reach(panel: Panel) -> tuple[float, float]:
    """How far the axis goes, and its step: to the ends of the exact test and the mixed model.

    Wider ends become arrows.
    """
    low, high = panel.change.instrument.limits(panel.scales[0].id)
    step = 0.5 if high - low < 12 else 10.0
    shown = [
        _get(panel.change, scale, design, statistic).number
        for scale in panel.scales
        for name, design, statistic, _ in DESIGNS
        if name in ("permutation", "mixed_model")
    ]
    ends = [abs(end) for one in shown if one.known for end in (one.estimate, one.ci_low, one.ci_high) if end]
    return max(step, ceil(1.05 * max(ends, default=step) / step) * step), step


def _ticks(reach: float, step: float) -> list[float]:
    """Whole steps from one end of the axis to the other, at most nine of them."""
    apart = step * ceil(reach / step / 4)
    steps = int(reach / apart)
    return [apart * number for number in range(-steps, steps + 1)]


def _caption(voice: Voice, panel: Panel, points: Sequence[Point]) -> str:
    numbers = [point.main for point in points]
    floors = {
        one.p_floor
        for scale in panel.scales
        if (one := _get(panel.change, scale, "units", "permutation")).p_floor is not None
    }
    floor = min((one for one in floors if one is not None), default=None)
    return join(
        voice.text("caption.figure.did", contrast=head_treated(voice, panel.change, "all")),
        voice.lines_note(numbers),
        "" if floor is None else voice.text("sentence.did_floor", p=voice.numbers.exact_p(floor)),
        tell_withheld(voice, numbers),
        tell_missing(voice, numbers),
    )


def _alt(voice: Voice, panel: Panel) -> str:
    parts = [voice.text("alt.did", contrast=head_treated(voice, panel.change, "all"))]
    for scale in panel.scales:
        one = _get(panel.change, scale, "units", "permutation").number
        if one.known:
            told = voice.numbers.with_interval(one, decimals_of(panel.change, scale))
            parts.append(f"{voice.label(scale.label)}: {told}.")
    return join(*parts, voice.text("alt.see_table"))
