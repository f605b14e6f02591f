"""The contract of every table: what one row is, its key, and its columns with their meaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: `kind` is text, number or count; `optional` columns may hold missing values."""

    name: str
    kind: str
    meaning: str
    optional: bool = True


@dataclass(frozen=True)
class Contract:
    """What one row of a table is, its key columns, and its columns in order.

    `open_columns` allows further columns after the named ones (the items of a wide table).
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    open_columns: bool = False

    @property
    def names(self) -> list[str]:
        """The column names in order."""
        return [column.name for column in self.columns]


def _required(name: str, meaning: str, kind: str = "text") -> Column:
    return Column(name, kind, meaning, optional=False)


RESPONSES = Contract(
    "responses",
    "one respondent of one case in one wave, for one instrument",
    ("case", "wave", "respondent"),
    (
        _required("case", "id of the case in study.yaml"),
        _required("wave", "id of the wave in study.yaml"),
        _required(
            "respondent", "keyed pseudonym of the person, or of the answer where nothing follows the person"
        ),
        _required("group", "id of the group in study.yaml"),
        _required("source", "id of the source in sources.tsv"),
        _required("instrument_version", "the version of the instrument that was answered"),
    ),
    open_columns=True,
)

PERSONS = Contract(
    "persons",
    "one respondent who counts, and how he or she can be found again in another wave (restricted)",
    ("source", "row"),
    (
        _required("source", "id of the source in sources.tsv"),
        _required("row", "row of the raw file, the header being row 1", "count"),
        _required("instrument", "id of the instrument"),
        _required("wave", "id of the wave"),
        _required("case", "id of the case"),
        _required("group", "id of the group"),
        _required("respondent", "the respondent, as in the responses"),
        _required("basis", "id or code: the pseudonym follows the person across waves; none: it does not"),
        _required(
            "variants", "keyed hashes of the self-made code with a slip in it, between spaces; may be empty"
        ),
        _required(
            "answer",
            "keyed hash of the tool and its number of the answer; empty where each survey counts anew",
        ),
    ),
)
"""What links people without showing them. `respondent` is the same wherever the same id or code is met: an id
means one person in the whole study, a code one person of a group in a case. Two people of the same group and
case whose `variants` share a word have nearly the same code (one part left out or another, or one character
left out, added, changed, or two neighbours swapped). A row with one part of the code empty has basis none and
one variant. Without a code (an id, or nothing) there are no variants."""

RECEIPTS = Contract(
    "receipts",
    "one decision taken while reading a file (row 0: about the whole file or column)",
    ("source", "what", "row", "column", "why"),
    (
        _required("source", "id of the source in sources.tsv"),
        _required("what", "row_read, row_left_out, cell_read, cell_kept, cell_set_missing, ..."),
        _required("row", "row of the raw file, the header being row 1; 0 when it is about all", "count"),
        _required("column", "column name in the raw file; empty when it is about a whole row"),
        Column("before", "text", "the value that stood in the file"),
        Column("after", "text", "the value that stands in the table"),
        _required("why", "the rule that was followed"),
        _required("count", "how many rows or cells this line stands for", "count"),
    ),
)

SCORES = Contract(
    "scores",
    "one respondent's score on one scale under one reading of the answers",
    ("instrument", "scale", "case", "wave", "respondent", "sensitivity"),
    (
        _required("instrument", "id of the instrument"),
        _required("scale", "id of the scale in the instrument"),
        _required("case", "id of the case"),
        _required("wave", "id of the wave"),
        _required("respondent", "the respondent"),
        _required("group", "id of the group"),
        _required("sensitivity", "main, or the name of an alternative reading (neutral)"),
        Column("score", "number", "mean of the answered items; missing below the stated minimum"),
        _required("n_answered", "items answered", "count"),
        _required("n_items", "items of the scale", "count"),
    ),
)

ESTIMATES = Contract(
    "estimates",
    "one number with its uncertainty",
    (
        "analysis",
        "instrument",
        "scale",
        "item",
        "category",
        "case",
        "wave",
        "group",
        "contrast",
        "statistic",
        "sensitivity",
    ),
    (
        _required("analysis", "name of the analysis in plan.yaml"),
        _required("instrument", "id of the instrument"),
        _required("scale", "id of the scale; empty for a single item"),
        _required("item", "id of the item; empty for a whole scale"),
        _required("category", "the answer counted, for counts; otherwise empty"),
        _required("case", "id of the case, or `all`"),
        _required("wave", "id of the wave"),
        _required("group", "id of the group, or `all`"),
        _required("contrast", "id of the contrast in plan.yaml; empty where none"),
        _required("statistic", "mean, sd, count, share, alpha, hedges_g, ..."),
        Column("estimate", "number", "the number; missing unless status is ok"),
        Column("ci_low", "number", "lower end of the interval"),
        Column("ci_high", "number", "upper end of the interval"),
        Column("ci_level", "number", "level of the interval, 0 to 1"),
        Column("df", "number", "degrees of freedom, where the method has them"),
        Column("p", "number", "two-sided p, where the method has one"),
        Column("p_adjusted", "number", "p adjusted within the family"),
        _required("family", "id of the family the p was adjusted in; empty where none"),
        _required("purpose", "confirmatory, exploratory or descriptive, as the plan says"),
        Column("n", "count", "people behind the number"),
        Column("n_smallest", "count", "people in the smallest set that the number compares"),
        Column("n_groups", "count", "groups behind the number"),
        Column("n_cases", "count", "cases behind the number"),
        Column("n_excluded", "count", "people of the population left out for missing answers"),
        _required("method", "how it was computed, with its variant"),
        Column("seed", "count", "seed of the random stream, where one was used"),
        _required("status", "ok, not_estimable or withheld"),
        _required("reason", "why there is no number, or no interval beside it; else empty"),
        _required("sensitivity", "main, or the name of an alternative reading (neutral)"),
    ),
)

FINDINGS = Contract(
    "findings",
    "one published fact of the survey beside the same fact recomputed",
    ("finding", "fact"),
    (
        _required("finding", "number of the finding in the report"),
        _required("fact", "short id of the single fact within the finding"),
        _required("published", "what the report says, in the plan's own words or as a number"),
        _required("recomputed", "what these data give"),
        _required("agrees", "yes, no, not_estimable or withheld"),
        _required("measure", "the rule by which the two were compared"),
        Column("n", "count", "people behind the recomputed fact"),
        Column("n_cases", "count", "cases behind the recomputed fact"),
    ),
)

DISCLOSURE_LOG = Contract(
    "disclosure_log",
    "one number that was withheld, or let through by an exception",
    ("table", "key", "rule"),
    (
        _required("table", "the table the number belongs to"),
        _required("key", "the columns that name the number, as name=value; name=value"),
        _required("rule", "minimum_people, small_count, secondary or exception"),
        _required("why", "the rule in a sentence, without any number about people"),
    ),
)

DISCLOSURE_DETAIL = Contract(
    "disclosure_detail",
    "one number that was withheld, or let through by an exception, with the people behind it (restricted)",
    ("table", "key", "rule"),
    (
        *DISCLOSURE_LOG.columns[:2],
        _required("rule", "minimum_people, small_count, same_answer, secondary or exception"),
        DISCLOSURE_LOG.columns[3],
        Column("n", "count", "people behind the number"),
        Column("n_smallest", "count", "people in the smallest set that the number compares"),
    ),
)

RECEIPT_SUMMARY = Contract(
    "receipt_summary",
    "what became of the files, rows, columns and cells of one source, for one reason",
    ("source", "what", "why"),
    (
        _required("source", "id of the source in sources.tsv"),
        _required("what", "row_read, row_left_out, cell_kept, cell_set_missing, ..."),
        _required("why", "the rule that was followed"),
        Column("count", "count", "how many files, rows, columns or cells; missing where withheld"),
        _required("status", "ok or withheld"),
        _required("reason", "the rule that withholds the count; empty when status is ok"),
    ),
)

SAMPLE = Contract(
    "sample",
    "the people who answered an instrument: of one group or all, of one case or all",
    ("instrument", "wave", "case", "group"),
    (
        _required("instrument", "id of the instrument"),
        _required("wave", "id of the wave"),
        _required("case", "id of the case, or `all`"),
        _required("group", "id of the group, or `all`"),
        Column("n", "count", "people who answered; missing where withheld"),
        _required("status", "ok or withheld"),
        _required("reason", "the rule that withholds the number; empty when status is ok"),
    ),
)

CASE_LINKS = Contract(
    "case_links",
    "one case from one of its waves to its next one, by municipalities.tsv",
    ("case", "wave_before", "wave_after"),
    (
        _required("case", "id of the case"),
        _required("wave_before", "id of the earlier wave"),
        _required("wave_after", "id of the case's next wave"),
        _required("number_before", "municipality number at the earlier wave; several where it was divided"),
        _required("number_after", "municipality number at the later wave; several where it was divided"),
        _required("name_before", "the municipality's name at the earlier wave; empty where it is not listed"),
        _required("name_after", "the municipality's name at the later wave; empty where it is not listed"),
        _required("change", "same, renumbered, merged, divided or not_norwegian"),
    ),
)

CONTRACTS = {
    contract.name: contract
    for contract in (
        RESPONSES,
        PERSONS,
        RECEIPTS,
        SCORES,
        ESTIMATES,
        FINDINGS,
        DISCLOSURE_LOG,
        DISCLOSURE_DETAIL,
        RECEIPT_SUMMARY,
        SAMPLE,
        CASE_LINKS,
    )
}
