"""Columns about the person who answered, by the names that survey tools and their users give them.

A whole name must match: “Navn” is a person's, “Hva synes du om navnet?” is a question.
"""

from __future__ import annotations

import re

WHOSE = re.compile(
    r"^(?:ditt|din|dine|dykkar|your|my|mitt|min|respondentens?|respondent'?s?|deltakerens?|user'?s?) "
)
PERSON = frozenset(
    {
        # names
        "navn",
        "namn",
        "name",
        "fornavn",
        "fornamn",
        "etternavn",
        "etternamn",
        "efternavn",
        "mellomnavn",
        "forn",
        "ettern",
        "fullt navn",
        "fullt namn",
        "fulde navn",
        "hele navnet",
        "full name",
        "first name",
        "firstname",
        "last name",
        "lastname",
        "middle name",
        "surname",
        "given name",
        "family name",
        "username",
        "user name",
        "brukernavn",
        "brukarnamn",
        "kontaktperson",
        "contact person",
        # addresses
        "e-post",
        "epost",
        "e-postadresse",
        "epostadresse",
        "e-postadressen",
        "e-mail",
        "email",
        "mail",
        "e-mail-adresse",
        "mailadresse",
        "e-mailadresse",
        "email address",
        "e-mail address",
        "emailaddress",
        "mail address",
        "recipient email",
        "recipientemail",
        "adresse",
        "adressen",
        "postadresse",
        "hjemmeadresse",
        "heimeadresse",
        "gateadresse",
        "address",
        "postal address",
        "home address",
        # numbers
        "telefon",
        "telefonnummer",
        "telefonnr",
        "tlf",
        "tlf.nr",
        "tlfnr",
        "mobil",
        "mobilnummer",
        "mobilnr",
        "mobiltelefon",
        "mobiltlf",
        "sms",
        "phone",
        "phone number",
        "telephone",
        "telephone number",
        "mobile",
        "mobile phone",
        "mobile number",
        "cell phone",
        "fødselsnummer",
        "fødselsnr",
        "personnummer",
        "personnr",
        "national id",
        "national identity number",
        "ssn",
        "cpr",
        "cpr-nummer",
        # machines and places
        "ip",
        "ip-adresse",
        "ip adresse",
        "ipadresse",
        "ip address",
        "ipaddress",
        "latitude",
        "longitude",
        "breddegrad",
        "lengdegrad",
        "device",
        "user agent",
        "useragent",
        "nettleser",
        "browser",
    }
)


def names_person(header: str) -> bool:
    """Whether a column has a name that is given to what identifies a person."""
    plain = " ".join(re.sub(r"[_:*?()]+", " ", header).casefold().split())
    return WHOSE.sub("", plain) in PERSON
