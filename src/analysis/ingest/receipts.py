"""The ledger of an import: what was read, and what became of every row, column and cell.

The lines add up: rows read = rows kept + rows left out, columns read = columns kept + columns left
out, and cells read (rows read × items) = cells kept + cells left out with their row + cells set
missing + cells recoded. A column that holds several items, the options of one question, has its cells
read once for each of them. Every row left out and every cell set missing or recoded has a line of its
own (one for all options that a cell lists); what was kept is counted by column. In the same way
codings read = codings kept + codings left out. So `receipts.groupby("what")["count"].sum()` is the
account, with nothing counted twice. Free text is kept as it stands or is blank, so none is ever shown.
"""

from __future__ import annotations

from collections import Counter

import pandas as pd

from analysis.contracts import RECEIPTS
from analysis.ingest.people.masking import hide
from analysis.tables import conform

WHAT = {
    "file_read": "a file was read; before: its path, after: its encoding and separator",
    "row_read": "rows below the header",
    "row_kept": "rows that are answers",
    "row_left_out": "a row that does not count; before: what it says of itself, or which row counts instead",
    "row_unlinked": "rows of people who cannot be known again in another wave",
    "column_read": "columns in the file with the answers",
    "column_kept": "columns that hold an item; after: the item",
    "column_left_out": "a column that holds no item",
    "cell_read": "cells of item columns, in all rows",
    "cell_kept": "cells taken over as they stand",
    "cell_left_out": "cells of rows that were left out",
    "cell_set_missing": "a cell that is missing in the table",
    "cell_recoded": "a cell that is written otherwise in the table",
    "cell_suspect": "cells of free text that look as if they identified somebody; they stay restricted",
    "flow": "how many people came how far, each counted once; why: the stage",
    "wording": "the question as the export prints it; column: the item, after: a hash of the wording",
    "file_mended": "something in the file's form was put right; count: the rows it concerns",
    "file_noted": "something the file says of itself was not used, or understood in a certain way",
    "answer_worded": "answers whose texts in the form the instrument does not know; before: code and text, "
    "after: what they are taken for; count: the answers",
    "header_read": "column names that were not taken as they stand; count: the columns",
    "time_read": "how the times at which answers were handed in were read; count: the rows",
    "coding_read": "codings in the file: one code that one coder gave one stretch of text",
    "coding_kept": "codings taken over",
    "coding_left_out": "a coding that does not count; before and after: the stored text and the coding's own",
    "coding_moved": "a kept coding whose place was put right; before: the stored text there, after: its own",
    "coding_noted": "something about codings that were kept, or that are not there",
}

WHY = {
    "answers_file": "the file with the answers",
    "codebook_file": "the file with questions and codes",
    "structure_file": "the file with the questions",
    "labels_file": "the file with the codes",
    "syntax_file": "the file with names, labels and codes by position",
    "dictionary_file": "the data dictionary",
    "format_detected": "the format was found out; before: the format, after: what was seen",
    "total": "a total of the file",
    "answer": "the row is an answer that counts",
    "by_mapping": "as the source's file in config/sources says",
    "by_code": "the column's name or code is the item's",
    "by_number": "the column's name or text begins with the item's number",
    "by_text": "the question's text is a wording of the item",
    "ignored": "the source's file in config/sources leaves the column out",
    "usable": "the answer stands as it was given",
    "blank_row": "the row is blank",
    "status_partial": "the form was begun and not handed in",
    "status_opened": "the form was opened and no question answered",
    "status_never_opened": "the form was sent and never opened",
    "status_never_sent": "the form was never sent",
    "status_dropped_out": "the person dropped out",
    "status_preview": "the form was filled in as a preview",
    "status_test": "the form was filled in as a test",
    "status_other_record": "the row is no answer to this form: another event, another form, or a spare row",
    "partial_too_short": "the form was begun, and too few questions answered to count",
    "earlier_answer": "the same person answered again later, and the last answer counts",
    "later_answer": "the same person had answered before, and the first answer counts",
    "handed_in_too": "the same person handed in another answer, which counts",
    "no_person_code": "the id or the code that follows the person is blank",
    "invited": "people who were invited",
    "opened": "people who opened the form",
    "answered": "people who answered at least one question",
    "completed": "people who handed the form in",
    "counted": "people whose answers count",
    "wording": "kept to tell whether two exports ask the same",
    "row_left_out": "the row was left out",
    "identifier": "the column names or describes a person; no cell of it is read or shown",
    "person_key": "the column tells who is the same person; only a keyed hash of it is kept",
    "free_text": "free text that holds no item of the instrument",
    "text_with_identifiers": "an address, a number or a name, or what looks like one",
    "answer_id": "the export's own id of the answer; only a keyed hash of it is kept",
    "tool_column": "a column the tool writes about each answer",
    "status_column": "the column says whether the answer was completed",
    "not_an_item": "the instrument has no such item",
    "worded_otherwise": "the form words the answer as the instrument does not; the code decides",
    "by_label": "the text means the answer, or that there is none; before: the text, after: the answer",
    "answer_not_relevant": "the answer means not relevant or cannot say",
    "answer_dont_know": "the answer means don't know",
    "answer_refused": "the answer is a refusal to answer",
    "declared_missing": "the file itself declares the code missing",
    "blank_not_ticked": "left blank, where other options are ticked or a blank is all the tool writes",
    "from_list": "read from a cell that lists several answers",
    "not_ranked": "the ranking does not list the option",
    "blank_not_relevant": "left blank, which means not relevant for this kind of question",
    "blank_no_answer": "left blank: no answer",
    "case_from_answer": "the answer names the respondent's case",
    "case_from_source": "left blank; sources.tsv names the case of the whole file",
    "group_from_answer": "the answer names the respondent's group",
    "group_from_source": "left blank; sources.tsv names the group of the whole file",
    "whole_number": "a whole number written otherwise (40.0, or with spaces in or around it)",
    "decimal_number": "a number with decimals written otherwise (a comma for the point)",
    "header_is_text": "the column has the question's text as its name, and the codebook gave its code",
    "header_tidied": "blanks and line breaks were taken off the column's name; before and after: the name",
    "header_numbered": "the tool gave several columns the same name; after: the name with a number",
    "header_repeated": "the tool numbers questions of the same text; after: the question's text",
    "header_is_question": "the columns have the questions' texts as their names",
    "header_is_code_and_text": "the columns have the questions' codes and texts as their names",
    "header_rows_joined": "the question and the option or row below it were joined to one name",
    "one_header_row": "the second header row, with options and rows of tables, is not there",
    "ranks_by_option": "the option at each rank was turned into the rank of each option; the columns",
    "times_anonymised": "an anonymised survey has 1980-01-01 for every time: the time is unknown",
    "not_shown": "N/A, which the tool writes where the question was not shown: no answer",
    "all_taken_completed": "the export does not say who completed the form; all rows are taken as completed",
    "ended_means_completed": "the export does not say who completed the form; a date of ending does",
    "dates_day_first": "the day stands before the month, as some day above 12 or the source's options show",
    "dates_month_first": "the month stands before the day, as some day above 12 or the source's options show",
    "dates_same_order": "day or month first: either gives the same order, so neither had to be chosen",
    "dates_unclear": "day or month first: unknown, so which answer came last is unknown too",
    "phantom_last_cell": "every row ended with an empty cell that the header does not have",
    "no_id_column": "the export has no id of the answers; the row's number stands for it",
    "texts_row_missing": "the row with the questions' texts is missing; columns are known by their names",
    "imports_row_missing": "the row with the tool's own ids is missing; columns are known by their names",
    "choice_differs": "the column's name ends with another number than its option's; after: the option's",
    "no_status_column": "the export does not say which rows are previews, tests or spam",
    "dates_unreadable": "some of the times cannot be read, so which answer came last is unknown",
    "form_chosen": "the event and the form that say who answered; after: their names",
    "told_by_options": "the same answers stand in one column an option",
    "ticks_from_text": "the options' cells were empty, and the question's own cell named what was ticked",
    "no_final_line_break": "the last row has all its cells and no line break after it",
    "mixed_line_ends": "rows end with line breaks of two kinds",
    "blank_column": "a column has neither a name nor any cell; it is left out",
    "hidden_sheet": "a hidden sheet of the workbook is not read; before: its name",
    "other_sheet": "another sheet of the workbook is not read; before: its name",
    "misleading_name": "the file's name ends as another kind of file's does; it is read as what it is",
    "weights_not_used": "the cases carry weights, which are not used",
    "cases_not_counted": "the file does not say how many cases it holds, so a lost one would not show",
    "label_set_missing": "the file names texts for the variable's codes, and does not hold them",
    "response_set": "the variable belongs to a multiple response set; before: the set",
    "response_set_ticks": "one option of a multiple response set; before: the set, after: what ticks it",
    "codings_file": "the file with the codings",
    "row_doubled": "a row repeats another one whole",
    "days_unclear": "day or month first: unknown, so the days are left empty",
    "days_unreadable": "some of the days cannot be read; they are left empty",
    "judgements_file": "the file with the judgements",
    "scores_file": "the file with the scores",
    "score_sheet": "a filled-in score sheet; before: its name, after: its case and session",
    "blank_form": "a score sheet that nobody filled in is left out; before: its name",
    "example_sheet": "a filled example is never read; before: the sheet's name",
    "values_not_weighed": "a session did not weigh any value; before: its case and session",
    "question_not_there": "questions that a score sheet lacks; before: its name, after: their numbers",
    "beside_form": "a filled cell beside the columns of a score sheet is not read",
    "no_day": "a session without a day; before: the sheet's name",
    "as_coded": "the coding stands as it was given",
    "found_near": "the stored text differs there, and has the coding's words once near its place",
    "found_by_words": "the coding has no place, and its words stand once in the text",
    "text_differs": "the stored text differs there, and has the words nowhere near, or more than once",
    "place_beyond": "the place lies outside the text, and the words stand nowhere near, or more than once",
    "words_not_found": "the coding has no place, and its words stand nowhere in the text, or more than once",
    "coding_doubled": "the same coder gave the same stretch the same code before, in the same file",
    "coding_in_other_copy": "the same coding is already taken over from another source",
    "code_not_in_book": "the codebook has no such code; before: its name in the tool",
    "code_never_used": "a code of the codebook that no source of it gives; before: its id",
    "code_missing_in_copy": "another copy of the text has codings with a code that this file does not know",
    "coding_missing_in_copy": "another copy of the text has codings by the same coder that this one lacks",
    "coder_unknown": "the file does not tell who gave the code",
    "no_code_given": "the coder read the unit and gave it no code",
    "document_not_coded": "a text that belongs to no session and has no coding; before: its name",
    "document_renamed": "the same text stands under another name; before: the name, after: the one used",
    "breaks_count_one": "CR and LF count as one character; before: the selections that hold the words they "
    "are named by, out of how many",
    "breaks_count_two": "CR and LF count as two characters; before: the selections that hold the words they "
    "are named by, out of how many",
    "units_of_characters": "every character counts as one; before: the selections that hold the words they "
    "are named by, out of how many",
    "units_of_utf16": "places count units of UTF-16, two for an emoji; before: the selections that hold the "
    "words they are named by, out of how many",
    "selection_without_code": "a stretch that was marked, and perhaps commented, and given no code",
    "coder_not_listed": "codings name a user that the file does not list; before: the user's id",
    "reference_broken": "a coding names a code that the file does not hold; before: where, after: its id",
    "place_unusable": "the stretch of a coding has no place that can be read; before: where",
    "code_is_case": "a stretch that was given to a case and not a code; before: the text",
    "whole_text": "a code that was given to a text as a whole; before: the text",
    "not_text": "codings of pictures, sound, film or pages, which are no text; before: the source",
    "codes_of_one_name": "several codes have the name, and are named by their paths; before: the name",
    "text_not_there": "a text that nobody coded is not in the file; before: its name",
    "text_stands_twice": "the same text stands twice under one name; before: the name",
    "coder_replaced": "the project was copied, and the tool names whoever copied it as the coder of "
    "everything before",
    "coding_deleted": "the coding was deleted in the tool",
    "code_deleted": "the code was deleted in the tool",
    "text_deleted": "the text was deleted in the tool",
    "text_gone": "the coding names a text that the file does not hold",
    "places_counted_otherwise": "the coded text is found where places are counted in another way; after: how",
    "words_shifted": "the tool stored other words with the coding than its places hold, as it is known "
    "to do; the places count",
    "newer_version": "the file is of a version that is not known; all that is needed is there; before: "
    "the version",
    "several_categories": "the code stands in several categories; after: the one it is read under",
    "category_in_itself": "a category stands above itself; it is read as a topmost one",
    "other_project": "texts of another project in the same file, without any codings",
    "workbook_file": "the workbook with indicators and their measurements",
    "indicators_file": "the file with the indicators",
    "measurements_file": "the file with the measurements",
    "people_file": "the file with people's scores",
    "plan_texts": "the sheet with the plan's texts, which the team keeps for itself",
    "blank_cell": "left blank, as the column allows",
    "per_cent": "a share written as per cent",
    "share_of_one": "the unit is per cent, and the number is a share of one as the indicator's others",
    "from_counts": "the share is numerator by denominator",
    "from_people": "worked out from the people's scores",
    "day_written": "a day written otherwise",
    "by_default": "left blank, which has a meaning in this column",
    "not_measured": "no value: a measurement that is planned, or was not made",
    "stated_baseline": "a baseline that is stated and not measured stands as the first measurement",
    "second_coding_table": "codings of the tool's second table of codings, read with the first",
}


class LedgerUnbalanced(Exception):
    """What was read does not add up to what became of it: an error in the code, never in the input."""


class Ledger:
    """The receipt lines of one source, gathered while it is read."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.lines: list[tuple[str, int, str, str, str, str, int]] = []

    def note(
        self,
        what: str,
        why: str,
        *,
        row: int = 0,
        column: str = "",
        before: str = "",
        after: str = "",
        count: int = 1,
    ) -> None:
        """Write one line; `what` and `why` are words of `WHAT` and `WHY`, row 0 is about all rows.

        What identifies a person is described in place of shown, but for the paths of files and hashes of
        wordings.
        """
        if what not in WHAT or why not in WHY:
            raise KeyError(f"{what}, {why}: not in the ledger's words")
        if what not in ("file_read", "wording"):
            before, after = hide(before), hide(after)
        if count:
            self.lines.append((what, row, column, before, after, why, count))

    def count(self, what: str) -> int:
        """The rows, columns or cells that the lines of one kind stand for."""
        return sum(line[-1] for line in self.lines if line[0] == what)

    def close(self) -> pd.DataFrame:
        """The lines as a table that meets the contract; raises `LedgerUnbalanced`."""
        for kind, parts in (
            ("row", ("kept", "left_out")),
            ("column", ("kept", "left_out")),
            ("cell", ("kept", "left_out", "set_missing", "recoded")),
            ("coding", ("kept", "left_out")),
        ):
            became = {part: self.count(f"{kind}_{part}") for part in parts}
            if self.count(f"{kind}_read") != sum(became.values()):
                raise LedgerUnbalanced(f"{self.source}: {self.count(f'{kind}_read')} {kind}s read, {became}")
        columns = ["what", "row", "column", "before", "after", "why"]
        together: Counter[tuple[object, ...]] = Counter()
        for *line, count in self.lines:
            together[tuple(line)] += count
        lines = pd.DataFrame(list(together), columns=columns)
        return conform(lines.assign(count=list(together.values()), source=self.source), RECEIPTS)
