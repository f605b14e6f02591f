# Contract: everything public  ->  the front page and the manifest.

PUBLIC_REPORTS = expand(rules.render_report.output, language=LANGUAGES)
PUBLISHED = [
    *PUBLIC_RESULTS,
    *PUBLIC_REPORTS,
    f"{PUBLIC}/figures",
    *rules.tabulate_results.output.tables,
    rules.tabulate_results.output.dictionary,
]


rule build_index:
    "Writes the front page that leads to every result."
    input:
        published=PUBLISHED,
        config=STUDY_FILE,
    output:
        f"{PUBLIC}/index.html",
    log:
        f"{LOGS}/build_index.log",
    params:
        code=step_code("build-index"),
        libraries=lock_hash(),
        public=PUBLIC,
    shell:
        "python -m analysis build-index"
        " --results {params.public}"
        " --index {output}"
        " > {log} 2>&1"


rule write_manifest:
    "Lists every published file with its hash, the inputs and the versions."
    input:
        # Every file by itself: Snakemake compares small inputs by content, and the front page may stay
        # the same while a table behind it changes.
        published=PUBLISHED,
        index=rules.build_index.output,
        checked=rules.check_study.output,
    output:
        f"{PUBLIC}/manifest.json",
    log:
        f"{LOGS}/write_manifest.log",
    params:
        code=step_code("write-manifest"),
        libraries=lock_hash(),
        public=PUBLIC,
    shell:
        "python -m analysis write-manifest"
        " --results {params.public}"
        " --manifest {output}"
        " > {log} 2>&1"
