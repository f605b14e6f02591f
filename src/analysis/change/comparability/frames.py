"""What two sessions of a scorecard, versions of an indicator or teams of coders have in common."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.change.comparability.checks import hash_texts, list_checks
from analysis.scorecards import Scorecard
from analysis.study import Study


def check_scorecards(study: Study, scorecards: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of each case's first and last session of every planned scorecard, by field (COMPARABILITY)."""
    for card in dict.fromkeys(one.scorecard for one in study.plan.scorecards.values()):
        rows = scorecards[scorecards["scorecard"] == card]
        for case in [one for one in study.cases if (rows["case"] == one).any()]:
            own = rows[rows["case"] == case]
            first, last = int(own["number"].min()), int(own["number"].max())
            if first == last:
                continue
            named = {"kind": "scorecard", "subject": card, "case": case, "group": "all"}
            named |= {"before": str(first), "after": str(last)}
            sessions = [own[own["number"] == number] for number in (first, last)]
            yield from _check_sessions(study, study.scorecards[card], named, sessions)


def _check_sessions(
    study: Study, card: Scorecard, named: dict[str, str], sessions: list[pd.DataFrame]
) -> Iterator[dict[str, Any]]:
    rules = study.plan.comparability
    versions = [{"version": ", ".join(sorted(set(one["version"])))} for one in sessions]
    yield from list_checks(named | {"part": ""}, versions[0], versions[1], rules)
    for field in card.fields:
        asked = [sorted(set(one.loc[one["field"] == field.id, "question"])) for one in sessions]
        sides = [
            {
                "wording": f"{len(names)} ({hash_texts(names)})" if names else "",
                "answer_range": f"{card.lowest:g} - {card.highest:g}",
                "missing_rule": f"{card.minimum_answered}",
            }
            for names in asked
        ]
        yield from list_checks(named | {"part": field.id}, sides[0], sides[1], rules)


def check_indicators(study: Study, indicators: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows of each version of an indicator and the next one (COMPARABILITY)."""
    for case in [one for one in study.cases if (indicators["case"] == one).any()]:
        own = indicators[indicators["case"] == case]
        for name in sorted(set(own["indicator"])):
            versions = own[own["indicator"] == name].sort_values("version").to_dict("records")
            for before, after in pairwise(versions):
                named = {"kind": "indicator", "subject": str(name), "part": "", "case": case, "group": "all"}
                named |= {"before": str(before["version"]), "after": str(after["version"])}
                sides = [_see_indicator(one) for one in (before, after)]
                yield from list_checks(named, sides[0], sides[1], study.plan.comparability)


def _see_indicator(one: dict[Any, Any]) -> dict[str, str]:
    return {
        "version": str(one["version"]),
        "wording": str(one["label"]),
        "answer_range": f"{one['value_kind']}, {one['unit']}",
        "direction": str(one["direction"]),
        "method": str(one["method"]),
    }


def check_coders(study: Study, codings: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """Whether each session was coded by the team that coded the first one of its codebook (COMPARABILITY)."""
    for book in dict.fromkeys(one.codebook for one in study.plan.codings.values()):
        rows = codings[codings["codebook"] == book]
        order = [one.id for one in study.sessions.sessions if (rows["session"] == one.id).any()]
        teams = {
            one: ", ".join(sorted(set(rows.loc[rows["session"] == one, "coder"]) - {"unknown"}))
            for one in order
        }
        for one in order[1:]:
            named = {"kind": "codings", "subject": book, "part": "", "case": "all", "group": "all"}
            named |= {"before": order[0], "after": one}
            first, then = {"coders": teams[order[0]]}, {"coders": teams[one]}
            yield from list_checks(named, first, then, study.plan.comparability)
