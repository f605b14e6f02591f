"""What was done, in sentences: who answered, what was read, what was printed, what is withheld."""

from __future__ import annotations

import pandas as pd

from analysis.displays import Voice
from analysis.profiles import Estimate, read_count
from analysis.results import DISCLOSURE_LOGS


def tell_sample(voice: Voice) -> str:
    """How many answered, from which groups and how many cases, and who was not asked."""
    sample = voice.showing.tables["sample"]
    ours = sample[
        (sample["instrument"] == voice.showing.instrument.id) & (sample["wave"] == voice.showing.wave)
    ]
    counts = {(row.case, row.group): row.n for row in ours.itertuples() if not pd.isna(row.n)}
    groups = [
        voice.text(
            "phrase.from_group",
            number=voice.numbers.count(counts["all", group.id]),
            group=voice.group_inside(group.id),
        )
        for group in voice.showing.groups
        if ("all", group.id) in counts
    ]
    asked = [case for case in voice.showing.programme_cases if case.id in set(ours["case"])]
    others = [case.label for case in voice.showing.programme_cases if voice.showing.wave not in case.waves]
    if ("all", "all") not in counts:
        return voice.text("sentence.sample_withheld")
    values = {
        "people": voice.numbers.counted("people", int(counts["all", "all"])),
        "cases": voice.numbers.counted("cases", len(asked)),
        "groups": voice.wording.listed(groups),
    }
    told = [voice.text("sentence.sample", **values)]
    if others:
        told.append(voice.text("sentence.not_asked", count=len(others), cases=voice.wording.listed(others)))
    return " ".join(told)


def tell_receipts(voice: Voice) -> str:
    """What became of the rows and cells of each source, as a list."""
    receipts = voice.showing.tables["receipts"].rename(columns={"count": "number"})
    lines = [voice.text("sentence.receipts_head"), ""]
    for source in voice.showing.study.source_ids:
        counts = {
            f"{row.what} {row.why}": read_count(row.number, row.status, row.reason)
            for row in receipts[receipts["source"] == source].itertuples()
        }
        lines.append(f"- {_tell_source(voice, source, counts)}")
    return "\n".join(lines)


def _tell_source(voice: Voice, source: str, counts: dict[str, Estimate]) -> str:
    keys = {
        "read": "row_read total",
        "kept": "row_kept answer",
        "cells": "cell_read total",
        "usable": "cell_kept usable",
        "not_relevant": "cell_set_missing answer_not_relevant",
        "left_blank": "cell_set_missing blank_not_relevant",
        "unanswered": "cell_set_missing blank_no_answer",
    }
    found = {name: counts.get(key, Estimate("ok", estimate=0.0)) for name, key in keys.items()}
    clauses = [
        voice.text(f"sentence.receipts_{name}", n=voice.numbers.estimate(count, 0))
        for name, count in found.items()
        if count.status == "ok"
    ]
    told = voice.text("sentence.receipts", source=source, clauses="; ".join(clauses))
    if len(clauses) == len(found):
        return told
    return f"{told} {voice.text('sentence.receipts_withheld')}"


def tell_findings(voice: Voice) -> str:
    """How many printed facts the data give back, and which they do not."""
    plan = voice.showing.plan.findings
    if plan is None:
        return voice.text("note.no_findings")
    agrees = {
        (row.finding, row.fact): row.agrees for row in voice.showing.tables["published_findings"].itertuples()
    }
    counts = {
        answer: list(agrees.values()).count(answer) for answer in ("yes", "no", "not_estimable", "withheld")
    }
    facts = voice.numbers.counted("facts", len(agrees))
    told = [voice.text("sentence.findings", yes=voice.numbers.count(counts["yes"]), facts=facts)]
    apart = [
        voice.quote(voice.label(fact.statement).rstrip("."))
        for fact in plan.facts
        if agrees.get((str(fact.finding), fact.fact)) == "no"
    ]
    if apart:
        told.append(
            voice.text("sentence.findings_apart", count=len(apart), facts=voice.wording.listed(apart))
        )
    for answer in ("not_estimable", "withheld"):
        if counts[answer]:
            number = voice.numbers.counted("facts", counts[answer])
            told.append(voice.text(f"sentence.findings_{answer}", facts=number))
    return " ".join(told)


def tell_withheld(voice: Voice) -> str:
    """How many numbers are withheld from the public tables, and how many an exception lets through."""
    logs = [voice.showing.tables[name] for name in DISCLOSURE_LOGS]
    rules = pd.concat(logs, ignore_index=True)["rule"]
    through = int((rules == "exception").sum())
    minimum = voice.numbers.count(voice.showing.study.settings.disclosure.minimum_people)
    withheld = voice.numbers.counted("numbers", len(rules) - through)
    told = [voice.text("sentence.gate", count=len(rules) - through, numbers=withheld, minimum=minimum)]
    if through:
        numbers = voice.numbers.counted("numbers", through)
        told.append(voice.text("sentence.exceptions", count=through, numbers=numbers))
    return " ".join(told)
