"""What the draw must show: the printed facts, and the patterns of the case tables.

This is a check of its own, on the drawn answers, before any file is written. The comparison that
the report shows is made anew from the imported files, by `analysis.findings`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from analysis.instruments import Instrument
from analysis.reference_study import design
from analysis.reference_study.design import Respondent

Numbers = Mapping[str, np.ndarray]
FACTORS = tuple(f"f{number:02d}" for number in range(1, 21))
BARRIERS = ("not_invented_here", "hoarding", "search", "transfer")
CASES = tuple(design.PROFILES)
QUARTER = 99 / 4
# Of random answers with 3 among them; without it 2.5. The smaller of the two asks for more agreement.
RANDOM_VARIANCE = 2.0
CASE_OF = np.array([person.case for person in design.PEOPLE])
ENTERPRISE = np.array([person.group == design.ENTERPRISE for person in design.PEOPLE])


def find_broken_facts(people: list[Respondent], instrument: Instrument) -> list[str]:
    """Names of the facts and patterns that the answers do not show; facts of part 2 in both readings."""
    broken = []
    for neutral in (False, True):
        items = _item_answers(people, instrument, neutral)
        scores = _scores(items, instrument)
        checks = SHOWN_IN_BOTH_READINGS if neutral else SHOWN_IN_BOTH_READINGS | SHOWN_ONCE
        broken += [name for name, check in checks.items() if not check(items, scores, instrument)]
    return broken


def _item_answers(people: list[Respondent], instrument: Instrument, neutral: bool) -> dict[str, np.ndarray]:
    """Per item one number a person, turned where the item is reversed; missing is NaN."""
    made = {}
    for item in (item for scale in instrument.scales for item in scale.items):
        answers = instrument.answer_set(item)
        skipped = () if neutral else tuple(answers.not_relevant)
        given = [one.answers[item] for one in people]
        values = np.array([np.nan if one is None or one in skipped else float(one) for one in given])
        made[item] = 6 - values if instrument.item(item).reverse else values
    return made


def _scores(items: Numbers, instrument: Instrument) -> dict[str, np.ndarray]:
    scores = {}
    for scale in instrument.scales:
        values = np.array([items[item] for item in scale.items])
        answered = (~np.isnan(values)).sum(axis=0)
        sums = np.nansum(values, axis=0)
        enough = answered >= scale.minimum_answered
        scores[scale.id] = np.where(enough, sums / np.maximum(answered, 1), np.nan)
    return scores


def _lead(values: np.ndarray) -> float:
    """The enterprises' mean less the municipalities'; NaN where a side has no answer."""
    first, second = (values[group & ~np.isnan(values)] for group in (ENTERPRISE, ~ENTERPRISE))
    return float(first.mean() - second.mean()) if first.size and second.size else float("nan")


def _case_means(scores: Numbers, scales: tuple[str, ...]) -> np.ndarray:
    """Cases by scales."""
    return np.array([[np.nanmean(scores[scale][case == CASE_OF]) for scale in scales] for case in CASES])


def _gaps(scores: Numbers, scales: tuple[str, ...]) -> np.ndarray:
    """Cases by scales: the enterprise's mean less the municipality's."""
    return np.array(
        [[_lead(np.where(case == CASE_OF, scores[scale], np.nan)) for scale in scales] for case in CASES]
    )


def _leads_on_most(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    leads = np.array([_lead(items[item]) for item in items if instrument.item(item).part == "practice"])
    most = 10 <= (leads > 0.02).sum() <= len(leads) - 2
    return bool(most and np.median(np.abs(leads)) <= 0.45 and np.abs(leads).max() <= 0.9)


def _leads_throughout(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    return all(_lead(scores[factor]) >= 0.1 for factor in FACTORS)


def _agrees_on_many(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    part = [item for item in items if instrument.item(item).part == "success_factors"]
    variances = [
        [np.nanvar(items[item][group], ddof=1) for item in part] for group in (ENTERPRISE, ~ENTERPRISE)
    ]
    return bool((1 - np.array(variances) / RANDOM_VARIANCE >= 0.51).sum(axis=1).min() >= 0.55 * len(part))


def _factor_profiles_differ(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    return bool((np.ptp(_case_means(scores, FACTORS), axis=0) >= 1.1).sum() >= 8)


def _nobody_good_at_all(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    means = _case_means(scores, FACTORS)
    return bool((means.min(axis=1) < 3.5).all() and (means.max(axis=1) >= 4.2).all())


def _one_far_more_negative(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    inside = CASE_OF == design.FRISKGARDEN
    means = np.nanmean([scores[factor][inside] for factor in FACTORS], axis=0)
    return bool(means[0] <= means[1:].min() - 1.2)


def _one_weak_spot(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    means = _case_means(scores, FACTORS)
    deviations = means[CASES.index(design.TRONDHEIM)] - means.mean(axis=0)
    others = np.delete(deviations, FACTORS.index("f09"))
    return bool(deviations[FACTORS.index("f09")] <= -0.6 and others.min() >= -0.5 and others.max() <= 0.9)


def _one_above_average(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    means = _case_means(scores, FACTORS)
    return bool((means[CASES.index(design.NOEN)] > means.mean(axis=0)).sum() >= 16)


def _barriers_lower(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    leads = np.array([_lead(scores[barrier]) for barrier in BARRIERS])
    return bool((leads <= -15).all() and (leads <= -QUARTER - 1).sum() >= 2)


def _barrier_profiles_differ(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    return bool((np.ptp(_case_means(scores, BARRIERS), axis=0) >= QUARTER + 2).sum() >= 3)


def _sides_differ(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    return bool((np.nanmax(np.abs(_gaps(scores, BARRIERS)), axis=1) >= QUARTER + 1).all())


def _transfer_at_both_ends(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    inside = np.array(
        [items[item][CASE_OF == design.FRISKGARDEN] for item in instrument.scale("transfer").items]
    )
    return bool(np.nanmin(inside) == 1 and np.nanmax(inside) == 100)


def _lowest_but_hoarding(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    level = dict(zip(BARRIERS, _case_means(scores, BARRIERS)[CASES.index(design.TRANOY)], strict=True))
    hoarding = level.pop("hoarding")
    return max(level.values()) <= QUARTER and QUARTER + 2 <= hoarding <= 2 * QUARTER


def _first_better_last_worse(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    means = _case_means(scores, BARRIERS)
    deviations = means[CASES.index(design.ASKER)] - means.mean(axis=0)
    return bool((deviations[:2] < -3).all() and (deviations[2:] > 3).all())


def _most_can_be_published(items: Numbers, scores: Numbers, instrument: Instrument) -> bool:
    """At least five people of each group on every item but those that are seldom relevant."""
    exempt = {item for _, item in design.SELDOM_RELEVANT}
    counts = {
        item: min((~np.isnan(values[ENTERPRISE])).sum(), (~np.isnan(values[~ENTERPRISE])).sum())
        for item, values in items.items()
    }
    items_enough = all(count >= 5 for item, count in counts.items() if item not in exempt)
    complete = [
        (~np.isnan(np.array([items[item][group] for item in scale.items]))).all(axis=0).sum()
        for scale in instrument.scales
        if not exempt & set(scale.items)
        for group in (ENTERPRISE, ~ENTERPRISE)
    ]
    return items_enough and min(complete) >= 5


Check = Callable[[Numbers, Numbers, Instrument], bool]
SHOWN_IN_BOTH_READINGS: dict[str, Check] = {
    "a little higher on most of part 1": _leads_on_most,
    "higher throughout on part 2": _leads_throughout,
    "agreement within the groups": _agrees_on_many,
    "factor profiles differ": _factor_profiles_differ,
    "nobody good at all, everybody at some": _nobody_good_at_all,
    "one far more negative": _one_far_more_negative,
    "near the average with one weak spot": _one_weak_spot,
    "generally above the average": _one_above_average,
}
SHOWN_ONCE: dict[str, Check] = {
    "barriers clearly lower": _barriers_lower,
    "barrier profiles differ": _barrier_profiles_differ,
    "the two sides differ": _sides_differ,
    "transfer from 1 to 100": _transfer_at_both_ends,
    "lowest barriers but hoarding": _lowest_but_hoarding,
    "better on the first two, worse on the last": _first_better_last_worse,
    "most can be published": _most_can_be_published,
}
