"""What was answered, in sentences: contact, and profiles."""

from __future__ import annotations

from analysis.displays import Voice
from analysis.profiles import Shown, counted_items, described_scales


def tell_contact(voice: Voice) -> str:
    """How many gave each answer to the counted questions, as far as that is told."""
    told = []
    for analysis, item in counted_items(voice.showing):
        answers, hidden = [], False
        for answer in voice.showing.instrument.answer_set(item.id).listed_answers():
            count = voice.showing.descriptives.get(
                analysis, "count", item=item.id, category=str(answer.value)
            )
            hidden |= not count.known
            if count.known and count.n is not None:
                values = {"part": voice.numbers.estimate(count, 0), "whole": voice.numbers.count(count.n)}
                answers.append(
                    f"{voice.text('number.of', **values)} {voice.quote(voice.label(answer.label))}"
                )
        key = "contact_part" if answers and hidden else "contact_all" if answers else "contact_none"
        number = voice.numbers.count(item.number)
        told.append(voice.text(f"sentence.{key}", number=number, answers=voice.wording.listed(answers)))
    return " ".join(told)


def tell_factor_profile(voice: Voice) -> str:
    """Which group lies higher, and in which bands, on the scales where high is good."""
    return _tell_profile(voice, "higher")


def tell_barriers(voice: Voice) -> str:
    """Which group lies higher, and in which quarters, on the scales where low is good."""
    return _tell_profile(voice, "lower")


def _tell_profile(voice: Voice, better: str) -> str:
    scales = described_scales(voice.showing, better)
    if not scales:
        return ""
    told = [voice.text(f"note.better_{better}"), voice.directions(scales)]
    told += [_tell_bands(voice, scales, group.id) for group in voice.showing.groups]
    return " ".join(one for one in told if one)


def _tell_bands(voice: Voice, scales: list[Shown], group: str) -> str:
    """In how many of the scales that are read with bands a group's mean lies in each band."""
    counts: dict[str, int] = {}
    total = 0
    for one in scales:
        mean = voice.showing.descriptives.get(one.analysis, "mean", scale=one.scale.id, group=group)
        if one.scale.bands and mean.known:
            bands = voice.showing.instrument.band_sets[one.scale.bands].bands
            band = next((band for band in bands if mean.value < band.high), bands[-1])
            counts |= {voice.label(each.label): counts.get(voice.label(each.label), 0) for each in bands}
            counts[voice.label(band.label)] += 1
            total += 1
    if not total:
        return ""
    parts = [f"{voice.quote(label)} {voice.numbers.count(count)}" for label, count in counts.items() if count]
    values = {"group": voice.group(group), "scales": voice.numbers.counted("scales", total)}
    return voice.text("sentence.in_bands", bands=voice.wording.listed(parts), **values)
