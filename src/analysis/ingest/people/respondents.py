"""Who counts as a respondent: each row of an export by what it is and by the study's stated rule.

People, not rows, are counted: where the same person has several rows, one of them stands for all.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.ingest.exports import Export
from analysis.ingest.files.sheets import SHOWN
from analysis.ingest.people.masking import mask
from analysis.ingest.values.answers import Judge
from analysis.ingest.values.meanings import Judgement
from analysis.instruments import ASKED, Instrument
from analysis.problems import ProblemList
from analysis.settings import Respondents
from analysis.source_options import SourceOptions

LeftOut = dict[int, tuple[str, str]]
"""Why a row does not count, a word of the receipts, and what the row says of itself, by row."""

REACHED = {"dropped_out": 1, "never_opened": 1, "opened": 2, "partial": 3, "completed": 4}
"""How far a row shows that a person came; a row of any other status shows nobody on the way."""
STAGES = ("invited", "opened", "answered", "completed")
KNOWN_BY = ("id", "code")


def share_answered(
    cells: pd.DataFrame, columns: Mapping[str, str], judges: Mapping[str, Judge], instrument: Instrument
) -> pd.Series[float]:
    """The share of the questions that each row answers; free text, case and group are no such questions.

    A question with several options is answered if any of them is ticked or ranked. “Not relevant”,
    “don't know” and a refusal answer a question; a blank, and what the file declares missing, do not.
    """
    answered: dict[str, list[bool]] = {}
    for item in instrument.items:
        kind = instrument.answer_set(item.id).kind
        if item.id not in columns or kind in ("text", *ASKED):
            continue
        texts = cells[columns[item.id]]
        judged = {text: _answers(text, judges[item.id](text), kind) for text in texts.unique()}
        name = item.of or item.id
        before = answered.get(name, [False] * len(cells))
        answered[name] = [judged[text] or earlier for text, earlier in zip(texts, before, strict=True)]
    if not answered:
        return pd.Series(0.0, index=cells.index)
    return pd.DataFrame(answered, index=cells.index).mean(axis=1)


def _answers(text: str, judgement: Judgement, kind: str) -> bool:
    """Whether a cell answers its question; one with a fault does, and is told if the row counts."""
    if not text.strip() or judgement.missing in ("user_missing", "no_answer"):
        return False
    return not (kind == "ticked" and judgement.value == 0)


def leave_out(
    export: Export,
    rule: Respondents,
    shares: pd.Series[float],
    people: pd.DataFrame,
    found: ProblemList,
) -> LeftOut:
    """The rows that do not count, in two passes: by their status, then all but one of the same person.

    `shares` is how much each partial answer answers (`share_answered`), and `people` tells which rows are
    one person's (`pseudonyms.name_people`).
    """
    left: LeftOut = {}
    for row, status in export.statuses.items():
        may_count = status == "partial" and "partial" in rule.count
        if status == "completed" or (may_count and shares[row] >= rule.minimum_share):
            continue
        why = "partial_too_short" if may_count else f"status_{status}"
        left[int(str(row))] = (why, mask(export.words.get(int(str(row)), "")))
    kept = people.drop(index=list(left))
    followed = kept[kept["basis"].isin(KNOWN_BY)]
    doubled = followed[followed["respondent"].duplicated(keep=False)]
    groups = [
        [int(row) for row in rows] for rows in doubled.groupby("respondent", sort=False).groups.values()
    ]
    if rule.doubles == "refuse":
        _refuse(groups, found)
    for rows in groups:
        left |= _choose(rows, export, rule)
    return left


def _choose(rows: list[int], export: Export, rule: Respondents) -> LeftOut:
    """All but one of a person's answers: a completed one goes before others, then the last or the first."""
    times = export.times.loc[rows] if export.times is not None else pd.Series("", index=rows)
    timed = bool((times != "").all())
    handed_in = [row for row in rows if export.statuses[row] == "completed"]
    in_order = sorted(handed_in or rows, key=lambda row: (times[row] if timed else "", row))
    counts = in_order[-1 if rule.doubles == "last" else 0]
    note = f"row {counts} counts, by {'time' if timed else 'order of rows'}"
    why = "earlier_answer" if rule.doubles == "last" else "later_answer"
    return {row: (why if row in in_order else "handed_in_too", note) for row in rows if row != counts}


def _refuse(groups: list[list[int]], found: ProblemList) -> None:
    remedy = "remove all but one of them; or let the first or the last count: doubles, in config/study.yaml"
    for rows in groups[:SHOWN]:
        place = f"rows {' and '.join(map(str, rows))}"
        found.add(place, "the same person has answered more than once", "", "one row a person", remedy)
    if len(groups) > SHOWN:
        found.add("", f"{len(groups) - SHOWN} more people have answered more than once")


def count_flow(
    export: Export, left: LeftOut, people: pd.DataFrame, rule: Respondents, options: SourceOptions
) -> dict[str, int]:
    """How many people came how far, stage by stage; a stage that the export does not show is not there.

    A person counts once, with the row that came farthest. Previews, tests and other records are nobody.
    Where partial answers count too, completing the form is no stage on the way.
    """
    reached = export.statuses.map(REACHED).fillna(0).astype("int64")
    far = reached.groupby(people["respondent"]).max()
    shown = set(export.statuses)
    known = {
        "invited": export.lists_invited,
        "opened": export.lists_invited or "opened" in shown,
        "answered": export.lists_invited or bool(shown & {"opened", "partial"}),
        "completed": "partial" not in rule.count,
    }
    flow = {stage: int((far >= least).sum()) for least, stage in enumerate(STAGES, 1) if known[stage]}
    if options.invited is not None and not export.lists_invited:
        flow = {"invited": options.invited} | flow
    return flow | {"counted": len(export.cells) - len(left)}


def split_flow(
    flow: Mapping[str, int], export: Export, left: LeftOut, people: pd.DataFrame, groups: pd.Series[str]
) -> dict[str, dict[str, int]]:
    """The people of each stage (`count_flow`) by the group of each row; empty for those of no known group.

    Whoever has several rows is of the group of the row that came farthest.
    """
    reached = export.statuses.map(REACHED).fillna(0).astype("int64")
    farthest = reached.groupby(people["respondent"]).idxmax()
    far, belongs = reached.loc[farthest], groups.loc[farthest]
    split: dict[str, dict[str, int]] = {}
    for stage, total in flow.items():
        if stage in STAGES:
            counted = belongs[(far >= STAGES.index(stage) + 1).to_numpy()]
        else:
            counted = groups.drop(index=list(left))
        counts = {str(group): int(n) for group, n in counted.value_counts().sort_index().items()}
        if sum(counts.values()) != total:
            # How many were invited, as the team says, is told of no group.
            counts = {"": total}
        split[stage] = counts
    return split


def check_invited(
    export: Export, flow: Mapping[str, int], options: SourceOptions, found: ProblemList
) -> None:
    """Note a number of people invited that the export contradicts."""
    if options.invited is None:
        return
    came = max(count for stage, count in flow.items() if stage != "invited")
    if export.lists_invited and options.invited != flow["invited"]:
        what = "the export lists who was invited, and it is another number"
        found.add(("invited",), what, options.invited, flow["invited"], "remove the key")
    elif options.invited < came:
        what = "fewer are said to be invited than have answered"
        remedy = "correct the number, or remove the key"
        found.add(("invited",), what, options.invited, f"at least {came}", remedy)
