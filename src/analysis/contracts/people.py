"""The tables of people: who answered, who they are in other waves, and how many fell away."""

from __future__ import annotations

from analysis.contracts.model import Column, Contract, required

RESPONSES = Contract(
    "responses",
    "one respondent of one case in one wave, for one instrument",
    ("case", "wave", "respondent"),
    (
        required("case", "id of the case in study.yaml"),
        required("wave", "id of the wave in study.yaml"),
        required(
            "respondent", "keyed pseudonym of the person, or of the answer where nothing follows the person"
        ),
        required("group", "id of the group in study.yaml"),
        required("source", "id of the source in sources.tsv"),
        required("instrument_version", "the version of the instrument that was answered"),
    ),
    open_columns=True,
)

PERSONS = Contract(
    "persons",
    "one respondent who counts, and how he or she can be found again in another wave (restricted)",
    ("source", "row"),
    (
        required("source", "id of the source in sources.tsv"),
        required("row", "row of the raw file, the header being row 1", "count"),
        required("instrument", "id of the instrument"),
        required("wave", "id of the wave"),
        required("case", "id of the case"),
        required("group", "id of the group"),
        required("respondent", "the respondent, as in the responses"),
        required("basis", "id or code: the pseudonym follows the person across waves; none: it does not"),
        required(
            "variants", "keyed hashes of the self-made code with a slip in it, between spaces; may be empty"
        ),
        required(
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

SAMPLE = Contract(
    "sample",
    "the people who answered an instrument: of one group or all, of one case or all",
    ("instrument", "wave", "case", "group"),
    (
        required("instrument", "id of the instrument"),
        required("wave", "id of the wave"),
        required("case", "id of the case, or `all`"),
        required("group", "id of the group, or `all`"),
        Column("n", "count", "people who answered; missing where withheld"),
        required("status", "ok or withheld"),
        required("reason", "the rule that withholds the number; empty when status is ok"),
    ),
)

NEAR_MISSES = Contract(
    "near_misses",
    "two answers of different waves whose self-made codes are nearly alike (restricted)",
    ("source", "row", "same_source", "same_row"),
    (
        required("source", "the source of the earlier answer"),
        required("row", "its row in the raw file, the header being row 1", "count"),
        required("wave", "id of its wave"),
        required("same_source", "the source of the later answer"),
        required("same_row", "its row in the raw file", "count"),
        required("same_wave", "id of its wave"),
        required("instrument", "id of the instrument"),
        required("case", "id of the case of both"),
        required("group", "id of the group of both"),
        required("decision", "same or different, as decided in links.tsv or following from it; else open"),
    ),
)

ATTRITION = Contract(
    "attrition",
    "one number about the people of two waves, one after the other: of one case or all, of one group or all",
    ("instrument", "wave_before", "wave_after", "case", "group", "statistic"),
    (
        required("instrument", "id of the instrument"),
        required("wave_before", "id of the earlier wave"),
        required("wave_after", "id of the next wave in which the instrument was answered"),
        required("case", "id of the case, or `all`"),
        required("group", "id of the group, or `all`"),
        required(
            "statistic",
            "before, after: people who answered; both: in both waves; left, joined: in one only; "
            "unlinked_before, unlinked_after: who could not be followed; near_misses: pairs left undecided",
        ),
        Column("n", "count", "people, or pairs for near_misses; missing unless status is ok"),
        required("basis", "how people were found again: id, code, both ways (mixed), or none"),
        required("status", "ok, not_estimable or withheld"),
        required("reason", "why there is no number; partly_linked where some could not be followed"),
    ),
)

STAGES = ("invited", "opened", "answered", "completed", "counted")
"""How far people come, from the invitation to the answers that count."""

SAMPLE_FLOW = Contract(
    "sample_flow",
    "the people who came as far as one stage, from the invitation to the answers that count",
    ("instrument", "wave", "group", "stage"),
    (
        required("instrument", "id of the instrument"),
        required("wave", "id of the wave"),
        required("group", "id of the group, or `all`"),
        required("stage", "invited, opened, answered, completed or counted"),
        Column("n", "count", "people; missing unless status is ok"),
        required("status", "ok, not_estimable or withheld"),
        required("reason", "not_listed where the survey tool does not tell; the rule that withholds it"),
    ),
)

CASE_LINKS = Contract(
    "case_links",
    "one case from one of its waves to its next one, by municipalities.tsv",
    ("case", "wave_before", "wave_after"),
    (
        required("case", "id of the case"),
        required("wave_before", "id of the earlier wave"),
        required("wave_after", "id of the case's next wave"),
        required("number_before", "municipality number at the earlier wave; several where it was divided"),
        required("number_after", "municipality number at the later wave; several where it was divided"),
        required("name_before", "the municipality's name at the earlier wave; empty where it is not listed"),
        required("name_after", "the municipality's name at the later wave; empty where it is not listed"),
        required("change", "same, renumbered, merged, divided or not_norwegian"),
    ),
)

DISTANCES = Contract(
    "distances",
    "how far one respondent answers from the others of the case (restricted)",
    ("instrument", "wave", "case", "respondent"),
    (
        required("instrument", "id of the instrument"),
        required("wave", "id of the wave"),
        required("case", "id of the case"),
        required("respondent", "the respondent"),
        required("group", "id of the group"),
        Column("distance", "number", "robust distance, in robust standard deviations; missing where none"),
        Column("direction", "number", "the same with its sign: below 0 is less favourable than the others"),
        Column("cutoff", "number", "the distance from which somebody is said to answer far from the case"),
        required("far", "yes, no or not_estimable"),
        Column("n_scales", "count", "scales behind the distance"),
        Column("n_others", "count", "other respondents of the case"),
        required("reason", "why there is no distance; else empty"),
    ),
)
