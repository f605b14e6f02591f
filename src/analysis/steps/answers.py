"""The steps from raw exports of a survey to estimates."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.contracts import (
    ESTIMATES,
    FINDINGS,
    PERSONS,
    RECEIPTS,
    RESPONSES,
    ROBUSTNESS,
    SCORES,
    SPECIFICATIONS,
)
from analysis.steps.folder import open_study, read_responses
from analysis.study import load_study
from analysis.tables import read_table, write_table, write_text


def check_study(checked: Path) -> None:
    """Check the configuration and the hashes of the raw files, and note that they are sound."""
    study = load_study(Path.cwd())
    write_text("".join(f"{file.sha256}  {file.path}\n" for file in study.sources), checked)


def import_source(source: str, responses: Path, receipts: Path, persons: Path) -> None:
    """Read one export into a table, with a receipt for every decision taken on the way."""
    from analysis.ingest import import_source as read_source
    from analysis.pseudonym_key import open_key
    from analysis.sources import check_sources

    study = open_study()
    check_sources(study.files_of(source), study.settings, study.instruments, study.root, check_hashes=True)
    imported = read_source(study, source, open_key(study.root))
    write_table(imported.responses, responses, RESPONSES)
    write_table(imported.receipts, receipts, RECEIPTS)
    write_table(imported.persons, persons, PERSONS)


def combine_responses(instrument: str, imported: list[Path], persons: list[Path], responses: Path) -> None:
    """Bring the exports of one instrument together and refuse a respondent who stands twice."""
    from analysis.ingest import combine
    from analysis.persons import check_decisions, join_people

    pairs = [
        (read_table(answers, RESPONSES), read_table(people, PERSONS))
        for answers, people in zip(imported, persons, strict=True)
    ]
    study, people = open_study(), pd.concat([people for _, people in pairs], ignore_index=True)
    combined = combine(pairs, study, study.instruments[instrument])
    check_decisions(people, study)
    write_table(join_people(combined, people, study), responses, RESPONSES)


def link_people(responses: list[Path], persons: list[Path], receipts: list[Path], results: Path) -> None:
    """Link people and cases across waves, and count who left, who joined, and who fell away before."""
    from analysis.persons import link_people as link
    from analysis.results import LINK_TABLES

    people = pd.concat([read_table(path, PERSONS) for path in persons], ignore_index=True)
    read = pd.concat([read_table(path, RECEIPTS) for path in receipts], ignore_index=True)
    tables = link(open_study(), read_responses(responses), people, read)
    for name, (path, contract) in LINK_TABLES.items():
        write_table(tables[name], results / path, contract)


def score_scales(responses: list[Path], scores: Path) -> None:
    """Form every respondent's scores on every scale, under each reading of the answers."""
    from analysis.scoring import score_scales as score

    study = open_study()
    scored = [score(table, study.instruments[name]) for name, table in read_responses(responses).items()]
    write_table(pd.concat(scored, ignore_index=True), scores, SCORES)


def describe_responses(responses: list[Path], scores: Path, estimates: Path) -> None:
    """Describe items and scales by group, by case and for all, each number with its interval."""
    from analysis.descriptives import describe_responses as describe

    described = describe(open_study(), read_responses(responses), read_table(scores, SCORES))
    write_table(described, estimates, ESTIMATES)


def estimate_reliability(responses: list[Path], scores: Path, estimates: Path) -> None:
    """Estimate how well the items of each scale hang together, or say why that cannot be known."""
    from analysis.reliability import estimate_reliability as estimate

    estimated = estimate(open_study(), read_responses(responses), read_table(scores, SCORES))
    write_table(estimated, estimates, ESTIMATES)


def compare_groups(scores: Path, estimates: Path) -> None:
    """Compare the groups by every test the design allows, with effect sizes and what they can show."""
    from analysis.differences import compare_groups as compare

    write_table(compare(open_study(), read_table(scores, SCORES)), estimates, ESTIMATES)


def vary_specifications(responses: list[Path], specifications: Path, robustness: Path) -> None:
    """Compute every headline difference in all admissible ways, and count in how many it holds."""
    from analysis.robustness.counts import count_specifications
    from analysis.robustness.specifications import vary_specifications as vary

    study = open_study()
    varied = vary(study, read_responses(responses))
    write_table(varied, specifications, SPECIFICATIONS)
    write_table(count_specifications(study, varied), robustness, ROBUSTNESS)


def pool_cases(scores: Path, estimates: Path) -> None:
    """Pool the difference of two groups over the cases, and say where a further case may lie."""
    from analysis.cases.across import pool_cases as pool

    write_table(pool(open_study(), read_table(scores, SCORES)), estimates, ESTIMATES)


def inspect_cases(responses: list[Path], scores: Path, estimates: Path, distances: Path) -> None:
    """Look inside the cases: how far apart people answer, and who answers far from the others."""
    from analysis.cases.inside import describe_spread, measure_distances
    from analysis.contracts import DISTANCES

    study = open_study()
    write_table(describe_spread(study, read_responses(responses)), estimates, ESTIMATES)
    write_table(measure_distances(study, read_table(scores, SCORES)), distances, DISTANCES)


def assess_findings(
    responses: list[Path], scores: Path, descriptives: Path, differences: Path, findings: Path
) -> None:
    """Recompute every printed finding and set it beside what was printed."""
    from analysis.findings import assess_findings as assess

    assessed = assess(
        open_study(),
        read_responses(responses),
        read_table(scores, SCORES),
        read_table(descriptives, ESTIMATES),
        read_table(differences, ESTIMATES),
    )
    write_table(assessed, findings, FINDINGS)
