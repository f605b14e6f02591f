# Contract: workbooks of indicators, scorecards by session and waves of a survey  ->  what may be compared, and
# how far each has changed.

MEASUREMENT_FILES = [file.path for file in STUDY.of_kind("measurements")]


rule import_measurements:
    "Reads every workbook of indicators: definitions and measurements."
    input:
        files=MEASUREMENT_FILES,
        options=options_of_kinds("measurements"),
        config=[STUDY_FILE],
    output:
        indicators=f"{RESTRICTED}/measurements/indicators.parquet",
        measurements=f"{RESTRICTED}/measurements/measurements.parquet",
        individual_scores=f"{RESTRICTED}/measurements/individual_scores.parquet",
        receipts=f"{RESTRICTED}/measurements/receipts.parquet",
    log:
        f"{LOGS}/import_measurements.log",
    params:
        code=step_code("import-measurements"),
        libraries=lock_hash(),
        rows=rows_of_kinds("measurements"),
        key=KEY_NAME,
    shell:
        "python -m analysis import-measurements"
        " --indicators {output.indicators}"
        " --measurements {output.measurements}"
        " --individual-scores {output.individual_scores}"
        " --receipts {output.receipts}"
        " > {log} 2>&1"


rule check_comparability:
    "Checks what two occasions have in common before they are compared."
    input:
        responses=RESPONSES,
        receipts=expand(rules.import_source.output.receipts, source=STUDY.source_ids),
        case_links=f"{RESTRICTED}/links/case_links.parquet",
        scorecards=rules.import_ratings.output.scorecards,
        indicators=rules.import_measurements.output.indicators,
        codings=rules.divide_texts.output.codings,
        options=options_of_kinds("survey"),
        config=[*CODING_CONFIG, *INSTRUMENT_FILES, *SCORECARD_FILES],
    output:
        f"{RESTRICTED}/change/comparability.parquet",
    log:
        f"{LOGS}/check_comparability.log",
    params:
        code=step_code("check-comparability"),
        libraries=lock_hash(),
    shell:
        "python -m analysis check-comparability"
        " --responses {input.responses}"
        " --receipts {input.receipts}"
        " --case-links {input.case_links}"
        " --scorecards {input.scorecards}"
        " --indicators {input.indicators}"
        " --codings {input.codings}"
        " --comparability {output}"
        " > {log} 2>&1"


rule measure_progress:
    "Measures how far each indicator has come from baseline to target."
    input:
        indicators=rules.import_measurements.output.indicators,
        measurements=rules.import_measurements.output.measurements,
        individual_scores=rules.import_measurements.output.individual_scores,
        comparability=rules.check_comparability.output,
        config=[STUDY_FILE, PLAN_FILE],
    output:
        f"{RESTRICTED}/estimates/progress.parquet",
    log:
        f"{LOGS}/measure_progress.log",
    params:
        code=step_code("measure-progress"),
        libraries=lock_hash(),
    shell:
        "python -m analysis measure-progress"
        " --indicators {input.indicators}"
        " --measurements {input.measurements}"
        " --individual-scores {input.individual_scores}"
        " --comparability {input.comparability}"
        " --progress {output}"
        " > {log} 2>&1"


rule score_scorecards:
    "Scores the scorecards by session and compares the sessions."
    input:
        scorecards=rules.import_ratings.output.scorecards,
        weights=rules.import_ratings.output.weights,
        proposed=rules.import_ratings.output.actions,
        comparability=rules.check_comparability.output,
        config=[STUDY_FILE, PLAN_FILE, *SCORECARD_FILES],
    output:
        scores=f"{RESTRICTED}/estimates/scorecard_scores.parquet",
        changes=f"{RESTRICTED}/estimates/scorecard_changes.parquet",
        actions=f"{RESTRICTED}/change/actions.parquet",
    log:
        f"{LOGS}/score_scorecards.log",
    params:
        code=step_code("score-scorecards"),
        libraries=lock_hash(),
    shell:
        "python -m analysis score-scorecards"
        " --scorecards {input.scorecards}"
        " --weights {input.weights}"
        " --proposed {input.proposed}"
        " --comparability {input.comparability}"
        " --scores {output.scores}"
        " --changes {output.changes}"
        " --actions {output.actions}"
        " > {log} 2>&1"


rule estimate_changes:
    "Estimates how scales changed between waves, by every design allowed."
    input:
        scores=rules.score_scales.output,
        reliability=rules.estimate_reliability.output,
        comparability=rules.check_comparability.output,
        persons=expand(rules.import_source.output.persons, source=STUDY.source_ids),
        config=[STUDY_FILE, PLAN_FILE, *LINKS_FILE, *INSTRUMENT_FILES],
    output:
        f"{RESTRICTED}/estimates/changes.parquet",
    log:
        f"{LOGS}/estimate_changes.log",
    params:
        code=step_code("estimate-changes"),
        libraries=lock_hash(),
    shell:
        "python -m analysis estimate-changes"
        " --scores {input.scores}"
        " --reliability {input.reliability}"
        " --comparability {input.comparability}"
        " --persons {input.persons}"
        " --changes {output}"
        " > {log} 2>&1"
