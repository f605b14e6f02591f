"""The public form of the findings, the receipts and the sample; free text and names."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.contracts import (
    FINDINGS,
    RECEIPT_SUMMARY,
    RECEIPTS,
    SAMPLE,
)
from analysis.disclosure import protect, protect_findings, summarise_receipts, summarise_sample
from analysis.tables import conform
from tests.disclosure_frames import (
    compare,
    describe,
    guarded_study,
)

EXCEPTION = {"analysis": "described", "item": "m1", "category": 1}


def fact(name: str, measure: str, **settings: Any) -> dict[str, Any]:
    text = {"nb": name, "en": name}
    known = {"finding": 1, "fact": name, "statement": text, "published": "7", "page": "1"}
    return known | {"measure": measure, "settings": settings, "expect": {"at_least": 0}}


FACTS = {
    "instrument": "small",
    "wave": "before",
    "contrast": "sides",
    "citation": "made",
    "facts": [
        fact("people", "people"),
        fact("few", "people", group="right"),
        fact("answer", "people_answering", analysis="described", item="m1", category=1),
        fact("answer_left", "people_answering", analysis="described", item="m1", category=1, group="left"),
        fact("cases_with", "cases_with_answer", analysis="described", item="m1", category=1),
        fact("sessions", "sessions"),
        fact("participants", "participants_of_session", session="one"),
    ],
}


def findings(**people: int) -> pd.DataFrame:
    known = {
        "finding": "1",
        "published": "?",
        "recomputed": "7",
        "agrees": "yes",
        "measure": "stated",
        "n_cases": 2,
    }
    return conform(pd.DataFrame([known | {"fact": name, "n": n} for name, n in people.items()]), FINDINGS)


def test_findings_of_few_people_and_counts_of_people_are_withheld() -> None:
    public, log = protect_findings(
        findings(people=18, few=4, answer=18, cases_with=18, unplanned=18), guarded_study(findings=FACTS)
    )
    agrees = public.set_index("fact")["agrees"].to_dict()
    assert agrees == {
        "people": "yes",
        "few": "withheld",
        "answer": "withheld",
        "cases_with": "withheld",
        "unplanned": "withheld",
    }
    hidden = public[public["agrees"] == "withheld"]
    assert set(hidden["recomputed"]) == {""}
    assert hidden[["n", "n_cases"]].isna().all(axis=None)
    assert dict(zip(log["key"], log["rule"], strict=True)) == {
        "finding=1; fact=few": "minimum_people",
        "finding=1; fact=answer": "small_count",
        "finding=1; fact=cases_with": "small_count",
        "finding=1; fact=unplanned": "small_count",
    }


def test_how_many_sessions_were_held_passes_and_how_few_took_part_does_not() -> None:
    public, log = protect_findings(findings(sessions=0, participants=4), guarded_study(findings=FACTS))
    assert public.set_index("fact")["agrees"].to_dict() == {"participants": "withheld", "sessions": "yes"}
    assert log["rule"].tolist() == ["minimum_people"]


def test_an_exception_lets_the_finding_about_its_count_pass() -> None:
    public, log = protect_findings(
        findings(answer=18, answer_left=4, cases_with=18), guarded_study(EXCEPTION, findings=FACTS)
    )
    assert public.set_index("fact")["agrees"].to_dict() == {
        "answer": "yes",
        "answer_left": "withheld",
        "cases_with": "yes",
    }
    assert log.set_index("key")["rule"].to_dict()["finding=1; fact=answer"] == "exception"


def receipt(what: str, why: str, count: int, **known: Any) -> dict[str, Any]:
    return {"source": "survey", "what": what, "row": 0, "column": "", "why": why, "count": count} | known


def summarise(*lines: dict[str, Any]) -> dict[tuple[str, str], Any]:
    frame = summarise_receipts(conform(pd.DataFrame(list(lines)), RECEIPTS), guarded_study())
    assert frame.columns.tolist() == RECEIPT_SUMMARY.names
    assert (frame["count"].isna() == (frame["status"] == "withheld")).all()
    return {
        (line.what, line.why): (line.count_, line.reason)
        for line in frame.rename(columns={"count": "count_"}).itertuples()
    }


def test_receipts_are_counted_by_reason_and_name_no_row_and_no_answer() -> None:
    found = summarise(
        receipt("cell_set_missing", "blank", 1, row=2, column="a1", before="secret"),
        receipt("cell_set_missing", "blank", 1, row=3, column="a1", before="secret"),
        receipt("row_read", "total", 12),
        receipt("row_kept", "answer", 12),
    )
    assert found["cell_set_missing", "blank"] == (2, "")
    assert found["row_read", "total"] == (12, "")
    assert "secret" not in str(found)


def test_few_rows_left_out_are_withheld_with_the_totals_that_give_them_away() -> None:
    found = summarise(
        receipt("row_read", "total", 14),
        receipt("row_kept", "answer", 12),
        receipt("row_left_out", "stopped", 2),
        receipt("cell_read", "total", 140),
        receipt("cell_kept", "usable", 120),
        receipt("cell_left_out", "row_left_out", 20),
    )
    assert {key for key, (count, _) in found.items() if not pd.isna(count)} == {
        ("row_kept", "answer"),
        ("cell_kept", "usable"),
    }
    assert found["row_left_out", "stopped"][1] == "small_count"
    assert found["row_read", "total"][1] == "secondary"


def test_a_source_of_few_people_tells_neither_rows_nor_cells() -> None:
    found = summarise(
        receipt("row_read", "total", 3),
        receipt("row_kept", "answer", 3),
        receipt("cell_kept", "usable", 30),
        receipt("column_kept", "item", 10),
    )
    assert [key for key, (count, _) in found.items() if not pd.isna(count)] == [("column_kept", "item")]


def people(sizes: dict[tuple[str, str], int]) -> pd.DataFrame:
    listed = [(case, group) for (case, group), n in sizes.items() for _ in range(n)]
    return pd.DataFrame(listed, columns=["case", "group"]).assign(
        wave="before", respondent=[f"r{n:03}" for n in range(len(listed))]
    )


def test_the_sample_tells_the_people_of_large_enough_populations() -> None:
    sizes = {("north", "left"): 6, ("north", "right"): 5, ("south", "left"): 5, ("south", "right"): 2}
    frame = summarise_sample({"small": people(sizes)}, guarded_study())
    assert frame.columns.tolist() == SAMPLE.names
    found = {(line.case, line.group): line.n for line in frame.itertuples()}
    assert {place: n for place, n in found.items() if not pd.isna(n)} == {
        ("all", "all"): 18,
        ("all", "left"): 11,
        ("all", "right"): 7,
        ("north", "all"): 11,
        ("south", "all"): 7,
    }
    reasons = {(line.case, line.group): line.reason for line in frame.itertuples()}
    assert reasons["south", "right"] == "minimum_people"
    assert reasons["north", "left"] == "secondary"


def test_free_text_and_respondents_never_pass() -> None:
    secret, name = "Ærlig talt, dette går ikke", "survey:27685292"
    answered = people({("north", "left"): 6, ("north", "right"): 6}).assign(
        s1=range(12), s2=range(5, 17), m1=[1, 2] * 6, q82=secret
    )
    answered["respondent"] = name + answered["respondent"]
    study = guarded_study(findings=FACTS)
    protected = protect({"descriptives": describe(answered), "differences": compare(answered)}, study)
    read = conform(pd.DataFrame([receipt("cell_kept", "usable", 9, before=secret, after=name)]), RECEIPTS)
    public = [
        *protected.estimates.values(),
        protected.log,
        *protect_findings(findings(people=12), study),
        summarise_receipts(read, study),
        summarise_sample({"small": answered}, study),
    ]
    written = "".join(frame.to_csv() for frame in public)
    assert secret not in written
    assert name not in written
    assert (
        "case=north" in protected.log.to_csv()
        or (protected.estimates["descriptives"]["status"] == "ok").all()
    )
