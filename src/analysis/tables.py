"""Tables that meet their contract: typed, sorted by key, written whole and read as they were written.

Restricted tables are Parquet, public ones CSV (UTF-8, `\\n`, full precision). A table is written to a
temporary name and moved into place, so that a reader never meets half a table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analysis.contracts import Contract

FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""How a cell begins that a spreadsheet would compute; apostrophes before it stand from an earlier time."""
DTYPES = {"text": "string", "number": "float64", "count": "Int64"}


class ContractBroken(Exception):
    """A table of ours does not meet its contract: an error in the code, never in the input."""


def conform(frame: pd.DataFrame, contract: Contract) -> pd.DataFrame:
    """The frame with the contract's columns in order, typed and sorted by key.

    Missing text columns are not invented; an absent optional column is added empty. Required text
    may be the empty string but not missing. Raises `ContractBroken` for unknown or absent columns,
    missing values in required columns, and a key that names two rows.
    """
    unknown = [str(name) for name in frame.columns if name not in contract.names]
    if unknown and not contract.open_columns:
        raise ContractBroken(f"{contract.name}: unknown columns {unknown}")
    made = pd.DataFrame(index=frame.index)
    for column in contract.columns:
        if column.name in frame.columns:
            made[column.name] = frame[column.name].astype(DTYPES[column.kind])
        elif column.optional:
            made[column.name] = pd.Series(index=frame.index, dtype=DTYPES[column.kind])
        else:
            raise ContractBroken(f"{contract.name}: no column {column.name}")
        if not column.optional and made[column.name].isna().any():
            raise ContractBroken(f"{contract.name}: {column.name} has missing values")
    made = pd.concat([made, frame[unknown]], axis=1) if unknown else made
    return _sort_by_key(made, contract)


def _sort_by_key(frame: pd.DataFrame, contract: Contract) -> pd.DataFrame:
    doubled = frame.duplicated(list(contract.key))
    if doubled.any():
        first = frame.loc[doubled, list(contract.key)].iloc[0].to_dict()
        raise ContractBroken(f"{contract.name}: the key names more than one row: {first}")
    return frame.sort_values(list(contract.key), kind="stable").reset_index(drop=True)


def write_table(frame: pd.DataFrame, path: Path, contract: Contract) -> None:
    """Write a table that meets its contract, as Parquet or CSV by the name's ending, atomically."""
    made = conform(frame, contract)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    if path.suffix == ".parquet":
        made.to_parquet(unfinished, index=False)
    else:
        _change_texts(made, contract, disarm).to_csv(unfinished, index=False, lineterminator="\n")
    unfinished.replace(path)


def read_table(path: Path, contract: Contract) -> pd.DataFrame:
    """Read a table written by `write_table`, with the contract's types."""
    if path.suffix == ".parquet":
        return conform(pd.read_parquet(path), contract)
    frame = pd.read_csv(path, dtype="string", keep_default_na=False)
    for column in contract.columns:
        if column.kind != "text":
            frame[column.name] = pd.to_numeric(frame[column.name].replace("", pd.NA))
    return conform(_change_texts(frame, contract, _arm), contract)


def disarm(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def _arm(text: str) -> str:
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def _change_texts(frame: pd.DataFrame, contract: Contract, change: Callable[[str], str]) -> pd.DataFrame:
    texts = [column.name for column in contract.columns if column.kind == "text" and column.name in frame]
    return frame.assign(**{name: frame[name].map(change, na_action="ignore") for name in texts})


def write_text(text: str, path: Path) -> None:
    """Write a text file as UTF-8 with `\\n`, atomically."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_bytes(text.encode("utf-8"))
    unfinished.replace(path)
