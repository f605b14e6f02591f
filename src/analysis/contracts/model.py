"""What a contract of a table says: what one row is, its key, and its columns with their meaning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: `kind` is text, number or count; `optional` columns may hold missing values."""

    name: str
    kind: str
    meaning: str
    optional: bool = True


@dataclass(frozen=True)
class Contract:
    """What one row of a table is, its key columns, and its columns in order.

    `open_columns` allows further columns after the named ones (the items of a wide table).
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    open_columns: bool = False

    @property
    def names(self) -> list[str]:
        """The column names in order."""
        return [column.name for column in self.columns]


def required(name: str, meaning: str, kind: str = "text") -> Column:
    """A column that holds a value in every row."""
    return Column(name, kind, meaning, optional=False)
