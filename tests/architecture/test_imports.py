"""The floors of the house: a module may use the floors below its own, and its own only where listed."""

import ast
from pathlib import Path

import pytest

from analysis.provenance import PACKAGE, REPOSITORY

FLOORS = {
    "one number": {"estimates"},
    "formulas": {"formulas"},
    "contracts": {"contracts", "problems"},
    "tables": {"tables"},
    "files": {"documents", "pseudonym_key"},
    "configuration": {"configuration"},
    "tables of the configuration": {"rows"},
    "parts of the study": {
        "settings",
        "instruments",
        "codebooks",
        "published_facts",
        "plan",
        "planned_changes",
        "planned_codings",
        "sources",
        "source_options",
        "links",
        "municipalities",
        "sessions",
        "scorecards",
        "constructs",
    },
    "the parts together": {"study_checks", "plan_checks"},
    "the study": {"study"},
    "schemas": {"schemas"},
    "populations": {"populations"},
    "scores": {"scoring"},
    "methods": {
        "ingest",
        "descriptives",
        "reliability",
        "differences",
        "robustness",
        "cases",
        "findings",
        "persons",
        "units",
        "agreement",
        "occurrences",
        "continuum",
        "integration",
        "change",
        "templates",
        "codebook_files",
        "reference_study",
        "validation",
    },
    "the gate": {"disclosure"},
    "words": {"wording", "profiles", "results"},
    "displays": {"displays"},
    "showing": {"sentences", "figures", "dictionary"},
    "provenance": {"provenance"},
    "reports": {"reports", "verification"},
    "steps": {"steps", "console"},
    "verbs": {"verbs"},
    "edge": {"cli", "__main__", "__init__"},
}
NEIGHBOURS = {
    ("codebooks", "instruments"): "a codebook names its source with the instrument's model",
    ("sources", "instruments"): "a source names the instrument and version that was answered",
    ("sources", "settings"): "a source names the case, wave and group that answered",
    ("scorecards", "instruments"): "a scorecard names its source with the instrument's model",
    ("sessions", "settings"): "a session names its case and wave",
    ("constructs", "codebooks"): "a construct names codes",
    ("constructs", "instruments"): "a construct names scales",
    ("constructs", "scorecards"): "a construct names a field of the scorecard",
    ("published_facts", "instruments"): "a printed fact names items and scales",
    ("plan", "published_facts"): "printed facts are a part of the plan",
    ("plan", "planned_codings"): "analyses of codings are a part of the plan",
    ("plan", "planned_changes"): "analyses of change are a part of the plan",
    ("robustness", "differences"): "a specification is a comparison computed another way",
    ("cases", "differences"): "the two sides of a case are the sides of a contrast",
    ("agreement", "units"): "coders agree on units",
    ("occurrences", "units"): "codes are counted in units",
    ("continuum", "units"): "the index of a case is formed from its units",
    ("integration", "units"): "what was said of a construct is counted in units",
    ("ingest", "templates"): "what is read has the words of the template that was filled in",
    ("reference_study", "templates"): "made-up workbooks are filled-in templates",
    ("__main__", "cli"): "the entry of the command line",
}
FORBIDDEN_BELOW_METHODS = {"pingouin", "statsmodels", "krippendorff"}
METHODS = FLOORS["methods"] | FLOORS["populations"] | FLOORS["scores"]
FORMULAS = {"estimates", "formulas"}


def modules() -> dict[str, list[Path]]:
    found: dict[str, list[Path]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        found.setdefault(path.relative_to(PACKAGE).parts[0].removesuffix(".py"), []).append(path)
    return found


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide what a step depends on"
            names |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return names


def floor_of(module: str) -> int:
    return next(number for number, names in enumerate(FLOORS.values()) if module in names)


def test_every_module_has_one_floor_and_stands_in_the_guide() -> None:
    assert sorted(modules()) == sorted(module for names in FLOORS.values() for module in names)
    page = (REPOSITORY / "docs" / "architecture.md").read_text("utf-8")
    named = {module for module in modules() if f"`{module}`" in page}
    assert named == set(modules()) - {"__init__", "__main__"}


@pytest.mark.parametrize("module", sorted(set().union(*FLOORS.values()) - {"__init__"}))
def test_a_module_uses_only_floors_below_its_own(module: str) -> None:
    used = {name.split(".")[1] for path in modules()[module] for name in imports(path) if "analysis." in name}
    used -= {module, "__version__"}
    above = {
        other for other in used if floor_of(other) >= floor_of(module) and (module, other) not in NEIGHBOURS
    }
    assert not above, f"{module} imports {sorted(above)} from its own floor or above"


def test_only_methods_import_the_statistical_libraries() -> None:
    for module, paths in modules().items():
        used = {name.split(".")[0] for path in paths for name in imports(path)}
        assert module in METHODS or not used & FORBIDDEN_BELOW_METHODS, module
        assert "snakemake" not in used, module


def test_formulas_know_neither_tables_nor_configuration() -> None:
    for module in sorted(FORMULAS):
        used = {name for path in modules()[module] for name in imports(path)}
        assert not {name.split(".")[0] for name in used} & {"pandas", "pydantic", "yaml"}, module
        assert {name.split(".")[1] for name in used if name.startswith("analysis.")} <= FORMULAS, module


def test_the_workflow_imports_only_the_study_and_provenance() -> None:
    allowed = {"analysis.study", "analysis.provenance", "analysis.problems"}
    for path in [REPOSITORY / "workflow" / "Snakefile", *(REPOSITORY / "workflow").rglob("*.smk")]:
        lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
        used = {line.split()[1] for line in lines if line.startswith(("from analysis", "import analysis"))}
        assert used <= allowed, path


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 45, f"{path.name}: {node.name} is too long"
