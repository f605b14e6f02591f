"""Which column of an export holds which item: as the team says, or by code, by number or by text.

One kind of evidence at a time, the strongest first; what a stronger one has settled, a weaker one does not
touch. Two columns for an item, or two items for a column, and a number or code that the column's text
speaks against, are problems: nothing is chosen between them. The nearest column is named, never taken.
"""

from __future__ import annotations

from collections.abc import Collection

from analysis.ingest.exports import Export, Question
from analysis.ingest.mapping.matching import Match, Matching
from analysis.ingest.mapping.missing_columns import tell_missing
from analysis.ingest.mapping.signs import Column, Signs
from analysis.ingest.receipts import Ledger
from analysis.instruments import ASKED, Instrument
from analysis.problems import Key, ProblemList, name_nearest
from analysis.source_options import SourceOptions

EVIDENCE = (("by_code", False), ("by_code", True), ("by_number", False), ("by_text", False))
"""The kinds of evidence in order; codes first as they stand, then without regard to capitals."""
NEVER_ITEMS = ("identifier", "answer_id")


def map_columns(
    export: Export,
    instrument: Instrument,
    options: SourceOptions,
    asked: Collection[str],
    found: ProblemList,
    source: str = "<source>",
    version: str = "",
) -> dict[str, Match]:
    """The column of each item, by item; an item without a column is a problem, told with all others.

    The item that names the case, or the group, may be absent unless it is among `asked`. `options` is
    what the team says of the source, and `version` the version of the instrument whose wordings are tried
    first.
    """
    columns = [_look_at(name, export, options) for name in export.cells.columns]
    matching = Matching(Signs(instrument, version), found, f"config/sources/{source}.yaml")
    _check_headers(export, options, found)
    _take_mapped(matching, {one.name: one for one in columns}, export, options)
    left_out = {*export.tool_columns, *options.ignore}
    open_columns = [column for column in columns if column.name not in left_out]
    for evidence, fold in EVIDENCE:
        matching.take(evidence, fold, open_columns)
    matching.tell_contradictions(open_columns)
    settled = {*matching.matches, *matching.disputed}
    missing = [
        item
        for item in instrument.items
        if item.id not in settled and _is_needed(instrument.answer_set(item.id).kind, asked)
    ]
    if missing:
        spare = [column for column in open_columns if column.name not in matching.taken]
        tell_missing(missing, spare, instrument, matching.about, found)
    return {item: matching.matches[item] for item in matching.signs.sort(matching.matches)}


def _is_needed(kind: str, asked: Collection[str]) -> bool:
    return kind not in ASKED or kind in asked


def _look_at(name: str, export: Export, options: SourceOptions) -> Column:
    question = export.questions.get(name, Question())
    return Column(name, question, options.separators.get(name, question.separator))


def _check_headers(export: Export, options: SourceOptions, found: ProblemList) -> None:
    """Note headers that the team names and the file does not have."""
    said = options.problem_list()
    headers = list(export.cells.columns)
    named: list[tuple[Key, str]] = [(("columns", item), header) for item, header in options.columns.items()]
    named += [(("separators", header), header) for header in options.separators]
    named += [(("ignore", number), header) for number, header in enumerate(options.ignore)]
    for at, header in named:
        if header not in headers:
            remedy = name_nearest(header, headers) or "write the header as it stands in the file"
            said.add(at, f"{export.file} has no column “{header}”", header, "", remedy)
    for number, header in enumerate(options.ignore):
        if header in options.columns.values():
            what = f"the column “{header}” is both mapped and ignored"
            said.add(("ignore", number), what, header, "", "take it out of one of the two")
    found.problems += said.problems


def _take_mapped(
    matching: Matching, columns: dict[str, Column], export: Export, options: SourceOptions
) -> None:
    """Take the columns that the team gives to items."""
    said = options.problem_list()
    for item, header in options.columns.items():
        if header not in columns or item not in matching.signs.order:
            continue
        holders = [one for one, match in matching.matches.items() if match.column == header]
        if export.tool_columns.get(header) in NEVER_ITEMS:
            what = f"the column “{header}” names or numbers people, and holds no item"
            said.add(("columns", item), what, header, "", "map another column")
        elif not matching.may_share(columns[header], {item, *holders}):
            what = f"the column “{header}” is mapped to {' and to '.join([*holders, item])}"
            said.add(("columns", item), what, header, "one item each", "map each item to its own column")
        else:
            matching.assign(item, columns[header], "by_mapping")
    matching.found.problems += said.problems


def note_rows(
    export: Export,
    matches: dict[str, Match],
    left_out: dict[int, tuple[str, str]],
    options: SourceOptions,
    ledger: Ledger,
) -> None:
    """Note the files, the rows and the columns: what was read, what was left out, and why."""
    for line in export.receipts:
        ledger.note(**line)  # type: ignore[arg-type]
    rows = len(export.cells) + len(export.blank)
    ledger.note("row_read", "total", count=rows)
    ledger.note("row_kept", "answer", count=len(export.cells) - len(left_out))
    without = left_out | dict.fromkeys(export.blank, ("blank_row", ""))
    for row, (why, before) in sorted(without.items()):
        ledger.note("row_left_out", why, row=row, before=before)
        ledger.note("cell_left_out", "row_left_out", row=row, count=len(matches))
    ledger.note("column_read", "total", count=export.cells.shape[1])
    ignored = dict.fromkeys(options.ignore, "ignored") | export.tool_columns
    for column in export.cells.columns:
        items = [item for item, match in matches.items() if match.column == column]
        if items:
            how = matches[items[0]].how
            ledger.note("column_kept", how, column=column, after=", ".join(items))
            ledger.note("cell_read", "total", column=column, count=rows * len(items))
        else:
            ledger.note("column_left_out", ignored.get(column, "not_an_item"), column=column)
