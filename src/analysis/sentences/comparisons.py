"""How the groups differ, in sentences: the tests, what they can show, and both readings."""

from __future__ import annotations

from analysis.displays import Voice
from analysis.plan import Comparison
from analysis.profiles import Estimate


def tell_differences(voice: Voice) -> str:
    """For each comparison, on how many scales p is below the level, and the largest difference."""
    plan = voice.showing.study.plan
    told = []
    for analysis, comparison in plan.comparisons.items():
        tests = {scale: _get(voice, analysis, comparison, scale) for scale in comparison.scales}
        below = [
            scale
            for scale, one in tests.items()
            if one.p_adjusted is not None and one.p_adjusted < plan.reach.alpha
        ]
        known = sum(one.p_adjusted is not None for one in tests.values())
        values = {
            "comparison": voice.quote(voice.label(comparison.label)),
            "number": voice.numbers.count(len(below)),
            "scales": voice.numbers.counted("scales", known),
            "alpha": voice.numbers.plain(plan.reach.alpha),
            "adjustment": voice.text(f"adjustment.{plan.families[comparison.family].adjustment}"),
        }
        told += [voice.text("sentence.tests", **values), _tell_largest(voice, analysis, comparison)]
    return " ".join(one for one in told if one)


def _get(
    voice: Voice,
    analysis: str,
    comparison: Comparison,
    scale: str,
    statistic: str = "within_case_difference",
    sensitivity: str = "main",
) -> Estimate:
    return voice.showing.differences.get(
        analysis, statistic, scale=scale, contrast=comparison.contrast, sensitivity=sensitivity
    )


def _tell_largest(voice: Voice, analysis: str, comparison: Comparison) -> str:
    known = [
        (scale, g)
        for scale in comparison.scales
        if (g := _get(voice, analysis, comparison, scale, "hedges_g")).known
    ]
    if not known:
        return ""
    scale, g = max(known, key=lambda pair: abs(pair[1].value))
    p = _get(voice, analysis, comparison, scale).p_adjusted
    adjusted = "" if p is None else voice.text("phrase.adjusted_p", p=voice.numbers.p_phrase(p))
    values = {"scale": voice.quote(voice.scale(scale)), "g": voice.numbers.number(g.value, 2), "p": adjusted}
    if not g.has_interval or g.ci_level is None:
        return voice.text("sentence.largest", **values)
    interval = voice.numbers.interval_phrase(*g.ends, 2)
    level = voice.numbers.level(g.ci_level)
    return voice.text("sentence.largest_interval", interval=interval, level=level, **values)


def tell_reach(voice: Voice) -> str:
    """What so many answers can show: smallest p, smallest detectable effect, width of intervals."""
    plan = voice.showing.study.plan
    found: dict[str, list[float]] = {"smallest_p": [], "detectable_effect": [], "expected_width": []}
    for analysis, comparison in plan.comparisons.items():
        for scale in comparison.scales:
            for statistic, values in found.items():
                one = _get(voice, analysis, comparison, scale, statistic)
                values += [one.value] if one.known else []
    if not all(found.values()):
        return ""
    p = found["smallest_p"]
    told = {
        "p": voice.numbers.exact_p(min(p)),
        "p_high": voice.numbers.exact_p(max(p)),
        "effect": _tell_span(voice, found["detectable_effect"]),
        "width": _tell_span(voice, found["expected_width"]),
        "power": voice.numbers.percent(plan.reach.power),
        "alpha": voice.numbers.plain(plan.reach.alpha),
    }
    return voice.text("sentence.reach", **told)


def _tell_span(voice: Voice, values: list[float]) -> str:
    low, high = voice.numbers.number(min(values), 2), voice.numbers.number(max(values), 2)
    return low if low == high else voice.text("number.interval_phrase", low=low, high=high)


def tell_readings(voice: Voice) -> str:
    """On how many scales the second reading of the answers turns a sign or moves p across the level."""
    alpha = voice.showing.study.plan.reach.alpha
    turned, moved, compared = [], [], 0
    for analysis, comparison in voice.showing.study.plan.comparisons.items():
        for scale in comparison.scales:
            main, other = (
                _get(voice, analysis, comparison, scale, sensitivity=reading)
                for reading in ("main", "neutral")
            )
            if not (main.known and other.known):
                continue
            compared += 1
            name = voice.quote(voice.scale(scale))
            turned += [name] if main.value * other.value < 0 else []
            below = [one.p_adjusted is not None and one.p_adjusted < alpha for one in (main, other)]
            moved += [name] if below[0] != below[1] else []
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
