"""Promises about the repository itself: the locks, the plan in the README, the commands it shows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from analysis import cli
from analysis.provenance import REPOSITORY, module_sources, step_code, step_sources

PAGES = [
    REPOSITORY / "README.md",
    REPOSITORY / "config" / "README.md",
    *sorted((REPOSITORY / "docs").rglob("*.md")),
]
RULES = [REPOSITORY / "workflow" / "Snakefile", *sorted((REPOSITORY / "workflow" / "rules").glob("*.smk"))]


def rules() -> dict[str, str]:
    text = "\n".join(path.read_text("utf-8") for path in RULES)
    found = re.split(r"^rule (\w+):\n", text, flags=re.MULTILINE)[1:]
    return dict(zip(found[::2], found[1::2], strict=True))


def test_environment_yml_points_at_the_lock_and_nothing_else() -> None:
    environment = yaml.safe_load((REPOSITORY / "environment.yml").read_text("utf-8"))
    assert environment["dependencies"] == ["python=3.11", "pip", {"pip": ["-r requirements.lock"]}]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock", "requirements-lab.lock"])
def test_locks_are_pinned_by_hash_and_name_no_address(lock: str) -> None:
    text = (REPOSITORY / lock).read_text("utf-8")
    assert "://" not in text and "--index" not in text and "--find-links" not in text
    pinned = re.findall(r"^[a-z][\w.\-\[\]]* ?==.+$", text, flags=re.MULTILINE | re.IGNORECASE)
    assert len(pinned) > 50
    assert all(line.endswith("\\") for line in pinned), "a requirement without a hash"


@pytest.mark.parametrize("lock", ["requirements-test.lock", "requirements-lab.lock"])
def test_all_locks_agree(lock: str) -> None:
    def versions(name: str) -> set[str]:
        return set(re.findall(r"^\S+==[^ \\;]+", (REPOSITORY / name).read_text("utf-8"), flags=re.MULTILINE))

    assert versions("requirements.lock") <= versions(lock)


def test_every_rule_says_what_it_does_and_keeps_a_log() -> None:
    for name, body in rules().items():
        assert re.match(r'    "[A-Z][^"]+\."\n', body), f"{name} has no docstring"
        if name != "all":
            assert "    log:\n" in body and "> {log} 2>&1" in body, f"{name} keeps no log"
            assert "    shell:\n" in body, f"{name} is no shell rule"


def test_every_rule_depends_on_the_code_of_the_step_it_runs() -> None:
    for name, body in rules().items():
        if name == "all":
            continue
        run = re.search(r"python -m analysis ([a-z-]+)", body)
        code = re.search(r'code=step_code\("([a-z-]+)"\)', body)
        assert run and code and run[1] == code[1], name


def test_a_step_s_code_follows_its_imports_and_no_others() -> None:
    names = {path.name for path in step_sources("estimate-reliability")}
    assert {"coefficients.py", "consistency.py", "settings.py", "tables.py"} <= names
    assert not {"differences.py", "disclosure.py", "figures.py", "cli.py"} & names
    assert step_code("estimate-reliability") != step_code("compare-groups")
    with pytest.raises(ModuleNotFoundError):
        module_sources("analysis.no_such_module")


def test_the_readme_s_plan_is_the_workflow_s() -> None:
    listed = subprocess.run(
        [sys.executable, "-m", "snakemake", "--list"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    plan = re.search(r"```plan\n(.*?)```", (REPOSITORY / "README.md").read_text("utf-8"), flags=re.DOTALL)
    assert plan is not None
    told = [line.split() for line in plan[1].splitlines() if line.strip()]
    actual = [line.split() for line in listed.splitlines() if re.match(r"^[a-z_]+$", line.split(" ")[0])]
    assert sorted(words[0] for words in told) == sorted(words[0] for words in actual)
    assert {words[0]: " ".join(words[1:]) for words in told} == {
        name: re.match(r'\s+"(.+)"', body)[1]
        for name, body in rules().items()  # type: ignore[index]
    }


def test_every_command_shown_is_one_there_is() -> None:
    verbs = {"test", "lab", "benchmark", *cli.list_verbs()}
    for page in PAGES:
        for command in re.findall(r"python3 run\.py ?([a-z-]*)", page.read_text("utf-8")):
            assert not command or command in verbs, f"{page.name}: python3 run.py {command}"


@pytest.mark.parametrize("verb", cli.list_verbs())
def test_every_verb_explains_itself(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([verb, "--help"])
    assert ended.value.code == 0
    assert "usage: python3 run.py " + verb in capsys.readouterr().out


def test_links_in_the_pages_lead_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_no_page_is_left_out_of_the_guide() -> None:
    docs = REPOSITORY / "docs"
    index = (docs / "README.md").read_text("utf-8")
    for page in docs.rglob("*.md"):
        assert page.name == "README.md" or f"({page.relative_to(docs).as_posix()})" in index, page.name


def test_nothing_made_is_kept_in_the_repository() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True
    ).stdout.split("\n")
    assert not [name for name in tracked if name.startswith(("results/", ".venv/", ".snakemake/"))]
    assert not [name for name in tracked if Path(name).suffix in {".pyc", ".part"}]
