"""Holding an instrument against itself: what its parts name has to exist and to fit together."""

from __future__ import annotations

import string

from analysis.instruments.model import AnswerSet, BandSet, Instrument, Scale
from analysis.problems import Key, ProblemList


def check_instrument(instrument: Instrument, found: ProblemList) -> None:
    """Note every fault of an instrument whose keys and values are sound each by itself."""
    _check_columns(instrument, found)
    for name, answers in instrument.answer_sets.items():
        _check_answer_set(("answer_sets", name), answers, found)
    for name, bands in instrument.band_sets.items():
        _check_bands(("band_sets", name), bands, found)
    _check_items(instrument, found)
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
    if answers.kind in ("number", "text") and values:
        found.add((*at, "answers"), f"a {answers.kind} has no list of answers", remedy="remove  answers:")
    found.check_unique([(*at, "answers", number) for number in range(len(values))], "answer", values)
    if answers.kind == "number" and (answers.minimum is None or answers.maximum is None):
        found.add(at, "a number needs a range", remedy="add  minimum:  and  maximum:")
    if answers.kind != "number" and not (answers.minimum is None and answers.maximum is None):
        found.add(at, f"a {answers.kind} has no range", remedy="remove  minimum:  and  maximum:")
    if answers.minimum is not None and answers.maximum is not None and answers.minimum >= answers.maximum:
        allowed = f"more than {answers.minimum}"
        found.add((*at, "maximum"), "the range is empty", answers.maximum, allowed, "correct the range")
    elif answers.kind in ("choice", "number"):
        _check_special_answers(at, answers, found)


def _check_special_answers(at: Key, answers: AnswerSet, found: ProblemList) -> None:
    values = answers.values()
    for number, value in enumerate(answers.not_relevant):
        if answers.kind == "choice" and value not in values:
            allowed = ", ".join(map(str, values))
            place = (*at, "not_relevant", number)
            found.add(place, "not_relevant names no answer", value, allowed, "name an answer")
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


def _check_items(instrument: Instrument, found: ProblemList) -> None:
    places = [("items", number) for number in range(len(instrument.items))]
    found.check_unique(places, "item", [item.id for item in instrument.items])
    found.check_unique(places, "item number", [item.number for item in instrument.items])
    for at, item in zip(places, instrument.items, strict=True):
        found.check_name((*at, "part"), "part", item.part, instrument.parts)
        found.check_name((*at, "answers"), "answer set", item.answers, instrument.answer_sets)
        for version in item.versions:
            found.check_name((*at, "versions", version), "version", version, instrument.versions)


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
