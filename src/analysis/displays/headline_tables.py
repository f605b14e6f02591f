"""The tables on how far the headline differences hold, and on what the cases add up to."""

from __future__ import annotations

from analysis.displays.estimate_tables import EstimateTable, comparison_heading, contrast_notes
from analysis.displays.numbers import NO_NUMBER_SIGN, WITHHELD_SIGN
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.profiles.headlines import VARIED, Headline, Held, list_headlines


def build_robustness(voice: Voice) -> Table:
    """In how many specifications each headline holds: of all, and of those that vary one thing."""
    columns = [Column(voice.text("heading.scale"), "left"), Column(voice.text("heading.holds_in"))]
    columns.append(Column(voice.text("heading.same_direction")))
    columns += [Column(voice.text(f"heading.varied_{varied}")) for varied in VARIED]
    sections = []
    shown: list[Held] = []
    for _, comparison, headlines in list_headlines(voice.showing):
        rows = []
        for headline in headlines:
            held = [headline.held("all"), *(headline.held(varied) for varied in VARIED)]
            shown += held
            cells = [_tell(voice, one) for one in held]
            same = held[0].same_direction if held[0].known else None
            direction = NO_NUMBER_SIGN if same is None else _of(voice, same, held[0].specifications)
            rows.append((voice.scale(headline.scale), cells[0], direction, *cells[1:]))
        sections.append(Section(comparison_heading(voice, comparison), tuple(rows)))
    alpha = voice.numbers.plain(voice.showing.plan.reach.alpha)
    notes = [
        voice.text("note.robustness", alpha=alpha),
        voice.text("note.robustness_sign", sign=NO_NUMBER_SIGN),
    ]
    if any(one.status == "withheld" for one in shown):
        notes.append(voice.text("note.robustness_withheld", sign=WITHHELD_SIGN))
    caption = voice.text("caption.table.robustness")
    note = " ".join([*notes, voice.wave_note()]).strip()
    return Table("robustness", caption, tuple(columns), tuple(sections), note)


def _tell(voice: Voice, held: Held) -> str:
    if held.status == "withheld":
        return WITHHELD_SIGN
    if not held.known or not held.specifications:
        return NO_NUMBER_SIGN
    return _of(voice, held.holds, held.specifications)


def _of(voice: Voice, part: int, whole: int) -> str:
    return voice.text("number.of", part=voice.numbers.count(part), whole=voice.numbers.count(whole))


def build_across_cases(voice: Voice) -> Table:
    """The cases' differences pooled, with interval and prediction interval, one row a scale."""
    table = EstimateTable("across_cases", voice)
    columns = [Column(voice.text("heading.scale"), "left")]
    names = ("pooled_difference", "pooled_prediction", "pooled_tau", "p", "cases", "n")
    columns += [Column(voice.text(f"heading.{name}")) for name in names]
    sections = []
    for _, comparison, headlines in list_headlines(voice.showing):
        rows = tuple(_across_row(table, voice, headline) for headline in headlines)
        sections.append(Section(comparison_heading(voice, comparison), rows))
    return table.finish(columns, sections, *contrast_notes(voice), voice.text("note.across_cases"))


def _across_row(table: EstimateTable, voice: Voice, headline: Headline) -> tuple[str, ...]:
    decimals = voice.decimals(headline.scale)
    pooled, prediction = headline.pooled(), headline.pooled("pooled_prediction")
    table.shown += [prediction]
    reach = (
        voice.numbers.interval(*prediction.ends, decimals)
        if prediction.has_interval
        else voice.numbers.mark(prediction)
    )
    return (
        voice.scale(headline.scale),
        table.with_interval(pooled, decimals),
        reach,
        table.number(headline.pooled("pooled_tau"), decimals),
        voice.p(pooled.p),
        NO_NUMBER_SIGN if pooled.n_cases is None else voice.numbers.count(pooled.n_cases),
        voice.people(pooled),
    )


def build_case_differences(voice: Voice) -> Table:
    """Each case's difference with the interval from the common spread, one row a scale, one column a case."""
    table = EstimateTable("case_differences", voice)
    columns = [Column(voice.text("heading.scale"), "left")]
    columns += [Column(case.label) for case in voice.showing.cases]
    sections = []
    for _, comparison, headlines in list_headlines(voice.showing):
        rows = []
        for headline in headlines:
            cases = [headline.pooled("case_difference", case.id) for case in voice.showing.cases]
            decimals = voice.decimals(headline.scale)
            cells = [table.with_interval(one, decimals) for one in cases]
            rows.append((voice.scale(headline.scale), *cells))
        sections.append(Section(comparison_heading(voice, comparison), tuple(rows)))
    return table.finish(columns, sections, *contrast_notes(voice), voice.text("note.case_differences"))
