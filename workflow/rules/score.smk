# Contract: answers  ->  one row per respondent, scale and reading of the answers.


rule score_scales:
    "Forms every respondent's scores on every scale."
    input:
        responses=RESPONSES,
        instruments=INSTRUMENT_FILES,
    output:
        f"{RESTRICTED}/scores.parquet",
    log:
        f"{LOGS}/score_scales.log",
    params:
        code=step_code("score-scales"),
        libraries=lock_hash(),
    shell:
        "python -m analysis score-scales"
        " --responses {input.responses}"
        " --scores {output}"
        " > {log} 2>&1"
