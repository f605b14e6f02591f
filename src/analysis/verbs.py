"""What a person asks for by name: run, check, compare, and the two commands that write inputs.

Everything heavy is imported inside, so that a run that finds nothing to do is over at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.problems import ProblemsFound

if TYPE_CHECKING:
    from pandas import DataFrame

    from analysis.study import Study

SHOWN_DIFFERENCES = 200
CONFIGURED = Path("config/study.yaml")
CHECKED = Path("results/restricted/checked_inputs.txt")
TEMPLATE_FOLDER = Path("templates")
EVERYWHERE = Path()
"""No file was named: the files of all languages are written, under their own names."""
SHIPPED_CASES = Path(__file__).resolve().parents[2] / "reference" / "cases.json"


def run(cores: int = 2, quiet: bool = False) -> int:
    """Check the inputs, then make everything that is not up to date."""
    from analysis.console import run_workflow
    from analysis.provenance import inputs_hash
    from analysis.pseudonym_key import open_key

    open_key(Path.cwd())
    seen = inputs_hash(Path.cwd())
    if not CHECKED.is_file() or CHECKED.read_text("utf-8") != seen:
        _check_inputs()
        CHECKED.parent.mkdir(parents=True, exist_ok=True)
        CHECKED.write_text(seen, "utf-8")
    return run_workflow(Path.cwd(), cores, quiet)


def check() -> int:
    """Check the configuration and read every raw file, and tell all problems at once."""
    study = _check_inputs()
    print(f"No problems: {len(study.cases)} cases, {len(study.sources)} raw files.")
    return 0


def inspect(file: Path, /, sheet: str = "", event: str = "") -> int:
    """Tell what a raw file is (survey, codings, judgements, scores, measurements), and the row to enter."""
    from analysis.ingest.codings.codebook_inspection import inspect_codebook
    from analysis.ingest.codings.inspection import inspect_codings
    from analysis.ingest.inspection import inspect_file
    from analysis.ingest.inspection_text import tell_inspection
    from analysis.ingest.measurements.inspection import inspect_measurements
    from analysis.ingest.ratings.inspection import inspect_ratings
    from analysis.source_options import SourceOptions
    from analysis.study import read_configuration

    study = read_configuration(Path.cwd(), check_hashes=False)[0] if CONFIGURED.is_file() else None
    entered = study.source_of(file) if study else ""
    said = study.options_of(entered) if study else SourceOptions()
    named = {name: word for name, word in (("sheet", sheet), ("event", event)) if word}
    options = said.model_copy(update=named)
    if entered:
        print(f"This file is entered in config/sources.tsv, as a file of the source “{entered}”.")
    kinds = [one.kind for one in study.files_of(entered)] if study else []
    looks = (inspect_codebook, inspect_codings, inspect_ratings, inspect_measurements)
    for look in () if "survey" in kinds else looks:
        if told := look(file, study, options):
            print(told[0])
            return 0 if told[1] else 2
    inspection = inspect_file(file, study.instruments if study else {}, options)
    print(tell_inspection(inspection, study, Path.cwd()))
    return 0 if any(reading.export for reading in inspection.readings) else 2


def compare(before: Path, after: Path = Path("results/public")) -> int:
    """Tell what differs between two folders of public results, number by number."""
    from analysis.verification import compare_results

    missing = [str(folder) for folder in (before, after) if not folder.is_dir()]
    if missing:
        print(f"There is no folder {' and no folder '.join(missing)}.", file=sys.stderr)
        return 2
    differences = compare_results(before, after)
    for one in differences[:SHOWN_DIFFERENCES]:
        print(f"{one.where}\n    before: {one.before}\n    after:  {one.after}")
    print(f"{len(differences)} differences." if differences else "Nothing differs.")
    return 1 if differences else 0


def validate(file: Path = SHIPPED_CASES, /, statistic: str = "") -> int:
    """Compute reference cases, by default those of the project, and tell what R computes otherwise."""
    from analysis.problems import Problem, name_nearest
    from analysis.provenance import list_versions
    from analysis.validation.adapters import ADAPTERS
    from analysis.validation.reading import read_cases
    from analysis.validation.running import LIBRARIES, run_cases, tell_outcomes

    cases = read_cases(file)
    names = sorted({case.statistic for case in cases})
    if statistic and statistic not in names:
        remedy = name_nearest(statistic, names) or f"name one of: {', '.join(names)}"
        raise ProblemsFound([Problem(file.as_posix(), "", f"no case is of “{statistic}”", remedy=remedy)])
    outcomes = run_cases([case for case in cases if statistic in ("", case.statistic)], ADAPTERS)
    print(tell_outcomes(outcomes))
    versions = list_versions(LIBRARIES)
    print("Computed with " + ", ".join(f"{name} {version}" for name, version in versions.items()) + ".")
    return 0 if all(outcome.agrees for outcome in outcomes) else 1


def simulate_reference(seed: int = 2018) -> int:
    """Write the synthetic raw data of the reference study and their rows in sources.tsv."""
    from analysis.reference_study import write_reference_study

    for path in write_reference_study(Path.cwd(), seed):
        print(path.relative_to(Path.cwd()).as_posix())
    return 0


def template(name: str, /, language: str = "", output: Path = EVERYWHERE) -> int:
    """Write an empty workbook for a team to fill in (soimpact or samson), and a filled example beside it.

    Without `language` there is one in each; with `output` the workbook alone is written, under that name.
    """
    from analysis.study import read_configuration
    from analysis.templates import LANGUAGES, make_template, write_files

    study = read_configuration(Path.cwd(), check_hashes=False)[0] if CONFIGURED.is_file() else None
    single = output != EVERYWHERE
    languages = [language] if language else [*LANGUAGES[: 1 if single else None]]
    made = {file: content for one in languages for file, content in make_template(name, one, study).items()}
    if single:
        files = {output: next(iter(made.values()))}
    else:
        files = {TEMPLATE_FOLDER / file: content for file, content in made.items()}
    for path, became in write_files(files).items():
        print(f"{path.as_posix()}: {became}")
    return 0


def write_schemas(folder: Path = Path("config/schemas")) -> int:
    """Write the JSON schemas of the configuration from its models."""
    from analysis.schemas import write_schemas as write

    write(folder)
    return 0


def write_codebooks(folder: Path = Path("results/codebooks")) -> int:
    """Write the codebooks as files (.qdc) that NVivo, ATLAS.ti, MAXQDA and QualCoder can begin with."""
    from analysis.codebook_files import write_codebooks as write

    for path in write(Path.cwd(), folder):
        print(path.as_posix())
    return 0


def _check_inputs() -> Study:
    """Everything a person can have got wrong, in the configuration and in every raw file."""
    from analysis.ingest import import_source
    from analysis.ingest.codings import read_codings
    from analysis.ingest.measurements import read_measurements
    from analysis.ingest.ratings import read_ratings
    from analysis.pseudonym_key import make_throwaway_key
    from analysis.study import read_configuration

    study, problems = read_configuration(Path.cwd())
    if study is None:
        raise ProblemsFound(problems)
    key, persons = make_throwaway_key(), []
    for source in study.source_ids:
        try:
            persons.append(import_source(study, source, key).persons)
        except ProblemsFound as found:
            problems.extend(found.problems)
    # What these files say is needed to understand any coding; with faults in them it is not there.
    needed = tuple(f"config/{name}" for name in ("sessions", "plan", "codebooks", "scorecards", "sources/"))
    broken = any(problem.file.startswith(needed) for problem in problems)
    for read in () if broken else (read_codings, read_ratings):
        try:
            read(study)
        except ProblemsFound as found:
            problems.extend(found.problems)
    try:
        read_measurements(study, key)
    except ProblemsFound as found:
        problems.extend(found.problems)
    if problems:
        raise ProblemsFound(problems)
    if study.links:
        _check_links(persons, study)
    return study


def _check_links(persons: list[DataFrame], study: Study) -> None:
    """Hold the decisions of links.tsv against the people of all sources."""
    import pandas as pd

    from analysis.persons import check_decisions

    check_decisions(pd.concat(persons, ignore_index=True), study)
