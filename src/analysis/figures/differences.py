"""The differences between groups as Hedges g, all comparisons of the plan under each other."""

from __future__ import annotations

from analysis.displays import Voice, comparison_heading
from analysis.displays.comparison_tables import outside_notes
from analysis.displays.numbers import OUTSIDE_PLAN_SIGN
from analysis.figures.drawing import Drawing, join, name_ends
from analysis.figures.forests import (
    SECOND_READING,
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
from analysis.figures.style import GREY, INK, MARKERS
from analysis.plan import Comparison
from analysis.profiles import ABSENT
from analysis.profiles.headlines import Decision, Headline, list_headlines


def draw_group_differences(voice: Voice) -> list[Drawing]:
    """A forest of Hedges g with both readings; nothing where the plan compares no groups."""
    rows: list[Row | Point] = []
    headlines: list[Headline] = []
    for analysis, comparison, members in list_headlines(voice.showing):
        rows.append(Row(_heading(voice, comparison), analysis, heading=True))
        rows += [_point(voice, one) for one in members]
        headlines += members
    points = [row for row in rows if isinstance(row, Point)]
    if not points:
        return []
    limits = neat_limits([one for point in points for one in (point.main, point.neutral)])
    columns = [(3.2, voice.text("heading.g_interval")), (1.7, _p_heading(voice))]
    forest = Forest(
        rows,
        limits,
        0.0,
        voice.text("axis.hedges_g"),
        columns,
        _samples(voice, points, headlines),
        name_ends(voice),
        _better(voice),
    )
    sheet = draw_forest(forest, voice.numbers, list(range(int(limits[0]), int(limits[1]) + 1)))
    return [
        Drawing(
            "group_differences", sheet, _caption(voice, points, headlines), _alt(voice, points, headlines)
        )
    ]


def _heading(voice: Voice, comparison: Comparison) -> str:
    contrasts = {one.contrast for one in voice.showing.plan.comparisons.values()}
    label = voice.label(voice.showing.plan.contrasts[comparison.contrast].label)
    heading = comparison_heading(voice, comparison)
    return f"{heading}: {label}" if len(contrasts) > 1 else heading


def _better(voice: Voice) -> dict[str, tuple[str, str]]:
    """By the key of its heading: which end is good for all scales of a comparison, and in words."""
    found: dict[str, tuple[str, str]] = {}
    for analysis, comparison in voice.showing.plan.comparisons.items():
        better = {voice.showing.instrument.scale(scale).better for scale in comparison.scales}
        if len(better) == 1:
            (end,) = better
            found[analysis] = (end, voice.text(f"direction.{end}"))
    return found


def _point(voice: Voice, headline: Headline) -> Point:
    """The mark has the shape and the colour of the group that comes out best, as in the profiles."""
    main, neutral = headline.get("hedges_g"), ABSENT
    if voice.showing.instrument.has_neutral_reading(headline.scale):
        neutral = headline.get("hedges_g", "neutral")
    decision = headline.decision()
    filled = decision.is_below(voice.showing.plan.reach.alpha)
    cells = (voice.numbers.with_interval(main, 2) if main.known else "", _tell_p(voice, decision))
    row = Row(voice.scale(headline.scale), f"{headline.analysis} {headline.scale}")
    best = next((group for group in voice.showing.groups if group.id == headline.best), None)
    if best is None:
        return Point(row, main, neutral, filled, cells=cells)
    return Point(row, main, neutral, filled, MARKERS[best.marker], cells, colour=best.colour)


def _tell_p(voice: Voice, decision: Decision) -> str:
    mark = f"{OUTSIDE_PLAN_SIGN}\N{NO-BREAK SPACE}" if decision.outside_plan else ""
    return mark + voice.p(decision.estimate.p_adjusted)


def _p_heading(voice: Voice) -> str:
    plan = voice.showing.plan
    used = {plan.families[one.family].adjustment for one in plan.comparisons.values()}
    names = [voice.text(f"adjustment.{name}") for name in sorted(used)]
    return voice.text("heading.p_of", adjustment=", ".join(names))


def _samples(voice: Voice, points: list[Point], headlines: list[Headline]) -> list[Sample]:
    alpha = voice.numbers.plain(voice.showing.plan.reach.alpha)
    samples = [
        Sample(voice.text("legend.best", group=voice.label(group.label)), MARKERS[group.marker], group.colour)
        for group in voice.showing.groups
        if any(one.best == group.id for one in headlines)
    ]
    samples += [
        Sample(voice.text("legend.below_alpha", alpha=alpha), "o", INK),
        Sample(voice.text("legend.above_alpha", alpha=alpha), "o", INK, filled=False),
    ]
    if two_readings(points):
        samples.append(Sample(voice.text("legend.neutral"), SECOND_READING, GREY, interval=True))
    return samples


def _caption(voice: Voice, points: list[Point], headlines: list[Headline]) -> str:
    both = [point.main for point in points] + [point.neutral for point in points]
    notes = outside_notes(voice, headlines)
    return write_caption(voice, "group_differences", points, both, *notes)


def _alt(voice: Voice, points: list[Point], headlines: list[Headline]) -> str:
    known = [point for point in points if point.main.known]
    parts = [voice.text("alt.group_differences", scales=voice.numbers.counted("scales", len(points)))]
    for group in voice.showing.groups:
        number = sum(one.best == group.id for one in headlines)
        values = {"group": voice.label(group.label), "scales": voice.numbers.counted("scales", number)}
        parts += [voice.text("alt.best", **values)] if number else []
    if known:
        values = {
            **name_extremes(voice, known),
            "filled": voice.numbers.counted("scales", sum(point.filled for point in known)),
            "alpha": voice.numbers.plain(voice.showing.plan.reach.alpha),
        }
        parts.append(voice.text("alt.g_range", **values))
    return join(*parts, voice.text("alt.see_table"))
