"""The words by which survey tools say that there is no answer, or that an option was ticked or not.

Norwegian Bokmål and Nynorsk, Danish and English. A text counts only as a whole: “vet ikke” is no answer,
“vet ikke hva jeg skal si” is one. Words that a scale may hold as its midpoint (“usikker”) are not here.
"""

from __future__ import annotations

import re

from analysis.instruments.texts import normalise_label
from analysis.source_options import Reason

NO_ANSWER: dict[Reason, tuple[str, ...]] = {
    "not_relevant": (
        "ikke relevant",
        "ikkje relevant",
        "ikke aktuelt",
        "ikke aktuell",
        "ikkje aktuelt",
        "ikkje aktuell",
        "ikke relevant for meg",
        "ikkje relevant for meg",
        "ikke aktuelt for meg",
        "ikkje aktuelt for meg",
        "gjelder ikke",
        "gjeld ikkje",
        "gælder ikke",
        "not relevant",
        "not applicable",
        "does not apply",
        "doesn't apply",
        "n/a",
    ),
    "dont_know": (
        "vet ikke",
        "veit ikkje",
        "veit ikke",
        "ved ikke",
        "det ved jeg ikke",
        "kan ikke si",
        "kan ikkje seie",
        "kan ikke sige",
        "kan ikke svare",
        "kan ikkje svare",
        "ingen formening",
        "inga formeining",
        "don't know",
        "dont know",
        "do not know",
        "i don't know",
        "cannot say",
        "can't say",
        "cannot answer",
        "no opinion",
    ),
    "refused": (
        "ønsker ikke å svare",
        "ønskjer ikkje å svare",
        "ynskjer ikkje å svare",
        "ønsker ikke at svare",
        "vil ikke svare",
        "vil ikkje svare",
        "vil ikke si",
        "vil ikkje seie",
        "vil ikke oppgi",
        "vil ikkje oppgi",
        "ønsker ikke å oppgi",
        "ønskjer ikkje å oppgi",
        "nekter å svare",
        "nektar å svare",
        "refused",
        "refusal",
        "refuse to answer",
        "declined to answer",
        "prefer not to answer",
        "prefer not to say",
        "rather not say",
        "i prefer not to answer",
        "i prefer not to say",
    ),
    "no_answer": (
        "ikke svart",
        "ikkje svart",
        "ikke besvart",
        "ikkje svara på",
        "ikke besvaret",
        "ubesvart",
        "ubesvaret",
        "ingen svar",
        "intet svar",
        "no answer",
        "not answered",
        "unanswered",
        "no response",
        "skipped",
    ),
}
TICKED = (
    "valgt",
    "vald",
    "valt",
    "avkrysset",
    "avkryssa",
    "krysset av",
    "kryssa av",
    "markert",
    "markeret",
    "afkrydset",
    "ja",
    "j",
    "sann",
    "sand",
    "selected",
    "chosen",
    "checked",
    "ticked",
    "yes",
    "y",
    "true",
    "x",
    "✓",
    "✔",
    "☑",
    "☒",
)
NOT_TICKED = (
    "ikke valgt",
    "ikkje vald",
    "ikkje valt",
    "ikke avkrysset",
    "ikkje avkryssa",
    "ikke krysset av",
    "ikkje kryssa av",
    "ikke markert",
    "ikkje markert",
    "ikke markeret",
    "ikke afkrydset",
    "nei",
    "nej",
    "usann",
    "falsk",
    "not selected",
    "not chosen",
    "not checked",
    "not ticked",
    "unchecked",
    "unselected",
    "unticked",
    "no",
    "n",
    "false",
    "☐",
)
JOINED = re.compile(r"/| eller | og | or | and ")
REASONS = {normalise_label(word): reason for reason, words in NO_ANSWER.items() for word in words}


def find_reason(text: str) -> Reason | None:
    """Why a text is no answer, or None where it may be one; two reasons joined make `user_missing`."""
    wording = normalise_label(text).strip("()[]- ")
    if wording in REASONS:
        return REASONS[wording]
    parts = {REASONS.get(part.strip()) for part in JOINED.split(wording)}
    if None in parts:
        return None
    return parts.pop() if len(parts) == 1 else "user_missing"
