"""The words by which a column, or a question, asks for what identifies or describes a person."""

from __future__ import annotations

import re

BESIDE = """
a an and angi angiv arbeid av by contact da de deltager deltagerens deltaker deltakerens den der det dets di
digits din dine dit ditt do du dykkar eg el eller en enter er et eventuelt evt for fulde full fullstendig
fullstendige fullt fyll fylla give gjerne har heile hele her hos hva hvad hvilken hvilket hvis i id in
indtast inn is ja jeg job jobb kan kontakt kontaktpersonens kontaktpersons kva kvifor location min mine mitt
my no nr number nummer of og om oppgi opplys our own participant participants please privat private provide
på recipient respondent respondenten respondentens respondents siffer siffre sifre skriv skriva the this til
type user users valfritt valgfritt venligst vennligst vår wat what work write you your
"""
ASKING = """
address adresse adressen altitude ansattid ansattnr ansattnummer birthdate birthday birthyear bopæl
bostedsadresse breddegrad breiddegrad browser brugernavn brukarnamn brukernavn cellphone contactperson
coordinates cpr cprnr cprnummer dateofbirth device deviceid dob efternavn email emailaddress emailadresse
emails employee employeeid employeenumber enhetsid epost epostadr epostadresse epostadressen etternamn
etternavn externaldata externaldatareference externalreference familyname firstname fnr fodselsnummer
fornamn fornavn fullname fødeår fødsels fødselsdag fødselsdato fødselsnr fødselsnummer fødselsår gateadresse
geolocation geopoint givenname gps heimeadresse hjemmeadresse imei imsi initialer initials ip ipaddress
ipadresse ipnummer jobbtittel jobtitel jobtitle kontaktperson kontaktpersoner koordinatar koordinater
lastname latitude lengdegrad lengdgrad longitude macaddress mail mailadresse medarbejdernr medarbejdernummer
mellomnamn mellomnavn mobil mobile mobilnr mobilnummer mobiltelefon mobiltlf name names namn namnet navn
navnet nettlesar nettleser occupation panelid participantid personalenummer personnr personnummer phone
phonenumber position postadresse postalcode postcode postnr postnummer recipientemail recipientfirstname
recipientid recipientlastname simserial sms ssn stilling stillingen stillingstitel stillingstittel
subscriberid surname telefon telefonnr telefonnummer telephone tilsettnummer tittel tlf tlfnr useragent
username yrkestittel zip zipcode
"""
FILLERS = frozenset(BESIDE.split())
"""Words that may stand beside an identifying one without making the question another."""
IDENTIFYING = frozenset(ASKING.split())
"""Words that ask for what identifies or describes a person: in Bokmål, Nynorsk, Danish and English."""
PHRASES = (
    ("ip address", "ipaddress"),
    ("ip adresse", "ipadresse"),
    ("user agent", "useragent"),
    ("first name", "firstname"),
    ("last name", "lastname"),
    ("date of birth", "birthdate"),
    ("external reference", "externalreference"),
    ("external data reference", "externalreference"),
    ("heter du", "navn"),
    ("heiter du", "navn"),
    ("hedder du", "navn"),
    ("recipient id", "recipientid"),
    ("participant id", "participantid"),
    ("zip code", "zipcode"),
    ("job title", "jobtitle"),
)
"""What is written in several words, and the one word it stands for."""
WORD = re.compile(r"[^\W\d_]+")
JOINT = re.compile(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])|(?<=[A-Z])(?=[A-Z][a-z])")
ELECTRONIC = re.compile(r"\be[- ](?=post|mail)")
LONGEST = 200


def names_person(text: str) -> bool:
    """Whether a column's header, or a question, asks for nothing but what identifies or describes a person.

    The whole text must: “Navn” and “Hva er din e-postadresse?” do, “Hvor ofte bruker dere e-post?” does not.
    """
    if len(text) > LONGEST:
        return False
    parted = ELECTRONIC.sub("e", JOINT.sub(" ", text).casefold())
    plain = f" {' '.join(WORD.findall(parted))} "
    for phrase, word in PHRASES:
        plain = plain.replace(f" {phrase} ", f" {word} ")
    telling = [word for word in plain.split() if word not in FILLERS]
    return bool(telling) and all(word in IDENTIFYING for word in telling)
