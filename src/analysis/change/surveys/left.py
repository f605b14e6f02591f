"""Who left: how those who did not answer again scored at first, against those who did."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis.change.surveys.people import Scores
from analysis.change.surveys.rows import About, Counts, Found
from analysis.estimates import Estimate, not_estimable
from analysis.formulas.resampling import permute_within_cases, stream
from analysis.populations import Row

METHOD = (
    "scores before, those who left minus those who stayed, within cases, weights n1 n2 / n; "
    "exact permutation within cases, two-sided |T - E(T)|"
)
DRAWN = METHOD.replace("exact permutation", "random permutations")


def compare_left(about: About, scores: Scores) -> Iterator[Row]:
    """The row `difference` of the design `left`: those who left minus those who stayed, before.

    Only cases that were asked again take part, and only people who can be followed. `n_before` counts both
    sides, `n_linked` those who stayed; they answered later too, and so are `n_after`.
    """
    asked_again = np.isin(scores.case, scores.case[scores.is_there])
    known = scores.choose(scores.was_there & asked_again & scores.can_follow & ~np.isnan(scores.before))
    left = ~known.is_there
    n_left, n_stayed = int(left.sum()), int((~left).sum())
    counts = Counts(len(left), n_stayed, n_stayed, min(n_left, n_stayed), len(np.unique(known.case)))
    estimate, p_floor, drawn = _compare(about, scores, known)
    found = Found("difference", estimate, DRAWN if drawn else METHOD, p_floor, is_test=True, drawn=drawn)
    yield about.build_row("left", found, counts, primary=about.part.is_whole, one_wave=True)


def _compare(about: About, scores: Scores, known: Scores) -> tuple[Estimate, float, bool]:
    left = ~known.is_there
    reason = _hinder(scores, known)
    if reason:
        return not_estimable(reason), np.nan, False
    question = about.question
    random = stream(question.study.settings.seed, *question.seeds, *about.part.names, "left")
    found = permute_within_cases(known.before, left, known.case, random)
    if found is None:
        return not_estimable("no_case_with_both_groups"), np.nan, False
    return found.estimate(question.level), found.smallest_p, not found.exact


def _hinder(scores: Scores, known: Scores) -> str:
    """Why those who left cannot be compared with those who stayed; empty where they can."""
    if not (scores.was_there.any() and scores.is_there.any()):
        return "wave_missing"
    if not (scores.was_there & scores.is_there).any():
        return "not_linked"
    if not len(known.before):
        return "no_answers"
    if known.is_there.all():
        return "nobody_left"
    return "" if known.is_there.any() else "group_missing"
