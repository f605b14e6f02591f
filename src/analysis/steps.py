"""The steps of the workflow: each reads, calls one pure function, and writes.

Every step runs in the study's folder and is a verb of the command line; its parameters are the flags.
Heavy libraries are imported inside the step that needs them.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.contracts import (
    DISCLOSURE_DETAIL,
    ESTIMATES,
    FINDINGS,
    PERSONS,
    RECEIPTS,
    RESPONSES,
    ROBUSTNESS,
    SCORES,
    SPECIFICATIONS,
)
from analysis.sources import Frames, Kind
from analysis.study import Study, load_study
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

    study = _study()
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
    study, people = _study(), pd.concat([people for _, people in pairs], ignore_index=True)
    combined = combine(pairs, study, study.instruments[instrument])
    check_decisions(people, study)
    write_table(join_people(combined, people, study), responses, RESPONSES)


def link_people(responses: list[Path], persons: list[Path], receipts: list[Path], results: Path) -> None:
    """Link people and cases across waves, and count who left, who joined, and who fell away before."""
    from analysis.persons import link_people as link
    from analysis.results import LINK_TABLES

    people = pd.concat([read_table(path, PERSONS) for path in persons], ignore_index=True)
    read = pd.concat([read_table(path, RECEIPTS) for path in receipts], ignore_index=True)
    tables = link(_study(), _responses(responses), people, read)
    for name, (path, contract) in LINK_TABLES.items():
        write_table(tables[name], results / path, contract)


def score_scales(responses: list[Path], scores: Path) -> None:
    """Form every respondent's scores on every scale, under each reading of the answers."""
    from analysis.scoring import score_scales as score

    study = _study()
    scored = [score(table, study.instruments[name]) for name, table in _responses(responses).items()]
    write_table(pd.concat(scored, ignore_index=True), scores, SCORES)


def describe_responses(responses: list[Path], scores: Path, estimates: Path) -> None:
    """Describe items and scales by group, by case and for all, each number with its interval."""
    from analysis.descriptives import describe_responses as describe

    described = describe(_study(), _responses(responses), read_table(scores, SCORES))
    write_table(described, estimates, ESTIMATES)


def estimate_reliability(responses: list[Path], scores: Path, estimates: Path) -> None:
    """Estimate how well the items of each scale hang together, or say why that cannot be known."""
    from analysis.reliability import estimate_reliability as estimate

    estimated = estimate(_study(), _responses(responses), read_table(scores, SCORES))
    write_table(estimated, estimates, ESTIMATES)


def compare_groups(scores: Path, estimates: Path) -> None:
    """Compare the groups by every test the design allows, with effect sizes and what they can show."""
    from analysis.differences import compare_groups as compare

    write_table(compare(_study(), read_table(scores, SCORES)), estimates, ESTIMATES)


def vary_specifications(responses: list[Path], specifications: Path, robustness: Path) -> None:
    """Compute every headline difference in all admissible ways, and count in how many it holds."""
    from analysis.robustness.counts import count_specifications
    from analysis.robustness.specifications import vary_specifications as vary

    study = _study()
    varied = vary(study, _responses(responses))
    write_table(varied, specifications, SPECIFICATIONS)
    write_table(count_specifications(study, varied), robustness, ROBUSTNESS)


def pool_cases(scores: Path, estimates: Path) -> None:
    """Pool the difference of two groups over the cases, and say where a further case may lie."""
    from analysis.cases.across import pool_cases as pool

    write_table(pool(_study(), read_table(scores, SCORES)), estimates, ESTIMATES)


def inspect_cases(responses: list[Path], scores: Path, estimates: Path, distances: Path) -> None:
    """Look inside the cases: how far apart people answer, and who answers far from the others."""
    from analysis.cases.inside import describe_spread, measure_distances
    from analysis.contracts import DISTANCES

    study = _study()
    write_table(describe_spread(study, _responses(responses)), estimates, ESTIMATES)
    write_table(measure_distances(study, read_table(scores, SCORES)), distances, DISTANCES)


def import_codings(documents: Path, segments: Path, coded: Path, receipts: Path) -> None:
    """Read every file of codings: the texts, and who gave which code to which stretch of them."""
    from analysis.contracts import CODED, DOCUMENTS, SEGMENTS
    from analysis.ingest.codings import read_codings

    study = _study()
    _check_raw(study, "codings")
    read = read_codings(study)
    write_table(read.documents, documents, DOCUMENTS)
    write_table(read.segments, segments, SEGMENTS)
    write_table(read.coded, coded, CODED)
    write_table(read.receipts, receipts, RECEIPTS)


def import_ratings(judgements: Path, scorecards: Path, receipts: Path) -> None:
    """Read where coders place the cases between thin and thick, and the scorecards."""
    from analysis.contracts import JUDGEMENTS, SCORECARDS
    from analysis.ingest.ratings import read_ratings

    study = _study()
    _check_raw(study, "judgements", "scorecards")
    read = read_ratings(study)
    write_table(read.judgements, judgements, JUDGEMENTS)
    write_table(read.scorecards, scorecards, SCORECARDS)
    write_table(read.receipts, receipts, RECEIPTS)


def divide_texts(documents: Path, segments: Path, units: Path, codings: Path) -> None:
    """Divide the texts into units of every kind in the plan, and give each coder's codes to them."""
    from analysis.contracts import CODINGS, DOCUMENTS, SEGMENTS, UNITS
    from analysis.units import divide_texts as divide

    texts, coded = read_table(documents, DOCUMENTS), read_table(segments, SEGMENTS)
    divided = divide(_study(), texts, coded)
    write_table(divided.units, units, UNITS)
    write_table(divided.codings, codings, CODINGS)


def estimate_agreement(units: Path, codings: Path, estimates: Path, disagreements: Path) -> None:
    """Estimate how far coders agree, and list where they do not, with the text."""
    from analysis.agreement import estimate_agreement as estimate
    from analysis.agreement import list_disagreements
    from analysis.contracts import AGREEMENT, CODINGS, DISAGREEMENTS, UNITS

    study, divided, coded = _study(), read_table(units, UNITS), read_table(codings, CODINGS)
    write_table(estimate(study, divided, coded), estimates, AGREEMENT)
    write_table(list_disagreements(study, divided, coded), disagreements, DISAGREEMENTS)


def count_codes(units: Path, codings: Path, occurrences: Path, saturation: Path) -> None:
    """Count what was said: codes by case, by who spoke, together, and what each session added."""
    from analysis.contracts import CODINGS, OCCURRENCES, SATURATION, UNITS
    from analysis.occurrences import count_codes as count
    from analysis.occurrences import measure_saturation

    study, divided, coded = _study(), read_table(units, UNITS), read_table(codings, CODINGS)
    write_table(count(study, divided, coded), occurrences, OCCURRENCES)
    write_table(measure_saturation(study, divided, coded), saturation, SATURATION)


def place_cases(judgements: Path, units: Path, codings: Path, placements: Path) -> None:
    """Place the cases between thin and thick, by judgements and by codes, beside the published order."""
    from analysis.continuum import place_cases as place
    from analysis.contracts import CODINGS, JUDGEMENTS, PLACEMENTS, UNITS

    judged, divided = read_table(judgements, JUDGEMENTS), read_table(units, UNITS)
    write_table(place(_study(), judged, divided, read_table(codings, CODINGS)), placements, PLACEMENTS)


def integrate_sources(
    descriptives: Path, units: Path, codings: Path, scorecards: Path, joint_display: Path
) -> None:
    """Set survey, codings and scorecards side by side, and say where they agree."""
    from analysis.contracts import CODINGS, JOINT, SCORECARDS, UNITS
    from analysis.integration import integrate_sources as integrate

    joined = integrate(
        _study(),
        read_table(descriptives, ESTIMATES),
        read_table(units, UNITS),
        read_table(codings, CODINGS),
        read_table(scorecards, SCORECARDS),
    )
    write_table(joined, joint_display, JOINT)


def assess_findings(
    responses: list[Path], scores: Path, descriptives: Path, differences: Path, findings: Path
) -> None:
    """Recompute every printed finding and set it beside what was printed."""
    from analysis.findings import assess_findings as assess

    assessed = assess(
        _study(),
        _responses(responses),
        read_table(scores, SCORES),
        read_table(descriptives, ESTIMATES),
        read_table(differences, ESTIMATES),
    )
    write_table(assessed, findings, FINDINGS)


def protect_estimates(
    estimates: list[Path],
    findings: Path,
    receipts: list[Path],
    responses: list[Path],
    links: list[Path],
    specifications: Path,
    robustness: Path,
    results: Path,
    detail: Path,
) -> None:
    """Let through what may be published, withhold the rest with a mark, and log why."""
    from analysis import disclosure
    from analysis.results import LINK_TABLES, SURVEY_TABLES

    study = _study()
    read = pd.concat([read_table(path, RECEIPTS) for path in receipts], ignore_index=True)
    linked = {path.stem: read_table(path, LINK_TABLES[path.stem][1]) for path in links}
    sample = disclosure.summarise_sample(_responses(responses), study)
    attrition = disclosure.summarise_attrition(linked["attrition"], sample, study)
    judged = {path.stem: read_table(path, ESTIMATES) for path in estimates}
    protected = disclosure.protect(judged, study, attrition)
    differences = protected.estimates["differences"]
    open_findings, findings_log = disclosure.protect_findings(read_table(findings, FINDINGS), study)
    counts, counts_log = disclosure.protect_robustness(read_table(robustness, ROBUSTNESS), differences)
    varied = read_table(specifications, SPECIFICATIONS)
    tables = {
        **protected.estimates,
        "specifications": disclosure.summarise_specifications(varied, differences),
        "robustness": counts,
        "published_findings": open_findings,
        "receipts": disclosure.summarise_receipts(read, study),
        "sample": sample,
        "sample_flow": disclosure.summarise_flow(linked["sample_flow"], sample, study),
        "attrition": attrition,
        "case_links": linked["case_links"],
        "disclosure_log": pd.concat([protected.log, findings_log, counts_log], ignore_index=True),
    }
    for name, (path, contract) in SURVEY_TABLES.items():
        write_table(tables[name], results / path, contract)
    write_table(protected.detail, detail, DISCLOSURE_DETAIL)


def protect_codings(
    descriptives: Path,
    agreement: Path,
    occurrences: Path,
    saturation: Path,
    placements: Path,
    joint_display: Path,
    coded: Path,
    receipts: list[Path],
    results: Path,
) -> None:
    """Let through what may be published of the codings, the continuum and the joint display."""
    from analysis.contracts import AGREEMENT, CODED, JOINT, OCCURRENCES, PLACEMENTS, SATURATION
    from analysis.disclosure.codings import protect_codings as protect
    from analysis.results import CODING_TABLES

    public = protect(
        _study(),
        read_table(descriptives, ESTIMATES),
        read_table(agreement, AGREEMENT),
        read_table(occurrences, OCCURRENCES),
        read_table(saturation, SATURATION),
        read_table(placements, PLACEMENTS),
        read_table(joint_display, JOINT),
        read_table(coded, CODED),
        pd.concat([read_table(path, RECEIPTS) for path in receipts], ignore_index=True),
    )
    for name, (path, contract) in CODING_TABLES.items():
        write_table(public[name], results / path, contract)


def draw_figures(edition: str, results: Path, figures: Path) -> None:
    """Draw every figure of an edition in both languages, each with its caption and alternative text."""
    from analysis.figures import draw_figures as draw
    from analysis.results import read_results
    from analysis.wording import LANGUAGES

    study, shown = _study(), read_results(results, edition)
    for language in LANGUAGES:
        draw(shown, study, language, figures / language, edition)


def tabulate_results(results: Path, tables: Path, dictionary: Path) -> None:
    """Write the report's tables as files in both languages, and what every column means."""
    from analysis.dictionary import write_dictionary
    from analysis.displays import BUILDERS, TABLES, Voice
    from analysis.profiles import open_showing
    from analysis.results import read_results
    from analysis.wording import LANGUAGES

    showing = open_showing(read_results(results, "public"), _study())
    for language in LANGUAGES:
        voice = Voice(showing, language)
        for name in TABLES:
            write_text(BUILDERS[name](voice).to_csv(), tables / language / f"{name}.csv")
    write_dictionary(dictionary)


def render_report(edition: str, language: str, folder: Path) -> None:
    """Run the report's notebook and make HTML, PDF and DOCX of it."""
    from analysis.reports import render_report as render

    render(Path.cwd(), edition, language, folder)


def build_index(results: Path, index: Path) -> None:
    """Write the front page that leads to every result."""
    from analysis.reports import build_index as build

    write_text(build(_study(), results), index)


def write_manifest(results: Path, manifest: Path) -> None:
    """List every published file with its hash, the inputs and the versions it was made with."""
    from analysis.provenance import make_manifest

    study = _study()
    inputs = {file.path: file.sha256 for file in study.sources}
    write_text(make_manifest(results, inputs), manifest)


def _study() -> Study:
    """The study of this folder; its raw files were checked when they were imported."""
    return load_study(Path.cwd(), check_hashes=False)


def _check_raw(study: Study, *kinds: Kind) -> None:
    """Check the raw files of some kinds and their hashes; raises `ProblemsFound`."""
    from analysis.sources import check_sources

    files = [file for kind in kinds for file in study.of_kind(kind)]
    frames: Frames = {"codings": study.codebooks, "scorecards": study.scorecards}
    check_sources(files, study.settings, study.instruments, study.root, check_hashes=True, frames=frames)


def _responses(paths: list[Path]) -> dict[str, pd.DataFrame]:
    return {path.stem: read_table(path, RESPONSES) for path in paths}
