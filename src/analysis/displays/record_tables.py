"""The tables of what was done: who answered, what was read, what was printed, what is withheld."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from analysis.displays.estimate_tables import EstimateTable
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.instruments import Item
from analysis.profiles import Estimate, counted_items, read_count
from analysis.published_facts import PublishedFact
from analysis.results import DISCLOSURE_LOGS
from analysis.sources import ANY
from analysis.study import Case

POPULATION = "all"
NOTHING = "–"


def build_sample(voice: Voice) -> Table:
    """How many answered, one row a case, by group; a case without survey is named as such."""
    table = EstimateTable("sample", voice)
    groups = [POPULATION, *(group.id for group in voice.showing.groups)]
    columns = [Column(voice.text("heading.case"), "left")]
    columns += [Column(voice.group(group)) for group in groups]
    told = {
        (row.case, row.group): read_count(row.n, row.status, row.reason)
        for row in voice.showing.tables["sample"].itertuples()
        if (row.instrument, row.wave) == (voice.showing.instrument.id, voice.showing.wave)
    }

    def row(name: str, case: str, nothing: str) -> tuple[str, ...]:
        counts = [told.get((case, group)) for group in groups]
        return (name, *(nothing if one is None else table.number(one, 0) for one in counts))

    rows = [row(voice.text("population.all"), POPULATION, "0")]
    rows += [row(case.label, case.id, _why_nobody(voice, case)) for case in voice.showing.programme_cases]
    return table.finish(columns, [Section("", tuple(rows))])


def _why_nobody(voice: Voice, case: Case) -> str:
    return "0" if voice.showing.wave in case.waves else voice.text("status.no_survey")


def build_receipts(voice: Voice) -> Table:
    """What became of the rows, columns and cells of each source, one row a decision."""
    table = EstimateTable("receipts", voice)
    columns = [Column(voice.text(f"heading.{name}"), "left") for name in ("what", "why")]
    columns.append(Column(voice.text("heading.count")))
    receipts = voice.showing.tables["receipts"]
    sections = []
    for source in voice.showing.study.source_ids:
        rows = tuple(
            (
                voice.text(f"receipt.what.{row.what}"),
                voice.text(f"receipt.why.{row.why}"),
                table.number(read_count(row.count_, row.status, row.reason), 0),
            )
            for row in _in_order(voice, receipts[receipts["source"] == source])
        )
        sections.append(Section(_name_source(voice, source), rows))
    return table.finish(columns, sections, of_wave=False)


def _in_order(voice: Voice, receipts: pd.DataFrame) -> Iterator:
    """The lines in the order of the catalogue: files, rows, columns, cells."""
    order = {key: place for place, key in enumerate(voice.wording.keys("receipt.what."))}
    lines = receipts.rename(columns={"count": "count_"})
    return lines.sort_values("what", key=lambda what: what.map(order), kind="stable").itertuples()


def _name_source(voice: Voice, source: str) -> str:
    group = voice.showing.study.files_of(source)[0].group
    group = POPULATION if group == ANY else group
    return voice.text("label.source", source=source, group=voice.group_inside(group))


def build_findings(voice: Voice) -> Table:
    """The printed facts, the bound each is held to, and what these data give."""
    table = EstimateTable("published_findings", voice)
    headings = ("finding", "statement", "published", "bound", "recomputed", "agrees")
    columns = [Column(voice.text(f"heading.{heading}"), "left") for heading in headings]
    findings = voice.showing.plan.findings
    if findings is None:
        return table.finish(columns, [], voice.text("note.no_findings"))
    assessed = {
        (row.finding, row.fact): row for row in voice.showing.tables["published_findings"].itertuples()
    }
    rows = [
        _finding_row(table, fact, assessed[str(fact.finding), fact.fact].recomputed, agrees)
        for fact in findings.facts
        if (agrees := assessed[str(fact.finding), fact.fact].agrees)
    ]
    note = voice.text("note.findings", citation=findings.citation)
    wave = voice.wave_note(findings.wave)
    return table.finish(columns, [Section("", tuple(rows))], note, wave, of_wave=False)


def _finding_row(table: EstimateTable, fact: PublishedFact, recomputed: str, agrees: str) -> tuple[str, ...]:
    voice = table.voice
    hidden = table.number(Estimate("withheld"), 0) if agrees == "withheld" else ""
    return (
        voice.numbers.count(fact.finding),
        voice.label(fact.statement),
        voice.numbers.fraction(fact.published) if fact.published else NOTHING,
        _tell_bounds(voice, fact),
        hidden or _tell_readings(voice, recomputed) or NOTHING,
        voice.text(f"agrees.{agrees}"),
    )


def _tell_bounds(voice: Voice, fact: PublishedFact) -> str:
    told = [
        voice.text(f"bound.{name}", number=voice.numbers.plain(bound)) for name, bound in fact.expect.items()
    ]
    return voice.wording.listed(told)


def _tell_readings(voice: Voice, recomputed: str) -> str:
    parts = [voice.numbers.fraction(part) for part in re.split(r";\s*", recomputed) if part]
    if len(parts) < 2:
        return "".join(parts)
    readings = (voice.text("reading.main"), voice.text("reading.neutral"))
    return "; ".join(f"{part} ({reading})" for part, reading in zip(parts, readings, strict=True))


def build_contact(voice: Voice) -> Table:
    """The counted answers with their share, one row an answer, by group and for all."""
    table = EstimateTable("contact", voice)
    groups = [POPULATION, *(group.id for group in voice.showing.groups)]
    columns = [Column(voice.text("heading.answer"), "left")]
    columns += [Column(voice.group(group)) for group in groups]
    sections = [
        Section(voice.item(item), tuple(_answer_rows(table, analysis, item, groups)))
        for analysis, item in counted_items(voice.showing)
    ]
    return table.finish(columns, sections, voice.text("note.shares"))


def _answer_rows(
    table: EstimateTable, analysis: str, item: Item, groups: list[str]
) -> Iterator[tuple[str, ...]]:
    voice = table.voice
    for answer in voice.showing.instrument.answer_set(item.id).listed_answers():
        cells = []
        for group in groups:
            about = {"item": item.id, "category": str(answer.value), "group": group}
            count, share = (
                voice.showing.descriptives.get(analysis, statistic, **about)
                for statistic in ("count", "share")
            )
            told = table.number(count, 0)
            cells.append(f"{told} ({voice.numbers.share(share)})" if count.known and share.known else told)
        yield (voice.label(answer.label), *cells)


def build_withheld(voice: Voice) -> Table:
    """How many numbers each rule withheld or let through, one row a table and rule."""
    table = EstimateTable("withheld", voice)
    columns = [Column(voice.text("heading.table"), "left"), Column(voice.text("heading.rule"), "left")]
    columns.append(Column(voice.text("heading.numbers")))
    logs = [voice.showing.tables[name] for name in DISCLOSURE_LOGS]
    counts = pd.concat(logs, ignore_index=True).value_counts(["table", "rule"]).to_dict()
    tables, rules = voice.wording.keys("result."), voice.wording.keys("rule.")
    rows = [
        (
            voice.text(f"result.{name}"),
            voice.text(f"rule.{rule}"),
            voice.numbers.count(int(counts[name, rule])),
        )
        for name, rule in sorted(counts, key=lambda pair: (tables.index(pair[0]), rules.index(pair[1])))
    ]
    few = voice.showing.study.settings.disclosure
    limits = {name: voice.numbers.count(getattr(few, f"minimum_{name}")) for name in ("people", "cases")}
    note = voice.text("note.rules", minimum=limits["people"], cases=limits["cases"])
    return table.finish(columns, [Section("", tuple(rows))], note, of_wave=False)
