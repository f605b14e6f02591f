"""Fields of a scorecard opened into their parts, with the weight of the values behind; for the team only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analysis.displays import Voice
from analysis.displays.numbers import NO_NUMBER_SIGN
from analysis.displays.scorecard_tables import head_card
from analysis.displays.scorecard_tables import name_part as name_of_part
from analysis.figures.case_map import name_part
from analysis.figures.drawing import Drawing, join
from analysis.figures.legend import Sample, draw_legend, legend_height
from analysis.figures.spiders import write_score
from analysis.figures.style import INK, LINE, PALE, WIDTH, Sheet, wrap_text
from analysis.figures.webs import Web
from analysis.profiles.changes_scorecards import Profiled, Scored, list_profiled
from analysis.scorecards import ScorecardField
from analysis.settings import Case

RADIUS = 1.65
WEB = 5.6
LABELS = 8.4
ROW = 0.44
BLOCKS = 4
"""Fields on one page."""
FEWEST, FEWEST_PARTS = 3, 4
"""Fewest spokes of a spider, and fewest parts of a field that are not shown as its questions instead."""


@dataclass(frozen=True)
class Opened:
    """One field of one case in its latest session, and why it is shown: rose, fell or lowest."""

    one: Profiled
    case: Case
    field: ScorecardField
    why: str
    parts: Sequence[tuple[str, str]]

    @property
    def session(self) -> int:
        """The number of the session."""
        return self.one.sessions(self.case.id)[-1]

    @property
    def spokes(self) -> list[Scored]:
        """The score of each theme, or of each question without one."""
        return [
            self.one.score(self.field.id, self.session, self.case.id, theme=theme, question=question)
            for theme, question in self.parts
        ]


def draw_scorecard_fields(voice: Voice) -> list[Drawing]:
    """In each case the field that rose most and the one that fell most, opened, a few fields a page.

    With one session only, or where nothing changed, it is the field with the lowest score. A field of few
    themes is opened into its questions, and left out where these are fewer than three.
    """
    blocks = [
        opened
        for one in list_profiled(voice.showing)
        for case in one.cases(voice.showing)
        for opened in _choose_fields(one, case)
    ]
    pages = [blocks[place : place + BLOCKS] for place in range(0, len(blocks), BLOCKS)]
    return [
        Drawing(name_part("scorecard_fields", number), _draw(voice, page), *_words(voice, page))
        for number, page in enumerate(pages)
    ]


def _choose_fields(one: Profiled, case: Case) -> Iterator[Opened]:
    """The fields of a case that are opened; ties go to the field that stands first."""
    parts = {field.id: _list_parts(one, field, case) for field in one.card.fields}
    fields = [field for field in one.card.fields if len(parts[field.id]) >= FEWEST]
    changes = {field.id: one.change(field.id, case=case.id).number for field in fields}
    rose = [field for field in fields if changes[field.id].value > 0]
    fell = [field for field in fields if changes[field.id].value < 0]
    if rose:
        most = max(rose, key=lambda field: changes[field.id].value)
        yield Opened(one, case, most, "rose", parts[most.id])
    if fell:
        most = min(fell, key=lambda field: changes[field.id].value)
        yield Opened(one, case, most, "fell", parts[most.id])
    last = one.sessions(case.id)[-1]
    scores = {field.id: one.score(field.id, last, case.id).score for field in fields}
    known = [field for field in fields if scores[field.id].known]
    if known and not rose and not fell:
        lowest = min(known, key=lambda field: scores[field.id].value)
        yield Opened(one, case, lowest, "lowest", parts[lowest.id])


def _list_parts(one: Profiled, field: ScorecardField, case: Case) -> list[tuple[str, str]]:
    """The themes of a field and its questions without one; the questions where those are too few."""
    parts, questions = one.parts(field, case.id), one.questions(field, case.id)
    return parts if len(parts) >= FEWEST_PARTS else [("", question) for question in questions]


def _draw(voice: Voice, page: Sequence[Opened]) -> Sheet:
    samples = [Sample(voice.text("legend.session_drawn"), "o", INK, interval=True)]
    if any(_is_weighed(opened) for opened in page):
        samples.append(Sample(voice.text("legend.weight_behind"), patch=PALE))
    top = 0.2 + legend_height(samples, 16.6)
    lists = [_wrap_labels(voice, opened) for opened in page]
    heights = [max(_height_of(lines), 2 * RADIUS + 1.1) + 0.65 for lines in lists]
    sheet = Sheet(top + sum(heights))
    draw_legend(sheet, samples, 0.15, 0.1, 16.6)
    for opened, lines, height in zip(page, lists, heights, strict=True):
        _draw_block(sheet, voice, opened, lines, (top, height))
        top += height
    return sheet


def _wrap_labels(voice: Voice, opened: Opened) -> list[list[str]]:
    return [
        wrap_text(name_of_part(voice, opened.one, opened.field.id, theme, question), LABELS)
        for theme, question in opened.parts
    ]


def _height_of(lines: Sequence[Sequence[str]]) -> float:
    return 0.45 + sum(max(ROW, LINE * len(one) + 0.08) for one in lines)


def _draw_block(
    sheet: Sheet, voice: Voice, opened: Opened, lines: Sequence[list[str]], at: tuple[float, float]
) -> None:
    """One field: its heading, the spider with numbered spokes, and the list of its parts."""
    top, height = at
    sheet.page.hlines(top, 0.15, WIDTH - 0.1, color=PALE, lw=0.6, zorder=0)
    sheet.write(0.15, top + 0.28, _head(voice, opened), bold=True)
    one, spokes = opened.one, opened.spokes
    middle = (WEB / 2, top + 0.5 + (height - 0.5) / 2)
    web = Web(sheet, middle, RADIUS, one.limits, len(spokes))
    if _is_weighed(opened):
        web.draw_band([_weight_on_scale(one, scored.weight or 0.0) for scored in spokes])
    web.draw_rings([voice.numbers.plain(tick) for tick in web.ticks])
    web.draw_line([scored.score.estimate if scored.score.known else None for scored in spokes])
    for spoke in range(len(spokes)):
        x, y = web.out(spoke, RADIUS + 0.28)
        sheet.write(x, y, voice.numbers.count(spoke + 1), align="center", bold=True)
    _write_list(sheet, voice, opened, lines, top + 0.5 + (height - 0.5 - _height_of(lines)) / 2)


def _write_list(sheet: Sheet, voice: Voice, opened: Opened, lines: Sequence[list[str]], top: float) -> None:
    """The parts of a field by the numbers of their spokes, with score and weight."""
    score, weight = WIDTH - 1.7, WIDTH - 0.2
    for x, name in ((score, "score"), (weight, "weight")):
        sheet.write(x, top + 0.2, voice.text(f"heading.{name}"), align="right")
    y = top + 0.45
    sheet.page.hlines(y, WEB + 0.2, WIDTH - 0.1, color=PALE, lw=0.4, zorder=0)
    for number, (label, scored) in enumerate(zip(lines, opened.spokes, strict=True), 1):
        height = max(ROW, LINE * len(label) + 0.08)
        middle = y + height / 2
        sheet.write(WEB + 0.45, middle, voice.numbers.count(number), align="right", bold=True)
        sheet.write_lines(WEB + 0.65, middle, label)
        sheet.write(score, middle, write_score(voice, opened.one, scored.score), align="right")
        sheet.write(weight, middle, _write_weight(voice, scored), align="right")
        y += height
        sheet.page.hlines(y, WEB + 0.2, WIDTH - 0.1, color=PALE, lw=0.4, zorder=0)


def _write_weight(voice: Voice, scored: Scored) -> str:
    return NO_NUMBER_SIGN if scored.weight is None else voice.numbers.number(scored.weight, 1)


def _is_weighed(opened: Opened) -> bool:
    """Whether every part has a weight, so that the grey field can be drawn whole."""
    return all(scored.weight is not None for scored in opened.spokes)


def _weight_on_scale(one: Profiled, weight: float) -> float:
    """Where a weight lies on the axes of the scores: the ends of both scales lie alike."""
    low, high = one.limits
    least, most = one.card.lowest_weight, one.card.highest_weight
    return low + (high - low) * (weight - least) / (most - least)


def _head(voice: Voice, opened: Opened) -> str:
    one, case = opened.one, opened.case
    values = {
        "case": case.label,
        "field": voice.label(opened.field.label),
        "score": write_score(voice, one, one.score(opened.field.id, opened.session, case.id).score),
    }
    return head_card(voice, one, voice.text(f"label.opened_{opened.why}", **values))


def _words(voice: Voice, page: Sequence[Opened]) -> tuple[str, str]:
    card = page[0].one.card
    ends = {
        "low": card.lowest,
        "high": card.highest,
        "least": card.lowest_weight,
        "most": card.highest_weight,
    }
    plain = {name: voice.numbers.plain(end) for name, end in ends.items()}
    told = [_tell(voice, opened) for opened in page]
    return voice.text("caption.figure.scorecard_fields", **plain), join(
        voice.text("alt.scorecard_fields"), *told
    )


def _tell(voice: Voice, opened: Opened) -> str:
    """All scores and weights of an opened field in words, for who cannot see the spider."""
    told = []
    for (theme, question), scored in zip(opened.parts, opened.spokes, strict=True):
        label = name_of_part(voice, opened.one, opened.field.id, theme, question)
        values = {"label": label, "number": write_score(voice, opened.one, scored.score)}
        key = "alt.spoke" if scored.weight is None else "alt.spoke_weighed"
        told.append(voice.text(key, weight=_write_weight(voice, scored), **values))
    return voice.text("alt.spider", session=_head(voice, opened), scores=voice.wording.listed(told))
