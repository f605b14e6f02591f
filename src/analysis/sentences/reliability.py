"""How well questions hang together and answers repeat themselves, and what a case mean is worth."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from analysis.displays import Voice
from analysis.displays.inside_tables import name_direction, tell_unmeasured
from analysis.instruments import Scale
from analysis.plan import Retest
from analysis.profiles import Estimate, Estimates
from analysis.profiles.reliability import (
    CaseMean,
    Respondent,
    coefficient_of,
    list_case_means,
    list_respondents,
    list_retests,
    relied_scales,
)

Told = Sequence[tuple[Scale, Estimate]]
"""Scales with a number each."""


def tell_reliability(voice: Voice) -> str:
    """The lowest and the highest coefficient, how wide the intervals are, and how many scales have none."""
    shown = [
        (scale, voice.showing.reliability.get(analysis, coefficient_of(scale), scale=scale.id))
        for analysis, _, scales in relied_scales(voice.showing)
        for scale in scales
    ]
    known = [(scale, one) for scale, one in shown if one.known]
    told = [_tell_values(voice, known), _tell_widths(voice, known)]
    for key, count in (
        ("single", sum(one.reason == "one_item" for _, one in shown)),
        ("unknown", sum(one.status == "not_estimable" and one.reason != "one_item" for _, one in shown)),
        ("hidden", sum(one.status == "withheld" for _, one in shown)),
    ):
        scales = voice.numbers.counted("scales", count)
        told.append(voice.text(f"sentence.reliability_{key}", count=count, scales=scales) if count else "")
    return " ".join(one for one in told if one)


def _tell_values(voice: Voice, known: Told) -> str:
    if not known:
        return ""
    values = _name_ends(voice, known) | {
        "scales": voice.numbers.counted("scales", len(known)),
        "people": voice.numbers.span([one.n for _, one in known if one.n is not None]),
    }
    return voice.text("sentence.reliability", **values)


def _name_ends(voice: Voice, known: Told) -> dict[str, str]:
    (lowest, low), (highest, high) = (choose(known, key=lambda pair: pair[1].value) for choose in (min, max))
    return {
        "low": voice.numbers.number(low.value, 2),
        "lowest": voice.quote(voice.label(lowest.label)),
        "high": voice.numbers.number(high.value, 2),
        "highest": voice.quote(voice.label(highest.label)),
    }


def _tell_widths(voice: Voice, known: Told) -> str:
    """The narrowest and the widest interval, and how many do not even leave out zero."""
    widths = [(one.ends[1] - one.ends[0], scale, one) for scale, one in known if one.has_interval]
    if not widths:
        return ""
    (_, narrow, narrowest), (_, wide, widest) = (
        choose(widths, key=lambda each: each[0]) for choose in (min, max)
    )
    values = {
        "narrow": voice.quote(voice.label(narrow.label)),
        "narrowest": voice.numbers.interval_phrase(*narrowest.ends, 2),
        "wide": voice.quote(voice.label(wide.label)),
        "widest": voice.numbers.interval_phrase(*widest.ends, 2),
        "level": voice.level([one for _, _, one in widths]),
        "number": voice.numbers.count(sum(one.ends[0] <= 0 for _, _, one in widths)),
        "scales": voice.numbers.counted("scales", len(widths)),
    }
    return voice.text("sentence.reliability_widths", **values)


def tell_retest(voice: Voice) -> str:
    """How alike the same people answered in two waves, with what the time between means for it."""
    if len(voice.showing.waves) < 2:
        return voice.text("sentence.one_wave")
    retests = list_retests(voice.showing)
    if not retests:
        return voice.text("sentence.no_retest")
    return " ".join(_tell_pair(voice, *one) for one in retests)


def _tell_pair(voice: Voice, analysis: str, retest: Retest, numbers: Estimates) -> str:
    found = [
        (voice.showing.instrument.scale(scale), numbers.get(analysis, "retest_icc", scale=scale))
        for scale in retest.scales
    ]
    waves = {"before": voice.wave(retest.before), "after": voice.wave(retest.after)}
    known = [(scale, one) for scale, one in found if one.known]
    if not known:
        withheld = any(one.status == "withheld" for _, one in found)
        linked = not all(one.reason == "not_linked" for _, one in found)
        key = "retest_withheld" if withheld else "retest_unknown" if linked else "not_linked"
        return voice.text(f"sentence.{key}", **waves)
    values = _name_ends(voice, known) | {
        "scales": voice.numbers.counted("scales", len(known)),
        "pairs": voice.numbers.span([one.n for _, one in known if one.n is not None]),
        "number": voice.numbers.count(sum(one.has_interval and one.ends[0] > 0 for _, one in known)),
    }
    return f"{voice.text('sentence.retest', **waves, **values)} {voice.text('sentence.retest_warning')}"


def tell_case_means(voice: Voice) -> str:
    """On how many scales a case mean may be formed, why not on the others, and what was printed of it."""
    means = [one for _, family in list_case_means(voice.showing) for one in family]
    judged = [one for one in means if one.verdict.known]
    told = [_tell_verdicts(voice, judged)] if judged else []
    unknown = len(means) - len(judged)
    if unknown:
        scales = voice.numbers.counted("scales", unknown)
        told.append(voice.text("sentence.case_means_unknown", count=unknown, scales=scales))
    return " ".join([*told, *(_tell_printed(voice, judged) if judged else [])])


def _tell_verdicts(voice: Voice, judged: Sequence[CaseMean]) -> str:
    formed = [voice.quote(voice.label(one.scale.label)) for one in judged if one.verdict.value]
    limits = voice.showing.plan.aggregation
    values = {
        "number": voice.numbers.count(len(formed)),
        "scales": voice.numbers.counted("scales", len(judged)),
        "names": f" ({voice.wording.listed(formed)})" if 0 < len(formed) <= 3 else "",
        "agreement": voice.numbers.plain(limits.agreement),
        "reliability": voice.numbers.plain(limits.reliability),
    }
    told = [voice.text("sentence.case_means", **values)]
    refused = [one for one in judged if not one.verdict.value]
    for key, count in (
        ("alike", sum(one.reliable is False for one in refused)),
        ("disagree", sum(one.agreed is False for one in refused)),
        ("both", sum(one.reliable is False and one.agreed is False for one in refused)),
    ):
        if count:
            told.append(voice.text(f"sentence.case_means_{key}", count=count, n=voice.numbers.count(count)))
    return " ".join(told)


def _tell_printed(voice: Voice, judged: Sequence[CaseMean]) -> list[str]:
    """What was printed of cases whose two sides differ, beside the verdict on the same scales."""
    plan = voice.showing.plan
    told = []
    for fact in plan.findings.facts if plan.findings else []:
        comparison = plan.comparisons.get(fact.settings.analysis or "")
        if fact.measure != "cases_with_gap" or comparison is None:
            continue
        scales = {name for name in comparison.scales if fnmatchcase(name, fact.settings.scales)}
        same = [one for one in judged if one.scale.id in scales]
        if same:
            values = {
                "finding": voice.numbers.count(fact.finding),
                "statement": voice.quote(voice.label(fact.statement).rstrip(".")),
                "number": voice.numbers.count(sum(not one.verdict.value for one in same)),
                "scales": voice.numbers.counted("scales", len(same)),
            }
            told.append(voice.text("sentence.case_means_printed", **values))
    return told


def tell_distances(voice: Voice) -> str:
    """How many answer far from the others of their case, in which cases, and which way."""
    everybody = list_respondents(voice.showing)
    measured = [one for one in everybody if one.far != "not_estimable"]
    far = [one for one in measured if one.far == "yes"]
    values = {
        "n": voice.numbers.count(len(far)),
        "people": voice.numbers.counted("people", len(measured)),
        "cutoff": voice.numbers.plain(voice.showing.plan.cases.far),
    }
    told = [voice.text("sentence.distances", count=len(far), **values)] if measured else []
    told += [_tell_person(voice, one) for one in far]
    return " ".join([*told, *tell_unmeasured(voice, everybody)])


def _tell_person(voice: Voice, one: Respondent) -> str:
    labels = {case.id: case.label for case in voice.showing.study.settings.cases}
    values = {
        "case": labels[one.case],
        "group": voice.quote(voice.group(one.group)),
        "distance": voice.numbers.estimate(one.distance, 1),
        "direction": name_direction(voice, one),
    }
    return voice.text("sentence.far_person", **values)
