from pathlib import Path

import pytest

from analysis.console import Progress, _conclude, _gather_causes, _locked, _tell_cause

LINES = """\
Job stats:
total             3
localrule import_source:
    input: a.csv
    log: results/restricted/logs/import_source.a.log
    jobid: 2
Finished jobid: 2 (Rule: import_source)
localrule score_scales:
    jobid: 1
localrule estimate_reliability:
    jobid: 3
CalledProcessError in file "estimate.smk", line 4:
Command 'python -m analysis estimate-reliability' returned non-zero exit status 2.
Error in rule estimate_reliability:
    jobid: 3
    log: results/restricted/logs/estimate_reliability.log (check log file(s) for error details)
Finished jobid: 1 (Rule: score_scales)
"""


@pytest.fixture
def progress(capsys: pytest.CaptureFixture[str]) -> Progress:
    made = Progress()
    for line in LINES.splitlines():
        made.read(line)
    return made


def test_progress_says_what_is_done_and_what_is_running(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress()
    for line in LINES.splitlines():
        progress.read(line)
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("[1/3]") and "import_source" in shown[0] and shown[0].endswith("now: –")
    assert shown[1].startswith("[2/3]") and shown[1].endswith("now: estimate_reliability")


def test_a_failure_shows_the_step_s_own_words(
    progress: Progress, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "results/restricted/logs/estimate_reliability.log"
    log.parent.mkdir(parents=True)
    log.write_text("row 7 is bad\n", "utf-8")
    assert _conclude(1, progress, tmp_path) == 2
    where = "results/restricted/logs/estimate_reliability.log"
    assert capsys.readouterr().err == (
        f"\nestimate_reliability (whole log: {where}) failed:\n    row 7 is bad\n"
    )


def test_a_fault_of_the_program_is_told_without_its_trace() -> None:
    trace = 'Traceback (most recent call last):\n  File "a.py", line 1\n  File "b.py", line 2\nKeyError: 7'
    assert _tell_cause(trace).splitlines() == [
        "    This is a fault in the program, not in your files:",
        "    KeyError: 7",
        '    File "b.py", line 2',
    ]


def test_a_cause_that_several_steps_share_is_told_once(tmp_path: Path) -> None:
    for name in ("a.log", "b.log"):
        (tmp_path / name).write_text("no room on the disk", "utf-8")
    causes = _gather_causes([("render_report", "a.log"), ("render_report", "b.log")], tmp_path)
    assert causes == {
        "    no room on the disk": ["render_report (whole log: a.log)", "render_report (whole log: b.log)"]
    }


def test_a_failure_that_is_no_bad_input_has_status_1(progress: Progress, tmp_path: Path) -> None:
    progress.statuses.append(1)
    assert _conclude(1, progress, tmp_path) == 1


def test_only_one_run_at_a_time(tmp_path: Path) -> None:
    with _locked(tmp_path / ".lock") as first, _locked(tmp_path / ".lock") as second:
        assert first is not None and second is None
    with _locked(tmp_path / ".lock") as third:
        assert third is not None
