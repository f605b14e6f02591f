# Contract: raw exports of data/raw, as sources.tsv lists them  ->  one table of answers per instrument,
# a receipt for every row and cell that was changed, left out or set missing, and who the people are.

ANSWERED = sorted({file.instrument for file in STUDY.surveys})
RESPONSES = [f"{RESTRICTED}/responses/{instrument}.parquet" for instrument in ANSWERED]


def files_of(wildcards):
    """The raw files of a source."""
    return [file.path for file in STUDY.files_of(wildcards.source)]


def rows_of(wildcards):
    """The source's rows in sources.tsv, hashes included, so that changed content is never missed."""
    return [file.model_dump_json() for file in STUDY.files_of(wildcards.source)]


def sources_of(wildcards):
    """The sources that hold answers to an instrument."""
    named = {file.source: file.instrument for file in STUDY.surveys}
    return [source for source, instrument in named.items() if instrument == wildcards.instrument]


def options_of(wildcards):
    """What the team says of the source, where it says anything."""
    path = f"config/sources/{wildcards.source}.yaml"
    return [path] if os.path.exists(path) else []


rule check_study:
    "Checks the configuration and the hashes of the raw files."
    input:
        STUDY_FILE,
        PLAN_FILE,
        MUNICIPALITIES_FILE,
        INSTRUMENT_FILES,
        "config/sources.tsv",
        LINKS_FILE,
        [*CODEBOOK_FILES, *SCORECARD_FILES, *SESSIONS_FILE, *JOINT_FILE],
        [file.path for file in STUDY.sources],
    output:
        f"{RESTRICTED}/checked.txt",
    log:
        f"{LOGS}/check_study.log",
    params:
        code=step_code("check-study"),
    shell:
        "python -m analysis check-study"
        " --checked {output}"
        " > {log} 2>&1"


rule import_source:
    "Reads one export into a table, with a receipt for every decision."
    input:
        files_of,
        options_of,
        STUDY_FILE,
        INSTRUMENT_FILES,
    output:
        responses=f"{RESTRICTED}/imported/{{source}}/responses.parquet",
        receipts=f"{RESTRICTED}/imported/{{source}}/receipts.parquet",
        persons=f"{RESTRICTED}/imported/{{source}}/persons.parquet",
    log:
        f"{LOGS}/import_source.{{source}}.log",
    params:
        code=step_code("import-source"),
        libraries=lock_hash(),
        rows=rows_of,
        key=KEY_NAME,
    shell:
        "python -m analysis import-source"
        " --source {wildcards.source}"
        " --responses {output.responses}"
        " --receipts {output.receipts}"
        " --persons {output.persons}"
        " > {log} 2>&1"


rule combine_responses:
    "Brings the exports of one instrument together."
    input:
        imported=lambda wildcards: expand(rules.import_source.output.responses, source=sources_of(wildcards)),
        persons=lambda wildcards: expand(rules.import_source.output.persons, source=sources_of(wildcards)),
        config=[STUDY_FILE, *LINKS_FILE, *INSTRUMENT_FILES],
    output:
        f"{RESTRICTED}/responses/{{instrument}}.parquet",
    log:
        f"{LOGS}/combine_responses.{{instrument}}.log",
    params:
        code=step_code("combine-responses"),
        libraries=lock_hash(),
    shell:
        "python -m analysis combine-responses"
        " --instrument {wildcards.instrument}"
        " --imported {input.imported}"
        " --persons {input.persons}"
        " --responses {output}"
        " > {log} 2>&1"
