"""Every command that a page shows is run here as it is written, in a copy of the repository."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import computing, measure, recovery, recovery_page
from benchmarks.__main__ import main as run_benchmarks
from benchmarks.page import write_part
from tests.conftest import REPOSITORY, command_environment, public_files
from tests.recovery.simulated_studies import Rate

PAGES = [
    REPOSITORY / "README.md",
    REPOSITORY / "config" / "README.md",
    *sorted((REPOSITORY / "docs").rglob("*.md")),
    *sorted((REPOSITORY / "data" / "raw").rglob("*.md")),
]
SHOWN = re.compile(r"(?:python3 run\.py|python -m analysis|snakemake) ?[^`\n]*")
SAID = {
    "python3 run.py": "Everything was up to date",
    "python3 run.py run --cores 4": "Everything was up to date",
    "python3 run.py check": "No problems: 21 cases, 21 raw files.",
    "python3 run.py inspect data/raw/ks2020/enterprise.csv": "Format       qualtrics: Qualtrics",
    "python3 run.py inspect data/raw/focus2017/focus_groups.qdpx": "REFI-QDA",
    "python3 run.py compare --before path/to/their/results/public": "Nothing differs.",
    "python3 run.py validate": "154 of 154 cases agree (42 statistics).",
    "python3 run.py simulate-reference": "data/raw/ks2018/municipality_answers.csv",
    "python3 run.py simulate-reference --seed 2018": "data/raw/ks2018/municipality_answers.csv",
    "python3 run.py template samson": "templates/samson_nb.xlsx: written",
    "python3 run.py template soimpact": "templates/soimpact_nb.xlsx: written",
    "python3 run.py write-schemas": "",
    "python3 run.py write-codebooks": "results/codebooks/samskaping2018.nb.qdc",
    "python -m analysis draw-figures --edition public --results results --figures results/public/figures": "",
    "snakemake --cores 2": "Nothing to be done",
}
RUN_ELSEWHERE = {
    "python3 run.py test": "what runs this test",
    "python3 run.py lab": "run by .ci/run, as it installs JupyterLab",
    "python3 run.py benchmark": "its parts are tested below; the whole takes minutes",
    "python3 run.py benchmark recovery": "its parts are tested below and in tests/recovery; it takes minutes",
    "python3 run.py benchmark change": "its parts are those of tests/recovery; it takes minutes",
    "python3 run.py inspect FILE": "a pattern: run with a file above, and with every format in its own tests",
    "python3 run.py validate FILE": "a pattern: run with good and bad files in the tests of validation",
    "python -m analysis <step>": "a pattern: every step is run by the workflow",
}
pytestmark = pytest.mark.xdist_group("reference")


def shown_commands() -> set[str]:
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    # Words of prose after a command in the middle of a line end it; a lone "snakemake" is a name.
    found = {match[0].strip() for match in SHOWN.finditer(text)}
    return {command for command in found if command != "snakemake"} - {"snakemake workflow catalogue"}


@pytest.fixture(scope="module")
def repository(reference_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished reference run with all that `run.py` looks for, so that it installs nothing."""
    folder = tmp_path_factory.mktemp("commands") / "repository"
    shutil.copytree(reference_run, folder, copy_function=shutil.copy2)
    shutil.copytree(folder / "results" / "public", folder / "path/to/their/results/public")
    environment = Path(sys.prefix)
    (folder / ".venv").symlink_to(environment)
    if not (environment / "installed.json").is_file():
        pytest.fail("the tests are to be run in the environment that run.py makes")
    return folder


def test_no_page_shows_a_command_that_is_not_run() -> None:
    assert shown_commands() == SAID.keys() | (RUN_ELSEWHERE.keys() & shown_commands())


@pytest.mark.parametrize("command", SAID)
def test_a_command_does_what_the_page_says(repository: Path, command: str) -> None:
    before = public_files(repository)
    ran = subprocess.run(
        shlex.split(command),
        cwd=repository,
        env=command_environment(repository),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert SAID[command] in ran.stdout + ran.stderr
    assert public_files(repository) == before, "the command changed the results"


def test_the_benchmark_changes_one_answer_and_writes_its_part_of_the_page(tmp_path: Path) -> None:
    folder = measure.copy_repository(tmp_path)
    measure.change_one_answer(folder)
    environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
    check = [sys.executable, "-m", "analysis", "check"]
    assert subprocess.run(check, cwd=folder, env=environment, capture_output=True).returncode == 0
    before = (REPOSITORY / "data/raw/ks2018/municipality_answers.csv").read_bytes()
    after = (folder / "data/raw/ks2018/municipality_answers.csv").read_bytes()
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1
    part = measure.render([("A run", [2.0, 1.0, 4.0], "under 3 s")], 0.25, 7)
    page = tmp_path / "page.md"
    page.write_text("# Benchmarks\n\n## Computing\n\nfast\n\n## The main job\n\nof another day\n", "utf-8")
    write_part("The main job", part, page)
    told = page.read_text("utf-8")
    assert "| A run | 2.0 s | 1.0 s | 4.0 s | under 3 s |" in told and "25%" in told
    assert "## Computing\n\nfast\n" in told and "of another day" not in told


def test_what_is_measured_beside_a_package_gives_what_the_package_gives() -> None:
    answers = computing.make_answers(computing.PEOPLE, 5)
    own, theirs = computing.draw_alphas(answers), computing.bootstrap_with_scipy(answers)
    assert [own.low, own.high] == pytest.approx(theirs, abs=0.02)
    pairs = computing.make_answers(2, 8)
    assert computing.permute_within(pairs) == pytest.approx(computing.permute_with_scipy(pairs))
    scores, first = np.arange(10.0) ** 2, np.arange(10) % 3 == 0
    assert computing.rank(scores, first) == pytest.approx(computing.rank_with_scipy(scores, first))


def test_the_page_of_simulated_studies_tells_rates_reasons_and_what_is_too_high() -> None:
    refused, high, few = (
        Rate(0, 0, (("cases_ignored", 9),)),
        Rate(100, 1000),
        Rate(1, recovery_page.FEWEST - 1),
    )
    assert [recovery_page.reject(one) for one in (refused, high, few)] == [
        "cases ignored",
        "**10.0 ± 0.9**",
        "–",
    ]
    assert recovery_page.share(Rate(950, 1000)) == "95.0 ± 0.7"
    parts = {job.part for job in recovery.list_jobs()}
    assert parts == {"tests", "pooled", "equivalence", "several", "intervals", "power", "beside", "reach"}


def test_a_benchmark_that_is_none_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_benchmarks(["speed"]) == 2
    said = capsys.readouterr().err
    assert said == "There is no benchmark speed; name one of: job, computing, recovery, change.\n"
