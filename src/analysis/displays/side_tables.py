"""The tables of the continuum and of the sources side by side."""

from __future__ import annotations

from analysis.contracts.sides import PARTS
from analysis.displays.estimate_tables import EstimateTable
from analysis.displays.numbers import NO_NUMBER_SIGN, WITHHELD_SIGN, decimals_of_range
from analysis.displays.table import Column, Section, Table
from analysis.displays.voice import Voice
from analysis.profiles import Estimate
from analysis.profiles.sides import Joined, Placements, joined_cases, limits_of, list_joined, list_placed

RELATIONS = (
    "krippendorff_ordinal",
    "kendall_w",
    "tau_published",
    "tau_index",
    "tau_index_published",
)
POINTS = {"up": "▲", "down": "▼", "mixed": "◆", "none": NO_NUMBER_SIGN, "withheld": WITHHELD_SIGN}
"""A sign for the way a source points, so that no reader needs colour."""


def build_continuum(voice: Voice) -> Table:
    """Where each case stands between thin and thick, one row a case, the thinnest first."""
    table = EstimateTable("continuum", voice)
    columns = [Column(voice.text("heading.case"), "left")]
    headings = ("placement", "judges", "rank", "published_rank", "index", "units_behind")
    columns += [Column(voice.text(f"heading.{name}")) for name in headings]
    rows = tuple(
        (
            one.case.label,
            _number(table, one.placement, 1),
            voice.people(one.placement),
            _rank(table, one.rank),
            _rank(table, one.published),
            WITHHELD_SIGN if one.index.status == "withheld" else _number(table, one.index, 2),
            voice.people(one.index),
        )
        for one in list_placed(voice.showing)
    )
    continuum = voice.showing.plan.continuum
    note = ""
    if continuum is not None:
        ends = {name: voice.numbers.count(getattr(continuum, name)) for name in ("lowest", "highest")}
        note = voice.text("note.continuum", **ends)
        if continuum.outside is not None:
            note = f"{note} {voice.text('note.outside', outside=voice.numbers.count(continuum.outside))}"
    table.shown += [one.index for one in list_placed(voice.showing)]
    return table.finish(columns, [Section("", rows)], note)


def _number(table: EstimateTable, one: Estimate, decimals: int) -> str:
    """A number with its range; a dash where there is no row, for nobody judged or coded the case."""
    return NO_NUMBER_SIGN if one.status == "absent" else table.with_interval(one, decimals)


def _rank(table: EstimateTable, rank: Estimate) -> str:
    """A rank with its range, or a dash."""
    if not rank.known:
        return NO_NUMBER_SIGN
    voice = table.voice
    shown = voice.numbers.plain(rank.value)
    if not rank.has_interval:
        return shown
    low, high = (voice.numbers.plain(end) for end in rank.ends)
    return shown if low == high else f"{shown} ({low}–{high})"


def build_continuum_agreement(voice: Voice) -> Table:
    """How far the judges agree, and the placements with the published order and the index."""
    table, found = EstimateTable("continuum_agreement", voice), Placements(voice.showing)
    columns = [Column(voice.text("heading.relation"), "left")]
    columns += [Column(voice.text(f"heading.{name}")) for name in ("coefficient", "p", "cases")]
    rows = tuple(
        (
            voice.text(f"relation.{statistic}"),
            table.with_interval(one, 2),
            voice.p(one.p),
            NO_NUMBER_SIGN if one.n_cases is None else voice.numbers.count(one.n_cases),
        )
        for statistic in RELATIONS
        if (one := found.get(statistic)).status != "absent"
    )
    continuum = voice.showing.plan.continuum
    source = continuum.citation if continuum is not None else ""
    note = voice.text("note.published_order", source=source.rstrip(".")) if source else ""
    return table.finish(columns, [Section("", rows)], note)


def build_joint_display(voice: Voice) -> Table:
    """Survey, codings and scorecard of each construct over all cases, and what they come to."""
    return _join("joint_display", voice, {"": list_joined(voice.showing)})


def build_joint_cases(voice: Voice) -> Table:
    """The same for each case, the constructs under their case; for the team only."""
    cases = {one.label: list_joined(voice.showing, one.id) for one in joined_cases(voice.showing)}
    return _join("joint_cases", voice, cases)


def _join(name: str, voice: Voice, rows: dict[str, list[Joined]]) -> Table:
    table = EstimateTable(name, voice)
    columns = [Column(voice.text("heading.construct"), "left")]
    columns += [Column(voice.text(f"part.{part}")) for part in PARTS]
    columns.append(Column(voice.text("heading.verdict"), "left"))
    sections = [
        Section(heading, tuple(_joined_row(table, one) for one in joined)) for heading, joined in rows.items()
    ]
    signs = {way: POINTS[way] for way in ("up", "down", "mixed")}
    return table.finish(columns, [one for one in sections if one.rows], voice.text("note.joint", **signs))


def _joined_row(table: EstimateTable, one: Joined) -> tuple[str, ...]:
    voice = table.voice
    return (
        voice.label(one.construct.label),
        *(_side_cell(table, part, one) for part in PARTS),
        voice.text(f"verdict.{one.verdict}"),
    )


def _side_cell(table: EstimateTable, part: str, one: Joined) -> str:
    """What a source says: the sign of its way, the number with its range, and n."""
    voice, side = table.voice, one.sides[part]
    display = voice.showing.study.joint_display
    if not side.number.known or display is None:
        table.shown.append(side.number)
        return POINTS[side.direction]
    if part == "codings":
        number = voice.numbers.share(side.number)
    else:
        low, high = sorted(limits_of(voice.showing, display, part))
        number = voice.numbers.with_interval(side.number, decimals_of_range((low, high)))
    n = voice.text("phrase.n", n=voice.people(side.number))
    return f"{POINTS[side.direction]} {number}, {n}"


def build_judgements(voice: Voice) -> Table:
    """Every judgement of every case with its reason, the cases in order; for the team only."""
    columns = [Column(voice.text("heading.coder"), "left")]
    columns += [Column(voice.text("heading.position")), Column(voice.text("heading.note"), "left")]
    frame = voice.showing.tables["judgements"]
    here = frame[frame["wave"] == voice.showing.wave]
    sections = [
        Section(
            case.label,
            tuple(
                (
                    str(row.coder),
                    voice.numbers.count(int(row.position)),
                    str(row.note) or NO_NUMBER_SIGN,
                )
                for row in here[here["case"] == case.id].sort_values("coder").itertuples()
            ),
        )
        for case in voice.showing.study.settings.cases
    ]
    kept = tuple(one for one in sections if one.rows)
    caption, note = voice.text("caption.table.judgements"), voice.wave_note()
    return Table("judgements", caption, tuple(columns), kept, note)
