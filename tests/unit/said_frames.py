"""Frames on what was said, the continuum and the joint display as the methods leave them, made up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pandas as pd

from analysis.codebooks import Code, Codebook
from analysis.contracts import JOINT, JUDGEMENTS, OCCURRENCES, PLACEMENTS, SATURATION
from analysis.contracts.sides import PARTS
from analysis.study import Study
from tests.unit.coding_frames import CODERS, UNITS, analyses_of, make_table, sessions_of
from tests.unit.estimates_frames import LEVEL, draw


def say(study: Study) -> dict[str, pd.DataFrame]:
    """Every table on what was said and on what lies beside it, by the name a report knows it by."""
    return {
        "occurrences": count_codes(study),
        "saturation": saturate(study),
        "placements": place(study),
        "judgements": judge(study),
        "joint_display": join(study),
    }


def count_codes(study: Study) -> pd.DataFrame:
    """How often each code was given, in all and by case and kind of participant, and two together."""
    rows: list[dict[str, Any]] = []
    for name, _, book in analyses_of(study):
        cases = list(dict.fromkeys(one.case for one in sessions_of(study)))
        kinds = [kind.id for kind in study.sessions.participants]
        wholes = [("all", "all", UNITS), *((case, "all", UNITS // len(cases)) for case in cases)]
        wholes += [("all", kind, UNITS // 3) for kind in kinds]
        about = {"analysis": name, "codebook": book.id, "wave": study.main_wave, "bounds": "rules"}
        about |= {"status": "ok", "reason": ""}
        for code in book.walk():
            for case, kind, n in wholes:
                rows += [about | row for row in _count_one(book, code, case, kind, n)]
        for one, other in combinations(book.leaves(), 2):
            rows += [about | row for row in _count_two(one, other)]
    return make_table(rows, OCCURRENCES)


def _share(book: Codebook, code: Code, case: str, kind: str) -> float:
    """A code that stands above others is given as often as they are together."""
    if code.codes:
        return min(0.9, sum(_share(book, below, case, kind) for below in code.codes))
    often = 0.02 + 0.1 * draw(code.id)
    return often * (0.3 + 1.4 * draw(code.id, case, kind)) if case + kind != "allall" else often


def _count_one(book: Codebook, code: Code, case: str, kind: str, n: int) -> Iterator[dict[str, Any]]:
    about: dict[str, Any] = {"code": code.id, "other": "", "case": case, "participants": kind, "n_units": n}
    units = round(n * _share(book, code, case, kind))
    about |= {"n_cases": min(units, 7 if case == "all" else 1), "n_speakers": min(units, 14)}
    span = {"ci_low": float(units // 2), "ci_high": float(round(units * 1.4))}
    yield about | {"statistic": "units", "estimate": float(units)} | span
    yield about | {"statistic": "share", "estimate": units / n}
    if case == "all":
        yield about | {"statistic": "speakers", "estimate": float(about["n_speakers"])} | span
    if case == "all" and kind == "all":
        yield about | {"statistic": "cases", "estimate": float(about["n_cases"])} | span


def _count_two(one: Code, other: Code) -> Iterator[dict[str, Any]]:
    about: dict[str, Any] = {
        "code": one.id,
        "other": other.id,
        "case": "all",
        "participants": "all",
        "n_units": UNITS,
    }
    units = round(9 * draw(one.id, other.id) ** 2)
    about |= {"n_cases": min(units, 5), "n_speakers": min(units, 8)}
    span = {"ci_low": float(units // 2), "ci_high": float(units * 2)}
    yield about | {"statistic": "together", "estimate": float(units)} | span
    yield about | {"statistic": "overlap", "estimate": units / 40}


def saturate(study: Study) -> pd.DataFrame:
    """How many codes so many sessions hold, as they were held and in any order."""
    rows = []
    for name, _, book in analyses_of(study):
        whole, sessions = len(book.leaves()), sessions_of(study)
        about = {"analysis": name, "codebook": book.id, "wave": study.main_wave, "n_codes": whole}
        about |= {"status": "ok", "reason": ""}
        before = {"dated": 0.0, "any": 0.0}
        for count, session in enumerate(sessions, 1):
            held = {"dated": float(round(whole * (1 - 0.5**count))), "any": whole * (1 - 0.55**count)}
            ends = {"ci_low": held["any"] * 0.8, "ci_high": min(whole, held["any"] * 1.15)}
            for order, seen in held.items():
                row = about | {"order": order, "sessions": count, "estimate": seen}
                row |= {"new": seen - before[order], "session": session.id if order == "dated" else ""}
                rows.append(row | (ends if order == "any" else {}))
            before = held
    return make_table(rows, SATURATION)


def judge(study: Study) -> pd.DataFrame:
    """Where each coder places each case; one coder has not placed the first."""
    if not (study.plan.continuum and sessions_of(study)):
        return make_table([], JUDGEMENTS)
    low, high = study.plan.continuum.lowest, study.plan.continuum.highest
    rows = [
        {"wave": study.main_wave, "case": case, "coder": coder, "note": "", "source": "judgements"}
        | {"position": round(low + (high - low) * (0.8 * draw(case, "thick") + 0.2 * draw(case, coder)))}
        for number, case in enumerate(study.cases_of(study.settings.main_instrument))
        for coder in CODERS[: 2 if number == 0 else 3]
    ]
    return make_table(rows, JUDGEMENTS)


def place(study: Study) -> pd.DataFrame:
    """Where the cases stand on the continuum, and how far judges, index and printed order go together."""
    if not (study.plan.continuum and sessions_of(study)):
        return make_table([], PLACEMENTS)
    about: dict[str, Any] = {"wave": study.main_wave, "method": "made up", "status": "ok", "reason": ""}
    about |= {"n_cases": len(study.cases_of(study.settings.main_instrument))}
    judged = judge(study).groupby("case")["position"].agg(["median", "min", "max", "count"])
    ranks = judged["median"].rank()
    ties = study.plan.continuum.published
    printed = {case: place + 1.0 for place, tied in enumerate(ties) for case in tied}
    rows: list[dict[str, Any]] = []
    for case in study.cases_of(study.settings.main_instrument):
        middle, low, high, n = (float(judged.loc[case, name]) for name in judged.columns)
        index = 2.5 * draw(case, "thick") + 0.2
        for statistic, value, ends in (
            ("placement", middle, (low, high)),
            ("rank", float(ranks[case]), (max(1.0, ranks[case] - 1), ranks[case] + 1)),
            ("index", index, (index - 0.4, index + 0.4)),
            ("published", printed.get(case), (None, None)),
        ):
            row = about | {
                "statistic": statistic,
                "case": case,
                "estimate": value,
                "n": int(n),
            }
            row |= {"ci_low": ends[0], "ci_high": ends[1]}
            row |= {"ci_level": LEVEL} if statistic == "index" else {}
            gone = {"status": "not_estimable", "reason": "not_listed"} if value is None else {}
            rows.append(row | gone)
    agreed = ("krippendorff_ordinal", "kendall_w", "tau_published", "tau_index", "tau_index_published")
    for statistic in agreed:
        value = 0.55 + 0.4 * draw(statistic)
        row = about | {"statistic": statistic, "case": "all", "estimate": value, "p": 0.02, "n": len(CODERS)}
        rows.append(row | {"ci_low": value - 0.3, "ci_high": min(1.0, value + 0.1), "ci_level": LEVEL})
    return make_table(rows, PLACEMENTS)


def join(study: Study) -> pd.DataFrame:
    """Each construct as every source sees it, for all cases and for each."""
    display = study.joint_display
    if display is None or not sessions_of(study):
        return make_table([], JOINT)
    verdicts = ("confirms", "expands", "contradicts", "silent")
    rows = []
    for case in ["all", *study.cases_of(study.settings.main_instrument)]:
        for number, one in enumerate(display.constructs):
            row: dict[str, Any] = {"wave": display.wave, "case": case, "construct": one.id}
            held = {"factors": one.scales, "barriers": one.barriers, "codings": one.codes}
            held["scorecard"] = [one.scorecard_field] if one.scorecard_field else []
            for part in PARTS:
                row |= _side(part, one.id, case) if held[part] else {f"{part}_direction": "none"}
            row["codings_share"] = 0.2 * draw(one.id, case) if one.codes else None
            said = [part for part in PARTS if row[f"{part}_direction"] in ("up", "down")]
            verdict = verdicts[number % 3] if len(said) > 1 else "silent"
            rows.append(row | {"verdict": verdict, "reason": " ".join(said)})
    return make_table(rows, JOINT)


def _side(part: str, construct: str, case: str) -> dict[str, Any]:
    low, high = {"factors": (1, 5), "barriers": (0, 100), "codings": (0, 1), "scorecard": (0, 10)}[part]
    held, half = 0.2 + 0.7 * draw(part, construct, case), 0.1
    value, reach = low + (high - low) * held, (high - low) * half
    direction = "up" if held > 0.6 else "down" if held < 0.4 else "mixed"
    told = {part: value, f"{part}_low": max(low, value - reach), f"{part}_high": min(high, value + reach)}
    return told | {f"{part}_n": 18 if case == "all" else 3, f"{part}_direction": direction}
