"""Who does what to whom by Universal Dependencies: the deep roles of a verb or an event noun."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from whoholds.reading.grammar import (
    CALENDAR,
    DECLARING,
    LENGTHS,
    OBLIQUE,
    RELATIVE,
    ROLES_OF_NOUN,
    antecedent,
    base,
    child,
    is_passive,
    may_own,
    own_subject,
    preposition,
    surface_subject,
)
from whoholds.reading.words import load_words

PARTICLES = frozenset({"off", "out", "over", "back", "up", "down"})
GIVING = frozenset({"hand", "give", "grant", "offer", "cede", "yield", "leave", "cost"})
KEEPING = frozenset({"have", "keep", "hold", "leave"})
LEADING = frozenset({"in", "on", "back", "up", "down", "over", "away", "off"})
NEARING = frozenset({"closer", "nearer", "deep", "deeper"})
TIMES = frozenset(
    {
        *("day", "night", "evening", "morning", "afternoon", "noon", "midday", "midnight"),
        *("dawn", "dusk", "nightfall", "daybreak", "sunset", "sunrise", "sundown", "weekend"),
        *("week", "month", "year", "decade", "hour", "minute", "spring", "summer", "autumn"),
        *("winter", "end", "beginning", "middle", "time", "then", "now", "today", "mid"),
    }
)

Roles = dict[str, list[Token]]


def roles(predicate: Token) -> Roles:
    """Return the deep roles of a predicate: subject, object, particle and one per preposition.

    A passive's "by"-phrase is its subject, its surface subject the object. An event noun has the
    roles possessor, owner ("X's"), of, by, in ...; its verb's roles stand under "verb.".
    """
    noun_like = base(predicate) in {"nsubj", "csubj", "obj", "obl", "nmod"}
    if predicate.pos_ in {"VERB", "AUX"} and not (noun_like and child(predicate, "obj") is None):
        return verb_roles(predicate)
    if predicate.dep_ == "case":
        return case_roles(predicate)
    return noun_roles(predicate)


def verb_roles(verb: Token) -> Roles:
    """Return the deep roles of a verb; see `roles`."""
    found: Roles = {}
    passive = is_passive(verb)
    subject = surface_subject(verb)
    if subject is not None:
        for part in (*listed_subjects(verb, subject), subject):
            _put(found, "object" if passive else "subject", part)
    for c in verb.children:
        label = base(c)
        if label == "obl" and _is_doer(c, passive=passive) and _is_declared(verb):
            continue  # "was declared liberated by the mayor": the mayor is who says so
        if label == "obl" and _is_doer(c, passive=passive):
            _put(found, "subject", antecedent(verb, c))
        elif label == "obj" and _is_measure(c):
            _put(found, "measure", c)  # "withdrew two kilometres"
        elif label in {"obj", "iobj"}:
            word = preposition(c)
            if word and word not in PARTICLES:
                _put(found, word, c)
                continue
            if "object" in found and _is_description(c):
                continue  # "took A, the province's second town"
            given = label == "iobj" or _is_receiver(c, verb)
            _put(found, "iobj" if given else "object", antecedent(verb, c))
            stray = next(
                (p for p in c.children if p.dep_ == "case" and p.lower_ in PARTICLES), None
            )
            if stray is not None:
                _put(found, "particle", stray)
        elif label == "obl":
            word = preposition(c)
            _put(found, word or "bare", antecedent(verb, c))
            if not word and _is_object_of_particle(verb, c):
                _put(found, "object", c)
            first, _, last = word.rpartition(" ")
            if first in LEADING:  # "close in on X": the last one tells the place
                _put(found, last, antecedent(verb, c))
            _put_strays(found, c)
            if c.lower_ in CALENDAR:  # "gained control on Friday of X"
                for t in (t for t in c.children if preposition(t) == "of" and t.pos_ != "NUM"):
                    _put(found, "of", t)
            stray = next((t for t in c.children if _is_stray_particle(t, c)), None)
            if stray is not None:
                _put(found, "particle", stray)
        elif c.dep_ == "compound:prt":
            _put(found, "particle", c)
        elif label in {"xcomp", "advmod"} and _is_particle(c):  # "won back the bridge"
            _put(found, "particle", c)
            for t in (t for t in c.children if base(t) == "obj"):
                _put(found, "object", t)
        elif label == "advmod":
            _put(found, "in" if c.lower_ in {"there", "here"} else "adverb", c)
            if c.lower_ == "far":  # "advanced as far as X"
                for t in (t for t in c.children if base(t) == "obl" and preposition(t) == "as"):
                    _put(found, "as far as", t)
            if c.lower_ in LEADING or c.lower_ in NEARING:  # "walked away from X"
                for t in (t for t in c.children if base(t) == "obl"):
                    _put(found, preposition(t) or "bare", t)
            elif c.lower_ in {"together", "along"}:  # "took A, together with B"
                for t in (t for t in c.children if base(t) == "obl"):
                    _put(found, f"{c.lower_} {preposition(t)}", t)
        elif label == "xcomp" and (mark := _mark_of_noun(c)):
            _put(found, mark, c)
        elif label == "xcomp":
            _put(found, "clause" if c.pos_ == "VERB" else "complement", c)
    if passive and verb.dep_ == "xcomp" and verb.head.lemma_.lower() in KEEPING:
        keeper = surface_subject(verb.head)  # "the rebels kept the town encircled"
        if keeper is not None and not is_passive(verb.head):
            _put(found, "subject", keeper)
    _share_objects(verb, found)
    if verb.dep_ == "amod":
        _put(found, "amod", verb.head)
    if verb.dep_ == "acl:relcl":
        _fill_gap(verb, found)
    return found


def _is_doer(oblique: Token, *, passive: bool) -> bool:
    """Say whether a phrase tells who does what a passive tells ("by the army")."""
    word = preposition(oblique)
    if _is_time(oblique):
        return False  # "by 5 April the town had been captured"
    return word in {"by", ""} if oblique.dep_ == "obl:agent" else passive and word == "by"


def _is_declared(verb: Token) -> bool:
    """Say whether a participle is what somebody declares a place to be."""
    return verb.dep_ == "xcomp" and verb.head.lemma_.lower() in DECLARING and is_passive(verb.head)


def _is_time(noun: Token) -> bool:
    """Say whether a phrase is one of time: "5 April", "nightfall", "the end of the week"."""
    words = (noun, *(c for c in noun.children if not preposition(c)))
    return noun.pos_ == "NUM" or any(
        w.lower_ in CALENDAR or w.lemma_.lower() in TIMES for w in words
    )


def listed_subjects(verb: Token, subject: Token) -> Iterator[Token]:
    """Yield the subjects that the parse tore from the last one ("A, B and a few villages fell")."""
    joined = [c.i for c in verb.children if c.dep_ == "cc" and c.i < subject.i]
    for c in verb.children:
        if base(c) == "nsubj" and any(c.i < i < subject.i for i in joined):
            yield c


def _is_description(noun: Token) -> bool:
    """Say whether a second object is an apposition of the first: a comma and no "and" before it."""
    comma = any(c.text == "," and c.i < noun.i for c in noun.children)
    listed = any(c.dep_ == "cc" for c in noun.children)
    return noun.pos_ == "NOUN" and comma and not listed


def _is_object_of_particle(verb: Token, noun: Token) -> bool:
    """Say whether the parse took an object for an oblique ("fended off a raid")."""
    particle = any(c.dep_ == "compound:prt" and c.i < noun.i for c in verb.children)
    return particle and noun.dep_ == "obl" and noun.i > verb.i and child(verb, "obj") is None


def _mark_of_noun(word: Token) -> str:
    """Return the preposition that the parse took for a clause's mark ("to court"), else ""."""
    marks = (c.lower_ for c in word.children if c.dep_ == "mark")
    return next(marks, "") if word.pos_ in {"NOUN", "PROPN"} else ""


def _is_measure(noun: Token) -> bool:
    """Say whether an object tells how far: "two kilometres", not "500 kilometres of territory"."""
    of = any(base(c) == "nmod" and preposition(c) == "of" for c in noun.children)
    return noun.lemma_.lower() in LENGTHS and not of


def _is_receiver(noun: Token, verb: Token) -> bool:
    """Say whether the parse gives a verb two objects, this one first ("hand the allies a town")."""
    if verb.lemma_.lower() not in GIVING:
        return False
    others = [c for c in verb.children if c.dep_ == "obj" and not preposition(c)]
    return len(others) == 2 and noun.i == others[0].i and noun.i > verb.i


def _is_particle(word: Token) -> bool:
    """Say whether a particle has taken the verb's object along in the parse."""
    return word.lower_ in PARTICLES and any(base(c) == "obj" for c in word.children)


def _is_stray_particle(word: Token, oblique: Token) -> bool:
    """Say whether a particle hangs on the phrase after it ("threw the attackers back at X")."""
    return word.lower_ in PARTICLES and base(word) == "advmod" and word.i == oblique.left_edge.i


def gapped_roles(verb: Token, found: Roles) -> Iterator[Roles]:
    """Yield the roles of a clause whose verb is left out ("expelled A from X and B from Y").

    Its object is coordinated with a part of the verb, and has a phrase with the preposition of
    one of the verb's own.
    """
    objects = found.get("object", [])
    if verb.pos_ != "VERB" or not objects or is_passive(verb):
        return
    for part in (verb, *(c for c in verb.children if base(c) in {"obj", "obl"})):
        for other in part.children:
            nominal = other.dep_ == "conj" and other.pos_ in {"NOUN", "PROPN"}
            if not nominal or other.i < verb.i or preposition(other):
                continue
            for c in other.children:
                word = preposition(c)
                own = [t for t in found.get(word, []) if t.head.i == verb.i]
                if word and base(c) in OBLIQUE and c.i > other.i and own:
                    yield {**found, "object": [other], word: [c]}


def _put_strays(found: Roles, oblique: Token) -> None:
    """Add a second phrase that the parse hangs on another ("from A in 2015 and from B in 2016")."""
    for other in oblique.subtree:
        if other.dep_ == "conj" and preposition(other) not in {"", preposition(oblique)}:
            _put(found, preposition(other), other)


def _share_objects(verb: Token, found: Roles) -> None:
    """Give "stormed and captured X" its shared object: the last verb's, to a bare first one."""
    if "object" in found:
        return
    for other in verb.children:
        if other.dep_ == "conj" and other.pos_ == "VERB" and not _ends_clause(verb, other):
            shared = child(other, "obj")
            if shared is not None:
                _put(found, "object", shared)
                return


def _ends_clause(verb: Token, other: Token) -> bool:
    """Say whether anything but an "and" stands between two coordinated verbs."""
    between = verb.doc[verb.i + 1 : other.i]
    return any(t.dep_ not in {"cc", "punct", "advmod", "aux"} for t in between)


def _fill_gap(verb: Token, found: Roles) -> None:
    """Put the modified noun where a relative clause without pronoun leaves a gap."""
    noun = verb.head
    filled = any(t.i == noun.i for tokens in found.values() for t in tokens)
    own = own_subject(verb)
    pronoun = any(
        c.lower_ in RELATIVE and (base(c) != "nsubj" or own is None or c.i == own.i)
        for c in verb.children
    )
    if filled or pronoun or any(c.lower_ in {"where", "when"} for c in verb.children):
        if any(c.lower_ == "where" for c in verb.children):
            _put(found, "in", noun)
        return
    _put(found, "object", noun)


def case_roles(word: Token) -> Roles:
    """Return the roles of a preposition that is the predicate ("is now outside of X")."""
    noun = word.head
    if not any(c.dep_ in {"cop", "aux"} for c in noun.children):
        return {}
    bearer = child(noun, "nsubj", "nsubj:outer") or surface_subject(noun.head)
    return {"of": [noun]} | ({"bearer": [bearer]} if bearer is not None else {})


def noun_roles(noun: Token) -> Roles:
    """Return the roles of an event noun; see `roles`."""
    found: Roles = {"self": [noun]} if noun.pos_ == "PRON" else {}
    for c in noun.children:
        label = base(c)
        if c.dep_ in ROLES_OF_NOUN and c.i < noun.i:
            if may_own(c):
                _put(found, "possessor", c)
            if label == "amod" or c.pos_ == "ADJ":
                _put(found, "quality", c)
            if c.dep_ == "nmod:poss":
                _put(found, "owner", antecedent(noun.head, c))
        elif label in OBLIQUE:
            _put(found, preposition(c) or "bare", c)
            _put_strays(found, c)
        elif c.dep_ in {"nsubj", "nsubj:pass", "nsubj:outer"}:
            _put(found, "bearer", antecedent(noun, c))
        elif label == "advmod" and c.i > noun.i:
            _put(found, "adverb", c)
        elif c.pos_ == "VERB" and (c.dep_ == "acl:relcl" or _is_infinitive(c)):
            for other in c.children:  # "the clashes that erupted in X", "attempts to enter at X"
                if base(other) == "obl":
                    _put(found, preposition(other) or "bare", other)
    _add_governor(noun, found)
    return found


def _is_infinitive(verb: Token) -> bool:
    """Say whether a verb tells what an attempt or an operation is to do."""
    if verb.head.lemma_.lower() not in load_words().actors.operation:
        return False
    return verb.dep_ == "acl" and any(c.dep_ == "mark" and c.lower_ == "to" for c in verb.children)


def _add_governor(noun: Token, found: Roles) -> None:
    """Add what the verb or noun above tells: its roles under "verb.", and the bearer."""
    label = base(noun)
    head = noun.head
    if label == "conj" and head.pos_ == "NOUN":
        label, head = base(head), head.head
    if head.i == noun.i:
        return
    if label == "appos" and head.i < noun.i:
        _put(found, "bearer", head)  # "Sabratha, a stronghold of the militias"
    if label == "nmod" and head.i < noun.i and head.pos_ in {"NOUN", "PROPN", "NUM"}:
        _put(found, "modified", head)  # "the villages in rebel hands"
    verbal = head.pos_ in {"VERB", "AUX"} or (head.pos_ == "ADJ" and label == "nsubj")
    if verbal and label in {"obj", "obl", "nsubj", "xcomp", "advmod"}:
        for role, tokens in verb_roles(head).items():
            for token in tokens:
                if token.i != noun.i:
                    _put(found, f"verb.{role}", token)
                    if role == "subject" and label == "obj":
                        _put(found, "doer", token)
        if "bearer" not in found and label in {"obl", "xcomp", "advmod"}:
            bearer = child(head, "obj") or surface_subject(head)
            if bearer is not None and bearer.i != noun.i:
                _put(found, "bearer", bearer)
    elif label in OBLIQUE or (
        label in {"acl", "amod"} and head.i < noun.i and "bearer" not in found
    ):
        bearer = child(head, "nsubj", "nsubj:outer") if child(head, "cop") is not None else None
        _put(found, "bearer", bearer or head)  # "X is one of the last strongholds"


def _put(found: Roles, role: str, token: Token) -> None:
    found.setdefault(role, []).append(token)
