"""The public form of the estimates and of the published findings, with the log of what was withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.contracts import DISCLOSURE_DETAIL, DISCLOSURE_LOG, ESTIMATES, FINDINGS
from analysis.disclosure.rounding import round_numbers
from analysis.disclosure.rules import WHY, judge, name_publicly
from analysis.published_facts import PublishedFact
from analysis.study import DisclosureException, Study
from analysis.tables import conform

PEOPLE = ["n", "n_smallest", "n_groups", "n_cases", "n_excluded"]
SHORT = ["estimate", "ci_low", "ci_high", "df", "p", "p_adjusted"]
"""Numbers that have few digits in public where they tell something of small cases."""
NUMBERS = [*SHORT, *PEOPLE, "seed"]
PEOPLE_COUNTED = ("people_answering", "cases_with_answer")
"""Measures of findings that count the people who gave an answer, or the cases they belong to."""
NOBODY_COUNTED = ("sessions",)
"""Measures of findings that tell nothing of people."""


@dataclass(frozen=True)
class Protected:
    """What may be published of the estimates, by table; the public log; and the restricted one."""

    estimates: dict[str, pd.DataFrame]
    log: pd.DataFrame
    detail: pd.DataFrame


def protect(
    estimates: dict[str, pd.DataFrame], study: Study, attrition: pd.DataFrame | None = None
) -> Protected:
    """The public form of all tables of estimates (ESTIMATES), judged together.

    A withheld row keeps the columns that name it, with status `withheld` and the rule as reason, and
    has no number. The log (DISCLOSURE_LOG) names every number withheld or let through by an exception;
    `detail` (DISCLOSURE_DETAIL) adds the people behind it. `attrition` (ATTRITION) is what is published
    of who answered in two waves. Raises `ProblemsFound` where an exception of study.yaml lets a reader
    recompute a number that is withheld.
    """
    parts = [frame.assign(table=name) for name, frame in sorted(estimates.items())]
    rows = judge(pd.concat(parts, ignore_index=True), study, attrition)
    public = _publish(rows, study.settings.disclosure.minimum_people)
    detail = _list_decisions(rows, study)
    rules = detail["public_rule"]
    log = detail.assign(rule=rules, why=rules.map(WHY).fillna(detail["why"]))
    return Protected(
        {name: conform(public.loc[rows["table"] == name, ESTIMATES.names], ESTIMATES) for name in estimates},
        conform(log[DISCLOSURE_LOG.names], DISCLOSURE_LOG),
        conform(detail[DISCLOSURE_DETAIL.names], DISCLOSURE_DETAIL),
    )


def _publish(rows: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The judged rows without the numbers that are withheld, and without small numbers of those left out."""
    public, withheld = rows.copy(), rows["rule"] != ""
    public.loc[rows["short"], SHORT] = round_numbers(public.loc[rows["short"], SHORT])
    public.loc[withheld, NUMBERS] = pd.NA
    public.loc[withheld, "status"] = "withheld"
    public.loc[withheld, "reason"] = name_publicly(rows)
    public.loc[rows["by_design"], PEOPLE] = pd.NA
    few = public["n_excluded"].between(1, minimum - 1).fillna(False).astype(bool)
    public.loc[few, "n_excluded"] = pd.NA
    # How a number was computed may depend on how many people there were, and then it would tell.
    like = rows.groupby(["analysis", "statistic", "sensitivity"])["method"]
    public.loc[withheld & (like.transform("nunique") > 1), "method"] = ""
    public.loc[_borrow(rows, withheld), "p_adjusted"] = pd.NA
    return public


def _borrow(rows: pd.DataFrame, withheld: pd.Series) -> pd.Series:
    """Whether the adjusted p of a row is that of a withheld one, made equal to it by the adjustment."""
    key = ["family", "wave", "sensitivity", "p_adjusted"]
    held = rows[withheld & (rows["p_adjusted"] < 1).fillna(False)]
    taken = set(held[key].itertuples(index=False, name=None))
    each = rows[key].itertuples(index=False, name=None)
    return ~withheld & pd.Series([one in taken for one in each], index=rows.index)


def _list_decisions(rows: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The restricted log: the rows that are withheld, or let through by an exception."""
    noted = rows[(rows["rule"] != "") | (rows["exception"] >= 0)]
    reasons = dict(enumerate(one.reason for one in study.settings.disclosure.exceptions))
    rule, public = (names.mask(names == "", "exception") for names in (noted["rule"], name_publicly(noted)))
    return pd.DataFrame(
        {
            "table": noted["table"],
            "key": name_rows(noted, list(ESTIMATES.key)),
            "rule": rule,
            "public_rule": public,
            "why": rule.map(WHY).fillna(noted["exception"].map(reasons)),
            "n": noted["n"],
            "n_smallest": noted["n_smallest"],
        }
    )


def name_rows(rows: pd.DataFrame, key: list[str]) -> list[str]:
    """The key of each row as the logs name it: name=value; name=value, without what is empty."""
    each = rows[key].astype(str).to_numpy()
    return [
        "; ".join(f"{name}={value}" for name, value in zip(key, row, strict=True) if value) for row in each
    ]


def list_withheld(
    table: str, frame: pd.DataFrame, rule: pd.Series, key: Iterable[str], why: Mapping[str, str]
) -> pd.DataFrame:
    """The lines of a public log (DISCLOSURE_LOG) for the rows of a table that a rule withholds.

    `rule` names it row by row, empty where a row passes; `why` says what each rule is for.
    """
    held = frame[rule != ""]
    rules = rule[held.index]
    lines = {
        "table": table,
        "key": name_rows(held, list(key)),
        "rule": rules.to_list(),
        "why": rules.map(why).to_list(),
    }
    return pd.DataFrame(lines, columns=DISCLOSURE_LOG.names)


def protect_findings(findings: pd.DataFrame, study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The public form of the published findings (FINDINGS), and its log (DISCLOSURE_LOG).

    A fact recomputed from fewer people than the minimum is withheld, and so is one that counts the
    people who gave an answer, or their cases, unless an exception of study.yaml names that count. How
    many sessions were held passes.
    """
    facts = (
        {(str(one.finding), one.fact): one for one in study.plan.findings.facts}
        if study.plan.findings
        else {}
    )
    public, lines = findings.copy(), []
    for place, row in zip(findings.index, findings.itertuples(), strict=True):
        rule, why = _judge_fact(row.n, facts.get((str(row.finding), row.fact)), study)
        if rule:
            lines.append(("published_findings", f"finding={row.finding}; fact={row.fact}", rule, why))
        if rule in WHY:
            public.loc[place, ["recomputed", "agrees"]] = ["", "withheld"]
            public.loc[place, ["n", "n_cases"]] = pd.NA
    log = pd.DataFrame(lines, columns=DISCLOSURE_LOG.names, dtype="string")
    return conform(public, FINDINGS), conform(log, DISCLOSURE_LOG)


def _judge_fact(n: float, fact: PublishedFact | None, study: Study) -> tuple[str, str]:
    """The rule that holds for one fact and why; empty where it simply passes."""
    rules = study.settings.disclosure
    counts = fact is None or fact.measure in PEOPLE_COUNTED
    for exception in rules.exceptions:
        if fact is not None and counts and _names(exception, fact, study):
            return "exception", exception.reason
    if fact is not None and fact.measure in NOBODY_COUNTED:
        return "", ""
    if pd.isna(n) or n < rules.minimum_people:
        return "minimum_people", WHY["minimum_people"]
    return ("small_count", WHY["small_count"]) if counts else ("", "")


def _names(exception: DisclosureException, fact: PublishedFact, study: Study) -> bool:
    """Whether an exception names the answer that a fact counts, in the wave of the findings."""
    asked, findings = fact.settings, study.plan.findings
    if findings is None or findings.wave != (exception.wave or study.main_wave):
        return False
    return (
        (exception.analysis, exception.item) == (asked.analysis, asked.item)
        and exception.category in (None, asked.category)
        and (exception.case, exception.group) == ("all", asked.group)
    )
