"""The profile of a scorecard as spiders, the sessions side by side: over cases, and of each case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.displays import Voice
from analysis.displays.scorecard_tables import choose_sessions, decimals_of, head_card, name_session
from analysis.figures.case_map import name_part
from analysis.figures.drawing import Drawing, join
from analysis.figures.legend import LINE_STEP
from analysis.figures.style import GREY, INK, WIDTH, Sheet, text_width
from analysis.figures.webs import Web, find_middle
from analysis.profiles import Estimate
from analysis.profiles.changes_scorecards import Profiled, Scored, list_profiled

RADIUS = 1.85
PANEL = 6.3
HEADING = 0.55
LEGEND = 0.75
CASES = 3
"""Cases on one page."""


@dataclass(frozen=True)
class Profile:
    """The spiders of one case, or of all cases: the sessions that are shown, in order."""

    one: Profiled
    case: str
    heading: str
    sessions: Sequence[int]

    def scores(self, number: int) -> list[Scored]:
        """The score of each field in one session."""
        return [self.one.score(field.id, number, self.case) for field in self.one.card.fields]

    def values(self, number: int) -> list[float | None]:
        """The same as numbers, None where there is none."""
        return [scored.score.estimate if scored.score.known else None for scored in self.scores(number)]

    @property
    def rows(self) -> list[list[int]]:
        """The sessions in rows of two."""
        return [list(self.sessions[place : place + 2]) for place in range(0, len(self.sessions), 2)]

    @property
    def height(self) -> float:
        """The room it takes, in centimetres."""
        return (HEADING if self.heading else 0.0) + PANEL * len(self.rows)


def draw_spiders(voice: Voice) -> list[Drawing]:
    """The mean over cases in each session, one page a scorecard; nothing without scorecards."""
    drawings: list[Drawing] = []
    for one in _list_drawn(voice):
        sessions = [
            number
            for number in choose_sessions(one.sessions())
            if any(one.score(field.id, number).score.known for field in one.card.fields)
        ]
        if sessions:
            page = [Profile(one, "all", head_card(voice, one), sessions)]
            drawings.append(_finish("spiders", len(drawings), voice, page))
    return drawings


def draw_case_spiders(voice: Voice) -> list[Drawing]:
    """The sessions of each case side by side, a few cases a page; for the team only."""
    drawings: list[Drawing] = []
    for one in _list_drawn(voice):
        profiles = [
            Profile(one, case.id, head_card(voice, one, case.label), choose_sessions(one.sessions(case.id)))
            for case in one.cases(voice.showing)
        ]
        for place in range(0, len(profiles), CASES):
            page = profiles[place : place + CASES]
            drawings.append(_finish("case_spiders", len(drawings), voice, page))
    return drawings


def _list_drawn(voice: Voice) -> list[Profiled]:
    """The scorecards with fields enough for a spider."""
    return [one for one in list_profiled(voice.showing) if len(one.card.fields) > 2]


def _finish(name: str, number: int, voice: Voice, page: Sequence[Profile]) -> Drawing:
    sheet = Sheet(LEGEND + sum(profile.height for profile in page))
    _draw_legend(sheet, voice, page)
    top = LEGEND
    for profile in page:
        if profile.heading:
            sheet.write(0.15, top + 0.25, profile.heading, bold=True)
        first = top + (HEADING if profile.heading else 0.0)
        for row, sessions in enumerate(profile.rows):
            for column, session in enumerate(sessions):
                _draw_session(sheet, voice, profile, session, (column, first + PANEL * row))
        top += profile.height
    return Drawing(name_part(name, number), sheet, *_words(name, voice, page))


def _draw_session(
    sheet: Sheet, voice: Voice, profile: Profile, session: int, at: tuple[float, float]
) -> None:
    """One spider with the session before it as a dashed outline."""
    one, (column, top) = profile.one, at
    edges = (column * WIDTH / 2 + 0.1, (column + 1) * WIDTH / 2 - 0.1)
    labels = [voice.label(field.label) for field in one.card.fields]
    middle = find_middle(labels, RADIUS, edges)
    sheet.write(middle, top + 0.2, name_session(voice, one, profile.case, session), align="center", bold=True)
    web = Web(sheet, (middle, top + PANEL / 2 + 0.3), RADIUS, one.limits, len(labels))
    web.draw_rings([voice.numbers.plain(tick) for tick in web.ticks])
    place = list(profile.sessions).index(session)
    if place:
        web.draw_line(profile.values(profile.sessions[place - 1]), dashed=True)
    web.draw_line(profile.values(session))
    for spoke, (field, scored) in enumerate(zip(one.card.fields, profile.scores(session), strict=True)):
        if scored.score.has_interval and scored.score.ci_level:
            web.draw_interval(spoke, *scored.score.ends)
        last = place > 0 and session == profile.sessions[-1]
        arrow = _point(profile, field.id) if last else ""
        web.write_label(spoke, labels[spoke], write_score(voice, one, scored.score) + arrow, edges)


def write_score(voice: Voice, one: Profiled, score: Estimate) -> str:
    """The number at the end of a spoke, or the sign of one that is not there."""
    if score.known:
        return voice.numbers.number(score.value, decimals_of(one))
    return voice.numbers.mark(score).split("\N{NO-BREAK SPACE}")[0]


def _point(profile: Profile, field: str) -> str:
    """An arrow where the field rose or fell since the first session."""
    direction = profile.one.change(field, case=profile.case).direction
    return {1: " ↑", -1: " ↓"}.get(direction, "")


def _draw_legend(sheet: Sheet, voice: Voice, page: Sequence[Profile]) -> None:
    """Line samples in one line: the session, the one before it, the interval, the arrows."""
    samples = [("solid", voice.text("legend.session_drawn"))]
    if any(len(profile.sessions) > 1 for profile in page):
        samples.append(("dashed", voice.text("legend.session_before")))
    if any(scored.score.ci_level for one in page for number in one.sessions for scored in one.scores(number)):
        samples.append(("interval", voice.text("legend.interval")))
    if any(len(profile.sessions) > 1 for profile in page):
        samples.append(("", voice.text("legend.rose_fell")))
    x, y = 0.15, 0.1 + LINE_STEP / 2
    for kind, text in samples:
        x = _draw_sample(sheet, kind, x, y)
        sheet.write(x, y, text)
        x += text_width(text) + 0.5


def _draw_sample(sheet: Sheet, kind: str, x: float, y: float) -> float:
    """A sample of a line; the place where its words begin."""
    if kind == "solid":
        sheet.page.plot([x, x + 0.6], [y, y], color=INK, lw=1.5)
        sheet.page.plot([x + 0.3], [y], "o", ms=4.2, mfc=INK, mec="white", mew=0.5)
    elif kind == "dashed":
        sheet.page.plot([x, x + 0.6], [y, y], color=GREY, lw=0.9, ls=(0, (3, 2)))
    elif kind == "interval":
        sheet.page.plot([x, x + 0.6], [y, y], color=GREY, lw=1.2)
        sheet.page.vlines([x, x + 0.6], y - 0.09, y + 0.09, color=GREY, lw=1.2)
    return x + 0.75 if kind else x


def _words(name: str, voice: Voice, page: Sequence[Profile]) -> tuple[str, str]:
    one = page[0].one
    low, high = (voice.numbers.plain(end) for end in one.limits)
    shown = [scored.score for each in page for number in each.sessions for scored in each.scores(number)]
    cases = {"cases": voice.numbers.span([score.n for score in shown if score.n is not None] or [0])}
    caption = join(
        voice.text(f"caption.figure.{name}", low=low, high=high, **cases),
        voice.lines_note([score for score in shown if score.ci_level]),
    )
    told = [_tell(voice, profile, number) for profile in page for number in profile.sessions]
    return caption, join(voice.text(f"alt.{name}"), *told)


def _tell(voice: Voice, profile: Profile, number: int) -> str:
    """All scores of one session in words, for who cannot see the spider."""
    one = profile.one
    scores = [
        voice.text("alt.spoke", label=voice.label(field.label), number=write_score(voice, one, scored.score))
        for field, scored in zip(one.card.fields, profile.scores(number), strict=True)
    ]
    session = name_session(voice, one, profile.case, number)
    heading = ", ".join(part for part in (profile.heading, session) if part)
    return voice.text("alt.spider", session=heading, scores=voice.wording.listed(scores))
