"""The tables of coded texts: the texts, who coded what, how far coders agree, and what was said."""

from __future__ import annotations

from analysis.contracts.model import Column, Contract, required

DOCUMENTS = Contract(
    "documents",
    "one text that was coded (restricted)",
    ("document",),
    (
        required("document", "name of the text, in small letters and without ending"),
        required("session", "id of the session in sessions.yaml"),
        required("case", "id of the case"),
        required("wave", "id of the wave"),
        required("codebook", "id of the codebook it was coded with"),
        required(
            "units",
            "text where the text is known, and offsets count its characters; given where a table names units "
            "and there is no text",
        ),
        required("text", "the text with \\n between lines; empty where only units are known"),
        required("n_characters", "characters (Unicode code points) of the text", "count"),
    ),
)

SEGMENTS = Contract(
    "segments",
    "one stretch or unit of a text that one coder gave one code, or read and gave none (restricted)",
    ("document", "coder", "code", "start", "end", "unit"),
    (
        required("document", "the text, as in documents"),
        required("coder", "id of the coder in sessions.yaml; unknown where the file does not tell"),
        required("code", "id of the code in the codebook; empty where the coder read the unit and gave none"),
        Column("start", "count", "place of the first character, from 0; missing for a given unit"),
        Column("end", "count", "place after the last character; missing for a given unit"),
        required("unit", "the unit a table names, else empty"),
        required("text", "the stretch itself; empty where the file does not hold it"),
        required("coded_at", "when it was coded, as YYYY-MM-DD; empty where the file does not tell"),
        required("memo", "what the coder wrote about it; may be empty"),
        required("source", "id of the source in sources.tsv; the first of several that hold the same coding"),
    ),
)

UNITS = Contract(
    "units",
    "one unit of a text: a turn, a paragraph, a stretch that somebody coded, or a run of characters that all "
    "coders treat alike (restricted)",
    ("kind", "document", "unit"),
    (
        required("kind", "turn, paragraph, segment or character"),
        required("document", "the text, as in documents"),
        required("unit", "number of the unit within its kind and text, from 1", "count"),
        required("session", "id of the session"),
        required("case", "id of the case"),
        required("wave", "id of the wave"),
        required("codebook", "id of the codebook"),
        Column("start", "count", "place of the first character, from 0; missing where there is no text"),
        Column("end", "count", "place after the last character; missing where there is no text"),
        required("name", "the name a table gives the unit, else empty"),
        required("block", "number of the turn or paragraph that it begins in, from 1", "count"),
        required("speaker", "who speaks, as the text says; empty where it does not"),
        required("participants", "id of the kind of participant who speaks; empty where it is not known"),
        required("weight", "what the unit counts for: 1, or its characters for a run of characters", "count"),
        required("text", "the unit's text; empty where it is not known, and for runs of characters"),
    ),
)

CODINGS = Contract(
    "codings",
    "one code that one coder gave one unit; a coder who read a unit and gave none has one row without a code "
    "(restricted)",
    ("kind", "document", "unit", "coder", "code"),
    (
        required("kind", "kind of the unit, as in units"),
        required("document", "the text"),
        required("unit", "number of the unit", "count"),
        required("session", "id of the session"),
        required("case", "id of the case"),
        required("wave", "id of the wave"),
        required("codebook", "id of the codebook"),
        required("coder", "id of the coder; unknown where the file does not tell"),
        required("code", "id of the code, one of the lowest or one above; empty where none was given"),
        required("coded_at", "when, as YYYY-MM-DD; empty where unknown"),
    ),
)

CODED = Contract(
    "coded",
    "what one coder did in one session",
    ("wave", "session", "coder", "codebook"),
    (
        required("wave", "id of the wave"),
        required("session", "id of the session"),
        required("case", "id of the case"),
        required("coder", "id of the coder; unknown where the file does not tell"),
        required("role", "what the coder is in the project; may be empty"),
        required("codebook", "id of the codebook"),
        required("n_documents", "texts of the session that the coder coded", "count"),
        required("n_codings", "codings that were taken over", "count"),
        Column("n_codes", "count", "different codes among them; missing in public"),
        required("n_mismatched", "codings whose stretch differs from the stored text", "count"),
        required("first", "the day of the first coding; empty where unknown"),
        required("last", "the day of the last coding; empty where unknown"),
    ),
)

AGREEMENT = Contract(
    "agreement",
    "one number on how far coders agree",
    (
        "analysis",
        "wave",
        "field",
        "code",
        "units",
        "counted",
        "coders",
        "session",
        "statistic",
    ),
    (
        required("analysis", "name of the analysis of codings in plan.yaml"),
        required("codebook", "id of the codebook"),
        required("wave", "id of the wave"),
        required("field", "id of the topmost code it is about; empty for all codes together"),
        required("code", "id of the code; empty for a whole field and for all codes"),
        required("units", "turn, paragraph, segment or character"),
        required("counted", "all: every unit that was read; coded: those to which somebody gave a code"),
        required("coders", "all, or the two of a pair as a+b"),
        required("session", "all, or the id of one session (drift)"),
        required(
            "statistic",
            "percent, krippendorff_nominal, krippendorff_ordinal, krippendorff_set, cohen_kappa, "
            "fleiss_kappa, gwet_ac1, gwet_ac2, prevalence, drift",
        ),
        Column("estimate", "number", "the number; missing unless status is ok"),
        Column("ci_low", "number", "lower end of the interval"),
        Column("ci_high", "number", "upper end of the interval"),
        Column("ci_level", "number", "level of the interval, 0 to 1"),
        Column("observed", "number", "agreement seen, 0 to 1"),
        Column("by_chance", "number", "agreement that the coefficient takes for chance, 0 to 1"),
        Column("prevalence", "number", "share of the codings of a unit that give the code, 0 to 1"),
        Column("n_units", "count", "units that two coders or more have read"),
        Column("n_coded", "count", "of these, units to which somebody gave the code or one of the field"),
        Column("n_coders", "count", "coders"),
        Column("n_sessions", "count", "sessions"),
        required("method", "how it was computed"),
        Column("seed", "count", "seed of the random stream, where there is one"),
        required("role", "primary (unit and choice of the plan) or sensitivity"),
        required("status", "ok, not_estimable or withheld"),
        required("reason", "why there is no number or no interval; else empty"),
    ),
)

OCCURRENCES = Contract(
    "occurrences",
    "how often one code, or two codes on the same unit, was given",
    ("analysis", "wave", "statistic", "code", "other", "case", "participants"),
    (
        required("analysis", "name of the analysis of codings in plan.yaml"),
        required("codebook", "id of the codebook"),
        required("wave", "id of the wave"),
        required(
            "statistic",
            "units (with the code), share (of the units read), documents, cases, speakers (with the code), "
            "together (units with both codes), overlap (of the units with either, the share with both)",
        ),
        required("code", "id of the code; codes below it count too"),
        required("other", "id of the second code; empty where there is one"),
        required("case", "id of the case, or all"),
        required("participants", "id of the kind of participant who speaks, or all"),
        Column("estimate", "number", "the number, by the plan's rule of when a unit has a code"),
        Column("ci_low", "number", "the same where all coders must have given the code (not for shares)"),
        Column("ci_high", "number", "the same where any coder is enough (not for shares)"),
        required("bounds", "rules: the ends are those of the strictest and the mildest rule"),
        Column("n_units", "count", "units read: what the number is out of"),
        Column("n_speakers", "count", "speakers of the units with the code; missing where not known"),
        Column("n_cases", "count", "cases with the code"),
        required("status", "ok, not_estimable or withheld"),
        required("reason", "why there is no number; else empty"),
    ),
)

SATURATION = Contract(
    "saturation",
    "how many codes so many sessions hold",
    ("analysis", "wave", "order", "sessions"),
    (
        required("analysis", "name of the analysis of codings in plan.yaml"),
        required("codebook", "id of the codebook"),
        required("wave", "id of the wave"),
        required("order", "dated: as the sessions were held; any: over all orders of the sessions"),
        required("sessions", "how many sessions", "count"),
        required("session", "the last of them, for the dated order; else empty"),
        Column("estimate", "number", "different codes given; for any order the mean"),
        Column("ci_low", "number", "for any order: the fewest that so many sessions hold"),
        Column("ci_high", "number", "for any order: the most that so many sessions hold"),
        Column("new", "number", "codes that the last session adds; for any order the mean"),
        Column("n_codes", "count", "codes that are counted: those of the codebook without codes below"),
        required("status", "ok, not_estimable or withheld"),
        required("reason", "why there is no number; else empty"),
    ),
)

DISAGREEMENTS = Contract(
    "disagreements",
    "one unit and code on which the coders differ (restricted)",
    ("analysis", "place"),
    (
        required("analysis", "name of the analysis of codings in plan.yaml"),
        required("place", "place in the list: what to talk about first, from 1", "count"),
        required("wave", "id of the wave"),
        required("field", "id of the topmost code"),
        required("code", "id of the code"),
        required("session", "id of the session"),
        required("document", "the text"),
        required("unit", "number of the unit", "count"),
        required("gave", "ids of the coders who gave the code, between spaces"),
        required("gave_not", "ids of the coders who read the unit and did not, between spaces"),
        required(
            "instead",
            "codes of the same field that those who did not give it gave in its place, between spaces",
        ),
        required("speaker", "who speaks, as the text says; may be empty"),
        required("text", "the unit's text"),
    ),
)
