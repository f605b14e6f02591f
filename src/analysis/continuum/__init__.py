"""Where each case stands between thin and thick co-creation, and whether orders of the cases agree."""

from __future__ import annotations

import pandas as pd

from analysis.continuum.indices import index_cases
from analysis.continuum.judges import compare_judges, gather_judges, place_by_judges
from analysis.continuum.orders import compare_orders, list_published
from analysis.contracts import PLACEMENTS
from analysis.study import Study
from analysis.tables import conform


def place_cases(
    study: Study, judgements: pd.DataFrame, units: pd.DataFrame, codings: pd.DataFrame
) -> pd.DataFrame:
    """Where the cases stand in each wave, by judges, by codes and as published (PLACEMENTS).

    `judgements` meet JUDGEMENTS, `units` and `codings` their contracts. A case has the rows that there is
    something for. For all cases together: how far judges agree, where somebody judged, and how far each two
    of the three orders agree. A wave in which nobody judged or coded has no rows, and a study whose plan has
    no continuum none at all.
    """
    continuum = study.plan.continuum
    if continuum is None:
        return conform(pd.DataFrame(columns=PLACEMENTS.names), PLACEMENTS)
    rows = []
    for wave in [wave.id for wave in study.settings.waves]:
        judges = gather_judges(judgements, wave)
        placed = [
            *place_by_judges(study, wave, judges),
            *index_cases(study, continuum, wave, units, codings),
        ]
        if placed:
            placed += list_published(continuum, wave)
            rows += [*placed, *compare_judges(study, wave, judges), *compare_orders(study, wave, placed)]
    return conform(pd.DataFrame(rows, columns=PLACEMENTS.names), PLACEMENTS)
