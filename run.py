#!/usr/bin/env python3
"""The one door: `python3 run.py` makes the report, `python3 run.py test` runs the tests.

Needs nothing but Python 3.11 or newer. On first use it makes the folder `.venv`, installs the exact
versions of `requirements.lock` into it (checked by hash), and hands over to `python -m analysis`.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
INSTALLED = VENV / "installed.json"
OLDEST = (3, 11)


def main(arguments: list[str]) -> int:
    """Make the environment where it is not ready, then do what was asked."""
    if sys.version_info < OLDEST:
        found, needed = (".".join(map(str, version[:2])) for version in (sys.version_info, OLDEST))
        print(
            f"This is Python {found}; Samskaping needs {needed} or newer (see python.org).", file=sys.stderr
        )
        return 2
    verb = arguments[0] if arguments else "run"
    install("requirements.lock")
    if verb == "test":
        install("requirements-test.lock")
        return test(arguments[1:])
    if verb == "benchmark":
        return call([PYTHON, ROOT / "benchmarks", *arguments[1:]])
    if verb == "lab":
        install("requirements-lab.lock")
        return call([PYTHON, "-m", "jupyter", "lab", "--notebook-dir", ROOT / "notebooks", *arguments[1:]])
    return call([PYTHON, "-m", "analysis", *(arguments or ["run"])], cwd=Path.cwd())


def test(arguments: list[str]) -> int:
    """Check the style, the types and the behaviour; further words go to pytest."""
    checks: list[list[str | Path]] = []
    if not arguments:
        checks = [
            [PYTHON, "-m", "ruff", "check", "."],
            [PYTHON, "-m", "ruff", "format", "--check", "."],
            [PYTHON, "-m", "mypy"],
        ]
    checks.append([PYTHON, "-m", "pytest", *(arguments or ["-n", "2", "--dist", "loadgroup"])])
    for check in checks:
        print("·", *(str(word) for word in check[1:]), flush=True)
        status = call(check)
        if status:
            return status
    return 0


def install(lock: str) -> None:
    """Install a lock into `.venv`, unless just that lock was installed before."""
    wanted = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    done = json.loads(INSTALLED.read_text("utf-8")) if INSTALLED.is_file() and PYTHON.exists() else {}
    if done.get(lock) == wanted:
        return
    print(f"Installing {lock} into .venv (only the first time, or when it has changed) …", flush=True)
    if not (_install_with_uv(lock) or _install_with_pip(lock)):
        sys.exit(f"Could not install {lock}; the lines above say why. Is there a network connection?")
    INSTALLED.write_text(json.dumps({**done, lock: wanted}, indent=1), "utf-8")


def _install_with_uv(lock: str) -> bool:
    """Install through uv, which is several times faster than pip; False where pip cannot get it."""
    uv = TOOLS / "bin" / ("uv.exe" if WINDOWS else "uv")
    get = [sys.executable, "-m", "pip", "install", "--quiet", "--target", TOOLS, "uv"]
    if not uv.exists() and call(get, quiet=True):
        return False
    make = [uv, "venv", "--quiet", "--python", sys.executable, VENV]
    if not PYTHON.exists() and call(make):
        return False
    into = [uv, "pip", "install", "--quiet", "--python", PYTHON, "--compile-bytecode"]
    return not call([*into, "--require-hashes", "-r", ROOT / lock])


def _install_with_pip(lock: str) -> bool:
    if not PYTHON.exists() and call([sys.executable, "-m", "venv", VENV]):
        return False
    return not call([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", ROOT / lock])


def call(words: list[str | Path], cwd: Path = ROOT, quiet: bool = False) -> int:
    """Run a program in the project's environment; its exit status, 130 if it was interrupted."""
    silence = subprocess.DEVNULL if quiet else None
    process = subprocess.Popen(
        [str(word) for word in words], cwd=cwd, env=environment(), stdout=silence, stderr=silence
    )
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.wait()
        return 130


def environment() -> dict[str, str]:
    """The variables under which the same inputs give the same bytes, whoever runs it."""
    own = {
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": str(VENV / "matplotlib"),
        "IPYTHONDIR": str(VENV / "ipython"),
        "VIRTUAL_ENV": str(VENV),
        "PATH": str(BIN) + os.pathsep + os.environ.get("PATH", ""),
    }
    return {**os.environ, **own}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
