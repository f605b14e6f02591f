"""Change over time, and shares, by the names of the reference cases."""

from __future__ import annotations

from analysis.validation.cases import Adapter

ADAPTERS: dict[str, Adapter] = {}
