"""The key of the pseudonyms: made on first use, kept outside the history of the repository.

Its loss does no harm to anything published: only, pseudonyms made with a new key are others than
those in older restricted tables.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import re
import secrets
import shutil
import subprocess
from pathlib import Path

from analysis.problems import ProblemList

KEY_FILE = "secret/pseudonym.key"
VARIABLE = "ANALYSIS_PSEUDONYM_KEY"
KEY = re.compile(r"[0-9a-fA-F]{64}")
KEY_BYTES = 32


def open_key(root: Path) -> bytes:
    """The study's key, made on first use; the file that the environment names goes before.

    Raises `ProblemsFound` for a key that cannot be used, or that git would publish.
    """
    named = os.environ.get(VARIABLE, "")
    path, shown = (Path(named), named) if named else (root / KEY_FILE, KEY_FILE)
    found = ProblemList(shown)
    if not named and not path.exists():
        _make_key(path, found)
    if not path.is_file():
        remedy = f"correct the path in {VARIABLE}, or unset it to use {KEY_FILE}"
        found.add("", "there is no key of the pseudonyms here", "", "", remedy)
        found.raise_any()
    if _is_tracked(path):
        remedy = f"git rm --cached {shown}, make another key, and keep the folder in .gitignore"
        found.add("", "git tracks the key of the pseudonyms, and would give it away", "", "", remedy)
    try:
        text = path.read_bytes().decode("ascii", "replace").strip()
    except OSError as error:
        remedy = "make the file readable for whoever runs the analysis"
        found.add("", "the key of the pseudonyms cannot be read", error.strerror or "", "", remedy)
        found.raise_any()
        raise
    if not KEY.fullmatch(text):
        remedy = "put the key back from its copy; or remove the file, and a new key is made"
        seen = f"{len(text)} characters" if text else "an empty file"
        found.add("", "this is no key of pseudonyms", seen, f"{2 * KEY_BYTES} digits 0-9 and a-f", remedy)
    found.raise_any()
    return bytes.fromhex(text)


def make_throwaway_key() -> bytes:
    """A key for a reading whose result is not kept."""
    return secrets.token_bytes(KEY_BYTES)


def name_key(key: bytes) -> str:
    """A name for a key that tells two keys apart and gives nothing away."""
    return hmac.digest(key, b"the name of this key", "sha256").hex()[:16]


def _make_key(path: Path, found: ProblemList) -> None:
    """Write a new key whole or not at all; where another process was first, its key stands."""
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, path)
    except OSError as error:
        remedy = f"make the folder writable, or name a file with a key in {VARIABLE}"
        found.add("", "the key of the pseudonyms cannot be made", error.strerror or "", "", remedy)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink()
    found.raise_any()


def _is_tracked(path: Path) -> bool:
    folder = path.resolve().parent
    if not any((one / ".git").exists() for one in (folder, *folder.parents)) or not shutil.which("git"):
        return False
    asked = ["git", "-C", str(folder), "ls-files", "--error-unmatch", "--", path.name]
    return subprocess.run(asked, capture_output=True).returncode == 0
