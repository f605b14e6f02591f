"""Identifiers and moments of the made-up files: the same names give the same ones, on every machine."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import date, datetime, time, timedelta

from analysis.reference_study.coders import Given

FIRST_HOUR = time(9, 0)


def make_guid(*names: str) -> str:
    """A GUID in small letters that depends on the names alone."""
    key = hashlib.sha256(json.dumps(["reference_study", *names]).encode("utf-8")).digest()
    return str(uuid.UUID(bytes=key[:16], version=4))


def find_moment(given: Given) -> datetime:
    """When a code was given: later in the text, later in the day."""
    return begin_day(given.day) + timedelta(minutes=4 * given.turn, seconds=given.start % 60)


def begin_day(day: date) -> datetime:
    """When work began on a day."""
    return datetime.combine(day, FIRST_HOUR)
