"""Holding an instrument against itself: what its parts name has to exist and to fit together."""

from __future__ import annotations

import string

from analysis.instruments.item_checks import check_items
from analysis.instruments.model import AnswerSet, BandSet, Instrument, Scale
from analysis.instruments.texts import normalise_label
from analysis.problems import Key, ProblemList

REASONS = ("not_relevant", "dont_know", "refused")
"""The lists of answers that are set missing; each is the reason's name too."""


def check_instrument(instrument: Instrument, found: ProblemList) -> None:
    """Note every fault of an instrument whose keys and values are sound each by itself."""
    _check_columns(instrument, found)
    for name, answers in instrument.answer_sets.items():
        _check_answer_set(("answer_sets", name), answers, found)
    for name, bands in instrument.band_sets.items():
        _check_bands(("band_sets", name), bands, found)
    check_items(instrument, found)
    found.check_unique(
        [("scales", number) for number in range(len(instrument.scales))],
        "scale",
        [scale.id for scale in instrument.scales],
    )
    for number, scale in enumerate(instrument.scales):
        _check_scale(("scales", number), scale, instrument, found)


def _check_columns(instrument: Instrument, found: ProblemList) -> None:
    allowed = "{number} or {id}"
    for number, pattern in enumerate(instrument.columns):
        at = ("columns", number)
        try:
            names = [name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None]
        except ValueError:
            names = ["{"]
        if not names or not set(names) <= {"number", "id"}:
            remedy = "write for example s_{number}"
            found.add(at, "this cannot name a column for each item", pattern, allowed, remedy)


def _check_answer_set(at: Key, answers: AnswerSet, found: ProblemList) -> None:
    values = answers.values()
    if answers.kind == "choice" and not values:
        found.add(at, "a choice needs its answers", remedy="add  answers:")
    if answers.kind in ("number", "text", "ticked") and answers.answers:
        what = f"{_name_kind(answers)} has no list of answers"
        found.add((*at, "answers"), what, remedy="remove  answers:")
    else:
        found.check_unique([(*at, "answers", number) for number in range(len(values))], "answer", values)
    _check_texts(at, answers, found)
    if answers.kind == "number" and (answers.minimum is None or answers.maximum is None):
        found.add(at, "a number needs a range", remedy="add  minimum:  and  maximum:")
    if answers.kind != "number" and not (answers.minimum is None and answers.maximum is None):
        found.add(at, f"{_name_kind(answers)} has no range", remedy="remove  minimum:  and  maximum:")
    if answers.kind != "number" and answers.decimals:
        what = f"{_name_kind(answers)} has no decimals"
        found.add((*at, "decimals"), what, remedy="remove  decimals:")
    if answers.minimum is not None and answers.maximum is not None and answers.minimum >= answers.maximum:
        allowed = f"more than {answers.minimum}"
        found.add((*at, "maximum"), "the range is empty", answers.maximum, allowed, "correct the range")
    elif answers.kind in ("choice", "number"):
        _check_special_answers(at, answers, found)
    for name in REASONS if answers.kind not in ("choice", "number") else ():
        if getattr(answers, name):
            found.add((*at, name), f"{_name_kind(answers)} has no such answers", remedy=f"remove  {name}:")


def _name_kind(answers: AnswerSet) -> str:
    return {"ticked": "an option that is ticked"}.get(answers.kind, f"a {answers.kind}")


def _check_texts(at: Key, answers: AnswerSet, found: ProblemList) -> None:
    """Check that no text of an answer is that of another answer too."""
    owners: dict[str, int] = {}
    for number, answer in enumerate(answers.answers):
        for text in answer.wordings():
            owner = owners.setdefault(normalise_label(text), answer.value)
            if owner != answer.value:
                what = f"the text “{text}” stands for the answers {owner} and {answer.value}"
                remedy = "keep it for one of the two"
                found.add((*at, "answers", number), what, text, "texts that differ", remedy)


def _check_special_answers(at: Key, answers: AnswerSet, found: ProblemList) -> None:
    values = answers.values()
    named: list[int] = []
    for name in REASONS:
        for number, value in enumerate(getattr(answers, name)):
            place = (*at, name, number)
            if answers.kind == "choice" and value not in values:
                allowed = ", ".join(map(str, values))
                found.add(place, f"{name} names no answer", value, allowed, "name an answer")
            if value in named:
                what = f"the answer {value} is missing for two reasons"
                found.add(place, what, value, "one reason", "keep it in one of the lists")
            named.append(value)
    if answers.neutral is None:
        return
    place = (*at, "neutral")
    if not answers.not_relevant:
        found.add(place, "neutral needs answers that it can stand for", remedy="add  not_relevant:")
    if values or answers.minimum is not None:
        low, high = answers.limits()
        if not low <= answers.neutral <= high:
            allowed = f"{low:g} to {high:g}"
            found.add(place, "neutral lies outside the answers", answers.neutral, allowed, "correct it")


def _check_bands(at: Key, bands: BandSet, found: ProblemList) -> None:
    found.check_unique(
        [(*at, "bands", number) for number in range(len(bands.bands))],
        "band",
        [band.id for band in bands.bands],
    )
    for number, band in enumerate(bands.bands):
        place = (*at, "bands", number)
        if band.low >= band.high:
            found.add(place, f"the band “{band.id}” is empty", f"{band.low:g} to {band.high:g}")
        if number and band.low != (before := bands.bands[number - 1]).high:
            what = f"the band “{band.id}” does not begin where “{before.id}” ends"
            found.add((*place, "low"), what, f"{band.low:g}", f"{before.high:g}", "correct one of the two")


def _check_scale(at: Key, scale: Scale, instrument: Instrument, found: ProblemList) -> None:
    items = {item.id: item for item in instrument.items}
    found.check_names((*at, "items"), "item", scale.items, items)
    found.check_name((*at, "family"), "family", scale.family, instrument.families)
    if scale.minimum_answered > len(scale.items):
        allowed = f"1 to {len(scale.items)}"
        what = "minimum_answered is more than its items"
        found.add((*at, "minimum_answered"), what, scale.minimum_answered, allowed, "lower it")
    sets = list(dict.fromkeys(items[item].answers for item in scale.items if item in items))
    if len(sets) > 1:
        what = f"the items of “{scale.id}” have different answers"
        found.add((*at, "items"), what, ", ".join(sets), "one answer set", "split the scale")
    for answers in sets:
        if answers in instrument.answer_sets:
            _check_scored(at, scale, instrument.answer_sets[answers], instrument, found)


def _check_scored(
    at: Key, scale: Scale, answers: AnswerSet, instrument: Instrument, found: ProblemList
) -> None:
    """Check that a score can be formed from the answers, and read with the scale's bands."""
    if answers.kind not in ("choice", "number") or answers.level not in ("ordinal", "interval"):
        what = f"“{scale.id}” cannot be formed from such answers"
        seen = f"{answers.kind}, {answers.level}"
        found.add((*at, "items"), what, seen, "choice or number; ordinal or interval", "take them out")
        return
    if scale.bands is None:
        return
    found.check_name((*at, "bands"), "band set", scale.bands, instrument.band_sets)
    if scale.bands in instrument.band_sets and (answers.values() or answers.minimum is not None):
        bands = instrument.band_sets[scale.bands].bands
        low, high = answers.limits()
        if bands[0].low > low or bands[-1].high < high:
            what = f"the bands do not reach over the whole of “{scale.id}”"
            seen = f"{bands[0].low:g} to {bands[-1].high:g}"
            found.add((*at, "bands"), what, seen, f"{low:g} to {high:g}", "widen them or use others")
