"""What identifies a person in a text, known by its form, and how a message tells of it without showing it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from ipaddress import IPv6Address

from analysis.ingest.people.first_names import FIRST_NAMES
from analysis.problems import ProblemsFound

LONGEST_SHOWN = 40
SHORTEST = 6
"""No text of fewer characters is an identifier by its form; most answers are shorter."""


@dataclass(frozen=True)
class Kind:
    """One kind of identifier: what a message calls it, its form, and what else must hold of a match."""

    name: str
    form: re.Pattern[str]
    holds: Callable[[re.Match[str]], bool] = lambda match: True


def _is_day(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


def _is_norwegian(match: re.Match[str]) -> bool:
    """Both check digits; days and months of D-numbers and of made-up persons are allowed their offsets."""
    digits = [int(digit) for digit in match[0] if digit.isdigit()]
    first = sum(weight * digit for weight, digit in zip((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), digits, strict=False))
    second = sum(
        weight * digit for weight, digit in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1), digits, strict=True)
    )
    day, month = digits[0] * 10 + digits[1], digits[2] * 10 + digits[3]
    dated = any(_is_day(day - later, month - on) for later in (0, 40) for on in (0, 40, 65, 80))
    return dated and first % 11 == 0 and second % 11 == 0


def _is_danish(match: re.Match[str]) -> bool:
    """A day and a month; without its hyphen the check digit too, which newer numbers need not have."""
    digits = [int(digit) for digit in match[0] if digit.isdigit()]
    dated = _is_day(digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    checked = sum(weight * digit for weight, digit in zip(weights, digits, strict=True)) % 11 == 0
    return dated and ("-" in match[0] or checked)


def _is_place(match: re.Match[str]) -> bool:
    north, east = float(match[1]), float(match[2])
    return abs(north) <= 90 and abs(east) <= 180


def _is_ipv4(match: re.Match[str]) -> bool:
    return all(int(part) <= 255 for part in match[0].split("."))


def _is_ipv6(match: re.Match[str]) -> bool:
    try:
        return match[0].count(":") > 1 and bool(IPv6Address(match[0]))
    except ValueError:
        return False


KINDS = (
    Kind("an e-mail address", re.compile(r"[^\s@<>\"'(),;:]{1,64}@[^\s@<>\"'(),;:]{1,250}\.[^\W\d_]{2,}")),
    Kind(
        "a web address with a key",
        re.compile(
            r"https?://\S{1,300}[?&#;][^\s=&]{1,60}=[^\s&]{4,}\S*"
            r"|https?://\S{1,300}/(?=[^\s/]{0,60}\d)[\w-]{12,}\S*"
        ),
    ),
    Kind(
        "a device's or an account's id",
        re.compile(
            r"(?<!\w)(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"
            r"|(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}"
            r"|(?:collect|imei|uuid|deviceid|imsi|simserial|phonenumber):[\w:-]{4,})(?!\w)"
        ),
    ),
    Kind("a program's and a device's name", re.compile(r"Mozilla/\d.*|Dalvik/\d.*|\bAppleWebKit/.*")),
    Kind("an IP address", re.compile(r"(?<![\w.,-])\d{1,3}(?:\.\d{1,3}){3}(?![\w.,-]*\d)"), _is_ipv4),
    Kind(
        "an IP address",
        re.compile(r"(?<![\w:.])[0-9a-fA-F:.]{4,45}(?![\w:])"),
        _is_ipv6,
    ),
    Kind("a national identity number", re.compile(r"(?<![\w.])\d{6}[ -]?\d{5}(?!\w)"), _is_norwegian),
    Kind("a national identity number", re.compile(r"(?<![\w.])\d{6}-?\d{4}(?!\w)"), _is_danish),
    Kind(
        "a position",
        re.compile(r"(?<![\w.])(-?\d{1,2}\.\d{4,15})[,; ]\s?(-?\d{1,3}\.\d{4,15})(?!\w)"),
        _is_place,
    ),
    Kind(
        "a phone number",
        re.compile(
            r"(?<![\w.,+-])(?:(?:\+|00)[1-9]\d{0,2}[ -]?\(?\d{1,4}\)?(?:[ -]?\d{2,4}){2,4}"
            r"|\d{2} \d{2} \d{2} \d{2}|[2-9]\d{2} \d{2} \d{3})(?![\w.,-]*\d)"
        ),
    ),
)
BARE_NUMBER = re.compile(r"(?<![\w.,-])\d{8,}(?!\w|[.,]\d)")
NAMES = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def find_kind(text: str) -> str:
    """What a text, or a part of it, is by its form ("an e-mail address"); empty where nothing is found."""
    if len(text) < SHORTEST:
        return ""
    return next((kind.name for kind in KINDS if any(map(kind.holds, kind.form.finditer(text)))), "")


def identifies(text: str) -> bool:
    """Whether a text looks as if it named somebody: by its form (`find_kind`), a bare number, or a name."""
    return bool(find_kind(text) or BARE_NUMBER.search(text) or _names_somebody(text))


def mask(text: str) -> str:
    """The text of a cell as a message may show it; identifiers, names and long texts are only described."""
    plain = text.strip()
    kind = find_kind(plain)
    if kind:
        return f"({kind})"
    if BARE_NUMBER.search(plain):
        return f"(a number of {sum(letter.isdigit() for letter in plain)} digits)"
    if len(plain) > LONGEST_SHOWN or "\n" in plain:
        return f"(a text of {len(plain)} characters)"
    return "(what may be a name)" if _names_somebody(plain) else text


def _names_somebody(text: str) -> bool:
    """A usual first name, or nothing but two to four words that all begin with a capital letter."""
    words = NAMES.findall(text)
    if any(part in FIRST_NAMES for word in words for part in re.split(r"[-'’]", word.casefold())):
        return True
    alone = 2 <= len(words) <= 4 and len(text.split()) == len(words)
    return alone and all(word.istitle() for word in words)


def hide(text: str) -> str:
    """The text with every identifier in it described in place of shown; names and bare numbers stay."""
    if len(text) < SHORTEST:
        return text
    for kind in KINDS:
        text = kind.form.sub(partial(_describe, kind), text)
    return text


def _describe(kind: Kind, match: re.Match[str]) -> str:
    return f"({kind.name})" if kind.holds(match) else match[0]


@contextmanager
def hiding() -> Iterator[None]:
    """Nothing that identifies a person leaves in a problem, whatever a check has put into it."""
    try:
        yield
    except ProblemsFound as found:
        raise ProblemsFound(
            replace(
                problem,
                place=hide(problem.place),
                what=hide(problem.what),
                seen=hide(problem.seen),
                allowed=hide(problem.allowed),
                remedy=hide(problem.remedy),
            )
            for problem in found.problems
        ) from None
