"""The focus groups of the reference study: what was said and coded, and the files it is kept in."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.codebooks import Codebook
from analysis.reference_study.coded_table import export_table
from analysis.reference_study.coders import Given, code_transcript
from analysis.reference_study.judgements import export_judgements
from analysis.reference_study.qualcoder_project import export_database
from analysis.reference_study.refi_qda_project import export_project
from analysis.reference_study.talk import Transcript, write_transcript
from analysis.reference_study.talk_design import TALKS

IN_PROJECT = ("arendal", "asker", "friskgarden")
IN_DATABASE = ("noen", "jodacare")
IN_TABLE = ("safegroup", "insp")


def export_focus_groups(codebook: Codebook, seed: int) -> dict[str, bytes]:
    """The files of the codings and of the judgements, by their names in the folder."""
    transcripts = {talk.session: write_transcript(talk, seed) for talk in TALKS}
    given = {session: code_transcript(one, seed) for session, one in transcripts.items()}

    def choose(sessions: Sequence[str]) -> tuple[list[Transcript], dict[str, list[Given]]]:
        return [transcripts[one] for one in sessions], {one: given[one] for one in sessions}

    return {
        "focus_groups.qdpx": export_project(*choose(IN_PROJECT), codebook),
        "qualcoder/data.qda": export_database(*choose(IN_DATABASE), codebook),
        "coded_turns.csv": export_table(*choose(IN_TABLE)),
        "judgements.csv": export_judgements(),
    }
