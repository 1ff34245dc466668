"""What is said: the part of the sentence that a verb takes as content."""

from __future__ import annotations

from spacy.tokens import Token

from whoholds.reading.attribution.acts import subtree
from whoholds.reading.attribution.cues import Cue, CueClass
from whoholds.reading.attribution.lists import word_list
from whoholds.reading.grammar import DECLARING, base, child, is_passive, preposition

RESUMING = word_list("resuming")
NAMING = word_list("naming")
LOSSES = word_list("claimed_losses")
EXTENDING = word_list("extending")

Found = tuple[str, CueClass, set[int]]


def find_content(verb: Token, cue: Cue) -> Found | None:
    """Return pattern, class and tokens of what the verb takes as content, None where nothing."""
    takes = cue.patterns
    for finder in (
        _clause,
        _around,
        _inserted,
        _as,
        _raised,
        _infinitive,
        _objects,
        _prepositional,
    ):
        found = finder(verb, cue)
        if found is not None:
            pattern, tokens = found
            return pattern, takes[pattern], tokens
    return None


def _clause(verb: Token, cue: Cue) -> tuple[str, set[int]] | None:
    if "clause" not in cue.patterns:
        return None
    found: set[int] = set()
    for c in verb.children:
        if c.dep_ in {"ccomp", "csubj:pass"} or (c.dep_ == "csubj" and _expletive(verb)):
            found |= _said(c, verb)
        elif (
            (c.dep_ == "xcomp" and _has_subject(c))
            or (c.dep_ == "parataxis" and c.i > verb.i and _colon_between(verb, c))
            or (c.dep_ == "acl" and "that" in {m.lower_ for m in c.children if m.dep_ == "mark"})
        ):
            found |= subtree(c)
    found = found or _declared(verb)
    return ("clause", found) if found else None


def _declared(verb: Token) -> set[int]:
    """Return what is declared of an object ("declared the city liberated")."""
    thing = child(verb, "obj")
    if verb.lemma_.lower() not in DECLARING or thing is None:
        return set()
    states = (
        c
        for c in verb.children
        if c.dep_ == "xcomp" and c.i > thing.i and not any(t.dep_ == "mark" for t in c.children)
    )
    told = {i for c in states for i in subtree(c)}
    return told | subtree(thing) if told else set()


def _said(clause: Token, verb: Token) -> set[int]:
    """Return the words of a clause that is said.

    Left out are a further clause in which somebody else says something ("..., but officials
    said"), participles that go on with the reporting ("..., adding that"), and, where the clause
    stands before its verb, what follows the verb without a comma.
    """
    found = subtree(clause) | _strayed_subject(clause, verb)
    for c in [verb.doc[i] for i in sorted(found) if i > verb.i]:
        if c.i in found and c.i != clause.i and _goes_on(c, clause):
            found -= subtree(c)
    found = _before_others_words(verb, found)
    found.add(clause.i)
    if clause.i < verb.i and max(found) > verb.i:
        after = verb.i + 1
        while after < len(verb.doc) and verb.doc[after].head.i == verb.i and after not in found:
            after += 1
        if verb.doc[after - 1].text != ",":
            found = {i for i in found if i < verb.i}
    return found


def _strayed_subject(clause: Token, verb: Token) -> set[int]:
    """Return the subject that the parse gave to "he said" ("Reports are false, he said")."""
    if clause.i > verb.i or child(clause, "nsubj", "nsubj:pass", "expl", "csubj") is not None:
        return set()
    own = [c for c in verb.children if base(c) == "nsubj"]
    strayed = [c for c in own if c.i < clause.i]
    return subtree(strayed[-1]) if strayed and len(own) > 1 else set()


def _before_others_words(verb: Token, found: set[int]) -> set[int]:
    """Cut what is said before ", but according to others"."""
    doc = verb.doc
    for i in sorted(found):
        if doc[i].lower_ == "according" and i > verb.i and doc[i - 1].pos_ == "CCONJ":
            return {k for k in found if k < i - 1}
    return found


def _goes_on(word: Token, clause: Token) -> bool:
    """Say whether a clause within what is said is told beside it, not as a part of it."""
    if word.dep_ not in {"conj", "advcl"} or word.lemma_.lower() not in RESUMING:
        return False
    if word.dep_ == "conj":
        own = child(word, "nsubj") is not None and word.lemma_.lower() not in NAMING
        said_too = any(c.lower_ == "that" and c.dep_ == "mark" for c in word.children)
        beside_it = own or word.lower_ in {"said", "added"}
        return word.head.i == clause.i and beside_it and not said_too
    return word.lower_.endswith("ing") and word.doc[word.left_edge.i - 1].text == ","


def _has_subject(clause: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubj:pass"} or c.lower_ == "that" for c in clause.children)


def _expletive(verb: Token) -> bool:
    return any(c.dep_ == "expl" or c.lower_ == "it" for c in verb.children)


def _colon_between(verb: Token, clause: Token) -> bool:
    return any(t.text in {":", "“", '"', "''"} for t in verb.doc[verb.i + 1 : clause.i + 1])


def _around(verb: Token, cue: Cue) -> tuple[str, set[int]] | None:
    """Take the sentence into which "he said" is put, at its end or in its middle."""
    if "around" not in cue.patterns or verb.dep_ != "parataxis":
        return None
    if _is_bracketed(verb):
        return "around", _whole_sentence(verb)
    bare = child(verb, "nsubj", "nsubj:pass") is not None and child(verb, "obj", "xcomp") is None
    # "say" takes no object: what looks like one is the sentence going on
    if not bare and not _only_hearer(verb, cue) and verb.lemma_ != "say":
        return None
    host = verb.head
    if host.i > verb.i and host.left_edge.i >= verb.i:
        return None
    return "around", subtree(host, verb)


def _is_bracketed(verb: Token) -> bool:
    """Say whether ", officials said," stands between commas within a clause."""
    doc, subject = verb.doc, child(verb, "nsubj")
    if subject is None or child(verb, "ccomp", "obj", "mark") is not None or verb.i < subject.i:
        return False
    start, end = _first_word(subject), verb.i + 1
    if start == 0 or end + 1 >= verb.sent.end:
        return False
    return doc[start - 1].text == "," and doc[end].text == "," and verb.head.i < start


def _whole_sentence(verb: Token) -> set[int]:
    """Return the clause around what is put into it, however that hangs in the tree."""
    host = verb.head
    while host.head.i != host.i and host.pos_ not in {"VERB", "AUX", "ADJ"}:
        host = host.head
    subject = child(verb, "nsubj") or verb
    return subtree(host) - set(range(_first_word(subject) - 1, verb.i + 2))


def _first_word(noun: Token) -> int:
    """Return where a noun phrase begins, without a comma that the parse gives to it."""
    words = range(noun.left_edge.i, noun.i + 1)
    return next((i for i in words if not noun.doc[i].is_punct), noun.i)


def _only_hearer(verb: Token, cue: Cue) -> bool:
    return cue.hearer and child(verb, "nsubj") is not None and child(verb, "xcomp") is None


def _inserted(verb: Token, cue: Cue) -> tuple[str, set[int]] | None:
    """Take the sentence around ", the mayor said," by its commas, however it hangs in the tree."""
    subject = child(verb, "nsubj")
    if "around" not in cue.patterns or subject is None or verb.dep_ not in {"acl:relcl", "advcl"}:
        return None
    doc, start = verb.doc, subject.left_edge.i
    if start == 0 or doc[start - 1].text != "," or child(verb, "ccomp", "obj", "mark") is not None:
        return None
    end = verb.i + 1
    while end < verb.sent.end and doc[end].pos_ in {"ADV", "ADP", "PROPN", "NOUN", "DET", "NUM"}:
        end += 1
    if end >= verb.sent.end or doc[end].text != ",":
        return None
    host = verb.head
    while host.head.i != host.i and host.pos_ not in {"VERB", "AUX"}:
        host = host.head
    content = subtree(host) - set(range(start - 1, end + 1))
    return ("around", content) if content else None


def _as(verb: Token, cue: Cue) -> tuple[str, set[int]] | None:
    """Take the clause around "as the monitor said"."""
    if "as" not in cue.patterns or verb.dep_ != "advcl" or child(verb, "obj", "ccomp") is not None:
        return None
    if not any(c.lower_ == "as" and c.dep_ in {"mark", "advmod", "case"} for c in verb.children):
        return None
    host = subtree(verb.head, verb)
    return ("as", host) if host else None


def _raised(verb: Token, cue: Cue) -> tuple[str, set[int]] | None:
    """Take the subject with what is said of it: "the town is expected to fall"."""
    if "raised" not in cue.patterns:
        return None
    kind = cue.patterns["raised"]
    if not kind.sourceless and not is_passive(verb):
        return None
    subject = child(verb, "nsubj:pass", "nsubj", "expl")
    complement = child(verb, "xcomp") or _as_phrase(verb)
    if complement is None or (subject is None and base(verb) not in {"acl", "advcl"}):
        return None
    found = subtree(complement)
    if subject is not None and subject.dep_ != "expl":
        found |= subtree(subject)
    return "raised", found


def _as_phrase(verb: Token) -> Token | None:
    for c in verb.children:
        if base(c) in {"obl", "advcl"} and c.i > verb.i and preposition(c) == "as":
            return c
    return None


def _infinitive(verb: Token, cue: Cue) -> tuple[str, set[int]] | None:
    for c in verb.children:
        if (
            c.dep_ not in {"xcomp", "advcl"}
            or c.i < verb.i
            or c.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"}
        ):
            continue
        to = any(m.lower_ == "to" and m.dep_ in {"mark", "aux"} for m in c.children)
        gerund = _is_gerund(c)
        if c.dep_ == "advcl":
            continue
        target = child(verb, "obj", "iobj")
        if to and target is not None and "object-infinitive" in cue.patterns:
            return "object-infinitive", subtree(c) | subtree(target)
        if to and "infinitive" in cue.patterns:
            return "infinitive", subtree(c)
        if gerund and "gerund" in cue.patterns and target is None:
            return "gerund", subtree(c)
    return None


def _is_gerund(verb: Token) -> bool:
    """Say whether a clause is one of "-ing": "losing X", "having lost X"."""
    having = any(c.dep_ in {"aux", "aux:pass"} and c.lower_.endswith("ing") for c in verb.children)
    return having or "Ger" in verb.morph.get("VerbForm", [])


def _objects(verb: Token, cue: Cue) -> tuple[str, set[int]] | None:
    named = next((n for n in ("object-as", "object", "complement") if n in cue.patterns), None)
    if named is None:
        return None
    target = child(verb, "obj")
    if target is None and is_passive(verb):
        target = child(verb, "nsubj:pass")
        if target is None and base(verb) == "acl" and named != "complement":
            return named, _modified(verb.head)
    if target is None or (verb.lemma_ == "claim" and target.lemma_ in LOSSES):
        return None
    found = subtree(target)
    told = False
    for c in verb.children:
        if c.i <= target.i or base(c) not in {"xcomp", "obj", "obl", "advcl"}:
            continue
        name = preposition(c) or next((m.lower_ for m in c.children if m.dep_ == "mark"), "")
        plain = c.dep_ in {"xcomp", "obj"}
        if plain or name == "as" or name in EXTENDING:
            found |= subtree(c)
            told = told or plain or name == "as"
    if named == "complement" and not told:
        return None
    return named, found


def _modified(noun: Token) -> set[int]:
    """Return a noun phrase without the clause that follows it."""
    return subtree(noun, *(c for c in noun.children if c.i > noun.i and c.dep_ != "flat"))


def _prepositional(verb: Token, cue: Cue) -> tuple[str, set[int]] | None:
    for c in verb.children:
        if base(c) not in {"obl", "advcl"} or c.i < verb.i:
            continue
        name = preposition(c) or next((m.lower_ for m in c.children if m.dep_ == "mark"), "")
        if name == "on" and "on-infinitive" in cue.patterns:
            to = next((x for x in verb.children if x.i > c.i and x.dep_ in {"xcomp", "advcl"}), c)
            return "on-infinitive", (subtree(c) | subtree(to)) - _cases(c)
        if name in cue.patterns and name != "as":
            found = subtree(c) - _cases(c)
            held = next((x for x in verb.children if x.i > c.i and _is_as(x)), None)
            found |= subtree(held) if held is not None else set()
            if name == "for":
                to = next((x for x in verb.children if x.i > c.i and x.dep_ == "xcomp"), c)
                found |= subtree(to) - _cases(c)
            return name, found
    return None


def _is_as(token: Token) -> bool:
    return base(token) in {"obl", "advcl"} and any(
        c.lower_ == "as" and c.dep_ in {"case", "mark"} for c in token.children
    )


def _cases(noun: Token) -> set[int]:
    return {t.i for t in noun.children if t.dep_ in {"case", "mark"} and t.i < noun.i}
