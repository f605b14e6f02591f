"""What the cells of a template take."""

from __future__ import annotations

from typing import Literal

Form = Literal["text", "number", "whole", "date"]
"""What a cell takes; only dates have a format of their own, so that 25 % stays what was typed."""
