"""How far the headline differences hold, and what the cases add up to, in sentences."""

from __future__ import annotations

from analysis.displays import Voice
from analysis.profiles.headlines import Headline, Held, list_headlines


def tell_robustness(voice: Voice) -> str:
    """For each comparison: in how many specifications its headlines hold, and which holds least."""
    told = []
    for _, comparison, headlines in list_headlines(voice.showing):
        known = [(one, held) for one in headlines if (held := one.held()).known and held.specifications]
        if not known:
            continue
        whole = [one for one, held in known if held.holds == held.specifications]
        values = {
            "comparison": voice.comparison(comparison),
            "holds": voice.numbers.count(sum(held.holds for _, held in known)),
            "specifications": voice.numbers.count(sum(held.specifications for _, held in known)),
            "whole": voice.numbers.count(len(whole)),
            "scales": voice.numbers.counted("scales", len(known)),
        }
        told.append(voice.text("sentence.robustness", **values))
        if len(whole) < len(known):
            told.append(_tell_least(voice, known))
    return " ".join(told)


def _tell_least(voice: Voice, known: list[tuple[Headline, Held]]) -> str:
    headline, held = min(known, key=lambda pair: pair[1].holds / pair[1].specifications)
    values = {
        "scale": voice.quote(voice.scale(headline.scale)),
        "holds": voice.numbers.count(held.holds),
        "specifications": voice.numbers.count(held.specifications),
    }
    return voice.text("sentence.least_robust", **values)


def tell_across_cases(voice: Voice) -> str:
    """For each comparison: on how many scales the pooled interval leaves zero out, and for a new case too."""
    told = []
    for _, comparison, headlines in list_headlines(voice.showing):
        pooled = [one for one in headlines if one.pooled().has_interval]
        if not pooled:
            continue
        predicted = [one for one in pooled if one.pooled("pooled_prediction").has_interval]
        values = {
            "comparison": voice.comparison(comparison),
            "scales": voice.numbers.counted("scales", len(pooled)),
            "number": voice.numbers.count(sum(_leaves_zero_out(one, "pooled_difference") for one in pooled)),
            "level": voice.level([one.pooled() for one in pooled]),
        }
        told.append(voice.text("sentence.across_cases", **values))
        further = sum(_leaves_zero_out(one, "pooled_prediction") for one in predicted)
        if predicted:
            told.append(voice.text("sentence.further_case", number=voice.numbers.count(further)))
    return " ".join(told)


def _leaves_zero_out(headline: Headline, statistic: str) -> bool:
    low, high = headline.pooled(statistic).ends
    return low > 0 or high < 0
