"""Which case each respondent belongs to: as sources.tsv says, or as the respondent answered."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.ingest.faults import Fault
from analysis.sources import SourceFile
from analysis.study import Settings


@dataclass(frozen=True)
class CaseRule:
    """How the case of a source's rows is found.

    `fixed` is the case of all rows, or empty; `codes` names the cases by the answer that means them, and
    `labels` gives the names by which people know them.
    """

    fixed: str
    codes: dict[int, str]
    here: frozenset[str]
    wave: str
    labels: dict[str, str] = field(default_factory=dict)

    def find(self, answer: int | None) -> str | Fault:
        """The case of one row by its answer (None where blank), or what is wrong with it."""
        allowed = ", ".join(f"{code} ({case})" for code, case in self.codes.items())
        case = self.fixed if answer is None else self.codes.get(answer, "")
        if not case and answer is None:
            remedy = "correct the export, or enter the case of the whole file in config/sources.tsv"
            return Fault("the case is not answered", allowed, remedy)
        if not case:
            remedy = "correct the export, or give the case its answer in config/study.yaml"
            return Fault("no case of the study has this answer", allowed, remedy)
        if self.fixed and case != self.fixed:
            remedy = "correct the case in config/sources.tsv, or put * where the survey asks for it"
            return Fault(f"the answer means the case “{case}”, sources.tsv says another", self.fixed, remedy)
        if case not in self.here:
            remedy = "add the wave to the case in config/study.yaml, or correct the export"
            return Fault(f"the case “{case}” takes no part in the wave “{self.wave}”", "", remedy)
        return case


def make_rule(settings: Settings, file: SourceFile) -> CaseRule:
    """The rule for one source."""
    return CaseRule(
        fixed="" if file.case == "*" else file.case,
        codes={case.answer: case.id for case in settings.cases if case.answer is not None},
        here=frozenset(case.id for case in settings.cases if file.wave in case.waves),
        wave=file.wave,
        labels={case.id: case.label for case in settings.cases},
    )
