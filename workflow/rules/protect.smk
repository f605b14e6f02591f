# Contract: restricted estimates  ->  results/public/estimates and the tables that may be published.
# This is the only rule that reads restricted tables and writes public ones.

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
