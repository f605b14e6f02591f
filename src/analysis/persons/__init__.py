"""Who and what goes on from wave to wave: people, their cases, and how many fell away on the way.

The same pseudonym in two waves is the same person. What is nearly the same is offered to the team for a
decision (`near_misses`), which stands in config/links.tsv; nothing is taken for granted.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.contracts import ATTRITION
from analysis.persons.attrition import count_attrition
from analysis.persons.case_links import link_cases
from analysis.persons.decisions import check_decisions, decide_near_misses, join_people
from analysis.persons.sample_flow import count_flow
from analysis.study import Study
from analysis.tables import conform

__all__ = [
    "check_decisions",
    "count_attrition",
    "count_flow",
    "decide_near_misses",
    "join_people",
    "link_cases",
    "link_people",
]


def link_people(
    study: Study, responses: Mapping[str, pd.DataFrame], persons: pd.DataFrame, receipts: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """The tables `near_misses`, `attrition`, `sample_flow` and `case_links` of a study, by name.

    `responses` are those of each instrument, in which decisions are taken into account already; `persons`
    and `receipts` are those of all sources, as they were read.
    """
    near_misses = decide_near_misses(persons, study)
    joined = join_people(persons, persons, study)
    counted = [
        count_attrition(answers, joined, near_misses[near_misses["instrument"] == instrument], study)
        for instrument, answers in sorted(responses.items())
    ]
    return {
        "near_misses": near_misses,
        "attrition": conform(pd.concat(counted, ignore_index=True), ATTRITION),
        "sample_flow": count_flow(receipts, study),
        "case_links": link_cases(study),
    }
