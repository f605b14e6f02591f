"""Which case and group each respondent belongs to: as sources.tsv says, or as the respondent answered."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.ingest.faults import Fault
from analysis.instruments import ASKED, AnswerSet, Asked
from analysis.sources import ANY, SourceFile
from analysis.study import Study


@dataclass(frozen=True)
class Belonging:
    """How the case, or the group, of a source's rows is found.

    `fixed` is that of all rows, or empty; `codes` names the cases or groups by the answer that means them,
    and `labels` gives the names by which people know each. `here` are those that may answer in the `wave`.
    """

    kind: Asked
    fixed: str
    codes: dict[int, str]
    here: frozenset[str]
    wave: str
    labels: dict[str, list[str]] = field(default_factory=dict)

    def find(self, answer: int | None) -> str | Fault:
        """The case or group of one row by its answer (None where blank), or what is wrong with it."""
        kind = self.kind
        allowed = ", ".join(f"{code} ({name})" for code, name in self.codes.items())
        found = self.fixed if answer is None else self.codes.get(answer, "")
        if not found and answer is None:
            remedy = f"correct the export, or enter the {kind} of the whole file in config/sources.tsv"
            return Fault(f"the {kind} is not answered", allowed, remedy)
        if not found:
            remedy = f"correct the export, or give the {kind} its answer in config/study.yaml"
            return Fault(f"no {kind} of the study has this answer", allowed, remedy)
        if self.fixed and found != self.fixed:
            what = f"the answer means the {kind} “{found}”, sources.tsv says another"
            remedy = f"correct the {kind} in config/sources.tsv, or put * where the survey asks for it"
            return Fault(what, self.fixed, remedy)
        if found not in self.here:
            remedy = f"add the wave to the {kind} in config/study.yaml, or correct the export"
            return Fault(f"the {kind} “{found}” takes no part in the wave “{self.wave}”", "", remedy)
        return found

    def wordings(self, answers: AnswerSet) -> dict[int, list[str]]:
        """Every text that means each answer: the id, the names, and what the instrument has besides."""
        also = {answer.value: answer.wordings() for answer in answers.answers}
        return {
            code: [name, *self.labels.get(name, []), *also.get(code, [])] for code, name in self.codes.items()
        }


def make_rules(study: Study, file: SourceFile) -> dict[str, Belonging]:
    """The rules for one source, by what they find: the case, and the group.

    Only cases and groups that belong to the instrument are known by an answer: other instruments of the
    study may use the same answers for other cases.
    """
    cases, groups = study.cases_of(file.instrument), study.groups_of(file.instrument)
    entries = study.settings.cases
    ours = [case for case in entries if case.id in cases and case.answer is not None]
    asked = [group for group in study.settings.groups if group.id in groups and group.answer is not None]
    return {
        "case": Belonging(
            "case",
            _name_fixed(file.case),
            {case.answer: case.id for case in ours if case.answer is not None},
            frozenset(case.id for case in entries if file.wave in case.waves),
            file.wave,
            {case.id: [case.label] for case in entries},
        ),
        "group": Belonging(
            "group",
            _name_fixed(file.group),
            {group.answer: group.id for group in asked if group.answer is not None},
            frozenset(groups),
            file.wave,
            {group.id: [group.label.nb, group.label.en] for group in asked},
        ),
    }


def _name_fixed(entered: str) -> str:
    return "" if entered == ANY else entered


def list_asked(file: SourceFile) -> list[Asked]:
    """What each row of a source has to say for itself."""
    return [kind for kind in ASKED if getattr(file, kind) == ANY]
