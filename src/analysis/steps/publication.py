"""The steps from estimates to what is published: the gate, figures, tables, reports, the manifest."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.contracts import (
    DISCLOSURE_DETAIL,
    ESTIMATES,
    FINDINGS,
    RECEIPTS,
    ROBUSTNESS,
    SPECIFICATIONS,
)
from analysis.steps.folder import open_study, read_responses
from analysis.tables import read_table, write_table, write_text


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

    study = open_study()
    read = pd.concat([read_table(path, RECEIPTS) for path in receipts], ignore_index=True)
    linked = {path.stem: read_table(path, LINK_TABLES[path.stem][1]) for path in links}
    sample = disclosure.summarise_sample(read_responses(responses), study)
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


def draw_figures(edition: str, results: Path, figures: Path) -> None:
    """Draw every figure of an edition in both languages, each with its caption and alternative text."""
    from analysis.figures import draw_figures as draw
    from analysis.results import read_results
    from analysis.wording import LANGUAGES

    study, shown = open_study(), read_results(results, edition)
    for language in LANGUAGES:
        draw(shown, study, language, figures / language, edition)


def tabulate_results(results: Path, tables: Path, dictionary: Path) -> None:
    """Write the report's tables as files in both languages, and what every column means."""
    from analysis.dictionary import write_dictionary
    from analysis.displays import BUILDERS, TABLES, Voice
    from analysis.profiles import open_showing
    from analysis.results import read_results
    from analysis.wording import LANGUAGES

    showing = open_showing(read_results(results, "public"), open_study())
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

    write_text(build(open_study(), results), index)


def write_manifest(results: Path, manifest: Path) -> None:
    """List every published file with its hash, the inputs and the versions it was made with."""
    from analysis.provenance import make_manifest

    study = open_study()
    inputs = {file.path: file.sha256 for file in study.sources}
    write_text(make_manifest(results, inputs), manifest)
