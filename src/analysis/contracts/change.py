"""The tables of scorecards over time, of what may be compared, and of change between waves."""

from __future__ import annotations

from analysis.contracts.model import Column, Contract, required

SCORECARD_WEIGHTS = Contract(
    "scorecard_weights",
    "how much one partnership weighs one value in one session (restricted)",
    ("scorecard", "wave", "case", "session", "value"),
    (
        required("scorecard", "id of the scorecard"),
        required("wave", "id of the wave"),
        required("case", "id of the case"),
        required("session", "name of the session in the file"),
        required("value", "id of the value"),
        Column("weight", "number", "the weight, on the scorecard's scale of weights; missing where none"),
        required("source", "id of the source in sources.tsv"),
    ),
)

SCORECARD_SCORES = Contract(
    "scorecard_scores",
    "the score of one field, theme or question of a scorecard in one session of a case, or over all cases",
    ("scorecard", "case", "session", "field", "theme", "question"),
    (
        required("scorecard", "id of the scorecard"),
        required("case", "id of the case, or all: the mean over cases"),
        required("session", "number of the session in order of date within the case, from 1", "count"),
        required("wave", "id of the wave; empty for all cases"),
        required("date", "the day, as YYYY-MM-DD; may be empty"),
        required("field", "id of the field"),
        required("theme", "id of the theme; empty for a whole field or a question"),
        required("question", "id of the question; empty for a whole field or theme"),
        Column("score", "number", "the score; missing unless status is ok"),
        Column(
            "score_low", "number", "lowest score of its questions; for all cases lower end of the interval"
        ),
        Column("score_high", "number", "highest score of its questions; for all cases the upper end"),
        Column("ci_level", "number", "level of the interval; missing where the ends are a range"),
        Column("weight", "number", "mean weight of the values behind it; missing where not weighed"),
        Column("n", "count", "answered questions; for all cases the cases"),
        Column("n_questions", "count", "questions of the field or theme; for all cases the cases held"),
        required("status", "ok, not_estimable or withheld"),
        required("reason", "why there is no score, or no interval beside it; else empty"),
    ),
)

SCORECARD_CHANGES = Contract(
    "scorecard_changes",
    "one number on how one field of a scorecard changed from the first session to the last",
    ("scorecard", "case", "field", "statistic"),
    (
        required("scorecard", "id of the scorecard"),
        required("case", "id of the case, or all"),
        required("field", "id of the field"),
        required("before", "number and day of the first session, or empty for all cases"),
        required("after", "number and day of the last session, or empty for all cases"),
        required(
            "statistic",
            "change (of a case; mean over cases), d_z (in standard deviations of the cases' changes), "
            "sign_flip (mean change, with the exact test that flips signs), sign_test (share that rose of "
            "the cases that changed)",
        ),
        Column("estimate", "number", "the number; missing unless status is ok"),
        Column("ci_low", "number", "lower end of the interval; a case has none, for nobody answered alone"),
        Column("ci_high", "number", "upper end of the interval"),
        Column("ci_level", "number", "level of the interval, 0 to 1"),
        Column("df", "number", "degrees of freedom, where the method has them"),
        Column("p", "number", "two-sided p"),
        Column("p_adjusted", "number", "p adjusted within the family"),
        Column("p_floor", "number", "smallest p that so many cases can give"),
        required("family", "id of the family the p was adjusted in; empty where none"),
        required("purpose", "confirmatory or exploratory, as the plan says"),
        required("role", "of a test: primary or sensitivity; else empty"),
        Column("n", "count", "questions answered in both sessions for a case; cases for all"),
        Column("n_up", "count", "questions, or cases, that rose"),
        Column("n_down", "count", "questions, or cases, that fell"),
        Column(
            "n_left_out",
            "count",
            "questions answered in one of the sessions only; for all cases those that may not be compared",
        ),
        required("comparable", "yes, marked or stopped"),
        required("method", "how it was computed"),
        Column("seed", "count", "seed of the random stream, where one was used"),
        required("status", "ok, not_estimable, refused (may not be compared) or withheld"),
        required("reason", "why there is no number, or no interval beside it; else empty"),
    ),
)

ACTIONS = Contract(
    "actions",
    "one action that a partnership proposed at one question (restricted)",
    ("scorecard", "wave", "case", "session", "field", "question", "number"),
    (
        required("scorecard", "id of the scorecard"),
        required("wave", "id of the wave"),
        required("case", "id of the case"),
        required("session", "name of the session in the file"),
        required("date", "the day, as YYYY-MM-DD; may be empty"),
        required("field", "id of the field"),
        required("question", "id or name of the question"),
        required("number", "number of the action at this question, from 1", "count"),
        required("action", "in the partnership's words"),
        Column("score", "number", "the question's score in this session; missing where not answered"),
        Column(
            "weight", "number", "mean weight of the values behind the question; missing where not weighed"
        ),
        Column("pressing", "number", "weight × (highest possible score − score); missing without either"),
        Column("place", "count", "place among the actions of the session, 1 the most pressing"),
    ),
)

ASPECTS = (
    "version",
    "wording",
    "answer_range",
    "missing_rule",
    "direction",
    "method",
    "mode",
    "coders",
    "borders",
)
"""What is checked before two occasions are compared, by the names of the plan's section comparability."""

COMPARABILITY = Contract(
    "comparability",
    "one thing that was checked before two occasions are compared",
    ("kind", "subject", "part", "case", "group", "before", "after", "aspect"),
    (
        required("kind", "survey, scorecard, indicator or codings"),
        required("subject", "id of the instrument, scorecard or codebook, or name of the indicator"),
        required("part", "id of the scale or field; empty where it is about all of it"),
        required("case", "id of the case, or all"),
        required("group", "id of the group, or all"),
        required("before", "the earlier wave, session (number) or version"),
        required("after", "the later one"),
        required("aspect", "what was checked: " + ", ".join(ASPECTS)),
        required("seen_before", "what was found at the earlier one; empty where it is not known"),
        required("seen_after", "what was found at the later one; empty where it is not known"),
        required("same", "yes, no or unknown"),
        required("consequence", "none, marked or stopped"),
    ),
)

CHANGES = Contract(
    "changes",
    "one number on how the scores of a scale changed from one wave to a later one",
    ("analysis", "scale", "kind", "case", "group", "design", "contrast", "statistic", "sensitivity"),
    (
        required("analysis", "name of the analysis in plan.yaml"),
        required("instrument", "id of the instrument"),
        required("scale", "id of the scale"),
        required("wave_before", "id of the earlier wave"),
        required("wave_after", "id of the later wave"),
        required("kind", "id of the kind of case, or all"),
        required("case", "id of the case, or all"),
        required("group", "id of the group, or all"),
        required(
            "design",
            "linked: people who answered both times; cross_sections: everybody of each wave; mixed: "
            "everybody, the same people known as such; units: means of cases; left: who answered again "
            "and who did not",
        ),
        required(
            "contrast",
            "empty; or treated_against_others; or a group's id: its change minus that of the others",
        ),
        required(
            "statistic",
            "mean_before, mean_after, change, d_z, d_av, paired_t, wilcoxon, sign_flip, reliably_up, "
            "reliably_down, smallest_reliable_change (linked); mean_before, mean_after, change "
            "(cross_sections); change, change_difference (mixed); "
            "difference_before, change_difference, permutation, "
            "wild_bootstrap, change (units); difference (left: those who left minus those who "
            "stayed, before)",
        ),
        required("sensitivity", "main, or the name of an alternative reading (neutral)"),
        Column("estimate", "number", "the number; missing unless status is ok"),
        Column("ci_low", "number", "lower end of the interval"),
        Column("ci_high", "number", "upper end of the interval"),
        Column("ci_level", "number", "level of the interval, 0 to 1"),
        Column("df", "number", "degrees of freedom, where the method has them"),
        Column("p", "number", "two-sided p, where the method has one"),
        Column("p_adjusted", "number", "p adjusted within the family"),
        Column("p_floor", "number", "smallest p that so many cases or people can give"),
        required("family", "id of the family the p was adjusted in; empty where none"),
        required("purpose", "confirmatory, exploratory or descriptive"),
        required("role", "of a test: primary or sensitivity; else empty"),
        Column("n_before", "count", "people behind it in the earlier wave"),
        Column("n_after", "count", "people behind it in the later wave"),
        Column("n_linked", "count", "people behind it who answered both times"),
        Column("n_smallest", "count", "people in the smallest set that the number compares"),
        Column("n_cases", "count", "cases behind it"),
        Column("n_treated", "count", "treated cases behind it, where they are compared with others"),
        required("comparable", "yes, marked or stopped, as the table of comparability says"),
        required("method", "how it was computed, with its variant"),
        Column("seed", "count", "seed of the random stream, where one was used"),
        required("status", "ok, not_estimable, refused (the design or comparability forbids it) or withheld"),
        required("reason", "why there is no number, or no interval beside it; else empty"),
    ),
)
