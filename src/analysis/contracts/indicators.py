"""The tables of indicators: what they are, what was measured, and how far they have come."""

from __future__ import annotations

from analysis.contracts.model import Column, Contract, required

LEVELS = ("output", "outcome", "impact")
"""How far from the activities an indicator lies: what was done, what followed, what it contributed to."""

VALUE_KINDS = ("share", "count", "score", "amount")
"""What the value of an indicator is: a share of people or things, a count of them, a mean score of people, or
any other amount (hours, kroner), of which nothing is known but its size."""

INDICATORS = Contract(
    "indicators",
    "one version of one indicator of one case (restricted)",
    ("case", "indicator", "version"),
    (
        required("case", "id of the case"),
        required("indicator", "short name of the indicator, unique in the case"),
        required("version", "version of its definition, from 1", "count"),
        required("label", "what it measures, in the case's words"),
        required("level", "output, outcome or impact"),
        required("value_kind", "share, count, score or amount"),
        required("unit", "unit of the value, in the case's words"),
        required("counts", "people or things: what stands behind a share, a count or a score"),
        required("direction", "up or down: which way is good"),
        required("method", "how it is measured, in the case's words; may be empty"),
        required("target_group", "whom it is about, in the case's words; may be empty"),
        Column("baseline", "number", "the stated baseline; missing where none is stated"),
        required("baseline_date", "its day, as YYYY-MM-DD; may be empty"),
        Column("target", "number", "the target; missing where none is set"),
        required("target_date", "the day it is to be reached, as YYYY-MM-DD; may be empty"),
        Column("weight", "number", "its weight in the case's goal attainment"),
        required("status", "active, retired or redefined (a later version follows)"),
        required("source", "id of the source in sources.tsv"),
    ),
)
"""A stated baseline of 0.25 and a target of 0.4 are shares; the template shows shares as per cent."""

PHASES = ("baseline", "follow_up", "end")

MEASUREMENTS = Contract(
    "measurements",
    "one measured value of one version of one indicator of one case (restricted)",
    ("case", "indicator", "version", "date", "phase"),
    (
        required("case", "id of the case"),
        required("indicator", "short name of the indicator"),
        required("version", "the version of the indicator that was measured", "count"),
        required("date", "the day, as YYYY-MM-DD"),
        required("phase", "baseline, follow_up or end"),
        Column("value", "number", "the value; of a share numerator by denominator, 0 to 1"),
        Column("numerator", "count", "those counted, of a share"),
        Column("denominator", "count", "all of them, of a share; people behind a score"),
        Column("also_at_baseline", "count", "of those counted, how many were counted at the baseline too"),
        Column("period_days", "count", "days over which a count was counted; missing where not said"),
        Column("sd", "number", "standard deviation between people, of a score"),
        required("stated", "yes where the value is the one stated with the indicator, not measured; else no"),
        required("comment", "in the case's words; may be empty"),
        required("source", "id of the source in sources.tsv"),
        required("row", "row of the file, the header being row 1", "count"),
    ),
)
"""also_at_baseline makes two shares paired: the same people were asked both times."""

INDIVIDUAL_SCORES = Contract(
    "individual_scores",
    "one person's score on one version of one indicator on one day (restricted)",
    ("case", "indicator", "version", "date", "person"),
    (
        required("case", "id of the case"),
        required("indicator", "short name of the indicator"),
        required("version", "the version of the indicator that was measured", "count"),
        required("date", "the day, as YYYY-MM-DD"),
        required("person", "keyed pseudonym of the person"),
        Column("score", "number", "the score; missing where there is none"),
        required("source", "id of the source in sources.tsv"),
    ),
)

PROGRESS = Contract(
    "progress",
    "one number about one indicator of one case, or about all indicators of a case together",
    ("case", "indicator", "version", "date", "phase", "statistic"),
    (
        required("case", "id of the case"),
        required("indicator", "short name of the indicator; empty for the case as a whole"),
        required("version", "the version of the indicator; 0 for the case as a whole", "count"),
        required("label", "what it measures; empty for the case as a whole"),
        required("level", "output, outcome or impact; empty for the case as a whole"),
        required("value_kind", "share, count, score or amount; empty for the case as a whole"),
        required("unit", "unit of the value; empty for the case as a whole"),
        required("direction", "up or down: which way is good; empty for the case as a whole"),
        required("indicator_status", "active, retired or redefined; empty for the case as a whole"),
        required("date", "the day of the measurement; of a target its day; empty where it is about several"),
        required("phase", "baseline, follow_up or end; empty where it is about no single measurement"),
        required(
            "statistic",
            "of a measurement: value, change (from the baseline), ratio (of two counts), share_of_way (to "
            "the target), attainment (level, -2 to 2); of an indicator: target, trend (per year); of a "
            "case: goal_attainment_t; chain_output, chain_outcome, chain_impact (indicators that moved the "
            "good way, of all with a change)",
        ),
        Column("estimate", "number", "the number; missing unless status is ok"),
        Column("ci_low", "number", "lower end of the interval"),
        Column("ci_high", "number", "upper end of the interval"),
        Column("ci_level", "number", "level of the interval, 0 to 1"),
        Column("p", "number", "two-sided p, where the method has one"),
        Column("n", "count", "people or things behind it, or indicators for a case; missing where not known"),
        Column("n_baseline", "count", "the same at the baseline, where it compares with it"),
        required("counts", "people or things: what n counts; indicators for a case"),
        required(
            "verdict",
            "of share_of_way: reached, beyond, on_the_way, unmoved or backwards; of target: on_time, late, "
            "missed, not_due or undated; of change: better, worse, unclear or same; of trend: better, worse "
            "or unclear; else empty",
        ),
        required("comparable", "yes, marked or stopped, as the table of comparability says"),
        required("method", "how it was computed"),
        required("status", "ok, not_estimable, refused (may not be compared) or withheld"),
        required("reason", "why there is no number, or no interval beside it; else empty"),
    ),
)
