"""What is true of the made-up score sheets: the level of every field, and how much it changed.

Every number is ours, and so are the actions; the scorecard's filled-in sheets were never printed. As in the
report's figure 6, anchoring rose and communication fell in one case, here clearly so.
"""

from __future__ import annotations

from datetime import date

from analysis.reference_study import design

QUESTIONS = {
    "equality": 7,
    "shared_goals": 8,
    "communication": 9,
    "anchoring": 8,
    "facilitation": 7,
    "resource_focus": 6,
    "complementary_competence": 6,
}
"""How many questions each field has."""
LEVELS = {
    design.ARENDAL: (5.5, 7.5, 7.5, 7.0, 6.0, 7.5, 6.5),
    design.ASKER: (5.5, 8.0, 7.5, 6.5, 6.0, 7.0, 7.0),
    design.FRISKGARDEN: (5.0, 7.0, 7.0, 6.0, 5.5, 8.0, 7.5),
    design.NOEN: (5.0, 7.5, 8.0, 5.5, 6.0, 7.5, 6.5),
    design.TRANOY: (6.0, 6.5, 7.5, 5.0, 6.5, 6.0, 5.5),
    design.TRONDHEIM: (5.0, 7.0, 8.0, 5.5, 5.5, 6.5, 6.5),
}
"""The level of each field, in the order of the scorecard, on the scale from 0 to 10."""
CHANGES = {
    design.ARENDAL: (0.0, 0.5, 0.0, 0.5, 0.5, 0.0, 0.0),
    design.ASKER: (0.5, 0.0, 0.0, 0.5, 0.0, 0.5, 0.0),
    design.FRISKGARDEN: (0.0, 0.5, -0.5, 1.0, 0.5, 0.0, 0.0),
    design.NOEN: (0.5, 0.0, 0.0, 0.5, 0.0, 0.0, 0.5),
    design.TRANOY: (0.0, -0.5, -0.5, -0.5, -0.5, 0.0, 0.0),
    design.TRONDHEIM: (0.0, 0.5, -2.0, 2.5, 0.0, 0.0, 0.5),
}
"""How much each field truly changed from the first session to the second, in the order of the scorecard."""
HELD = {
    design.ARENDAL: date(2018, 4, 10),
    design.ASKER: date(2018, 4, 12),
    design.FRISKGARDEN: date(2018, 4, 17),
    design.NOEN: date(2018, 4, 18),
    design.TRANOY: date(2018, 4, 24),
    design.TRONDHEIM: date(2018, 4, 26),
}
HELD_AGAIN = {
    design.ARENDAL: date(2018, 10, 9),
    design.ASKER: date(2018, 10, 11),
    design.FRISKGARDEN: date(2018, 10, 16),
    design.NOEN: date(2018, 10, 23),
    design.TRANOY: date(2018, 11, 6),
    design.TRONDHEIM: date(2018, 11, 8),
}
WEIGHTS = {
    design.ARENDAL: (9, 8, 7, 8),
    design.ASKER: (8, 9, 8, 7),
    design.FRISKGARDEN: (9, 9, 6, 7),
    design.NOEN: (8, 6, 9, 9),
    design.TRANOY: (6, 5, 6, 9),
    design.TRONDHEIM: (9, 6, 8, 7),
}
"""How much the partnerships weigh openness, democracy, creativity and leadership in the first session."""
WEIGHTS_AGAIN = {
    design.ARENDAL: (9, 8, 8, 8),
    design.ASKER: (8, 9, 9, 8),
    design.FRISKGARDEN: (9, 9, 7, 7),
    design.NOEN: (8, 7, 9, 8),
    design.TRONDHEIM: (10, 7, 7, 8),
}
"""The same in the second session, in which one partnership left the weights blank."""
ACTIONS = {
    (design.ARENDAL, 1, "equality_5"): "Ta med to av deltakerne i styringsgruppa",
    (design.ARENDAL, 1, "facilitation_3"): "Sette av en halv dag i måneden til å planlegge sammen",
    (design.ARENDAL, 2, "equality_5"): "La deltakerne lede annethvert møte på gården",
    (design.ASKER, 1, "equality_4"): "Be kvinnene fortelle hva de kan, før vi fordeler oppgaver",
    (design.ASKER, 1, "anchoring_3"): "Få tiltaket inn i handlingsplanen for neste år",
    (design.ASKER, 2, "facilitation_2"): "Skrive ned hvem som gjør hva, på én side",
    (design.FRISKGARDEN, 1, "anchoring_2"): "Invitere formannskapet til en dag på gården",
    (design.FRISKGARDEN, 2, "communication_7"): "Dele en liten historie i uka med avisa",
    (design.NOEN, 1, "anchoring_6"): "Lære opp en til som kan avtalen",
    (design.NOEN, 1, "equality_5"): "Spørre pårørende hva de vil være med på å bestemme",
    (design.NOEN, 2, "anchoring_2"): "Vise fram tallene i utvalget for helse og omsorg",
    (design.TRANOY, 1, "anchoring_3"): "Avklare hva som står i budsjettet når mottaket legges ned",
    (design.TRANOY, 2, "shared_goals_1"): "Ta et møte om hva vi gjør med det vi lærte",
    (design.TRONDHEIM, 1, "anchoring_1"): "Ta opp løsningen i ledermøtet hvert kvartal",
    (design.TRONDHEIM, 1, "anchoring_4"): "La to hjemmetjenester til prøve løsningen",
    (design.TRONDHEIM, 2, "communication_1"): "Gå tilbake til et fast møte hver annen uke",
    (design.TRONDHEIM, 2, "communication_9"): "Samle tilbakemeldinger fra ansatte og pårørende hver måned",
}
"""What was proposed, by case, session and question."""
SPREAD = 1.2
"""How much the questions of a field differ, as a standard deviation."""
SMALL = 0.5
"""How much a question moves by itself between the sessions."""
UNANSWERED_SHARE = 0.03
HIGHEST = 10
HALF_WAY = (design.NOEN, "communication", 3)
"""The one question that a partnership could not agree on: they wrote a half."""
FEW = (design.TRANOY, "complementary_competence", 2)
"""The field of which one partnership answered but the first questions in the second session, and how many."""
