# Contract: answers and scores  ->  estimates, one row per number with its uncertainty, its n and its
# status. One process per method; a case is a column, never a job.


rule describe_responses:
    "Describes items and scales by group, by case and for all."
    input:
        responses=RESPONSES,
        scores=rules.score_scales.output,
        config=[STUDY_FILE, PLAN_FILE, *INSTRUMENT_FILES],
    output:
        f"{RESTRICTED}/estimates/descriptives.parquet",
    log:
        f"{LOGS}/describe_responses.log",
    params:
        code=step_code("describe-responses"),
        libraries=lock_hash(),
    shell:
        "python -m analysis describe-responses"
        " --responses {input.responses}"
        " --scores {input.scores}"
        " --estimates {output}"
        " > {log} 2>&1"


rule estimate_reliability:
    "Estimates how well the items of each scale hang together."
    input:
        responses=RESPONSES,
        scores=rules.score_scales.output,
        config=[STUDY_FILE, PLAN_FILE, *INSTRUMENT_FILES],
    output:
        f"{RESTRICTED}/estimates/reliability.parquet",
    log:
        f"{LOGS}/estimate_reliability.log",
    params:
        code=step_code("estimate-reliability"),
        libraries=lock_hash(),
    shell:
        "python -m analysis estimate-reliability"
        " --responses {input.responses}"
        " --scores {input.scores}"
        " --estimates {output}"
        " > {log} 2>&1"


rule compare_groups:
    "Compares the groups by every test that the design allows."
    input:
        scores=rules.score_scales.output,
        config=[STUDY_FILE, PLAN_FILE, *INSTRUMENT_FILES],
    output:
        f"{RESTRICTED}/estimates/differences.parquet",
    log:
        f"{LOGS}/compare_groups.log",
    params:
        code=step_code("compare-groups"),
        libraries=lock_hash(),
    shell:
        "python -m analysis compare-groups"
        " --scores {input.scores}"
        " --estimates {output}"
        " > {log} 2>&1"


rule vary_specifications:
    "Computes every headline difference in all admissible ways."
    input:
        responses=RESPONSES,
        config=[STUDY_FILE, PLAN_FILE, *INSTRUMENT_FILES],
    output:
        specifications=f"{RESTRICTED}/estimates/specifications.parquet",
        robustness=f"{RESTRICTED}/estimates/robustness.parquet",
    log:
        f"{LOGS}/vary_specifications.log",
    params:
        code=step_code("vary-specifications"),
        libraries=lock_hash(),
    shell:
        "python -m analysis vary-specifications"
        " --responses {input.responses}"
        " --specifications {output.specifications}"
        " --robustness {output.robustness}"
        " > {log} 2>&1"


rule pool_cases:
    "Pools the difference of two groups over the cases."
    input:
        scores=rules.score_scales.output,
        config=[STUDY_FILE, PLAN_FILE, *INSTRUMENT_FILES],
    output:
        f"{RESTRICTED}/estimates/across_cases.parquet",
    log:
        f"{LOGS}/pool_cases.log",
    params:
        code=step_code("pool-cases"),
        libraries=lock_hash(),
    shell:
        "python -m analysis pool-cases"
        " --scores {input.scores}"
        " --estimates {output}"
        " > {log} 2>&1"


rule inspect_cases:
    "Looks inside the cases: spread, and who answers far from the others."
    input:
        responses=RESPONSES,
        scores=rules.score_scales.output,
        config=[STUDY_FILE, PLAN_FILE, *INSTRUMENT_FILES],
    output:
        estimates=f"{RESTRICTED}/estimates/inside_cases.parquet",
        distances=f"{RESTRICTED}/cases/distances.parquet",
    log:
        f"{LOGS}/inspect_cases.log",
    params:
        code=step_code("inspect-cases"),
        libraries=lock_hash(),
    shell:
        "python -m analysis inspect-cases"
        " --responses {input.responses}"
        " --scores {input.scores}"
        " --estimates {output.estimates}"
        " --distances {output.distances}"
        " > {log} 2>&1"


rule assess_findings:
    "Sets every printed finding beside the same finding recomputed."
    input:
        responses=RESPONSES,
        scores=rules.score_scales.output,
        descriptives=rules.describe_responses.output,
        differences=rules.compare_groups.output,
        config=[STUDY_FILE, PLAN_FILE, *INSTRUMENT_FILES],
    output:
        f"{RESTRICTED}/estimates/findings.parquet",
    log:
        f"{LOGS}/assess_findings.log",
    params:
        code=step_code("assess-findings"),
        libraries=lock_hash(),
    shell:
        "python -m analysis assess-findings"
        " --responses {input.responses}"
        " --scores {input.scores}"
        " --descriptives {input.descriptives}"
        " --differences {input.differences}"
        " --findings {output}"
        " > {log} 2>&1"
