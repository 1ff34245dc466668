"""Evidence and figures in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from msgspec import structs

from whoholds.control.answers import findings
from whoholds.control.case import Case, assemble
from whoholds.control.copies import Group
from whoholds.control.dating import Window, day_end, day_of, days
from whoholds.control.evidence import Evidence
from whoholds.control.parties import Party
from whoholds.control.track import FIRST_PARTY
from whoholds.control.witnesses import Voice
from whoholds.model import Holding, HoldingStatus, Modality, Share, SpeakerKind, Term, TermKind

_LEAST = 0.05  # nats: what is worth telling
_PHRASES = {
    "seize": "{actor} took it",
    "seize_lost": "{actor} took it briefly",
    "withdraw": "{actor} left it",
    "handover": "it passed to {actor}",
    "controls": "{actor} holds it",
    "part": "{actor} holds a part of it",
    "absent": "{actor} holds nothing there",
    "contest": "there is fighting in it",
    "siege": "{actor} besieges it",
    "attack_repelled": "{actor} held it against an attack",
    "advance": "{actor} advances there",
    "ceasefire": "fighting stopped by agreement",
}
_MANNER = {
    Modality.DENIED: "denied that ",
    Modality.PLANNED: "planned: ",
    Modality.POSSIBLE: "possibly: ",
}


def reason(evidence: Evidence, *, copies: int) -> str:
    """Return one piece of evidence as a line: who said what, when, with what reserve."""
    claim = evidence.statement.claim
    actor = evidence.actor.name if evidence.actor is not None else "somebody"
    what = _PHRASES[evidence.variant].format(actor=actor)
    manner = _MANNER.get(claim.modality, "")
    line = f"{speaker_of(evidence)}: {manner}{what}{_when(evidence)}"
    notes = list(evidence.notes)
    if evidence.stance != "neutral":
        notes.append(f"{evidence.stance} its own side")
    notes.append(f"believed at {evidence.p:.0%}")
    if copies:
        notes.append(f"{copies} more of the same voice add nothing")
    return f"{line} ({'; '.join(notes)})"


def speaker_of(evidence: Evidence) -> str:
    """Return the name of who says so."""
    speakers = evidence.statement.claim.speakers
    if speakers:
        via = f" (via {speakers[0].via})" if speakers[0].via else ""
        return f"{speakers[0].name or speakers[0].text}{via}"
    return evidence.statement.outlet or "a report"


def _when(evidence: Evidence) -> str:
    interval = evidence.statement.claim.interval
    if interval is None or (interval.start and days(interval.start) > evidence.window.end):
        return f" by {day_of(evidence.window.end)}"
    first = interval.first_day
    last = interval.last_day
    if first is None:
        return f" by {day_of(evidence.window.end)}"
    if last is None:
        return f" since {first}"
    return f" on {first}" if first == last else f" between {first} and {last}"


def summary_of(
    case: Case, holding: Holding, share: Share | None, terms: Sequence[Term], *, on: date
) -> str:
    """Return the answer in one sentence: the figure, what speaks for and against, what would
    change it."""
    if share is None:
        return f"Unknown: no usable claim about {case.place.name} by {on} names a party."
    gone = any(a.actor_id == share.actor_id for a in holding.absent)
    sign = -1.0 if gone and holding.holder is None else 1.0
    for_it = strongest([t for t in terms if t.statement is not None], sign)
    held_against = strongest([t for t in terms if t.statement is not None], -sign)
    held_against = held_against or strongest(terms, -sign)
    parts = [f"{_head(holding, share, gone)} on {on}"]
    parts.append(f", because {_short(for_it)}" if for_it else ", by what is usual alone")
    if held_against:
        parts.append(f"; against it: {_short(held_against)}")
    else:
        parts.append("; nothing against it")
    parts.append(f"; what would change it: {_what_if(case, holding, share, on)}.")
    return "".join(parts)


def strongest(terms: Sequence[Term], sign: float) -> Term | None:
    """Return the term that adds most (sign 1) or takes most (-1), None where none is worth it."""
    told = [t for t in terms if sign * t.nats > _LEAST]
    return max(told, key=lambda t: sign * t.nats, default=None)


def signed(nats: float) -> str:
    """Return nats with their sign, in two decimals; a true minus sign."""
    return f"{nats:+.2f}".replace("-", "\N{MINUS SIGN}")


def _head(holding: Holding, share: Share, gone: bool) -> str:
    if holding.status is HoldingStatus.HELD:
        siege = ", besieged," if holding.besieged else ""
        return f"{share.probability:.0%} {share.name}{siege}"
    if gone:
        return f"{1.0 - share.probability:.0%} that {share.name} holds nothing there"
    word = "contested" if holding.status is HoldingStatus.CONTESTED else "unknown"
    return (
        f"{word} ({holding.probability:.0%}); of the parties {share.name} is likeliest, "
        f"with {share.probability:.0%},"
    )


def _short(term: Term) -> str:
    if term.kind is TermKind.PRIOR:
        return f"what is usual before any report ({signed(term.nats)})"
    return f"{term.because.rsplit(' (', 1)[0]} ({signed(term.nats)})"


def _what_if(case: Case, holding: Holding, share: Share, on: date) -> str:
    """Return how far one report by an independent monitor would move the figure."""
    if not case.groups:
        return "any report on the place itself"
    others = [s for s in holding.shares if s.actor_id != share.actor_id]
    held = holding.status is HoldingStatus.HELD
    kind = "withdraw" if held and not others else "seize"
    party = share if not others or not held else others[0]
    supposed = _supposed(case, party, kind, on)
    code = case.roster.code(share.actor_id)
    belief = findings(supposed, np.array([day_end(on)])).beliefs.smoothed[0]
    verb = "left it" if kind == "withdraw" else "took it"
    return (
        f"one monitor's report that day that {party.name} {verb} "
        f"would make it {float(belief[code + FIRST_PARTY]):.0%} {share.name}"
    )


def _supposed(case: Case, party: Share, kind: str, on: date) -> Case:
    """Return the case with one more report: an independent monitor's, of that very day."""
    variant = case.settings.kinds[kind]
    extra = structs.replace(
        case.groups[0].lead,
        variant=kind,
        window=Window(day_end(on) - 1.0, day_end(on), opened=True),
        before=variant.before,
        after=variant.after,
        trust=case.settings.trust[SpeakerKind.MONITOR]["neutral"],
        caution=1.0,
        clarity=1.0,
        change=variant.change,
        actor=Party(party.actor_id, party.name, True),
        counter=None,
        voice=Voice(""),
        counts=1.0,
    )
    roster = replace(case.roster, folded={**case.roster.folded, party.actor_id: party.actor_id})
    return assemble(
        case.place,
        (*case.groups, Group(extra)),
        silent=(),
        roster=roster,
        settings=case.settings,
    )
