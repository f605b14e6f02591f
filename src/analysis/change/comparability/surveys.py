"""What two waves of a survey have in common, by group and scale, and in the borders of each case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pandas as pd

from analysis.change.comparability.checks import hash_texts, list_checks
from analysis.instruments import Instrument
from analysis.plan import Retest
from analysis.planned_changes import ChangeAnalysis
from analysis.study import Study

WORDED = "wording"
"""What a line of the receipts says that holds the hash of an item's wording in the export."""
BORDERS_KEPT = ("same", "renumbered", "not_norwegian")


@dataclass(frozen=True)
class _Waves:
    """The answers of one group to one instrument in one of two waves, and the wordings by source and item."""

    study: Study
    instrument: Instrument
    answers: pd.DataFrame
    worded: dict[tuple[str, str], str]

    def of_wave(self, wave: str) -> _Wave:
        """What is known of one of the waves."""
        rows = self.answers[self.answers["wave"] == wave]
        return _Wave(self, sorted(set(rows["source"])), sorted(set(rows["instrument_version"])))


@dataclass(frozen=True)
class _Wave:
    """One group in one wave: the sources of its answers, and the versions it answered."""

    waves: _Waves
    sources: list[str]
    versions: list[str]

    @property
    def version(self) -> str:
        """The instrument's version and the parallel versions that were answered."""
        return f"{self.waves.instrument.version} ({', '.join(self.versions)})" if self.versions else ""

    @property
    def mode(self) -> str:
        """How people were asked; empty where it is not said of every source."""
        modes = [self.waves.study.options_of(source).mode or "" for source in self.sources]
        return ", ".join(sorted(set(modes))) if modes and all(modes) else ""

    def wording(self, items: list[str], exported: bool) -> str:
        """A hash of the items' wordings: as the exports print them, or as the instrument's labels say.

        An item that an export does not print has none, and then the whole has none.
        """
        if exported:
            printed = [self.waves.worded.get((source, item), "") for source in self.sources for item in items]
            whole = [tuple(printed[n :: len(items)]) for n in range(len(items))]
            alike = [one[0] if len(set(one)) == 1 else " ".join(one) for one in whole if one]
            return hash_texts(alike) if printed and all(printed) else ""
        known = [one for one in self.versions if one in self.waves.instrument.versions]
        labels = [self.waves.instrument.item(item).label_in(one) for one in known for item in items]
        return hash_texts(chain.from_iterable((label.nb, label.en) for label in labels)) if labels else ""

    def missing_rule(self, scale: str) -> str:
        """How many answers a score needs, and which answers are missing by instrument or source."""
        instrument = self.waves.instrument
        one = instrument.scale(scale)
        name = instrument.item(one.items[0]).answers
        answers = instrument.answer_sets[name]
        said = [f"{one.minimum_answered}/{len(one.items)}", f"blank: {answers.blank}"]
        said += [
            f"{reason}: {', '.join(map(str, values))}"
            for reason in ("not_relevant", "dont_know", "refused")
            if (values := getattr(answers, reason))
        ]
        by_source = {
            f"{text} = {reason}"
            for source in self.sources
            for text, reason in self.waves.study.options_of(source).missing.get(name, {}).items()
        }
        return "; ".join([*said, *sorted(by_source)]) if self.versions else ""


def check_waves(
    study: Study, responses: dict[str, pd.DataFrame], receipts: pd.DataFrame, case_links: pd.DataFrame
) -> Iterator[dict[str, Any]]:
    """The rows of every two waves that an analysis of change or a retest compares (COMPARABILITY)."""
    lines = receipts[receipts["what"] == WORDED]
    keys = zip(lines["source"].astype(str), lines["column"].astype(str), strict=True)
    worded = dict(zip(keys, lines["after"].astype(str), strict=True))
    for (name, before, after), scales in _list_pairs(study).items():
        if name not in responses:
            continue
        instrument, answers = study.instruments[name], responses[name]
        here = answers[answers["wave"].isin([before, after])]
        named = {"kind": "survey", "subject": name, "before": before, "after": after}
        for group in [one for one in study.groups if (here["group"] == one).any()]:
            pair = _Waves(study, instrument, here[here["group"] == group], worded)
            yield from _check_group(pair, named | {"group": group, "case": "all"}, scales)
        yield from _check_borders(study, named, here, case_links)


def _list_pairs(study: Study) -> dict[tuple[str, str, str], list[str]]:
    """The scales that are compared, by instrument and the two waves."""
    pairs: dict[tuple[str, str, str], list[str]] = {}
    planned: list[ChangeAnalysis | Retest] = [*study.plan.changes.values(), *study.plan.retests.values()]
    for one in planned:
        known = pairs.setdefault((one.instrument, one.before, one.after), [])
        known += [scale for scale in one.scales if scale not in known]
    return pairs


def _check_group(pair: _Waves, named: dict[str, str], scales: list[str]) -> Iterator[dict[str, Any]]:
    rules = pair.study.plan.comparability
    first, then = pair.of_wave(named["before"]), pair.of_wave(named["after"])
    sides = [{"version": one.version, "mode": one.mode} for one in (first, then)]
    yield from list_checks(named | {"part": ""}, sides[0], sides[1], rules)
    for scale in scales:
        items = pair.instrument.scale(scale).items
        exported = all(one.wording(items, exported=True) for one in (first, then))
        limits = "{:g} - {:g}".format(*pair.instrument.limits(scale))
        sides = [
            {
                "wording": one.wording(items, exported),
                "answer_range": limits if one.versions else "",
                "missing_rule": one.missing_rule(scale),
                "direction": pair.instrument.scale(scale).better if one.versions else "",
            }
            for one in (first, then)
        ]
        yield from list_checks(named | {"part": scale}, sides[0], sides[1], rules)


def _check_borders(
    study: Study, named: dict[str, str], answers: pd.DataFrame, case_links: pd.DataFrame
) -> Iterator[dict[str, Any]]:
    """Whether the municipality of each case with answers in both waves has kept its borders between them."""
    order = [wave.id for wave in study.settings.waves]
    between = range(order.index(named["before"]), order.index(named["after"]))
    waves = [order[place] for place in between]
    here = answers.groupby("case")["wave"].nunique()
    for case in [one for one in study.cases if here.get(one, 0) == 2]:
        links = case_links[(case_links["case"] == case) & case_links["wave_before"].isin(waves)]
        names = [*links["number_before"].head(1), *links["number_after"]]
        kept = links["change"].isin(BORDERS_KEPT).all()
        seen = [str(names[0]), str(names[0] if kept else names[-1])] if names else ["", ""]
        rules = study.plan.comparability
        rows = list_checks(
            named | {"part": "", "group": "all", "case": case},
            {"borders": seen[0]},
            {"borders": seen[1]},
            rules,
        )
        # A number that changed without the borders is told as it is, and is the same.
        yield from (row | {"seen_after": str(names[-1])} if names else row for row in rows)
