"""The tables on robustness: one headline computed in every admissible way, and in how many it holds."""

from __future__ import annotations

from analysis.contracts.model import Column, Contract, required

HEADLINE = (
    required("analysis", "name of the comparison in plan.yaml"),
    required("instrument", "id of the instrument"),
    required("scale", "id of the scale"),
    required("contrast", "id of the contrast in plan.yaml"),
    required("wave", "id of the wave"),
)

SPECIFICATIONS = Contract(
    "specifications",
    "one headline difference, computed in one admissible way (restricted)",
    (
        *(column.name for column in HEADLINE),
        "reading",
        "scoring",
        "items",
        "left_out",
        "test",
    ),
    (
        *HEADLINE,
        required("reading", "main, or the name of an alternative reading (neutral)"),
        required("scoring", "mean, sum or ordinal"),
        required("items", "all, or without_reversed"),
        required("left_out", "nobody, case:<id>, or respondent:<place in the sorted table, from 1>"),
        required("test", "the test, by the name of its statistic"),
        required(
            "varied",
            "what differs from the headline: headline, reading, scoring, items, case, "
            "respondent, test, or several",
        ),
        required("direction", "first, second or neither: the group that it puts higher"),
        Column(
            "estimate",
            "number",
            "the difference in standard deviations of the scores; missing where there is none",
        ),
        Column("ci_low", "number", "lower end of its interval"),
        Column("ci_high", "number", "upper end of its interval"),
        Column("p", "number", "two-sided p"),
        Column("n", "count", "people behind it"),
        Column("n_cases", "count", "cases behind it"),
        required(
            "holds",
            "yes or no: the same side of the plan's level and, below it, the same sign as the "
            "headline; not_estimable where there is no p",
        ),
        required("status", "ok, not_estimable or refused"),
        required("reason", "why there is no number; else empty"),
    ),
)

ROBUSTNESS = Contract(
    "robustness",
    "in how many of its admissible specifications one headline difference holds",
    (*(column.name for column in HEADLINE), "varied"),
    (
        *HEADLINE,
        required("purpose", "confirmatory or exploratory, as the plan says"),
        required("varied", "all, or what was varied: reading, scoring, items, test, case, respondent"),
        Column("n_specifications", "count", "specifications that give a p"),
        Column("n_same_direction", "count", "of these, those with the sign of the headline"),
        Column("n_holds", "count", "of these, those that lead to the same conclusion as the headline"),
        Column("n_not_estimable", "count", "specifications without a p"),
        required("status", "ok, not_estimable or withheld"),
        required("reason", "why there are no counts; else empty"),
    ),
)
