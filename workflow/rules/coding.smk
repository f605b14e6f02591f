# Contract: the project files of qualitative tools, judgements and scorecards  ->  texts, units and who coded
# them, how far coders agree, what was said, where the cases stand, and all sources side by side.

CODING_FILES = [file.path for file in STUDY.of_kind("codings")]
RATING_FILES = [file.path for kind in ("judgements", "scorecards") for file in STUDY.of_kind(kind)]
CODING_CONFIG = [STUDY_FILE, PLAN_FILE, *SESSIONS_FILE, *CODEBOOK_FILES]


def rows_of_kinds(*kinds):
    """The rows of sources.tsv of some kinds, hashes included, so that changed content is never missed."""
    return [file.model_dump_json() for kind in kinds for file in STUDY.of_kind(kind)]


def options_of_kinds(*kinds):
    """What the team says of the sources of some kinds, where it says anything."""
    named = dict.fromkeys(file.source for kind in kinds for file in STUDY.of_kind(kind))
    paths = [f"config/sources/{source}.yaml" for source in named]
    return [path for path in paths if os.path.exists(path)]


rule import_codings:
    "Reads every project of a qualitative tool: texts, and who coded what."
    input:
        files=CODING_FILES,
        options=options_of_kinds("codings"),
        config=CODING_CONFIG,
    output:
        documents=f"{RESTRICTED}/codings/documents.parquet",
        segments=f"{RESTRICTED}/codings/segments.parquet",
        coded=f"{RESTRICTED}/codings/coded.parquet",
        receipts=f"{RESTRICTED}/codings/receipts.parquet",
    log:
        f"{LOGS}/import_codings.log",
    params:
        code=step_code("import-codings"),
        libraries=lock_hash(),
        rows=rows_of_kinds("codings"),
    shell:
        "python -m analysis import-codings"
        " --documents {output.documents}"
        " --segments {output.segments}"
        " --coded {output.coded}"
        " --receipts {output.receipts}"
        " > {log} 2>&1"


rule import_ratings:
    "Reads where coders place the cases, and the scorecards."
    input:
        files=RATING_FILES,
        options=options_of_kinds("judgements", "scorecards"),
        config=[*CODING_CONFIG, *SCORECARD_FILES],
    output:
        judgements=f"{RESTRICTED}/ratings/judgements.parquet",
        scorecards=f"{RESTRICTED}/ratings/scorecards.parquet",
        weights=f"{RESTRICTED}/ratings/weights.parquet",
        actions=f"{RESTRICTED}/ratings/actions.parquet",
        receipts=f"{RESTRICTED}/ratings/receipts.parquet",
    log:
        f"{LOGS}/import_ratings.log",
    params:
        code=step_code("import-ratings"),
        libraries=lock_hash(),
        rows=rows_of_kinds("judgements", "scorecards"),
    shell:
        "python -m analysis import-ratings"
        " --judgements {output.judgements}"
        " --scorecards {output.scorecards}"
        " --weights {output.weights}"
        " --actions {output.actions}"
        " --receipts {output.receipts}"
        " > {log} 2>&1"


rule divide_texts:
    "Divides the texts into units and gives each coder's codes to them."
    input:
        documents=rules.import_codings.output.documents,
        segments=rules.import_codings.output.segments,
        config=CODING_CONFIG,
    output:
        units=f"{RESTRICTED}/codings/units.parquet",
        codings=f"{RESTRICTED}/codings/codings.parquet",
    log:
        f"{LOGS}/divide_texts.log",
    params:
        code=step_code("divide-texts"),
        libraries=lock_hash(),
    shell:
        "python -m analysis divide-texts"
        " --documents {input.documents}"
        " --segments {input.segments}"
        " --units {output.units}"
        " --codings {output.codings}"
        " > {log} 2>&1"


rule estimate_agreement:
    "Estimates how far coders agree, and lists where they do not."
    input:
        units=rules.divide_texts.output.units,
        codings=rules.divide_texts.output.codings,
        config=CODING_CONFIG,
    output:
        estimates=f"{RESTRICTED}/estimates/agreement.parquet",
        disagreements=f"{RESTRICTED}/codings/disagreements.parquet",
    log:
        f"{LOGS}/estimate_agreement.log",
    params:
        code=step_code("estimate-agreement"),
        libraries=lock_hash(),
    shell:
        "python -m analysis estimate-agreement"
        " --units {input.units}"
        " --codings {input.codings}"
        " --estimates {output.estimates}"
        " --disagreements {output.disagreements}"
        " > {log} 2>&1"


rule count_codes:
    "Counts what was said, by case and by who spoke."
    input:
        units=rules.divide_texts.output.units,
        codings=rules.divide_texts.output.codings,
        config=CODING_CONFIG,
    output:
        occurrences=f"{RESTRICTED}/estimates/occurrences.parquet",
        saturation=f"{RESTRICTED}/estimates/saturation.parquet",
    log:
        f"{LOGS}/count_codes.log",
    params:
        code=step_code("count-codes"),
        libraries=lock_hash(),
    shell:
        "python -m analysis count-codes"
        " --units {input.units}"
        " --codings {input.codings}"
        " --occurrences {output.occurrences}"
        " --saturation {output.saturation}"
        " > {log} 2>&1"


rule place_cases:
    "Places the cases between thin and thick co-creation."
    input:
        judgements=rules.import_ratings.output.judgements,
        units=rules.divide_texts.output.units,
        codings=rules.divide_texts.output.codings,
        config=CODING_CONFIG,
    output:
        placements=f"{RESTRICTED}/estimates/placements.parquet",
    log:
        f"{LOGS}/place_cases.log",
    params:
        code=step_code("place-cases"),
        libraries=lock_hash(),
    shell:
        "python -m analysis place-cases"
        " --judgements {input.judgements}"
        " --units {input.units}"
        " --codings {input.codings}"
        " --placements {output.placements}"
        " > {log} 2>&1"


rule integrate_sources:
    "Sets survey, codings and scorecards side by side."
    input:
        descriptives=f"{RESTRICTED}/estimates/descriptives.parquet",
        units=rules.divide_texts.output.units,
        codings=rules.divide_texts.output.codings,
        scorecards=rules.import_ratings.output.scorecards,
        config=[*CODING_CONFIG, *INSTRUMENT_FILES, *SCORECARD_FILES, *JOINT_FILE],
    output:
        joint_display=f"{RESTRICTED}/estimates/joint_display.parquet",
    log:
        f"{LOGS}/integrate_sources.log",
    params:
        code=step_code("integrate-sources"),
        libraries=lock_hash(),
    shell:
        "python -m analysis integrate-sources"
        " --descriptives {input.descriptives}"
        " --units {input.units}"
        " --codings {input.codings}"
        " --scorecards {input.scorecards}"
        " --joint-display {output.joint_display}"
        " > {log} 2>&1"
