"""Every admissible specification of a headline: readings, scorings, items, tests, and who is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.contracts import SPECIFICATIONS
from analysis.differences.tests import TESTS, Trial, choose_test, try_test
from analysis.estimates import Estimate, Values
from analysis.formulas.resampling import stream
from analysis.plan import Comparison, Test
from analysis.populations import REFUSALS, list_people, list_waves, sort_people
from analysis.robustness.common_measure import SAME_BY_ORDER, measure_in_sds, sign_of
from analysis.robustness.variants import Variant, list_variants
from analysis.study import Study
from analysis.tables import conform

DIRECTION = {1: "first", -1: "second", 0: "neither"}


@dataclass(frozen=True)
class _Headline:
    """A contrast on one scale: who takes part, on which side and in which case."""

    study: Study
    names: dict[str, str]
    taking_part: NDArray[np.bool_]
    first: NDArray[np.bool_]
    cases: NDArray[np.str_]

    def trial(self, values: Values, left_out: NDArray[np.bool_] | None = None) -> Trial:
        """The scores of those who take part and have one, without those who are left out."""
        used = self.taking_part & ~np.isnan(values)
        used = used if left_out is None else used & ~left_out
        cases = np.unique(self.cases[used], return_inverse=True)[1]
        settings, names = self.study.settings, ("specifications", *self.names.values())
        return Trial(
            values[used],
            self.first[used],
            cases,
            settings.confidence_level,
            lambda: stream(settings.seed, *names),
        )


def vary_specifications(study: Study, responses: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Every comparison of the plan in the main wave, computed in every admissible way (SPECIFICATIONS).

    All readings, scorings and sets of items are combined with every test that the design allows on the
    scores they give; leaving out a case or a respondent varies the headline alone. What could only
    repeat another specification, but for its unit, is left out: scores that are the same, and tests of
    order on scores in another order-preserving form.
    """
    rows: list[dict[str, Any]] = []
    for name, comparison in study.plan.comparisons.items():
        answers = sort_people(responses[comparison.instrument])
        for scale in comparison.scales:
            rows += _vary(study, name, comparison, scale, answers)
    return conform(pd.DataFrame(rows, columns=SPECIFICATIONS.names), SPECIFICATIONS)


def _vary(
    study: Study, name: str, comparison: Comparison, scale: str, answers: pd.DataFrame
) -> Iterator[dict[str, Any]]:
    variants = list_variants(answers, study.instruments[comparison.instrument], scale)
    people = list_people(answers)
    wave = next((one for one in list_waves(people, study) if one.wave == study.main_wave), None)
    if wave is None:
        return
    contrast = study.plan.contrasts[comparison.contrast]
    first = people.group == contrast.first
    inside = np.isin(np.arange(len(first)), wave.rows) & (first | (people.group == contrast.second))
    names = {
        "analysis": name,
        "instrument": comparison.instrument,
        "scale": scale,
        "contrast": comparison.contrast,
        "wave": wave.wave,
    }
    headline = _Headline(study, names, inside, first, people.case)
    _, deciding = choose_test(comparison.primary, headline.trial(variants[0].values))
    yield from _judge(study, list(_list_rows(headline, deciding, variants)))


def _list_rows(headline: _Headline, deciding: Test, variants: list[Variant]) -> Iterator[dict[str, Any]]:
    main = variants[0]
    for variant in variants:
        trial = headline.trial(variant.values)
        for test in TESTS:
            if variant.scoring == "ordinal" and test in SAME_BY_ORDER:
                continue
            found = try_test(test, trial)
            if found.reason not in REFUSALS or (variant is main and test == deciding):
                varied = _tell_varied(variant, test, deciding)
                yield _row(headline, variant, test, trial, found) | {"varied": varied, "left_out": "nobody"}
    scored = headline.taking_part & ~np.isnan(main.values)
    for kind, who, left_out in _leave_out(headline.cases, scored):
        trial = headline.trial(main.values, left_out)
        found = try_test(deciding, trial)
        row = _row(headline, main, deciding, trial, found)
        yield row | {"varied": kind, "left_out": f"{kind}:{who}"}


def _leave_out(
    cases: NDArray[np.str_], scored: NDArray[np.bool_]
) -> Iterator[tuple[str, str, NDArray[np.bool_]]]:
    for case in np.unique(cases[scored]):
        yield "case", str(case), cases == case
    for place in np.flatnonzero(scored):
        yield "respondent", str(place + 1), np.arange(len(cases)) == place


def _tell_varied(variant: Variant, test: Test, deciding: Test) -> str:
    varied = {
        "reading": variant.reading != "main",
        "items": variant.items != "all",
        "scoring": variant.scoring != "mean",
        "test": test != deciding,
    }
    differing = [name for name, differs in varied.items() if differs]
    return (differing or ["headline"])[0] if len(differing) < 2 else "several"


def _row(headline: _Headline, variant: Variant, test: Test, trial: Trial, found: Estimate) -> dict[str, Any]:
    measured = measure_in_sds(test, found, trial.values, trial.first)
    missing = np.isnan(found.p)
    return headline.names | {
        "reading": variant.reading,
        "scoring": variant.scoring,
        "items": variant.items,
        "test": test,
        "direction": DIRECTION[sign_of(test, found)],
        "estimate": measured.value,
        "ci_low": measured.low,
        "ci_high": measured.high,
        "p": found.p,
        "n": len(trial.values),
        "n_cases": trial.design.n_cases,
        "status": "not_estimable" if missing else "ok",
        "reason": found.reason if missing else "",
    }


def _judge(study: Study, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Say of each row whether it leads to the conclusion of the headline."""
    alpha = study.plan.reach.alpha
    headline = next(row for row in rows if row["varied"] == "headline")
    for row in rows:
        if np.isnan(row["p"]) or np.isnan(headline["p"]):
            holds = "not_estimable"
        elif (row["p"] < alpha) != (headline["p"] < alpha):
            holds = "no"
        else:
            same = row["p"] >= alpha or row["direction"] == headline["direction"]
            holds = "yes" if same else "no"
        yield row | {"holds": holds}
