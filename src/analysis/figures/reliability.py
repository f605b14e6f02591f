"""How well the items of each scale hang together, for everybody who answered."""

from __future__ import annotations

from analysis.displays import Voice, coefficient_of
from analysis.figures.drawing import Drawing, join, tell_missing
from analysis.figures.forests import Forest, Point, draw_forest, name_extremes, two_readings, write_caption
from analysis.figures.legend import Sample
from analysis.figures.rows import Row
from analysis.figures.style import GREY, INK
from analysis.instruments import Scale
from analysis.profiles import ABSENT, by_family_of

MARKERS = {"alpha": "o", "spearman_brown": "s"}


def draw_reliability(voice: Voice) -> list[Drawing]:
    """A forest of alpha and Spearman-Brown; nothing where the plan asks for no reliability."""
    analyses = voice.showing.study.plan.reliability
    rows: list[Row | Point] = []
    for analysis, reliability in analyses.items():
        for family, scales in by_family_of(voice.showing.instrument, reliability.scales):
            rows.append(Row(voice.family(family), family, heading=True))
            rows += [_point(voice, analysis, scale) for scale in scales]
    points = [row for row in rows if isinstance(row, Point)]
    if not points:
        return []
    limits = (-1.02, 1.02) if any(_reaches_below(point) for point in points) else (-0.02, 1.02)
    columns = [(3.2, voice.text("heading.value_interval")), (1.0, voice.text("heading.n"))]
    forest = Forest(rows, limits, 0.0, voice.text("axis.reliability"), columns, _samples(voice, points))
    sheet = draw_forest(
        forest, voice.numbers, [-1, -0.5, 0, 0.5, 1] if limits[0] < -1 else [0, 0.2, 0.4, 0.6, 0.8, 1]
    )
    return [Drawing("reliability", sheet, _caption(voice, points), _alt(voice, points))]


def _point(voice: Voice, analysis: str, scale: Scale) -> Point:
    statistic = coefficient_of(scale)
    main = voice.showing.reliability.get(analysis, statistic, scale=scale.id)
    neutral = ABSENT
    if voice.showing.instrument.has_neutral_reading(scale.id) and main.known:
        neutral = voice.showing.reliability.get(analysis, statistic, scale=scale.id, sensitivity="neutral")
    cells = (voice.numbers.with_interval(main, 2), voice.people(main)) if main.known else ("", "")
    row = Row(voice.label(scale.label), f"{analysis} {scale.id}")
    return Point(row, main, neutral, marker=MARKERS[statistic], cells=cells)


def _reaches_below(point: Point) -> bool:
    ends = (point.main.estimate, point.main.ci_low, point.neutral.estimate, point.neutral.ci_low)
    return any(end is not None and end < 0 for end in ends)


def _samples(voice: Voice, points: list[Point]) -> list[Sample]:
    used = dict.fromkeys(point.marker for point in points if point.main.known)
    names = {marker: statistic for statistic, marker in MARKERS.items()}
    samples = [Sample(voice.text(f"legend.{names[marker]}"), marker, INK, interval=True) for marker in used]
    if two_readings(points):
        samples.append(Sample(voice.text("legend.neutral"), "D", GREY, filled=False, interval=True))
    return samples


def _caption(voice: Voice, points: list[Point]) -> str:
    shown = [point.main for point in points]
    return write_caption(voice, "reliability", points, shown, voice.text("sentence.arrows"))


def _alt(voice: Voice, points: list[Point]) -> str:
    known = [point for point in points if point.main.known]
    parts = [voice.text("alt.reliability", scales=voice.numbers.counted("scales", len(points)))]
    if known:
        parts.append(voice.text("alt.reliability_range", **name_extremes(voice, known)))
    return join(*parts, tell_missing(voice, [point.main for point in points]), voice.text("alt.see_table"))
