"""The differences between groups as Hedges g, all comparisons of the plan under each other."""

from __future__ import annotations

from analysis.displays import Voice, comparison_heading
from analysis.figures.drawing import Drawing, join, name_ends
from analysis.figures.forests import (
    Forest,
    Point,
    draw_forest,
    name_extremes,
    neat_limits,
    two_readings,
    write_caption,
)
from analysis.figures.legend import Sample
from analysis.figures.rows import Row
from analysis.figures.style import GREY, INK
from analysis.plan import Comparison
from analysis.profiles import ABSENT, Estimate, described_scales


def draw_group_differences(voice: Voice) -> list[Drawing]:
    """A forest of Hedges g with both readings; nothing where the plan compares no groups."""
    comparisons = voice.showing.study.plan.comparisons
    if not comparisons:
        return []
    rows: list[Row | Point] = []
    for analysis, comparison in comparisons.items():
        rows.append(Row(_heading(voice, comparison), analysis, heading=True))
        rows += [_point(voice, analysis, comparison, scale) for scale in comparison.scales]
    points = [row for row in rows if isinstance(row, Point)]
    limits = neat_limits([one for point in points for one in (point.main, point.neutral)])
    columns = [(3.2, voice.text("heading.g_interval")), (1.7, _p_heading(voice))]
    forest = Forest(
        rows,
        limits,
        0.0,
        voice.text("axis.hedges_g"),
        columns,
        _samples(voice, points),
        name_ends(voice),
        _better(voice),
    )
    sheet = draw_forest(forest, voice.numbers, list(range(int(limits[0]), int(limits[1]) + 1)))
    return [Drawing("group_differences", sheet, _caption(voice, points), _alt(voice, points))]


def _heading(voice: Voice, comparison: Comparison) -> str:
    contrasts = {one.contrast for one in voice.showing.study.plan.comparisons.values()}
    label = voice.label(voice.showing.study.plan.contrasts[comparison.contrast].label)
    heading = comparison_heading(voice, comparison)
    return f"{heading}: {label}" if len(contrasts) > 1 else heading


def _better(voice: Voice) -> dict[str, tuple[str, str]]:
    """By the key of its heading: which end is good for all scales of a comparison, and in words."""
    found: dict[str, tuple[str, str]] = {}
    for analysis, comparison in voice.showing.study.plan.comparisons.items():
        better = {voice.showing.instrument.scale(scale).better for scale in comparison.scales}
        if len(better) == 1:
            (end,) = better
            found[analysis] = (end, voice.text(f"direction.{end}"))
    return found


def _point(voice: Voice, analysis: str, comparison: Comparison, scale: str) -> Point:
    def get(statistic: str, sensitivity: str = "main") -> Estimate:
        return voice.showing.differences.get(
            analysis, statistic, scale=scale, contrast=comparison.contrast, sensitivity=sensitivity
        )

    main = get("hedges_g")
    neutral = get("hedges_g", "neutral") if voice.showing.instrument.has_neutral_reading(scale) else ABSENT
    p = get("within_case_difference").p_adjusted
    filled = p is not None and p < voice.showing.study.plan.reach.alpha
    cells = (voice.numbers.with_interval(main, 2) if main.known else "", voice.p(p))
    return Point(Row(voice.scale(scale), f"{analysis} {scale}"), main, neutral, filled, cells=cells)


def _p_heading(voice: Voice) -> str:
    plan = voice.showing.study.plan
    used = {plan.families[one.family].adjustment for one in plan.comparisons.values()}
    names = [voice.text(f"adjustment.{name}") for name in sorted(used)]
    return voice.text("heading.p_of", adjustment=", ".join(names))


def _samples(voice: Voice, points: list[Point]) -> list[Sample]:
    alpha = voice.numbers.number(voice.showing.study.plan.reach.alpha, 2)
    samples = [
        Sample(voice.text("legend.below_alpha", alpha=alpha), "o", INK, interval=True),
        Sample(voice.text("legend.above_alpha", alpha=alpha), "o", INK, filled=False, interval=True),
    ]
    if two_readings(points):
        samples.append(Sample(voice.text("legend.neutral"), "D", GREY, filled=False, interval=True))
    return samples


def _caption(voice: Voice, points: list[Point]) -> str:
    both = [point.main for point in points] + [point.neutral for point in points]
    return write_caption(voice, "group_differences", points, both)


def _alt(voice: Voice, points: list[Point]) -> str:
    known = [point for point in points if point.main.known]
    parts = [voice.text("alt.group_differences", scales=voice.numbers.counted("scales", len(points)))]
    parts += [voice.directions(described_scales(voice.showing, better)) for better in ("higher", "lower")]
    if known:
        values = {
            **name_extremes(voice, known),
            "filled": voice.numbers.counted("scales", sum(point.filled for point in known)),
            "alpha": voice.numbers.number(voice.showing.study.plan.reach.alpha, 2),
        }
        parts.append(voice.text("alt.g_range", **values))
    return join(*parts, voice.text("alt.see_table"))
