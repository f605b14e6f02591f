# Contract: answers, people and receipts of all waves  ->  who goes on from wave to wave, in which
# municipality, and how many fell away; and the pairs of answers that the team has to decide about.


rule link_people:
    "Links people and cases across waves, and tells who left."
    input:
        responses=RESPONSES,
        persons=expand(rules.import_source.output.persons, source=STUDY.source_ids),
        receipts=expand(rules.import_source.output.receipts, source=STUDY.source_ids),
        config=[STUDY_FILE, MUNICIPALITIES_FILE, *LINKS_FILE],
    output:
        tables=[f"{RESTRICTED}/links/{name}.parquet" for name in ("attrition", "sample_flow", "case_links")],
        near_misses=f"{RESTRICTED}/links/near_misses.csv",
    log:
        f"{LOGS}/link_people.log",
    params:
        code=step_code("link-people"),
        libraries=lock_hash(),
        results="results",
    shell:
        "python -m analysis link-people"
        " --responses {input.responses}"
        " --persons {input.persons}"
        " --receipts {input.receipts}"
        " --results {params.results}"
        " > {log} 2>&1"
