"""How the groups differ, in sentences: the tests that decide, how large, and both readings."""

from __future__ import annotations

from analysis.displays import Voice
from analysis.plan import Comparison
from analysis.profiles.headlines import Headline, find_largest, list_by_purpose, list_headlines


def tell_differences(voice: Voice) -> str:
    """A paragraph for each comparison, foreseen ones first: how often p is low, the largest difference."""
    told = []
    purposes = set()
    for _, comparison, headlines in list_by_purpose(voice.showing):
        purposes.add(comparison.purpose)
        told.append(f"{_count_low(voice, comparison, headlines)} {_tell_largest(voice, headlines)}".strip())
    keys = (("confirmatory", "foreseen"), ("exploratory", "not_foreseen"))
    meant = [voice.text(f"sentence.{key}") for purpose, key in keys if purpose in purposes]
    return "\n\n".join([*told, " ".join(meant)]) if told else ""


def _count_low(voice: Voice, comparison: Comparison, headlines: list[Headline]) -> str:
    plan = voice.showing.plan
    decisions = [one.decision() for one in headlines]
    values = {
        "comparison": voice.comparison(comparison),
        "number": voice.numbers.count(sum(one.is_below(plan.reach.alpha) for one in decisions)),
        "scales": voice.numbers.counted(
            "scales", sum(one.estimate.p_adjusted is not None for one in decisions)
        ),
        "alpha": voice.numbers.plain(plan.reach.alpha),
        "adjustment": voice.text(f"adjustment.{plan.families[comparison.family].adjustment}"),
    }
    return voice.text("sentence.tests", **values)


def _tell_largest(voice: Voice, headlines: list[Headline]) -> str:
    largest = find_largest(headlines)
    if largest is None:
        return ""
    g, p = largest.get("hedges_g"), largest.decision().estimate.p_adjusted
    values = {
        "scale": voice.quote(voice.scale(largest.scale)),
        "g": voice.numbers.number(g.value, 2),
        "p": "" if p is None else voice.text("phrase.adjusted_p", p=voice.numbers.p_phrase(p)),
        "best": _tell_best(voice, largest),
    }
    if not g.has_interval or g.ci_level is None:
        return voice.text("sentence.largest", **values)
    interval = voice.numbers.interval_phrase(*g.ends, 2)
    level = voice.numbers.level(g.ci_level)
    return voice.text("sentence.largest_interval", interval=interval, level=level, **values)


def _tell_best(voice: Voice, headline: Headline) -> str:
    if not headline.best:
        return ""
    shown = headline.decision().is_below(voice.showing.plan.reach.alpha)
    key = "best" if shown else "best_uncertain"
    return voice.text(f"phrase.{key}", group=voice.group_inside(headline.best))


def tell_effects(voice: Voice) -> str:
    """A paragraph for each comparison, foreseen ones first: the largest difference in common language."""
    told = []
    for _, comparison, headlines in list_by_purpose(voice.showing):
        largest = find_largest([one for one in headlines if one.better_chance.known])
        if largest is None:
            continue
        known = [one for one in headlines if one.get("hedges_g").has_interval]
        settled = voice.numbers.count(sum(not one.is_uncertain for one in known))
        scales = voice.numbers.counted("scales", len(known))
        counted = voice.text("sentence.effects_count", number=settled, scales=scales)
        told.append(f"{_tell_pairs(voice, comparison, largest)} {counted}")
    return "\n\n".join([*told, voice.text("sentence.not_adjusted")]) if told else ""


def _tell_pairs(voice: Voice, comparison: Comparison, headline: Headline) -> str:
    """In how many pairs the person of the group that more often has the better score has it."""
    chance = headline.better_chance
    turned = chance.value < 0.5
    share = 1 - chance.value if turned else chance.value
    values = {
        "comparison": voice.comparison(comparison),
        "scale": voice.quote(voice.scale(headline.scale)),
        "group": voice.group_inside(headline.groups[turned]),
        "better": voice.text(f"phrase.better_{headline.about.better}"),
        "share": voice.numbers.percent(share),
    }
    told = voice.text("sentence.effects", **values)
    if not chance.has_interval or chance.ci_level is None:
        return told
    low, high = chance.ends
    ends = (1 - high, 1 - low) if turned else (low, high)
    names = {"low": voice.numbers.percent(ends[0]), "high": voice.numbers.percent(ends[1])}
    interval = voice.text("number.interval_phrase", **names)
    key = "effects_settled" if ends[0] > 0.5 else "effects_open"
    level = voice.numbers.level(chance.ci_level)
    return f"{told} {voice.text(f'sentence.{key}', interval=interval, level=level)}"


def tell_readings(voice: Voice) -> str:
    """On how many scales the second reading of the answers turns a sign or moves p across the level."""
    alpha = voice.showing.plan.reach.alpha
    turned, moved, compared = [], [], 0
    for _, _, headlines in list_headlines(voice.showing):
        for headline in headlines:
            main, other = headline.decision("main"), headline.decision("neutral")
            if not (main.estimate.known and other.estimate.known):
                continue
            compared += 1
            name = voice.quote(voice.scale(headline.scale))
            turned += [name] if main.direction * other.direction < 0 else []
            moved += [name] if main.is_below(alpha) != other.is_below(alpha) else []
    if not compared:
        return ""
    scales = voice.numbers.counted("scales", compared)
    told = [voice.text("note.readings")]
    for key, names in (("turned", turned), ("moved", moved)):
        values = {
            "number": voice.numbers.count(len(names)),
            "scales": scales,
            "alpha": voice.numbers.plain(alpha),
        }
        ending = f" ({voice.wording.listed(names)})" if names else ""
        told.append(voice.text(f"sentence.{key}", names=ending, **values))
    return " ".join(told)
