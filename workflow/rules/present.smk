# Contract: public estimates  ->  public figures and tables; restricted estimates  ->  restricted figures.

PUBLIC_RESULTS = [*PUBLIC_ESTIMATES, *PUBLIC_TABLES, f"{PUBLIC}/disclosure_log.csv", *CODING_TABLES, *CHANGE_TABLES]
SHOWN_CONFIG = [*CODING_CONFIG, *INSTRUMENT_FILES, *SCORECARD_FILES, *JOINT_FILE]
SHOWN = {
    "public": PUBLIC_RESULTS,
    "restricted": [
        *PUBLIC_RESULTS,
        *ESTIMATES,
        *rules.vary_specifications.output,
        rules.inspect_cases.output.distances,
        *rules.link_people.output,
        *rules.estimate_agreement.output,
        *rules.count_codes.output,
        *rules.place_cases.output,
        *rules.integrate_sources.output,
        rules.import_codings.output.coded,
        rules.import_ratings.output.judgements,
        *rules.estimate_changes.output,
        *rules.measure_progress.output,
        *rules.score_scorecards.output,
        *rules.check_comparability.output,
        rules.import_measurements.output.indicators,
        rules.import_measurements.output.measurements,
    ],
}


rule draw_figures:
    "Draws the figures of an edition in both languages."
    input:
        results=lambda wildcards: SHOWN[wildcards.edition],
        config=SHOWN_CONFIG,
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
        config=SHOWN_CONFIG,
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
