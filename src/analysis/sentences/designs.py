"""What the design allows and can show, in sentences: tests, whether they agree, reach, equivalence."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.displays import Voice
from analysis.displays.design_tables import name_assumptions, rules_out
from analysis.profiles import Estimate
from analysis.profiles.headlines import TESTS, Headline, list_by_purpose, list_headlines


def tell_design(voice: Voice) -> str:
    """How many cases hold both groups, which test decides, and whether people may be taken as independent.

    What is the same for all comparisons is told once. Each of the three has a paragraph.
    """
    comparisons = list_by_purpose(voice.showing)
    everything = [one for _, _, headlines in comparisons for one in headlines]
    told: list[str] = []
    for tell in (_tell_cases, _tell_deciding, _tell_independence):
        said: dict[str, list[str]] = {}
        for _, comparison, headlines in comparisons:
            said.setdefault(" ".join(tell(voice, headlines)), []).append(voice.comparison(comparison))
        parts = [f"{voice.wording.listed(names)}: {text}" for text, names in said.items() if text]
        told.append(" ".join(parts if len(said) > 1 else tell(voice, everything)))
    return "\n\n".join(one for one in told if one)


def _where(voice: Voice, members: int, everything: int) -> str:
    if members == everything:
        return voice.text("phrase.on_all_scales")
    scales = voice.numbers.counted("scales", everything)
    return voice.text("phrase.on_some_scales", number=voice.numbers.count(members), scales=scales)


def _tell_cases(voice: Voice, headlines: list[Headline]) -> Iterator[str]:
    known = [one for row in headlines if (one := row.get("cases_with_both_groups")).known and one.n_cases]
    for kind in ("within", "both", "between"):
        members = [one for one in known if _kind(one) == kind]
        if members:
            values = {
                "where": _where(voice, len(members), len(known)),
                "both": voice.numbers.span([int(one.value) for one in members]),
                "cases": voice.numbers.span([one.n_cases for one in members if one.n_cases]),
            }
            yield voice.text(f"sentence.design_{kind}", **values)


def _kind(both: Estimate) -> str:
    """Whether every case has both groups (within), some have (both) or none has (between)."""
    if both.value == 0:
        return "between"
    return "within" if both.value == both.n_cases else "both"


def _tell_deciding(voice: Voice, headlines: list[Headline]) -> Iterator[str]:
    decisions = [one.decision() for one in headlines]
    tests = list(dict.fromkeys(one.test for one in decisions if one.test and not one.outside_plan))
    if tests:
        key = "named_by_plan" if headlines[0].comparison.primary else "chosen_by_design"
        names = voice.wording.listed([voice.test(test) for test in tests])
        yield voice.text(f"sentence.{key}", count=len(tests), tests=names)
    outside = [(one.planned, one.refusal, one.test) for one in decisions if one.planned and one.test]
    for planned, refusal, test in dict.fromkeys(outside):
        values = {
            "where": _where(voice, outside.count((planned, refusal, test)), len(decisions)),
            "planned": voice.test(planned),
            "reason": voice.text(f"reason.{refusal}"),
            "test": voice.test(test),
        }
        yield voice.text("sentence.decided_outside_plan", **values)


def _tell_independence(voice: Voice, headlines: list[Headline]) -> Iterator[str]:
    rows = [[one.get(test) for test in TESTS["independent"]] for one in headlines]
    refused = sum(any(one.reason == "cases_ignored" for one in tests) for tests in rows)
    valid = sum(any(one.known for one in tests) for tests in rows)
    for key, number in (("valid", valid), ("refused", refused)):
        if number:
            yield voice.text(f"sentence.independent_{key}", where=_where(voice, number, len(rows)))


def tell_tests(voice: Voice) -> str:
    """For each comparison, what was foreseen first: on how many scales all valid tests say the same."""
    alpha = voice.showing.plan.reach.alpha
    told = []
    for _, comparison, headlines in list_by_purpose(voice.showing):
        ps = [[one.p for one in row.tests().values() if one.p is not None] for row in headlines]
        several = [one for one in ps if len(one) > 1]
        if several:
            alike = sum(len({p < alpha for p in one}) == 1 for one in several)
            values = {
                "comparison": voice.comparison(comparison),
                "number": voice.numbers.count(alike),
                "scales": voice.numbers.counted("scales", len(several)),
                "alpha": voice.numbers.plain(alpha),
            }
            told.append(voice.text("sentence.valid_tests", **values))
    return " ".join([*told, voice.text("sentence.p_not_adjusted")]) if told else ""


def tell_equivalence(voice: Voice) -> str:
    """On how many scales a difference beyond the margin is ruled out; that no margin is planned."""
    told = []
    for _, comparison, headlines in list_by_purpose(voice.showing):
        known = [one for row in headlines if (one := row.get("equivalence")).p is not None]
        if comparison.margin is not None and known:
            values = {
                "comparison": voice.comparison(comparison),
                "margin": voice.numbers.plain(comparison.margin),
                "number": voice.numbers.count(sum(rules_out(voice, one) for one in known)),
                "scales": voice.numbers.counted("scales", len(known)),
            }
            told.append(voice.text("sentence.equivalence", **values))
    if told:
        return " ".join([*told, voice.text("sentence.not_equal")])
    planned = any(one.margin is not None for _, one, _ in list_headlines(voice.showing))
    return voice.text("sentence.not_equal") if planned else voice.text("sentence.no_margins")


def tell_reach(voice: Voice) -> str:
    """What the deciding tests can show in this design: smallest p, smallest detectable effect, width."""
    alpha = voice.showing.plan.reach.alpha
    headlines = [one for _, _, members in list_headlines(voice.showing) for one in members]
    found = {
        name: [one.value for row in headlines if (one := row.get(name)).known]
        for name in ("smallest_p", "detectable_effect", "expected_width")
    }
    named = name_assumptions(voice)
    told = []
    if p := found["smallest_p"]:
        ends = {"p": voice.numbers.exact_p(min(p)), "p_high": voice.numbers.exact_p(max(p))}
        told.append(voice.text("sentence.smallest_p", **named, **ends))
        never = sum(one >= alpha for one in p)
        if never:
            values = {"number": voice.numbers.count(never), "scales": voice.numbers.counted("scales", len(p))}
            told.append(voice.text("sentence.never_below", alpha=named["alpha"], **values))
    if effects := found["detectable_effect"]:
        told.append(voice.text("sentence.detectable", effect=_tell_span(voice, effects), **named))
    if widths := found["expected_width"]:
        told.append(voice.text("sentence.expected_width", width=_tell_span(voice, widths)))
    if effects or widths:
        told.append(voice.text("sentence.simulated", **named))
        spans = [_tell_span(voice, values) for values in (effects, widths) if values]
        largest = [voice.numbers.number(max(values), 2) for values in (effects, widths) if values]
        told += [voice.text("sentence.several_designs")] if spans != largest else []
    return " ".join(told)


def _tell_span(voice: Voice, values: list[float]) -> str:
    low, high = voice.numbers.number(min(values), 2), voice.numbers.number(max(values), 2)
    return low if low == high else voice.text("number.interval_phrase", low=low, high=high)
