"""Computes every estimate of the reference study in one process, and prints the seconds each family takes.

Called by benchmarks/computing.py in a process of its own, so that nothing is kept from a run before.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pandas as pd

from analysis.agreement import estimate_agreement
from analysis.cases.across import pool_cases
from analysis.cases.inside import describe_spread, measure_distances
from analysis.descriptives import describe_responses
from analysis.differences import compare_groups
from analysis.ingest import combine, import_source
from analysis.ingest.codings import read_codings
from analysis.persons import join_people
from analysis.pseudonym_key import make_throwaway_key
from analysis.reliability import estimate_reliability
from analysis.robustness.counts import count_specifications
from analysis.robustness.specifications import vary_specifications
from analysis.scoring import score_scales
from analysis.study import Study, load_study
from analysis.units import divide_texts


def main() -> None:
    """Print the seconds, after everything has been imported and read."""
    study = load_study(Path(__file__).resolve().parents[1])
    responses = read_responses(study)
    scored = [score_scales(table, study.instruments[name]) for name, table in responses.items()]
    scores = pd.concat(scored, ignore_index=True)
    read = read_codings(study)
    divided = divide_texts(study, read.documents, read.segments)
    families = {
        "descriptives": lambda: describe_responses(study, responses, scores),
        "reliability": lambda: estimate_reliability(study, responses, scores),
        "differences": lambda: compare_groups(study, scores),
        "specifications": lambda: count_specifications(study, vary_specifications(study, responses)),
        "across cases": lambda: pool_cases(study, scores),
        "inside cases": lambda: (describe_spread(study, responses), measure_distances(study, scores)),
        "agreement of coders": lambda: estimate_agreement(study, divided.units, divided.codings),
    }
    seconds = {}
    for name, estimate in families.items():
        started = time.perf_counter()
        estimate()
        seconds[name] = time.perf_counter() - started
    print(json.dumps(seconds))


def read_responses(study: Study) -> dict[str, pd.DataFrame]:
    """The answers to each instrument, people linked across waves."""
    key, by_instrument = make_throwaway_key(), {}
    for source in study.source_ids:
        instrument = study.files_of(source)[0].instrument
        by_instrument.setdefault(instrument, []).append(import_source(study, source, key))
    responses = {}
    for instrument, imported in by_instrument.items():
        tables = [(one.responses, one.persons) for one in imported]
        people = pd.concat([one.persons for one in imported], ignore_index=True)
        combined = combine(tables, study, study.instruments[instrument])
        responses[instrument] = join_people(combined, people, study)
    return responses


if __name__ == "__main__":
    main()
