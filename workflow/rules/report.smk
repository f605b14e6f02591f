# Contract: figures and tables of an edition  ->  the study report in HTML, PDF and DOCX.

REPORTS = {
    "public": f"{PUBLIC}/reports/study_report.{{language}}",
    "restricted": f"{RESTRICTED}/reports/study_report_restricted.{{language}}",
}


rule render_report:
    "Makes the public report in one language."
    input:
        results=PUBLIC_RESULTS,
        figures=f"{PUBLIC}/figures",
        notebook=NOTEBOOK,
        config=SHOWN_CONFIG,
    output:
        [f"{REPORTS['public']}.{format}" for format in FORMATS],
    log:
        f"{LOGS}/render_report.{{language}}.log",
    params:
        code=step_code("render-report"),
        libraries=lock_hash(),
        folder=f"{PUBLIC}/reports",
    shell:
        "python -m analysis render-report"
        " --edition public"
        " --language {wildcards.language}"
        " --folder {params.folder}"
        " > {log} 2>&1"


rule render_restricted_report:
    "Makes the report that shows the cases, for the team only."
    input:
        results=SHOWN["restricted"],
        public_figures=f"{PUBLIC}/figures",
        figures=f"{RESTRICTED}/figures",
        notebook=NOTEBOOK,
        config=SHOWN_CONFIG,
    output:
        [f"{REPORTS['restricted']}.{format}" for format in FORMATS],
    log:
        f"{LOGS}/render_restricted_report.{{language}}.log",
    params:
        code=step_code("render-report"),
        libraries=lock_hash(),
        folder=f"{RESTRICTED}/reports",
    shell:
        "python -m analysis render-report"
        " --edition restricted"
        " --language {wildcards.language}"
        " --folder {params.folder}"
        " > {log} 2>&1"
