"""The tables of numbers: receipts, scores, estimates, findings, and what is withheld of them."""

from __future__ import annotations

from analysis.contracts.model import Column, Contract, required

RECEIPTS = Contract(
    "receipts",
    "one decision taken while reading a file (row 0: about the whole file or column)",
    ("source", "what", "row", "column", "why"),
    (
        required("source", "id of the source in sources.tsv"),
        required("what", "row_read, row_left_out, cell_read, cell_kept, cell_set_missing, ..."),
        required("row", "row of the raw file, the header being row 1; 0 when it is about all", "count"),
        required("column", "column name in the raw file; empty when it is about a whole row"),
        Column("before", "text", "the value that stood in the file"),
        Column("after", "text", "the value that stands in the table"),
        required("why", "the rule that was followed"),
        required("count", "how many rows or cells this line stands for", "count"),
    ),
)

SCORES = Contract(
    "scores",
    "one respondent's score on one scale under one reading of the answers",
    ("instrument", "scale", "case", "wave", "respondent", "sensitivity"),
    (
        required("instrument", "id of the instrument"),
        required("scale", "id of the scale in the instrument"),
        required("case", "id of the case"),
        required("wave", "id of the wave"),
        required("respondent", "the respondent"),
        required("group", "id of the group"),
        required("sensitivity", "main, or the name of an alternative reading (neutral)"),
        Column("score", "number", "mean of the answered items; missing below the stated minimum"),
        required("n_answered", "items answered", "count"),
        required("n_items", "items of the scale", "count"),
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
        required("analysis", "name of the analysis in plan.yaml"),
        required("instrument", "id of the instrument"),
        required("scale", "id of the scale; empty for a single item"),
        required("item", "id of the item; empty for a whole scale"),
        required("category", "the answer counted, for counts; otherwise empty"),
        required("case", "id of the case, or `all`"),
        required("wave", "id of the wave"),
        required("group", "id of the group, or `all`"),
        required("contrast", "id of the contrast in plan.yaml; empty where none"),
        required("statistic", "mean, sd, count, share, alpha, hedges_g, ..."),
        Column("estimate", "number", "the number; missing unless status is ok"),
        Column("ci_low", "number", "lower end of the interval"),
        Column("ci_high", "number", "upper end of the interval"),
        Column("ci_level", "number", "level of the interval, 0 to 1"),
        Column("df", "number", "degrees of freedom, where the method has them"),
        Column("p", "number", "two-sided p, where the method has one"),
        Column("p_adjusted", "number", "p adjusted within the family"),
        required("family", "id of the family the p was adjusted in; empty where none"),
        required("purpose", "confirmatory, exploratory or descriptive, as the plan says"),
        required(
            "role",
            "of a test: primary (the plan or the design chose it) or sensitivity; outside_plan where the "
            "plan does not foresee the number; else empty",
        ),
        Column("n", "count", "people behind the number"),
        Column("n_smallest", "count", "people in the smallest set that the number compares"),
        Column("n_groups", "count", "groups behind the number"),
        Column("n_cases", "count", "cases behind the number"),
        Column("n_excluded", "count", "people of the population left out for missing answers"),
        required("method", "how it was computed, with its variant"),
        Column("seed", "count", "seed of the random stream, where one was used"),
        required("status", "ok, not_estimable, refused (the design makes it invalid) or withheld"),
        required("reason", "why there is no number, or no interval beside it; else empty"),
        required("sensitivity", "main, or the name of an alternative reading (neutral)"),
    ),
)

FINDINGS = Contract(
    "findings",
    "one published fact of the study beside the same fact recomputed",
    ("finding", "fact"),
    (
        required("finding", "number of the finding in the report"),
        required("fact", "short id of the single fact within the finding"),
        required("published", "what the report says, in the plan's own words or as a number"),
        required("recomputed", "what these data give"),
        required("agrees", "yes, no, not_estimable or withheld"),
        required("measure", "the rule by which the two were compared"),
        Column("n", "count", "people behind the recomputed fact, as far as known"),
        Column("n_cases", "count", "cases behind the recomputed fact"),
    ),
)

DISCLOSURE_LOG = Contract(
    "disclosure_log",
    "one number that was withheld, or let through by an exception",
    ("table", "key", "rule"),
    (
        required("table", "the table the number belongs to"),
        required("key", "the columns that name the number, as name=value; name=value"),
        required("rule", "minimum_people, small_count, secondary or exception"),
        required("why", "the rule in a sentence, without any number about people"),
    ),
)

DISCLOSURE_DETAIL = Contract(
    "disclosure_detail",
    "one number that was withheld, or let through by an exception, with the people behind it (restricted)",
    ("table", "key", "rule"),
    (
        *DISCLOSURE_LOG.columns[:2],
        required("rule", "minimum_people, small_count, same_answer, secondary or exception"),
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
        required("source", "id of the source in sources.tsv"),
        required("what", "row_read, row_left_out, cell_kept, cell_set_missing, ..."),
        required("why", "the rule that was followed"),
        Column("count", "count", "how many files, rows, columns or cells; missing where withheld"),
        required("status", "ok or withheld"),
        required("reason", "the rule that withholds the count; empty when status is ok"),
    ),
)
