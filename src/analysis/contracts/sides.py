"""The tables of judgements and scorecards, of the continuum, and of all sources side by side."""

from __future__ import annotations

from analysis.contracts.model import Column, Contract, required

JUDGEMENTS = Contract(
    "judgements",
    "where one coder places one case between thin and thick (restricted)",
    ("wave", "case", "coder"),
    (
        required("wave", "id of the wave"),
        required("case", "id of the case"),
        required("coder", "id of the coder in sessions.yaml"),
        required("position", "the judgement, on the scale of the plan's continuum", "count"),
        required("note", "why, in the coder's words; may be empty"),
        required("source", "id of the source in sources.tsv"),
    ),
)

PLACEMENTS = Contract(
    "placements",
    "one number on where a case, or the cases together, stand on the continuum",
    ("wave", "statistic", "case"),
    (
        required("wave", "id of the wave"),
        required(
            "statistic",
            "for a case: placement (median of the judges), rank (among the cases), index (mean points of the "
            "coded units), published (rank in the published order); for all: krippendorff_ordinal, kendall_w "
            "(agreement among judges), tau_published, tau_index, tau_index_published (Kendall's τ-b of the "
            "placements with the published order, with the index, and of the index with the published order)",
        ),
        required("case", "id of the case, or all"),
        Column("estimate", "number", "the number; missing unless status is ok"),
        Column("ci_low", "number", "lower end of the interval"),
        Column("ci_high", "number", "upper end of the interval"),
        Column("ci_level", "number", "level of the interval, 0 to 1; missing where the ends are a range"),
        Column("p", "number", "two-sided p, where the method has one"),
        Column("n", "count", "judges, or coded units for the index"),
        Column("n_cases", "count", "cases"),
        required("method", "how it was computed"),
        Column("seed", "count", "seed of the random stream, where there is one"),
        required("status", "ok, not_estimable or withheld"),
        required("reason", "why there is no number or no interval; else empty"),
    ),
)

SCORECARDS = Contract(
    "scorecards",
    "one question of a scorecard, answered by one partnership in one session",
    ("scorecard", "wave", "case", "session", "field", "question"),
    (
        required("scorecard", "id of the scorecard"),
        required("version", "version of the scorecard that was filled in"),
        required("wave", "id of the wave"),
        required("case", "id of the case"),
        required("session", "name of the session in the file"),
        required("date", "the day, as YYYY-MM-DD; may be empty"),
        required("field", "id of the field"),
        required("question", "name of the question in the file"),
        required("number", "number of the session in order of date within the case, from 1", "count"),
        Column("score", "number", "the score, on the scorecard's scale; missing where not answered"),
        required("source", "id of the source in sources.tsv"),
    ),
)

PARTS = ("factors", "barriers", "codings", "scorecard")
"""What a row of the joint display sets side by side."""

JOINT = Contract(
    "joint_display",
    "one construct as the survey, the codings and the scorecard see it, for all cases or one",
    ("wave", "case", "construct"),
    (
        required("wave", "id of the wave"),
        required("case", "id of the case, or all"),
        required("construct", "id of the construct in joint_display.yaml"),
        *(
            column
            for part, what, n in (
                ("factors", "mean of its scales where high is good, in the scale's units", "people"),
                ("barriers", "mean of its scales where high is bad, in the scale's units", "people"),
                ("codings", "share of its coded units without a difficulty, 0 to 1", "coded units"),
                (
                    "scorecard",
                    "score of its field; over all cases their mean",
                    "questions or cases",
                ),
            )
            for column in (
                Column(part, "number", what),
                Column(f"{part}_low", "number", f"{part}: lower end of the interval or range"),
                Column(f"{part}_high", "number", f"{part}: upper end of the interval or range"),
                Column(f"{part}_n", "count", f"{part}: {n} behind it"),
                required(
                    f"{part}_direction",
                    f"{part}: up, down or mixed; none where it says nothing, or withheld",
                ),
            )
        ),
        Column("codings_share", "number", "units with the construct's codes, of all units read, 0 to 1"),
        Column(
            "codings_speakers",
            "count",
            "speakers of its coded units without or with a difficulty, whichever are fewer and not none; "
            "missing where not known, and in public",
        ),
        Column("codings_cases", "count", "the same of cases"),
        required(
            "verdict",
            "confirms, expands, contradicts, silent (fewer than two sources speak, or none points anywhere), "
            "or withheld",
        ),
        required("reason", "the parts that speak, between spaces, or why the verdict is withheld"),
    ),
)
