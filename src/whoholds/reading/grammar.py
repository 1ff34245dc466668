"""What stands where in a sentence by Universal Dependencies: subjects, doers, noun phrases."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from whoholds.reading.words import load_words

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
OBLIQUE = ("obl", "nmod")
ROLES_OF_NOUN = ("nmod:poss", "compound", "amod", "nmod:desc", "nmod:unmarked")
MAX_CLIMB = 6
LENGTHS = frozenset({"kilometer", "kilometre", "km", "mile", "metre", "meter", "yard"})
DECLARING = frozenset({"declare", "proclaim", "pronounce"})
"""Verbs that say what a place now is ("declared the town liberated")."""
SHORTEST_AGAIN = 6
ACCUSING = frozenset({"accuse", "blame", "suspect"})
CALENDAR = frozenset(
    {
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "may", "june", "july", "august"),
        *("september", "october", "november", "december"),
        *("ramadan", "ramadhan", "muharram", "ashura", "eid", "christmas", "easter", "nowruz"),
    }
)


def base(token: Token) -> str:
    """Return the label without its subtype ("nsubj:pass" -> "nsubj")."""
    return str(token.dep_).split(":", 1)[0]


def whole_prefix(word: str) -> str:
    """Return a verb or noun without the hyphen that may stand after "re" ("re-took")."""
    return "re" + word[3:] if word.startswith("re-") and len(word) > SHORTEST_AGAIN else word


def child(token: Token, *labels: str) -> Token | None:
    """Return the first child with one of the labels, None if there is none."""
    return next((c for c in token.children if c.dep_ in labels), None)


def preposition(token: Token) -> str:
    """Return the lower-cased preposition of a phrase ("out of"), "" where it has none."""
    words: list[str] = []
    for case in token.children:
        if case.dep_ == "case" and case.i < token.i and case.lower_ not in {"'s", "’s"}:
            words.append(case.lower_)
            words.extend(c.lower_ for c in case.children if c.dep_ == "fixed")
    return " ".join(words)


def is_passive(verb: Token) -> bool:
    """Say whether the verb's surface subject is what the action happens to."""
    if verb.pos_ not in {"VERB", "AUX"} or child(verb, "obj") is not None:
        return any(c.dep_ in {"nsubj:pass", "aux:pass"} for c in verb.children)
    if any(c.dep_ in {"nsubj:pass", "aux:pass", "obl:agent"} for c in verb.children):
        return True
    participle = "Part" in verb.morph.get("VerbForm", []) and "Past" in verb.morph.get("Tense", [])
    if participle and _is_absolute(verb):
        return True
    if not participle or any(c.dep_ in {"aux", "nsubj"} for c in verb.children):
        return False
    if verb.dep_ == "conj":
        return is_passive(verb.head)
    return base(verb) in {"acl", "advcl", "amod", "xcomp", "root", "parataxis"}


def _is_absolute(verb: Token) -> bool:
    """Say whether a participle tells what befell its own subject ("with the town captured")."""
    opened = any(c.dep_ == "mark" and c.lower_ == "with" for c in verb.children)
    return opened and not any(c.dep_ == "aux" for c in verb.children)


def conjuncts(token: Token) -> Iterator[Token]:
    """Yield the token and all that it is coordinated with to the right."""
    yield token
    for other in token.children:
        if other.dep_ == "conj":
            yield from conjuncts(other)


def first_conjunct(token: Token) -> Token:
    """Return the first of what the token is coordinated with."""
    while token.dep_ == "conj" and token.head.i < token.i:
        token = token.head
    return token


def antecedent(clause: Token, token: Token) -> Token:
    """Replace a relative pronoun of a relative clause by the noun that it stands for."""
    if token.lower_ in RELATIVE and token.pos_ in {"PRON", "DET", "SCONJ"}:
        for _ in range(MAX_CLIMB):
            if base(clause) == "acl" and clause.head.i < token.i:
                return clause.head
            if clause.dep_ not in {"conj", "xcomp", "ccomp"}:
                break
            clause = clause.head
    return token


def surface_subject(verb: Token, depth: int = 0) -> Token | None:
    """Return the grammatical subject, also where it stands with a governing clause.

    It is inherited through coordination, control ("managed to", "forced X to"), participles
    and relative clauses; None where the sentence names none.
    """
    own = own_subject(verb)
    if own is not None:
        return antecedent(verb, own)
    if depth >= MAX_CLIMB:
        return None
    governor = verb.head
    label = base(verb)
    if label == "conj" and governor.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}:
        return surface_subject(governor, depth + 1)
    if label == "csubj" and not {"Ger", "Inf"}.isdisjoint(verb.morph.get("VerbForm", [])):
        helped = next((c for c in governor.children if base(c) in {"xcomp", "ccomp"}), None)
        return child(governor, "obj") or (child(helped, "nsubj") if helped is not None else None)
    if label in {"xcomp", "advcl", "ccomp", "parataxis"}:
        return _controller(verb, governor, label, depth)
    if label == "acl":
        return _modified(verb, governor, depth)
    return governor if label == "amod" and governor.i > verb.i else None


def own_subject(verb: Token) -> Token | None:
    """Return the verb's own subject: the last one before it where the parse gives it several."""
    found = [c for c in verb.children if base(c) in {"nsubj", "csubj"}]
    before = [c for c in found if c.i < verb.i and base(c) == "nsubj"]
    if not found:
        found = [c for c in verb.children if c.text == "IS" and c.i < verb.i]  # Islamic State
    acting = [c for c in before[1:] if c.lower_ not in CALENDAR and not _is_inserted(c)]
    if acting:
        return acting[-1]
    return next(iter(before or found), None)


def _is_inserted(noun: Token) -> bool:
    """Say whether a phrase stands between commas ("the fighters, members of a unit, held X")."""
    first, last = noun.left_edge.i, noun.right_edge.i
    doc = noun.doc
    closed = last + 1 < len(doc) and (doc[last].lower_ == "," or doc[last + 1].lower_ == ",")
    return first > 0 and doc[first - 1].lower_ == "," and closed


def _controller(verb: Token, governor: Token, label: str, depth: int) -> Token | None:
    finite = "Fin" in verb.morph.get("VerbForm", []) or any(
        c.dep_ == "aux" and c.lower_ not in {"to", "having", "being"} for c in verb.children
    )
    if label != "xcomp" and finite:
        strayed = (c for c in governor.children if base(c) == "nsubj" and governor.i < c.i < verb.i)
        return next(strayed, None) if label == "ccomp" else None
    told = governor.head
    if label == "advcl" and governor.dep_ == "ccomp" and governor.i < told.i < verb.i:
        return own_subject(told)  # "X remains free, Kyiv said, rejecting claims that"
    if governor.pos_ not in {"VERB", "AUX", "ADJ"}:
        return surface_subject(governor, depth + 1) if governor.pos_ == "NOUN" else None
    if label == "ccomp":
        teller = own_subject(governor)
        if teller is not None and teller.i > verb.i:  # "remain holed up in X, soldiers said"
            beside = (c for c in governor.children if c.dep_ == "ccomp" and c.i < verb.i)
            return next((s for s in map(own_subject, beside) if s is not None), None)
    if label in {"xcomp", "ccomp"}:
        controller = child(governor, "obj", "iobj")
        if controller is not None:
            return antecedent(governor, controller)
    return surface_subject(governor, depth + 1)


def _modified(verb: Token, noun: Token, depth: int) -> Token | None:
    """Return the subject of a clause that modifies a noun."""
    form = verb.morph.get("VerbForm", [])
    if verb.dep_ == "acl:relcl":
        return None if any(c.dep_ == "nsubj" for c in verb.children) else noun
    if is_accusation(verb):
        return noun
    marks = {c.lower_ for c in verb.children if c.dep_ == "mark"}
    if "Inf" in form or not marks.isdisjoint({"to", "of", "at"}):
        bearer = child(noun, "nsubj") if child(noun, "cop") is not None else None
        return doer_of_noun(noun, depth + 1) or bearer  # "X was on the brink of falling"
    return noun


def is_accusation(verb: Token) -> bool:
    """Say whether a clause tells what somebody is accused of ("accused the army of attacking")."""
    of = any(c.dep_ == "mark" and c.lower_ in {"of", "for"} for c in verb.children)
    governor = verb.head.head if base(verb) == "acl" else verb.head
    return of and base(verb) in {"acl", "advcl"} and governor.lemma_ in ACCUSING


def may_own(word: Token) -> bool:
    """Say whether a word before a noun may tell whose it is: no "major" of "a major offensive"."""
    if word.pos_ == "ADJ":
        named = word.text[:1].isupper() and not word.is_sent_start
        return named or word.lemma_.lower() in load_words().actors.armed
    return word.pos_ in {"NOUN", "PROPN", "PRON"} and word.lower_ not in CALENDAR


def doer_of_noun(noun: Token, depth: int = 0) -> Token | None:
    """Return who does what the noun names: possessor, compound, or its verb's subject."""
    for label in ROLES_OF_NOUN:
        for c in noun.children:
            if c.dep_ == label and c.i < noun.i and may_own(c):
                return c
    by = next((c for c in noun.children if base(c) in OBLIQUE and preposition(c) == "by"), None)
    if by is not None:
        return by
    if depth < MAX_CLIMB and noun.head.pos_ == "VERB" and base(noun) in {"obj", "obl"}:
        verb = noun.head
        if is_passive(verb):
            return child(verb, "obl:agent")
        return surface_subject(verb, depth + 1)
    if depth < MAX_CLIMB and base(noun) in {"nmod", "appos"} and noun.head.i < noun.i:
        return doer_of_noun(noun.head, depth + 1)
    return None


def noun_phrase(head: Token) -> tuple[int, int]:
    """Return the token range of a noun with what stands before it, without trailing clauses.

    Names that run on after the head (flat) and "of"-phrases are kept, determiners dropped.
    """
    start, end = head.i, head.i + 1
    for c in head.children:
        if c.i < head.i and base(c) in {"compound", "amod", "nmod", "nummod", "flat"}:
            if c.dep_ == "nmod" and preposition(c):
                continue
            start = min(start, c.left_edge.i)
        elif c.i > head.i and base(c) in {"flat", "compound"}:
            end = max(end, c.i + 1)
    doc = head.doc
    while start < head.i and (
        doc[start].pos_ in {"DET", "PUNCT", "CCONJ"} or doc[start].lower_ == "the"
    ):
        start += 1
    return start, end
