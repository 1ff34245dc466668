"""How a claim is meant: denied, planned, possible, ongoing, confirmed, reported or asserted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from spacy.tokens import Token

from whoholds.model import Modality
from whoholds.reading.grammar import (
    MAX_CLIMB,
    base,
    is_accusation,
    is_passive,
    preposition,
    surface_subject,
)
from whoholds.reading.refuted import (
    Verdict,
    has_no,
    is_open,
    is_telling,
    is_verdict_word,
    may_carry,
    verdict_on,
)
from whoholds.reading.unreal import (
    ENDING,
    before_infinitive,
    has_ended,
    is_all_but,
    is_asked,
    is_conditional,
    is_counterfactual,
    is_lifted,
    is_none,
    is_outcome,
    is_scheduled,
)
from whoholds.reading.words import load_words

ANNOUNCING = frozenset(
    {"announce", "declare", "say", "state", "pledge", "tell", "add", "agree", "insist", "report"}
)
DEALS = frozenset(
    {"deal", "agreement", "accord", "truce", "ceasefire", "pact", "term", "settlement", "treaty"}
)
TERMS = frozenset(
    {"include", "provide", "stipulate", "require", "involve", "envisage", "foresee", "entail"}
)
SEEMING = frozenset({"look", "seem", "appear"})
NEARLY = frozenset({"close", "near"})
ALLOWING = frozenset({"allow", "let", "permit", "enable"})
HAVING = frozenset({"have", "hold", "keep", "retain", "maintain", "exercise", "control", "lack"})
ASIDE = frozenset({"since", "after", "before", "during", "despite", "until", "following", "amid"})
"""Before a noun that only tells when something else happened or did not."""
FUTURE = frozenset({"will", "would", "'ll"})
NEGATING = frozenset({"advmod", "neg", "advmod:neg", "cc:preconj", "mark"})
EMBEDDED = frozenset({"xcomp", "ccomp", "obj", "acl", "obl", "nmod", "nsubj", "csubj"})


@dataclass(frozen=True, slots=True)
class Stance:
    """What the words around a trigger say about it.

    negated: "not", "failed to"; attempt: tried, with no result told; brief: undone soon after;
    no_longer: the state has ended; conditional: told of a case that may not come; agreed: what
    a deal lays down. `modality` combines them with who says so.
    """

    negated: bool = False
    denied: bool = False
    planned: bool = False
    possible: bool = False
    attempt: bool = False
    ongoing: bool = False
    confirmed: bool = False
    hearsay: bool = False
    brief: bool = False
    no_longer: bool = False
    conditional: bool = False
    agreed: bool = False
    refuted: Token | None = None
    claimed: Token | None = None

    def modality(self, *, attributed: bool) -> Modality:
        """Return the one modality that the design's order gives."""
        if self.denied or self.negated:
            return Modality.DENIED
        if self.conditional:
            return Modality.POSSIBLE
        if self.planned:
            return Modality.PLANNED
        if self.possible:
            return Modality.POSSIBLE
        if self.attempt or self.ongoing:
            return Modality.ONGOING
        if self.confirmed:
            return Modality.CONFIRMED
        return Modality.REPORTED if attributed or self.hearsay else Modality.ASSERTED


def read_stance(trigger: Token) -> Stance:
    """Return the stance on a trigger, from its own words and the clauses that govern it."""
    flags: dict[str, bool] = {}
    _own(trigger, flags)
    values: dict[str, Any] = {"refuted": _governors(trigger, flags), **flags}
    return Stance(**values)


def as_claimed(stance: Stance) -> Stance:
    """Return the stance on what a refuted claim says, as its claimant means it."""
    return replace(stance, denied=False, refuted=None, claimed=stance.refuted)


def is_present(trigger: Token) -> bool:
    """Say whether the clause of a trigger is in the present tense ("withdraws", "is near")."""
    verb = verb_of(trigger)
    helpers = [c for c in verb.children if c.dep_ in {"aux", "aux:pass", "cop"}]
    finite = [t for t in (*helpers, verb) if "Fin" in t.morph.get("VerbForm", [])]
    if not finite or any(c.lower_ in {"has", "have", "had"} for c in helpers):
        return False
    return "Pres" in finite[0].morph.get("Tense", [])


def _own(trigger: Token, flags: dict[str, bool]) -> None:
    words = load_words().stance
    verb = verb_of(trigger)
    if trigger.i != verb.i and is_verdict_word(verb):
        verb = trigger  # "the capture was not confirmed": whether it is so is told apart
    for token in {trigger, verb}:
        for c in token.children:
            low, lemma = c.lower_, c.lemma_.lower()
            if has_ended(c, trigger):
                flags["no_longer"] = True
            elif is_none(c, token):
                flags["no_longer" if trigger.lemma_.lower() in HAVING else "negated"] = True
            elif low in words.negation and c.dep_ in NEGATING:
                flags["negated"] = True
            elif low in words.hearsay:
                flags["hearsay"] = True
            elif low in words.brief:
                flags["brief"] = True
            elif c.dep_ == "aux":
                _auxiliary(low, flags, announced=low == "would" and _is_announced(verb))
                if low == "would" and base(verb) == "acl" and _is_announced(verb):
                    flags["agreed"] = True
            elif c.dep_ in {"advmod", "mark"} and lemma in words.possible:
                flags["possible"] = True
        if is_conditional(token) or any(
            base(c) == "advcl" and is_conditional(c) for c in token.children
        ):
            flags["conditional"] = True
        if is_counterfactual(token):
            flags["conditional"] = True
    before = before_infinitive(trigger)
    if any(is_scheduled(token) for token in {trigger, verb}):
        flags["planned"] = True
    if is_all_but(trigger):
        flags["possible"] = True
    if before == "yet":
        flags["negated"] = True
    elif before == "about" or is_asked(verb):
        flags["possible"] = True
    if trigger.lemma_.lower() == "lack" or is_lifted(trigger):
        flags["no_longer"] = True
    if trigger.i != verb.i and verb.lemma_.lower() in ENDING:
        flags.pop("negated", None)  # "the siege was not lifted": it lasts
    progressive = "Part" in verb.morph.get("VerbForm", []) and "Pres" in verb.morph.get("Tense", [])
    if progressive and any(c.dep_ == "aux" and c.lemma_ == "be" for c in verb.children):
        flags["ongoing"] = True


def _is_announced(verb: Token) -> bool:
    """Say whether a clause is what somebody said ("announced that troops would leave")."""
    governor = verb.head
    if base(verb) == "acl":
        return any(
            _is_deal(t) or t.lemma_.lower() in TERMS for t in (governor, *governor.ancestors)
        )
    return base(verb) in {"ccomp", "parataxis"} and governor.lemma_.lower() in ANNOUNCING


def _is_deal(token: Token) -> bool:
    return token.lemma_.lower() in DEALS


def _auxiliary(low: str, flags: dict[str, bool], *, announced: bool = False) -> None:
    if announced or low in {"will", "'ll", "shall", "wo"}:
        flags["planned"] = True
    elif low in {"may", "might", "could", "would", "should", "can"}:
        flags["possible"] = True


def verb_of(trigger: Token) -> Token:
    """Return the verb that carries a noun trigger ("launched an assault"), or the trigger."""
    if trigger.pos_ in {"VERB", "AUX"}:
        return trigger
    if base(trigger) in {"obj", "nsubj", "obl"} and trigger.head.pos_ == "VERB":
        aside = base(trigger) == "obl" and preposition(trigger) in ASIDE
        return trigger if aside else trigger.head
    return trigger


def _governors(trigger: Token, flags: dict[str, bool]) -> Token | None:
    """Walk up the clauses that embed the trigger as plan, attempt, failure or denial.

    Returns the claim of somebody told that is denied, None where there is none.
    """
    words = load_words().stance
    token = trigger
    refuted: Token | None = None
    for _ in range(MAX_CLIMB):
        label, head = base(token), token.head
        if head.i == token.i:
            return refuted
        lemma = head.lemma_.lower()
        infinitive = _is_infinitive(token)
        verdict = verdict_on(token)
        if verdict is not None:
            _judge(verdict, flags)
            if verdict is Verdict.NOT_SO and is_telling(token):
                refuted = token
        if label == "acl" and not infinitive and not _is_stance_noun(lemma):
            if not may_carry(head):
                return refuted  # "to retake X, captured last year": the capture is told as done
            if is_open(head):
                flags["hearsay"] = True
        if label in {"xcomp", "ccomp", "acl", "advcl", "obj", "obl", "nmod", "nsubj"}:
            embedded = label in {"xcomp", "ccomp"} or infinitive or label == "acl"
            if lemma in ALLOWING | TERMS and label != "nsubj":
                _allowed(head, flags)
            if _is_thwarted(token, embedded=embedded, tried="attempt" in flags):
                flags["negated"] = True
            elif is_accusation(token):
                flags["hearsay"] = True
            elif embedded and infinitive and lemma in words.attempt:
                flags["attempt"] = True
            elif label == "acl" and _is_purpose(token) and not flags and not is_telling(head):
                flags["planned"] = True
            elif embedded and lemma == "set" and head.head.lemma_.lower() in SEEMING:
                flags["possible"] = True
            elif embedded and lemma in words.planned and (infinitive or label in {"xcomp", "obl"}):
                flags["planned"] = True
            elif infinitive and (
                _is_near(token) if label == "advcl" else embedded and lemma in words.possible
            ):
                flags["possible"] = True
            elif label == "advcl" and infinitive and not ("attempt" in flags or is_outcome(token)):
                flags["attempt" if _is_assault(head) else "planned"] = True
            if embedded and infinitive and label in {"xcomp", "ccomp"}:
                _own_governor(head, flags)
        if label == "conj" or label in EMBEDDED:
            token = head
            continue
        return refuted
    return refuted


def _is_thwarted(token: Token, *, embedded: bool, tried: bool) -> bool:
    """Say whether what a clause tells came to nothing: "failed to", "the attempt to X failed"."""
    words, head, label = load_words().stance, token.head, base(token)
    lemma = head.lemma_.lower()
    if lemma in words.failed:
        kept = lemma == "keep" and "Past" in token.morph.get("Tense", [])  # "kept encircled"
        if embedded and (_is_infinitive(token) or label != "ccomp") and not kept:
            return True
        future = any(c.dep_ == "aux" and c.lower_ in FUTURE for c in head.children)
        return tried and label in {"obl", "nsubj"} and not future
    return embedded and lemma in words.planned and has_no(head)


def _judge(verdict: Verdict, flags: dict[str, bool]) -> None:
    """Note what a word above says of what is told; that it is open makes it hearsay."""
    if verdict is Verdict.NOT_SO:
        flags["denied"] = True
    elif verdict is Verdict.SO:
        flags["confirmed"] = True
    else:
        flags["hearsay"] = True


def _allowed(verb: Token, flags: dict[str, bool]) -> None:
    """Note what a deal lays down or lets happen; what was allowed in the past happened."""
    subject = surface_subject(verb)
    deal = subject is not None and _is_deal(subject)
    laid_down = verb.lemma_.lower() in TERMS
    happened = "Past" in verb.morph.get("Tense", []) and not is_passive(verb) and not laid_down
    if deal or (base(verb) == "acl" and _is_deal(verb.head)):
        flags["agreed"] = True
    if happened:
        return
    if "agreed" in flags or _is_infinitive(verb):
        flags["planned"] = True
    elif is_present(verb) and verb.lemma_.lower() in ALLOWING:
        flags["possible"] = True


def _is_near(verb: Token) -> bool:
    """Say whether a clause is one that was nearly reached ("coming close to cutting the road")."""
    return any(t.lower_ in NEARLY for t in verb.doc[max(0, verb.i - 3) : verb.i])


def _is_purpose(verb: Token) -> bool:
    """Say whether a clause tells what a noun is for ("action to lift the siege")."""
    return any(c.lower_ == "to" and c.dep_ == "mark" for c in verb.children)


def _is_stance_noun(lemma: str) -> bool:
    words = load_words().stance
    return lemma in words.planned | words.attempt | words.failed | words.deny | words.possible


def _is_assault(verb: Token) -> bool:
    """Say whether a verb is the launching of an attack ("launched an assault to retake X")."""
    attempts = load_words().stance.attempt
    return any(base(c) == "obj" and c.lemma_.lower() in attempts for c in verb.children)


def _own_governor(head: Token, flags: dict[str, bool]) -> None:
    """Pass on the auxiliaries and negation of a governing control verb."""
    words = load_words().stance
    for c in head.children:
        if c.dep_ == "aux":
            _auxiliary(c.lower_, flags)
        elif c.lower_ in words.negation and c.dep_ in {"advmod", "advmod:neg"}:
            flags["negated"] = True


def _is_infinitive(token: Token) -> bool:
    if any(c.lower_ == "to" and c.dep_ in {"mark", "aux"} for c in token.children):
        return True
    if any(c.lower_ in {"at", "of", "from", "to"} and c.dep_ == "mark" for c in token.children):
        return True
    return base(token) == "conj" and token.head.i != token.i and _is_infinitive(token.head)
