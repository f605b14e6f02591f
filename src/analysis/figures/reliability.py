"""How well the items of each scale hang together, for everybody who answered."""

from __future__ import annotations

from analysis.displays import Voice
from analysis.figures.drawing import Drawing, join, tell_missing
from analysis.figures.forests import (
    BESIDE,
    SECOND_READING,
    THREE_MARKS,
    Forest,
    Point,
    draw_forest,
    name_extremes,
    two_readings,
    write_caption,
)
from analysis.figures.legend import Sample
from analysis.figures.rows import Row
from analysis.figures.style import GREY, INK
from analysis.instruments import Scale
from analysis.profiles import ABSENT
from analysis.profiles.reliability import coefficient_of, relied_scales

MARKERS = {"alpha": "o", "spearman_brown": "s"}


def draw_reliability(voice: Voice) -> list[Drawing]:
    """A forest of alpha or Spearman-Brown, and omega; nothing where the plan asks for no reliability."""
    rows: list[Row | Point] = []
    for analysis, family, scales in relied_scales(voice.showing):
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
    omega = voice.showing.reliability.get(analysis, "omega", scale=scale.id)
    neutral = ABSENT
    if voice.showing.instrument.has_neutral_reading(scale.id) and main.known:
        neutral = voice.showing.reliability.get(analysis, statistic, scale=scale.id, sensitivity="neutral")
    cells = (voice.numbers.with_interval(main, 2), voice.people(main)) if main.known else ("", "")
    three = omega.known and neutral.status != "absent"
    row = Row(voice.label(scale.label), f"{analysis} {scale.id}", least_height=THREE_MARKS * three)
    return Point(row, main, neutral, marker=MARKERS[statistic], cells=cells, beside=omega)


def _reaches_below(point: Point) -> bool:
    shown = (point.main, point.neutral, point.beside)
    ends = [end for one in shown for end in (one.estimate, one.ci_low)]
    return any(end is not None and end < 0 for end in ends)


def _samples(voice: Voice, points: list[Point]) -> list[Sample]:
    used = dict.fromkeys(point.marker for point in points if point.main.known)
    names = {marker: statistic for statistic, marker in MARKERS.items()}
    samples = [Sample(voice.text(f"legend.{names[marker]}"), marker, INK, interval=True) for marker in used]
    if any(point.beside.known for point in points):
        samples.append(Sample(voice.text("legend.omega"), "^", BESIDE, interval=True))
    if two_readings(points):
        samples.append(Sample(voice.text("legend.neutral"), SECOND_READING, GREY, interval=True))
    return samples


def _caption(voice: Voice, points: list[Point]) -> str:
    shown = [point.main for point in points]
    omega = voice.text("sentence.omega_marks") if any(point.beside.known for point in points) else ""
    return write_caption(voice, "reliability", points, shown, omega, voice.text("sentence.arrows"))


def _alt(voice: Voice, points: list[Point]) -> str:
    known = [point for point in points if point.main.known]
    parts = [voice.text("alt.reliability", scales=voice.numbers.counted("scales", len(points)))]
    if known:
        parts.append(voice.text("alt.reliability_range", **name_extremes(voice, known)))
    return join(*parts, tell_missing(voice, [point.main for point in points]), voice.text("alt.see_table"))
