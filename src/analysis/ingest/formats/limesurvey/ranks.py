"""LimeSurvey's rankings: it writes the option at each rank; here each option gets a column with its rank."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pandas as pd

from analysis.ingest.exports import Question
from analysis.ingest.faults import Fault, FaultyCell, tell
from analysis.ingest.files.sheets import Line
from analysis.ingest.formats.limesurvey.words import make_key
from analysis.problems import ProblemList

AGAIN = "export the answers and the survey's structure from LimeSurvey again"


@dataclass(frozen=True)
class Ranking:
    """One ranking: its columns' headers by rank, its question, and whether headers are codes."""

    headers: dict[int, str]
    question: Question
    coded: bool

    def name_option(self, code: str) -> str:
        """The header of an option's column: as LimeSurvey would write it were it a subquestion."""
        if self.coded:
            return f"{self.question.code}[{code}]"
        return f"{self.question.text} [{self.question.options[code]}]"


def turn_ranks(
    cells: pd.DataFrame, ranking: Ranking, found: ProblemList
) -> tuple[pd.DataFrame, dict[str, Question], Line]:
    """The cells with a column for each option instead of each rank, their questions, and the receipt.

    Notes cells that name no option of the ranking, an option at two ranks, and a rank left out.
    """
    listed = bool(ranking.question.options)
    ranking = _with_options(cells, ranking)
    columns = [ranking.headers[rank] for rank in sorted(ranking.headers)]
    _check_places(ranking, found)
    codes = cells[columns].map(_find_codes(ranking.question).get)
    _check_cells(cells[columns], codes, found)
    ranks = {ranking.name_option(code): _rank_of(code, codes, ranking) for code in ranking.question.options}
    place = min(cells.columns.get_loc(column) for column in columns)
    kept = cells.drop(columns=columns)
    made = pd.DataFrame(ranks, index=cells.index, dtype="str")
    doubled = made.columns.intersection(kept.columns)
    for column in doubled:
        what = "the column of a ranked option has the name of another column"
        found.add(f"row 1, column {column}", what, column, "", AGAIN)
    turned = pd.concat([kept.iloc[:, :place], made.drop(columns=doubled), kept.iloc[:, place:]], axis=1)
    receipt: Line = {
        "what": "header_read",
        "why": "ranks_by_option",
        "before": ", ".join(columns),
        "after": ", ".join(made.columns),
        "count": len(columns),
    }
    return turned, _ask(ranking, listed), receipt


def _with_options(cells: pd.DataFrame, ranking: Ranking) -> Ranking:
    """Where nothing lists the options, they are what the cells name."""
    if ranking.question.options:
        return ranking
    seen = {text.strip() for column in ranking.headers.values() for text in cells[column]} - {""}
    options = {text: text for text in sorted(seen)}
    return replace(ranking, question=replace(ranking.question, options=options))


def _find_codes(question: Question) -> dict[str, str]:
    """The option that a cell means, by its code, by its text in any language; blank stays blank."""
    by_text = {
        make_key(text): code
        for code, own in question.options.items()
        for text in (*question.also.get(code, ()), own)
    }

    class Codes(dict[str, str]):
        def __missing__(self, cell: str) -> str:
            text = cell.strip()
            return text if text in question.options else by_text.get(make_key(text), "?") if text else ""

        def get(self, cell: str, default: str | None = None) -> str:  # type: ignore[override]
            return self[cell]

    return Codes()


def _check_places(ranking: Ranking, found: ProblemList) -> None:
    if sorted(ranking.headers) != list(range(1, len(ranking.headers) + 1)):
        what = "columns of the ranking are missing"
        seen = ", ".join(ranking.headers.values())
        found.add("row 1", what, seen, "one column for each rank", AGAIN)


def _check_cells(cells: pd.DataFrame, codes: pd.DataFrame, found: ProblemList) -> None:
    faulty: list[FaultyCell] = []
    unknown = Fault("the ranking offers no such option", "one of its options", AGAIN)
    twice = Fault("the option already stands at a better rank", "each option once", AGAIN)
    gap = Fault("a better rank is left out", "ranks from 1 without a gap", AGAIN)
    for row, named in zip(codes.index, codes.to_numpy().tolist(), strict=True):
        for place, (column, code) in enumerate(zip(codes.columns, named, strict=True)):
            before = named[:place]
            fault = unknown if code == "?" else twice if code in before else gap if "" in before else None
            if code and fault:
                faulty.append(FaultyCell(row, column, cells.at[row, column], fault))
    tell(faulty, found)


def _rank_of(code: str, codes: pd.DataFrame, ranking: Ranking) -> pd.Series[str]:
    ranks = pd.Series("", index=codes.index, dtype="str")
    for rank, column in ranking.headers.items():
        ranks[codes[column] == code] = str(rank)
    return ranks


def _ask(ranking: Ranking, listed: bool) -> dict[str, Question]:
    """The options' questions; the lowest rank is known only where the options are listed."""
    asked = ranking.question
    lowest = float(len(asked.options)) if listed else None
    return {
        ranking.name_option(code): Question(
            asked.text, text, asked.code, code if asked.code else "", maximum=lowest
        )
        for code, text in asked.options.items()
    }
