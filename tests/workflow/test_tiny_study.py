"""A tiny study of two cases from end to end, and what must hold between runs."""

from __future__ import annotations

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import analyse, command_environment, public_files
from tests.tiny_study import add_case, change_answer, write_tiny_study

pytestmark = pytest.mark.xdist_group("tiny")


def planned_jobs(house: Path, study: Path) -> set[str]:
    """The rules that Snakemake would run now."""
    shown = subprocess.run(
        [
            sys.executable,
            "-m",
            "snakemake",
            "--cores",
            "2",
            "--dry-run",
            "--snakefile",
            house / "workflow/Snakefile",
        ],
        cwd=study,
        env=command_environment(house),
        capture_output=True,
        text=True,
        check=True,
    )
    lines = shown.stdout.splitlines() + shown.stderr.splitlines()
    return {line.split()[1].rstrip(":") for line in lines if line.startswith(("rule ", "localrule "))} - {
        "all"
    }


def copy_study(study: Path, name: str) -> Path:
    """A copy beside the study, with Snakemake's memory of how it was made."""
    return Path(shutil.copytree(study, study.parent / name, copy_function=shutil.copy2))


def rows(study: Path, table: str) -> list[dict[str, str]]:
    with (study / "results" / "public" / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_run_makes_reports_in_both_languages(tiny_run: Path) -> None:
    made = public_files(tiny_run)
    for language in ("nb", "en"):
        for ending in ("html", "pdf", "docx"):
            assert f"reports/study_report.{language}.{ending}" in made
    assert "index.html" in made and "manifest.json" in made


def test_a_second_run_does_nothing(house: Path, tiny_run: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (tiny_run / "results").rglob("*") if path.is_file()}
    again = analyse(house, tiny_run)
    assert again.returncode == 0 and "Everything was up to date" in again.stdout
    after = {path: path.stat().st_mtime_ns for path in before}
    del before[tiny_run / "results/.lock"], after[tiny_run / "results/.lock"]
    assert after == before


def test_snakemake_alone_finds_nothing_to_do(house: Path, tiny_run: Path) -> None:
    assert planned_jobs(house, tiny_run) == set()


def test_editing_a_method_re_runs_only_what_depends_on_it(house: Path, tiny_run: Path) -> None:
    module = house / "src" / "analysis" / "reliability" / "__init__.py"
    original = module.read_text("utf-8")
    try:
        module.write_text(original + "\n\nEDITED = True\n", "utf-8")
        planned = planned_jobs(house, tiny_run)
    finally:
        module.write_text(original, "utf-8")
    assert {"estimate_reliability", "protect_estimates", "render_report"} <= planned
    assert not planned & {"import_source", "combine_responses", "score_scales", "compare_groups"}


def test_another_folder_gives_the_same_bytes(house: Path, tiny_run: Path) -> None:
    elsewhere = write_tiny_study(house / "another" / "place" / "study")
    assert analyse(house, elsewhere).returncode == 0
    first, second = public_files(tiny_run), public_files(elsewhere)
    assert set(first) == set(second)
    assert [name for name in first if first[name] != second[name]] == []


def test_a_case_more_is_files_and_configuration_only(house: Path, tiny_run: Path) -> None:
    study = copy_study(tiny_run, "one-case-more")
    add_case(study)
    case = "east-workshop"
    finished = analyse(house, study)
    assert finished.returncode == 0, finished.stderr
    for table in ("descriptives", "differences"):
        before = pd.read_parquet(tiny_run / f"results/restricted/estimates/{table}.parquet")
        after = pd.read_parquet(study / f"results/restricted/estimates/{table}.parquet")
        assert case in set(after["case"]), f"{table} does not show the case"
        own = before[before["case"] != "all"].reset_index(drop=True)
        kept = after[after["case"].isin(set(own["case"]))].reset_index(drop=True)
        pd.testing.assert_frame_equal(own, kept, check_exact=True)
        assert len(own) > 0
    assert any(row["case"] == case for row in rows(study, "estimates/descriptives.csv"))
    assert rows(study, "tables/sample.csv") != rows(tiny_run, "tables/sample.csv")
    restricted = (study / "results/restricted/reports/study_report_restricted.en.html").read_text("utf-8")
    assert "Østverkstedet" in restricted


def test_killed_in_the_middle_the_next_run_gives_the_same_bytes(house: Path, tiny_run: Path) -> None:
    study = write_tiny_study(house / "killed" / "study")
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis", "run"],
        cwd=study,
        env=command_environment(house),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "score_scales" in line:
            break
    killed = kill_everything_below(process.pid)
    process.wait()
    assert killed > 1
    deadline = time.monotonic() + 20
    while (finished := analyse(house, study)).returncode == 1 and time.monotonic() < deadline:
        time.sleep(0.5)
    assert finished.returncode == 0, finished.stderr
    assert public_files(study) == public_files(tiny_run)


def kill_everything_below(pid: int) -> int:
    """Kill -9 a process and all its descendants, as a power cut would; how many there were."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(status.parent.name))
    doomed, waiting = [], [pid]
    while waiting:
        doomed.append(one := waiting.pop())
        waiting.extend(children.get(one, []))
    for one in doomed:
        os.kill(one, signal.SIGKILL)
    return len(doomed)


def test_a_bad_answer_stops_the_run_and_leaves_the_results(house: Path, tiny_run: Path) -> None:
    study = copy_study(tiny_run, "bad-answer")
    before = public_files(study)
    change_answer(study, item="q03", value="77")
    finished = analyse(house, study)
    assert finished.returncode == 2
    assert "column q03" in finished.stderr and "77" in finished.stderr
    assert "Traceback" not in finished.stderr and "Nothing was changed" in finished.stderr
    assert public_files(study) == before


def test_one_changed_answer_reaches_the_report(house: Path, tiny_run: Path) -> None:
    study = copy_study(tiny_run, "changed-answer")
    change_answer(study)
    planned = planned_jobs(house, study)
    assert {"import_source", "score_scales", "protect_estimates", "render_report"} <= planned
    assert analyse(house, study).returncode == 0
    changed = public_files(study)
    assert changed["estimates/descriptives.csv"] != public_files(tiny_run)["estimates/descriptives.csv"]


def test_a_failing_step_is_told_in_one_block(house: Path, tiny_run: Path) -> None:
    study = copy_study(tiny_run, "failing-step")
    module = house / "src" / "analysis" / "reliability" / "__init__.py"
    original = module.read_text("utf-8")
    try:
        module.write_text(original + "\n\nraise RuntimeError('on purpose')\n", "utf-8")
        finished = analyse(house, study)
    finally:
        module.write_text(original, "utf-8")
    assert finished.returncode == 1
    told = "estimate_reliability (whole log: results/restricted/logs/estimate_reliability.log) failed:"
    assert told in finished.stderr and "RuntimeError: on purpose" in finished.stderr
    assert "Traceback" not in finished.stderr
    assert "WorkflowError" not in finished.stderr and "Snakefile" not in finished.stderr
