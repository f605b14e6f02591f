"""Where each made-up coder places each case between thin and thick co-creation; 0 is outside of it.

The medians stand in the order of the report's figure 9, two cases alike. Positions and reasons are ours.
"""

from __future__ import annotations

import csv
import io

from analysis.reference_study import design
from analysis.reference_study.coders import CODERS
from analysis.reference_study.talk_design import ROSKILDE

POSITIONS = {
    design.ARENDAL: (5, 4, 5),
    design.ASKER: (4, 5, 5),
    design.FRISKGARDEN: (6, 5, 6),
    design.NOEN: (3, 3, 2),
    design.TRANOY: (0, 0, 1),
    design.TRONDHEIM: (2, 1, 2),
    ROSKILDE: (9, 8, 9),
}
"""The positions that the coders give, in the order of `CODERS`."""
NOTES = {
    (design.ARENDAL, "coder_b"): "Ideen er felles, men få deltakere er med og bestemmer.",
    (design.ASKER, "coder_a"): "Mye er bestemt på forhånd.",
    (design.FRISKGARDEN, "coder_a"): "Veksler mellom bestilling og samarbeid; midt på, eller litt over.",
    (design.NOEN, "coder_c"): "De det gjelder, blir spurt, men ikke mer.",
    (design.TRANOY, "coder_a"): "Avsluttet. Hører ikke hjemme på linja.",
    (design.TRANOY, "coder_c"): "Satt til 1 fordi noe var der før.",
    (design.TRONDHEIM, "coder_b"): "En leveranse; så vidt på linja.",
    (ROSKILDE, "coder_a"): "De unge styrer «huset» – tykkere blir det ikke her.",
}
HEADER = ("koder", "case", "plassering", "begrunnelse")


def export_judgements() -> bytes:
    """The judgements as CSV with semicolons (UTF-8), one row a coder and case."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    for place, (coder, name) in enumerate(CODERS.items()):
        for case, positions in POSITIONS.items():
            writer.writerow([name, case, positions[place], NOTES.get((case, coder), "")])
    return out.getvalue().encode("utf-8")
