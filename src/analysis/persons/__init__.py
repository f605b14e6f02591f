"""Who and what goes on from wave to wave: people, their cases, and how many fell away on the way.

The same pseudonym in two waves is the same person. What is nearly the same is offered to the team for a
decision (`near_misses`), which stands in config/links.tsv; nothing is taken for granted.
"""

from analysis.persons.attrition import count_attrition
from analysis.persons.case_links import link_cases
from analysis.persons.decisions import check_decisions, decide_near_misses, join_people
from analysis.persons.sample_flow import STAGES, count_flow

__all__ = [
    "STAGES",
    "check_decisions",
    "count_attrition",
    "count_flow",
    "decide_near_misses",
    "join_people",
    "link_cases",
]
