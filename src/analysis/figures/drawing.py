"""A finished figure with its words, and the words that several figures say in the same way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matplotlib.axes import Axes

from analysis.displays import Voice
from analysis.figures.style import Sheet, text_width
from analysis.instruments import Scale
from analysis.profiles import Estimate


@dataclass(frozen=True)
class Drawing:
    """A figure on its sheet, with its caption and what a reader who cannot see it needs."""

    name: str
    sheet: Sheet
    caption: str
    alt: str


def tell_people(voice: Voice, behind: dict[str, list[Estimate]]) -> str:
    """How many people stand behind the numbers of each group: "n = 11 (...) and 9–11 (...)"."""
    parts = []
    for group, estimates in behind.items():
        counts = [one.n for one in estimates if one.known and one.n is not None]
        if counts:
            parts.append(
                voice.text("phrase.n_of", n=voice.numbers.span(counts), group=voice.group_inside(group))
            )
    return voice.text("sentence.people", people=voice.wording.listed(parts)) if parts else ""


def tell_withheld(voice: Voice, estimates: Iterable[Estimate]) -> str:
    """How many numbers of the figure are withheld, or that none is."""
    withheld = sum(one.status == "withheld" for one in estimates)
    if not withheld:
        return voice.text("sentence.nothing_withheld")
    minimum = voice.numbers.count(voice.showing.study.settings.disclosure.minimum_people)
    numbers = voice.numbers.counted("numbers", withheld)
    return voice.text("sentence.withheld", count=withheld, numbers=numbers, minimum=minimum)


def tell_missing(voice: Voice, estimates: Iterable[Estimate]) -> str:
    """How many numbers of the figure could not be estimated; empty when all could."""
    missing = sum(one.status in ("not_estimable", "absent") for one in estimates)
    numbers = voice.numbers.counted("numbers", missing)
    return voice.text("sentence.not_estimable", count=missing, numbers=numbers) if missing else ""


def tell_range(voice: Voice, name: str, means: Iterable[tuple[Scale, Estimate]]) -> str:
    """The lowest and the highest mean that are shown under a name, with their scales."""
    known = [(mean.value, scale) for scale, mean in means if mean.known]
    if not known:
        return voice.text("alt.no_numbers", name=name)
    (low, lowest), (high, highest) = (choose(known, key=lambda pair: pair[0]) for choose in (min, max))
    values = {
        "name": name,
        "low": voice.numbers.number(low, voice.decimals(lowest.id)),
        "lowest": voice.label(lowest.label),
        "high": voice.numbers.number(high, voice.decimals(highest.id)),
        "highest": voice.label(highest.label),
    }
    return voice.text("alt.range", **values)


def name_ends(voice: Voice) -> tuple[str, str]:
    """What a difference below zero means, and one above, for the contrasts of the plan."""
    plan = voice.showing.plan
    contrasts = dict.fromkeys(one.contrast for one in plan.comparisons.values())
    if len(contrasts) > 1:
        return voice.text("axis.second_higher"), voice.text("axis.first_higher")
    contrast = plan.contrasts[next(iter(contrasts))]
    first, second = voice.group_inside(contrast.first), voice.group_inside(contrast.second)
    return voice.text("axis.higher_in", group=second), voice.text("axis.higher_in", group=first)


def write_ends(sheet: Sheet, axes: Axes, left: float, width: float, y: float, ends: tuple[str, str]) -> None:
    """Write to both sides of an axis's zero what lies there, shifted where the sheet ends."""
    low, high = axes.get_xlim()
    before, after = f"← {ends[0]}", f"{ends[1]} →"
    zero = left + width * (0.0 - low) / (high - low)
    furthest = sheet.width - 0.1 - 0.15 - text_width(after)
    zero = max(min(zero, furthest), 0.1 + 0.15 + text_width(before))
    sheet.write(zero - 0.15, y, before, align="right")
    sheet.write(zero + 0.15, y, after)


def join(*sentences: str) -> str:
    """The sentences that say anything, one after the other."""
    return " ".join(sentence for sentence in sentences if sentence)
