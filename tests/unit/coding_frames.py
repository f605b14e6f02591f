"""Frames on coded talk as the methods leave them, made up for what is shown: agreement, and who coded what.

What was said, the continuum and the joint display are in `said_frames`. A study without sessions has empty
frames.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pandas as pd

from analysis.codebooks import Codebook
from analysis.contracts import AGREEMENT, CODED, DISAGREEMENTS, RECEIPT_SUMMARY, Contract
from analysis.planned_codings import CodingAnalysis
from analysis.sessions import Session
from analysis.study import Study
from analysis.tables import conform
from tests.unit.estimates_frames import LEVEL, draw

CODERS = ("coder_a", "coder_b", "coder_c")
RARE = "legal"
"""A code that is hardly ever given: the coders agree on nearly every unit, and beyond chance on little."""
UNITS, CODED_UNITS = 412, 236


def sessions_of(study: Study) -> list[Session]:
    """The sessions of the wave that is shown, in the order of their days."""
    ours = [one for one in study.sessions.sessions if one.wave == study.main_wave]
    return sorted(ours, key=lambda one: one.date)


def analyses_of(study: Study) -> Iterator[tuple[str, CodingAnalysis, Codebook]]:
    """Each analysis of codings with its codebook; nothing without sessions."""
    for name, analysis in study.plan.codings.items() if sessions_of(study) else ():
        yield name, analysis, study.codebooks[analysis.codebook]


def agreement_row(study: Study, analysis: str, statistic: str, **more: Any) -> dict[str, Any]:
    """One row of AGREEMENT with everything that is not given filled in."""
    plan = study.plan.codings[analysis]
    row: dict[str, Any] = {"analysis": analysis, "codebook": plan.codebook, "wave": study.main_wave}
    row |= {"field": "", "code": "", "units": plan.unit, "counted": "all", "coders": "all", "session": "all"}
    row |= {"statistic": statistic, "ci_level": LEVEL, "n_units": UNITS, "n_coded": 90, "n_coders": 3}
    row |= {"n_sessions": len(sessions_of(study)), "method": "made up", "role": "primary"}
    return row | {"status": "ok", "reason": ""} | more


def agree(study: Study) -> pd.DataFrame:
    """How far the coders agree: on all codes, by field and by code, in pairs and over time."""
    rows: list[dict[str, Any]] = []
    for name, analysis, book in analyses_of(study):
        for counted in ("all", "coded"):
            rows += _agree_on_codes(study, name, book, counted)
        rows += _agree_on_units(study, name, analysis)
        for one, other in combinations(CODERS, 2):
            for field in ["", *(field.id for field in book.fields())]:
                about = {"coders": f"{one}+{other}", "field": field, "n_coders": 2}
                rows += _on_sets(study, name, about, ("percent", "cohen_kappa", "krippendorff_set"))
        for session in sessions_of(study):
            about = {"session": session.id, "n_units": 55, "n_sessions": 1}
            rows += _on_sets(study, name, about, ("percent", "krippendorff_set"))
        for field in ["", *(field.id for field in book.fields())]:
            drift = 0.2 * draw(name, field, "drift") - 0.1
            row = agreement_row(study, name, "drift", field=field)
            rows.append(row | {"estimate": drift, "ci_low": drift - 0.12, "ci_high": drift + 0.12})
    return conform(pd.DataFrame(rows, columns=AGREEMENT.names), AGREEMENT)


def _agree_on_codes(study: Study, name: str, book: Codebook, counted: str) -> Iterator[dict[str, Any]]:
    n_units = UNITS if counted == "all" else CODED_UNITS
    of_sets = ("percent", "krippendorff_set", "krippendorff_nominal", "gwet_ac1", "fleiss_kappa")
    yield from _on_sets(
        study, name, {"counted": counted, "n_units": n_units, "n_coded": CODED_UNITS}, of_sets
    )
    for field in book.fields():
        about = {"counted": counted, "n_units": n_units, "field": field.id}
        yield from _on_sets(study, name, about, of_sets)
        for code in field.walk():
            if code.id != field.id:
                yield from _on_code(study, name, about | {"code": code.id})
    for group in book.ordinal_groups():
        about = {"counted": counted, "field": book.field_of(group.id).id, "code": group.id, "n_units": 24}
        yield from _on_sets(study, name, about, ("krippendorff_ordinal", "gwet_ac2"))


def _on_sets(
    study: Study, name: str, about: dict[str, Any], statistics: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    chance, beyond = 0.45, 0.55 + 0.3 * draw(name, *about.values())
    observed = chance + beyond * (1 - chance)
    for statistic in statistics:
        value = observed if statistic == "percent" else beyond + 0.04 * (draw(statistic) - 0.5)
        numbers = {"estimate": value, "ci_low": value - 0.06, "ci_high": min(1.0, value + 0.06)}
        told = {"observed": observed, "by_chance": chance, "prevalence": None}
        yield agreement_row(study, name, statistic, **about) | numbers | told


def _on_code(study: Study, name: str, about: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Over all units, and over those to which somebody gave the code, where alpha is below zero."""
    code, rare = about["code"], about["code"] == RARE
    share = 0.02 if rare else 0.03 + 0.15 * draw(name, code)
    n_coded = round(UNITS * share * 1.4)
    beyond = 0.25 if rare else 0.45 + 0.45 * draw(name, code, "beyond")
    if about["counted"] == "coded":
        about, share = about | {"n_units": n_coded}, share * UNITS / n_coded
        beyond = (0.75 if rare else 1.1) * beyond - 0.5
    chance, gwet = 1 - 2 * share * (1 - share), 2 * share * (1 - share)
    observed = chance + beyond * (1 - chance)
    values = {"percent": observed, "krippendorff_nominal": beyond, "fleiss_kappa": beyond - 0.001}
    values |= {"gwet_ac1": (observed - gwet) / (1 - gwet), "prevalence": share}
    for statistic, value in values.items():
        wide = about["counted"] == "coded" or statistic in ("krippendorff_nominal", "fleiss_kappa")
        half = 0.12 if wide else 0.015
        told = {"observed": observed, "by_chance": gwet if statistic == "gwet_ac1" else chance}
        told |= {"estimate": value, "ci_low": value - half, "ci_high": min(1.0, value + half)}
        told |= {"prevalence": share, "n_coded": n_coded}
        yield agreement_row(study, name, statistic, **about) | told


def _agree_on_units(study: Study, name: str, analysis: CodingAnalysis) -> Iterator[dict[str, Any]]:
    statistics = ("percent", "krippendorff_set", "krippendorff_nominal", "gwet_ac1", "fleiss_kappa")
    for unit in analysis.other_units:
        for counted in ("all", "coded"):
            about = {"units": unit, "counted": counted, "role": "sensitivity", "n_units": 700}
            for row in _on_sets(study, name, about, statistics):
                gone = dict.fromkeys(("estimate", "ci_low", "ci_high", "observed", "by_chance"))
                told = gone | {"status": "not_estimable", "reason": "no_uncoded_units"}
                yield row | (told if (unit, counted) == ("segment", "all") else {})


def list_coded(study: Study) -> pd.DataFrame:
    """What each coder did in each session; one session was coded by two only."""
    rows = []
    for name, _, book in analyses_of(study):
        for place, session in enumerate(sessions_of(study)):
            for coder in CODERS[: 2 if place == 1 else 3]:
                n = 60 + round(60 * draw(name, session.id, coder))
                counts = {"n_documents": 1, "n_codings": n, "n_codes": min(n, len(book.leaves())) - 3}
                counts["n_mismatched"] = int(place == 0 and coder == CODERS[1])
                days: dict[str, Any] = (
                    {"first": "2018-03-12", "last": "2018-04-02"} if place else {"first": "", "last": ""}
                )
                about = {"wave": session.wave, "session": session.id, "case": session.case, "coder": coder}
                rows.append(about | {"role": "researcher", "codebook": book.id} | counts | days)
    return make_table(rows, CODED)


def receipt(study: Study) -> pd.DataFrame:
    """What became of every coding that was read."""
    counts = {("coding_read", "total"): 1460, ("coding_kept", "as_coded"): 1450}
    counts |= {("coding_left_out", "coding_doubled"): 8, ("coding_left_out", "code_not_in_book"): 2}
    sources = dict.fromkeys(file.source for file in study.of_kind("codings")) or ["focus-groups"]
    rows: list[dict[str, Any]] = [
        {"source": source, "what": what, "why": why, "count": count, "status": "ok", "reason": ""}
        for source in sources
        for (what, why), count in counts.items()
    ]
    return make_table(rows if sessions_of(study) else [], RECEIPT_SUMMARY)


def disagree(study: Study) -> pd.DataFrame:
    """The units on which the coders differ, more of them than a report shows."""
    rows = []
    for name, _, book in analyses_of(study):
        leaves = book.leaves()
        for place in range(1, 61):
            code, session = leaves[place % len(leaves)], sessions_of(study)[place % len(sessions_of(study))]
            field = book.field_of(code.id)
            others = [one.id for one in field.walk() if one.id != code.id and not one.codes]
            about = {
                "analysis": name,
                "place": place,
                "wave": session.wave,
                "field": field.id,
                "code": code.id,
            }
            about |= {"session": session.id, "document": session.documents[0], "unit": place}
            gave = {"gave": CODERS[0], "gave_not": " ".join(CODERS[1:]), "instead": " ".join(others[:1])}
            said = f"«Vi åpner døra for uvante forslag» 🌱 sa vi, og så sa vi det {place} ganger til."
            rows.append(about | gave | {"speaker": "" if place % 7 == 0 else "Kommune 1", "text": said})
    return make_table(rows, DISAGREEMENTS)


def make_table(rows: list[dict[str, Any]], contract: Contract) -> pd.DataFrame:
    """The rows as a table that meets its contract; without rows an empty one."""
    return conform(pd.DataFrame(rows, columns=contract.names), contract)


def code(study: Study) -> dict[str, pd.DataFrame]:
    """Every table on coded talk, by the name a report knows it by."""
    from tests.unit.said_frames import say

    ours = {"agreement": agree(study), "coded": list_coded(study), "coding_receipts": receipt(study)}
    return ours | {"disagreements": disagree(study)} | say(study)
