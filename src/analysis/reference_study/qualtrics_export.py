"""Writes the enterprises' answers of the late wave as Qualtrics exports them: CSV with three header rows.

The columns about people are filled with what nobody is called and where nobody lives, so that a test can
search all results for them: domains and addresses kept free for examples, names of no one.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from analysis.formulas.resampling import stream
from analysis.instruments import Instrument
from analysis.reference_study import design
from analysis.reference_study.codes import PARTS
from analysis.reference_study.sheets import Sheet

# Name, text in the second row, and ImportId in the third.
SYSTEM = (
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("ExternalReference", "External Data Reference", "externalDataReference"),
    ("LocationLatitude", "Location Latitude", "locationLatitude"),
    ("LocationLongitude", "Location Longitude", "locationLongitude"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
)
MOMENTS = ("startDate", "endDate", "recordedDate")
# First name and last name of everybody who was invited; nobody has them.
PEOPLE = (
    ("Tormodine", "Fjøsaskog"),
    ("Alvgunn", "Plankebakk"),
    ("Sigvaldine", "Trollmyrsletten"),
    ("Hjalmgeir", "Kråkeflatmo"),
    ("Borgfinn", "Ulveslettdal"),
    ("Ragnvarda", "Multehaugvik"),
    ("Steinborga", "Gråsteinlien"),
    ("Oddvarda", "Sildebøneset"),
)
DOMAIN = "virksomhet.example"
# A network that is kept free for examples.
NETWORK = "198.51.100."
ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz"
SYNTHETIC = "SYNTETISKE DATA: svarene er laget av et program og er ikke noens svar"
LEFT_OPEN = timedelta(days=7)


def export_answers(sheets: list[Sheet], instrument: Instrument, seed: int) -> bytes:
    """The answers as numbers, in the order they were recorded."""
    names = [name for name, _, _ in SYSTEM] + [*PARTS, *(item.id for item in instrument.items)]
    rows: list[list[Any]] = [names, _write_texts(instrument), _write_import_ids(instrument)]
    whose = _tell_people_apart(sheets)
    recorded = sorted(zip(map(_record, sheets), sheets, whose, strict=True), key=lambda one: one[0])
    for number, (moment, sheet, person) in enumerate(recorded):
        rows.append([*_describe(sheet, moment, person, seed, number), *_answer(sheet, instrument)])
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8")


def _write_texts(instrument: Instrument) -> list[str]:
    """The second row. The first question stands under what the form says above it, on lines of its own."""
    texts = [text for _, text, _ in SYSTEM] + list(PARTS.values())
    items = [item.label_in(design.ENTERPRISE).nb for item in instrument.items]
    return [*texts, f"{SYNTHETIC}\n\n{items[0]}", *items[1:]]


def _write_import_ids(instrument: Instrument) -> list[str]:
    ids: list[dict[str, str]] = [
        {"ImportId": import_id} | ({"timeZone": "Europe/Oslo"} if import_id in MOMENTS else {})
        for _, _, import_id in SYSTEM
    ]
    open_ended = [True] * len(PARTS)
    open_ended += [instrument.answer_set(item.id).kind in ("text", "number") for item in instrument.items]
    for number, is_open in enumerate(open_ended, 1):
        ids.append({"ImportId": f"QID{number}_TEXT" if is_open else f"QID{number}"})
    return [json.dumps(one, separators=(",", ":")) for one in ids]


def _record(sheet: Sheet) -> datetime:
    """When the tool recorded the sheet: as it was handed in, or a week after it was left."""
    assert sheet.opened is not None
    return sheet.closed or sheet.opened + LEFT_OPEN


def _tell_people_apart(sheets: Iterable[Sheet]) -> list[int]:
    """A number for each sheet's person; the same code in any handwriting is the same person."""
    codes = [tuple(part.casefold().lstrip("0") for part in sheet.code.values()) for sheet in sheets]
    return [list(dict.fromkeys(codes)).index(code) for code in codes]


def _describe(sheet: Sheet, recorded: datetime, person: int, seed: int, number: int) -> list[object]:
    """The tool's own columns of one row."""
    assert sheet.opened is not None
    ended = sheet.closed or sheet.opened + timedelta(minutes=9)
    first, last = PEOPLE[person]
    random = stream(seed, "reference_study", "qualtrics", str(number))
    letters = "".join(ALPHABET[int(random.integers(len(ALPHABET)))] for _ in range(15))
    email = f"{first}.{last}@{DOMAIN}".lower().replace("ø", "o").replace("å", "a")
    return [
        _show(sheet.opened),
        _show(ended),
        int(sheet.preview),
        f"{NETWORK}{20 + person}",
        100 if sheet.closed else 25,
        round((ended - sheet.opened).total_seconds()),
        int(sheet.closed is not None),
        _show(recorded),
        f"R_{letters}",
        last,
        first,
        email,
        f"EKSTERN-{4400 + 7 * person}",
        f"{58.1234 + 0.5173 * person:.4f}",
        f"{7.4321 + 0.4139 * person:.4f}",
        "preview" if sheet.preview else "email",
        "NO",
    ]


def _answer(sheet: Sheet, instrument: Instrument) -> list[object]:
    return [
        *(sheet.code[part] for part in PARTS),
        *(sheet.cells.get(item.id, "") for item in instrument.items),
    ]


def _show(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")
