"""The focus groups in sentences: the sessions, who coded what, and how far the coders agree."""

from __future__ import annotations

from collections import Counter

from analysis.displays import Voice
from analysis.displays.agreement_tables import head_section, tell_paradox
from analysis.displays.session_tables import name_month
from analysis.profiles.codings import (
    Analysed,
    list_analyses,
    list_coded,
    list_sessions,
)


def tell_sessions(voice: Voice) -> str:
    """How many sessions were held and coded, in which months, and how many took part where that is known."""
    sessions = list_sessions(voice.showing)
    if not sessions:
        return ""
    first, last = (name_month(voice, one.date) for one in (sessions[0], sessions[-1]))
    counts = {"count": len(sessions), "sessions": voice.numbers.counted("sessions", len(sessions))}
    key = "sessions_one_month" if first == last else "sessions"
    coded = len({one.session.id for one in list_coded(voice.showing)})
    if coded < len(sessions):
        key, counts = f"{key}_partly", counts | {"coded": voice.numbers.count(coded)}
    told = [voice.text(f"sentence.{key}", first=first, last=last, **counts)]
    known = [one.participants_total for one in sessions if one.participants_total is not None]
    if known:
        values = {"n": voice.numbers.count(len(known)), "people": voice.numbers.span(known)}
        told.append(voice.text("sentence.took_part", count=len(known), **values))
    else:
        told.append(voice.text("sentence.took_part_unknown"))
    return " ".join(told)


def tell_coded(voice: Voice) -> str:
    """Who coded how much, and what became of every coding that was read."""
    coded = list_coded(voice.showing)
    if not coded:
        return ""
    codings, sessions = Counter[str](), Counter[str]()
    for one in coded:
        codings[one.coder] += one.n_codings
        sessions[one.coder] += 1
    whole = len({one.session.id for one in coded})
    told = [_tell_coders(voice, codings, sessions, whole)]
    if unknown := codings.get("unknown"):
        told.append(voice.text("sentence.coder_unknown", n=voice.numbers.count(unknown), count=unknown))
    differing = sum(one.n_mismatched for one in coded)
    if differing:
        told.append(voice.text("sentence.mismatched", n=voice.numbers.count(differing), count=differing))
    return " ".join([*told, *_tell_account(voice)])


def _tell_coders(voice: Voice, codings: Counter[str], sessions: Counter[str], whole: int) -> str:
    order = [coder.id for coder in voice.showing.study.sessions.coders if coder.id in codings]
    together = {
        "sessions": voice.numbers.counted("sessions", whole),
        "codings": voice.numbers.counted("codings", codings.total()),
    }
    if not order:
        return voice.text("sentence.coded_by_nobody", count=whole, **together)
    each = [
        voice.text(
            "phrase.coder",
            coder=coder,
            codings=voice.numbers.counted("codings", codings[coder]),
            sessions=voice.numbers.counted("sessions", sessions[coder]),
        )
        for coder in order
    ]
    values = together | {"coders": voice.numbers.counted("coders", len(order))}
    return voice.text("sentence.coded", count=len(order), each=voice.wording.listed(each), **values)


def _tell_account(voice: Voice) -> list[str]:
    """The codings that were read, kept and left out, with what is not accounted for, and why they were."""
    lines = voice.showing.tables["coding_receipts"]
    account = {
        name: int(lines.loc[lines["what"] == f"coding_{name}", "count"].sum())
        for name in ("read", "kept", "left_out")
    }
    if not account["read"]:
        return []
    rest = account["read"] - account["kept"] - account["left_out"]
    values = {name: voice.numbers.count(count) for name, count in account.items()}
    # The receipts are of all sources, and the rest of the paragraph is about one wave.
    waves = voice.showing.tables["coded"]["wave"].nunique()
    key = "codings_account_waves" if waves > 1 else "codings_account"
    told = [voice.text(f"sentence.{key}", rest=voice.numbers.count(rest), **values)]
    left = lines[lines["what"] == "coding_left_out"].groupby("why")["count"].sum()
    whys = [why for why in voice.wording.keys("receipt.why.") if why in left.index]
    reasons = [
        voice.text(
            "phrase.left_out", why=voice.text(f"receipt.why.{why}"), n=voice.numbers.count(int(left[why]))
        )
        for why in whys
    ]
    if reasons:
        told.append(voice.text("sentence.codings_left_out", reasons="; ".join(reasons)))
    return told


def tell_agreement(voice: Voice) -> str:
    """How far the coders agree, on which codes most and least, and why high agreement may be little worth."""
    told = [(one, _tell_analysis(voice, one)) for one in list_analyses(voice.showing)]
    return " ".join(head_section(voice, one.plan, text) for one, text in told)


def _tell_analysis(voice: Voice, one: Analysed) -> str:
    alpha = one.get("krippendorff_set")
    if not alpha.known:
        reason = voice.text(f"reason.{alpha.reason or 'too_few_units'}")
        return voice.text("sentence.no_agreement", reason=reason)
    told = [_tell_overall(voice, one, "all", one.counted[0])]
    if len(one.counted) > 1 and one.get("krippendorff_set", counted="coded").known:
        told.append(_tell_overall(voice, one, "coded", "coded"))
    return " ".join(one for one in [*told, *_tell_codes(voice, one)] if one)


def _tell_overall(voice: Voice, one: Analysed, key: str, counted: str) -> str:
    alpha, percent = (one.get(name, counted=counted) for name in ("krippendorff_set", "percent"))
    values = {
        "units": voice.text(f"units.{one.plan.unit}"),
        "the_units": voice.text(f"the_units.{one.plan.unit}"),
        "n": voice.people(alpha),
        "coders": voice.numbers.counted("coders", alpha.n_coders or 0),
        "percent": voice.numbers.percent(percent.value) if percent.known else voice.numbers.mark(percent),
        "alpha": voice.numbers.number(alpha.value, 2),
        "interval": "",
    }
    if alpha.has_interval:
        interval = voice.numbers.interval_phrase(*alpha.ends, 2)
        values["interval"] = voice.text("phrase.interval", level=voice.level([alpha]), interval=interval)
    return voice.text(f"sentence.agreement_{key}", **values)


def _tell_codes(voice: Voice, one: Analysed) -> list[str]:
    """The codes with the highest and the lowest alpha, and the lowest of those that look like a paradox."""
    found = [
        (code, one.get("krippendorff_nominal", field=field.id, code=code.id))
        for field in one.fields
        for code in one.codes_of(field)
        if not code.codes
    ]
    known = [(code, alpha) for code, alpha in found if alpha.known]
    if len(known) < 2:
        return []
    low, high = (choose(known, key=lambda pair: pair[1].value) for choose in (min, max))
    values = {"lowest": voice.quote(voice.label(low[0].label)), "low": voice.numbers.number(low[1].value, 2)}
    values |= {
        "highest": voice.quote(voice.label(high[0].label)),
        "high": voice.numbers.number(high[1].value, 2),
    }
    alike = low[1].value == high[1].value
    told = [voice.text(f"sentence.agreement_codes{'_alike' if alike else ''}", **values)]
    paradoxes = one.paradoxes
    if paradoxes:
        worst = min(
            paradoxes,
            key=lambda pair: one.get("krippendorff_nominal", field=pair[0], code=pair[1]).value,
        )
        count = {"count": len(paradoxes), "codes": voice.numbers.counted("codes", len(paradoxes))}
        told += [voice.text("sentence.paradox", **count), _explain(voice, one, *worst)]
    return told


def _explain(voice: Voice, one: Analysed, field: str, code: str) -> str:
    """Why coders agree on nearly all units and hardly beyond chance: the code is so rare, or so common."""
    share = one.get("krippendorff_nominal", field=field, code=code).prevalence or 0.0
    values = tell_paradox(voice, one, field, code) | {
        "prevalence": voice.numbers.percent(share),
        "units": voice.text(f"units.{one.plan.unit}"),
    }
    told = voice.text("sentence.paradox_rare" if share < 0.5 else "sentence.paradox_common", **values)
    given = one.get("percent", field=field, code=code, counted="coded")
    if share >= 0.5 or not given.known:
        return told
    about = {"n": voice.people(given), "percent": voice.numbers.percent(given.value)}
    about["the_units"] = voice.text(f"the_units.{one.plan.unit}")
    return f"{told} {voice.text('sentence.paradox_given', **about)}"
