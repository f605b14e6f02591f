"""Running the notebook of a report: one language and one edition of it, in this interpreter."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.problems import ProblemsFound
from analysis.provenance import REPOSITORY
from analysis.results import missing_result
from analysis.study import Study, load_study
from analysis.wording import LANGUAGES

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOTEBOOK = REPOSITORY / "notebooks" / "study_report.ipynb"
STUDY_VARIABLE = "ANALYSIS_STUDY"
SECTION_TAGS = ("codings", "scorecards", "measurements", "changes", "treated", "comparability")
"""Tags of cells that are shown only where a study has what they are about."""
TIME_LIMIT = 300
"""Seconds one cell may take; all of them together take about two."""


def run_notebook(root: Path, edition: str, language: str) -> NotebookNode:
    """The notebook with the outputs of one edition in one language, for the study in the folder `root`.

    Raises `ProblemsFound` where a result that it shows has not been made.
    """
    sections = list_sections(load_study(root, check_hashes=False))
    notebook = prepare_notebook(edition, language, sections)
    execute(notebook, root)
    _log_what_was_said(notebook)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    missing = [name for output in outputs for name in output.get("metadata", {}).get("missing", [])]
    if missing:
        raise ProblemsFound(missing_result(name.removeprefix("results/")) for name in missing)
    return notebook


def _log_what_was_said(notebook: NotebookNode) -> None:
    """Hand what the kernel printed, a library's warning for one, to the log: a report shows results only."""
    for cell in notebook.cells:
        outputs = cell.get("outputs", [])
        for output in outputs:
            if output.output_type == "stream":
                sys.stderr.write(output.text)
        if outputs:
            cell.outputs = [output for output in outputs if output.output_type != "stream"]


def list_sections(study: Study) -> frozenset[str]:
    """The tags of the sections that a study has something for."""
    has = {kind: bool(study.of_kind(kind)) for kind in ("codings", "scorecards", "measurements")}
    has["changes"] = bool(study.plan.changes)
    has["treated"] = any(one.treated for one in study.plan.changes.values())
    has["comparability"] = has["changes"] or has["measurements"] or bool(study.plan.scorecards)
    return frozenset(tag for tag, present in has.items() if present)


def prepare_notebook(edition: str, language: str, sections: Collection[str] = SECTION_TAGS) -> NotebookNode:
    """The notebook as it is stored, without the cells of other languages and editions, its parameters set.

    Of the cells that bear a tag of `SECTION_TAGS` those stay whose tags are all in `sections`.
    """
    import nbformat
    from nbconvert.preprocessors import TagRemovePreprocessor

    others = {f"lang-{other}" for other in LANGUAGES if other != language}
    unwanted = others if edition == "restricted" else others | {"restricted"}
    unwanted |= set(SECTION_TAGS) - set(sections)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    remover = TagRemovePreprocessor(enabled=True, remove_cell_tags=unwanted)
    notebook, _ = remover.preprocess(notebook, {})
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source = f'language = "{language}"\nedition = "{edition}"'
    return notebook


def execute(notebook: NotebookNode, root: Path) -> None:
    """Run every cell in a kernel of this very interpreter, whatever kernels the machine has installed."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    with tempfile.TemporaryDirectory() as folder:
        # Sockets in a folder of our own, where the system has such: nothing listens on a port then.
        transport = "tcp" if os.name == "nt" else "ipc"
        manager = AsyncKernelManager(
            kernel_spec_manager=KernelSpecManager(kernel_dirs=[], ensure_native_kernel=True),
            transport=transport,
            connection_file=str(Path(folder) / "kernel.json"),
        )
        client = NotebookClient(
            notebook,
            km=manager,
            timeout=TIME_LIMIT,
            record_timing=False,
            resources={"metadata": {"path": str(root)}},
        )
        client.execute(cleanup_kc=True, env=_environment(root, Path(folder)))


def _environment(root: Path, folder: Path) -> dict[str, str]:
    """The kernel's variables: our code, the study, and nothing of the user's own set-up."""
    return {
        **os.environ,
        STUDY_VARIABLE: str(root),
        "PYTHONPATH": os.pathsep.join(
            filter(None, [str(REPOSITORY / "src"), os.environ.get("PYTHONPATH", "")])
        ),
        "PYTHONHASHSEED": "0",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "IPYTHONDIR": str(folder),
    }
