# Contract: restricted estimates  ->  results/public/estimates and the tables that may be published.
# These are the only rules that read restricted tables and write public ones.

ESTIMATES = [
    rules.describe_responses.output[0],
    rules.estimate_reliability.output[0],
    rules.compare_groups.output[0],
    rules.pool_cases.output[0],
    rules.inspect_cases.output.estimates,
]
PUBLIC_ESTIMATES = [f"{PUBLIC}/estimates/{Path(path).stem}.csv" for path in ESTIMATES]
PUBLIC_TABLES = [
    f"{PUBLIC}/tables/{name}.csv"
    for name in (
        "specifications",
        "robustness",
        "published_findings",
        "receipts",
        "sample",
        "sample_flow",
        "attrition",
        "case_links",
    )
]
CODING_TABLES = [
    *[f"{PUBLIC}/estimates/{name}.csv" for name in ("agreement", "occurrences", "saturation", "placements")],
    *[f"{PUBLIC}/tables/{name}.csv" for name in ("joint_display", "coded", "coding_receipts")],
    f"{PUBLIC}/disclosure_log_codings.csv",
]
CHANGE_TABLES = [
    *[f"{PUBLIC}/estimates/{name}.csv" for name in ("changes", "progress", "scorecard_scores", "scorecard_changes")],
    *[f"{PUBLIC}/tables/{name}.csv" for name in ("comparability", "measurement_receipts")],
    f"{PUBLIC}/disclosure_log_changes.csv",
]


rule protect_estimates:
    "Lets through what may be published and logs what is withheld."
    input:
        estimates=ESTIMATES,
        findings=rules.assess_findings.output,
        receipts=expand(rules.import_source.output.receipts, source=STUDY.source_ids),
        responses=RESPONSES,
        links=rules.link_people.output.tables,
        specifications=rules.vary_specifications.output.specifications,
        robustness=rules.vary_specifications.output.robustness,
        config=[STUDY_FILE, PLAN_FILE, *INSTRUMENT_FILES],
    output:
        PUBLIC_ESTIMATES,
        PUBLIC_TABLES,
        f"{PUBLIC}/disclosure_log.csv",
        detail=f"{RESTRICTED}/disclosure_log.csv",
    log:
        f"{LOGS}/protect_estimates.log",
    params:
        code=step_code("protect-estimates"),
        libraries=lock_hash(),
        results="results",
    shell:
        "python -m analysis protect-estimates"
        " --estimates {input.estimates}"
        " --findings {input.findings}"
        " --receipts {input.receipts}"
        " --responses {input.responses}"
        " --links {input.links}"
        " --specifications {input.specifications}"
        " --robustness {input.robustness}"
        " --results {params.results}"
        " --detail {output.detail}"
        " > {log} 2>&1"


rule protect_codings:
    "Lets through what may be published of the codings and the joint display."
    input:
        descriptives=f"{PUBLIC}/estimates/descriptives.csv",
        agreement=rules.estimate_agreement.output.estimates,
        occurrences=rules.count_codes.output.occurrences,
        saturation=rules.count_codes.output.saturation,
        placements=rules.place_cases.output.placements,
        joint_display=rules.integrate_sources.output.joint_display,
        coded=rules.import_codings.output.coded,
        receipts=[rules.import_codings.output.receipts, rules.import_ratings.output.receipts],
        config=[*CODING_CONFIG, *JOINT_FILE],
    output:
        CODING_TABLES,
    log:
        f"{LOGS}/protect_codings.log",
    params:
        code=step_code("protect-codings"),
        libraries=lock_hash(),
        results="results",
    shell:
        "python -m analysis protect-codings"
        " --descriptives {input.descriptives}"
        " --agreement {input.agreement}"
        " --occurrences {input.occurrences}"
        " --saturation {input.saturation}"
        " --placements {input.placements}"
        " --joint-display {input.joint_display}"
        " --coded {input.coded}"
        " --receipts {input.receipts}"
        " --results {params.results}"
        " > {log} 2>&1"


rule protect_changes:
    "Lets through what may be published of change over time."
    input:
        scores=rules.score_scales.output,
        descriptives=f"{PUBLIC}/estimates/descriptives.csv",
        attrition=f"{PUBLIC}/tables/attrition.csv",
        changes=rules.estimate_changes.output,
        progress=rules.measure_progress.output,
        measurements=rules.import_measurements.output.measurements,
        scorecard_scores=rules.score_scorecards.output.scores,
        scorecard_changes=rules.score_scorecards.output.changes,
        comparability=rules.check_comparability.output,
        receipts=rules.import_measurements.output.receipts,
        config=[STUDY_FILE, PLAN_FILE, *INSTRUMENT_FILES],
    output:
        CHANGE_TABLES,
    log:
        f"{LOGS}/protect_changes.log",
    params:
        code=step_code("protect-changes"),
        libraries=lock_hash(),
        results="results",
    shell:
        "python -m analysis protect-changes"
        " --scores {input.scores}"
        " --descriptives {input.descriptives}"
        " --attrition {input.attrition}"
        " --changes {input.changes}"
        " --progress {input.progress}"
        " --measurements {input.measurements}"
        " --scorecard-scores {input.scorecard_scores}"
        " --scorecard-changes {input.scorecard_changes}"
        " --comparability {input.comparability}"
        " --receipts {input.receipts}"
        " --results {params.results}"
        " > {log} 2>&1"
