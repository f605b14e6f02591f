"""Who and what goes on from wave to wave: people, cases, and how many fell away before they were counted."""

from analysis.persons.case_links import link_cases

__all__ = ["link_cases"]
