# Contract: public estimates  ->  public figures and tables; restricted estimates  ->  restricted figures.

PUBLIC_RESULTS = [*PUBLIC_ESTIMATES, *PUBLIC_TABLES, f"{PUBLIC}/disclosure_log.csv"]
SHOWN = {
    "public": PUBLIC_RESULTS,
    "restricted": [
        *PUBLIC_RESULTS,
        *ESTIMATES,
        *rules.vary_specifications.output,
        rules.inspect_cases.output.distances,
        *rules.link_people.output,
    ],
}


rule draw_figures:
    "Draws the figures of an edition in both languages."
    input:
        results=lambda wildcards: SHOWN[wildcards.edition],
        config=[STUDY_FILE, PLAN_FILE, *INSTRUMENT_FILES],
    output:
        directory("results/{edition}/figures"),
    log:
        f"{LOGS}/draw_figures.{{edition}}.log",
    params:
        code=step_code("draw-figures"),
        libraries=lock_hash(),
    shell:
        "python -m analysis draw-figures"
        " --edition {wildcards.edition}"
        " --results results"
        " --figures {output}"
        " > {log} 2>&1"


rule tabulate_results:
    "Writes the report's tables as files, and what every column means."
    input:
        results=PUBLIC_RESULTS,
        config=[STUDY_FILE, PLAN_FILE, *INSTRUMENT_FILES],
    output:
        tables=[directory(f"{PUBLIC}/tables/{language}") for language in LANGUAGES],
        dictionary=f"{PUBLIC}/tables/data_dictionary.csv",
    log:
        f"{LOGS}/tabulate_results.log",
    params:
        code=step_code("tabulate-results"),
        libraries=lock_hash(),
        tables=f"{PUBLIC}/tables",
    shell:
        "python -m analysis tabulate-results"
        " --results results"
        " --tables {params.tables}"
        " --dictionary {output.dictionary}"
        " > {log} 2>&1"
