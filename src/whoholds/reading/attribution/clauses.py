"""Verbs and adjectives that attribute: their source, and the part that is their content."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.attrs import LEMMA
from spacy.tokens import Doc, Token

from whoholds.reading.attribution.acts import Act, subtree
from whoholds.reading.attribution.cues import Cue, CueClass, Lexicon
from whoholds.reading.attribution.scan import where
from whoholds.reading.attribution.surface import TIMES, beside, trailing
from whoholds.reading.grammar import (
    RELATIVE,
    base,
    child,
    doer_of_noun,
    is_passive,
    preposition,
    surface_subject,
)

# Nouns for what somebody says or writes: "a statement saying" is said by who issued it.
DOCUMENTS = frozenset(
    """statement tweet post letter email e-mail message speech interview memo remark comment note
    release video audio recording communique conference briefing address""".split()
)
QUOTING = frozenset({"quote", "cite"})
NAMING = frozenset({"call", "describe", "refer", "cite", "stress", "note"})
# Reporting verbs with which a sentence goes on reporting after what somebody said.
GO_ON = frozenset(
    """say add note tell claim argue warn explain call describe refer cite insist stress suggest
    report announce declare acknowledge deny state""".split()
)
# Phrases after an object that belong to what is said of it ("accused X of Y").
EXTENDING = frozenset("of for at from against about over to".split())
# Determiners that, with a capital, begin a sentence: what stands before is a dateline or a label.
OPENERS = frozenset({"A", "An", "The", "Another"})
NEGATIONS = frozenset({"not", "n't", "never", "n’t"})

Found = tuple[str, CueClass, set[int]]


def find_verbs(doc: Doc, lexicon: Lexicon) -> Iterator[Act]:
    """Yield an act for each verb and adjective of the lexicon that has content or may quote."""
    for i in where(doc, LEMMA, lexicon.keys["verbs"]):
        token = doc[i]
        pos = token.pos_
        if pos in {"VERB", "AUX"}:
            cue = lexicon.verbs.get(token.lemma_.lower())
        elif pos == "ADJ":
            cue = lexicon.adjectives.get(token.lemma_.lower())
        else:
            continue
        if cue is not None:
            act = _act(token, cue)
            if act is not None:
                yield act


def _act(verb: Token, cue: Cue) -> Act | None:
    if base(verb) in {"amod", "compound", "case", "mark", "fixed"}:
        return None
    found = _content(verb, cue)
    quotable = "quote" in cue.patterns
    if "around" in cue.patterns and (found is None or not _told_after(verb, found)):
        act = _trailing(verb, cue)
        if act is not None:
            return act
    if found is None and not quotable:
        return None
    pattern, kind, content = found or ("quote", cue.patterns["quote"], set())
    head, source = (None, set()) if _sourceless(pattern, kind) else find_source(verb)
    if pattern == "raised" and is_passive(verb):
        head, source = _agent(verb)
    words = _cue_words(verb)
    content -= words
    if pattern in {"around", "as", "clause"}:
        content -= source
    else:
        source -= content
    return Act(
        anchor=verb.i,
        cue=frozenset(words | _preposition_words(verb, content)),
        source=frozenset(source),
        source_head=head,
        content=frozenset(content),
        report=kind.reports,
        pattern=pattern,
        quotable=quotable,
        shows=kind.shows,
    )


def _told_after(verb: Token, found: Found) -> bool:
    """Say whether the content stands after the verb, or its source is plain."""
    return max(found[2], default=0) > verb.i or child(verb, "nsubj", "nsubj:pass") is not None


def _trailing(verb: Token, cue: Cue) -> Act | None:
    kind = cue.patterns["around"]
    finite = verb.lower_.endswith(("d", "s", "t", "e", "y")) and not _infinite(verb)
    read = trailing(verb) if kind.trails and finite and not is_passive(verb) else None
    if read is None:
        return None
    head, source, content = read
    return Act(
        anchor=verb.i,
        cue=frozenset(_cue_words(verb) - content - source),
        source=frozenset(source),
        source_head=head,
        content=frozenset(content),
        report=kind.reports,
        pattern="around",
        quotable=True,
        shows=kind.shows,
    )


def _infinite(verb: Token) -> bool:
    return any(c.lower_ == "to" and c.i < verb.i for c in verb.children) or bool(
        {"Inf", "Ger"} & set(verb.morph.get("VerbForm"))
    )


def _sourceless(pattern: str, kind: CueClass) -> bool:
    return kind.sourceless or pattern == "raised"


def _cue_words(verb: Token) -> set[int]:
    found = {verb.i}
    for c in verb.children:
        near = c.i < verb.i and verb.i - c.i <= 3
        if c.dep_ in {"aux", "aux:pass", "cop", "compound:prt"}:
            found.add(c.i)
        elif c.dep_ == "advmod" and (near or c.lower_ in NEGATIONS) and c.lower_ not in {"how"}:
            found.add(c.i)
    return found


def _preposition_words(verb: Token, content: set[int]) -> set[int]:
    """Return the preposition right before the content, which belongs to the cue."""
    if not content:
        return set()
    before = min(content) - 1
    if before <= verb.i:
        return set()
    token = verb.doc[before]
    return {before} if token.dep_ == "case" and token.head.i in content else set()


# --- source ------------------------------------------------------------------


def _passive(verb: Token) -> bool:
    """Say whether the verb is passive; a subject alone makes no passive of a reporting verb."""
    if not is_passive(verb):
        return False
    surface = child(verb, "nsubj:pass") is not None and child(verb, "ccomp") is not None
    return not (surface and child(verb, "aux:pass", "obl:agent") is None)


def find_source(verb: Token) -> tuple[int | None, set[int]]:
    """Return the main word and all words of who speaks, None and no words where none is told."""
    if _passive(verb) and verb.pos_ != "ADJ":
        return _agent(verb)
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubj:outer", "nsubj:pass"}]
    if subjects:
        return _phrase(min(subjects, key=lambda c: abs(c.i - verb.i)), verb)
    if verb.head.lemma_.lower() in QUOTING and verb.head.i != verb.i:
        quoted = child(verb.head, "nsubj:pass") if is_passive(verb.head) else child(verb.head, "obj")
        if quoted is not None:
            return _phrase(quoted, verb)
    if verb.lemma_ == "say" or base(verb) in {"root", "parataxis"}:
        head, words = beside(verb)
        if head is not None:
            return head, words
    inherited = surface_subject(verb)
    if inherited is None:
        return None, set()
    if inherited.lemma_.lower() in DOCUMENTS and base(verb) == "acl":
        issuer = _issuer(inherited)
        if issuer is not None:
            return _phrase(issuer, verb)
    return _phrase(inherited, verb)


def _issuer(document: Token) -> Token | None:
    """Return who made a document: its possessor, "by"-phrase, or the subject of its verb."""
    doer = doer_of_noun(document)
    if doer is not None and doer.pos_ != "ADJ":
        return doer
    return None


def _agent(verb: Token) -> tuple[int | None, set[int]]:
    for c in verb.children:
        if c.dep_ == "obl:agent" or (base(c) == "obl" and preposition(c) == "by"):
            if c.i > verb.i and c.pos_ in {"NOUN", "PROPN", "PRON"} and not _dated(c):
                return _phrase(c, verb)
    return None, set()


def _dated(noun: Token) -> bool:
    return noun.lemma_.lower() in TIMES or any(c.lemma_.lower() in TIMES for c in noun.children)


def _phrase(head: Token, verb: Token) -> tuple[int | None, set[int]]:
    """Return the noun phrase of a source, without the part in which the cue stands."""
    if head.lower_ in {"it", "there"} and head.dep_ == "expl":
        return None, set()
    found = subtree(head)
    for c in head.children:
        if verb.i in subtree(c) or c.dep_ in {"case", "cop", "parataxis"}:
            found -= subtree(c)
        elif c.dep_ == "conj" and c.pos_ in {"VERB", "AUX"}:
            found -= subtree(c)
        elif base(c) == "acl" and c.i > head.i and head.pos_ == "PRON":
            found -= subtree(c)
    if verb.i in found or not found:
        found = {head.i}
    return _mended(head, verb, found)


def _mended(head: Token, verb: Token, found: set[int]) -> tuple[int | None, set[int]]:
    """Mend a phrase that a dateline has run into, or that was cut at a hyphen."""
    doc = head.doc
    last = max(found)
    if last + 1 < len(doc) and doc[last + 1].text == "-" and not doc[last].whitespace_:
        near, words = beside(verb)
        if near is not None and head.i in words:
            return near, words
    opener = next((i for i in sorted(found) if doc[i].text in OPENERS and i > min(found)), None)
    if opener is not None and opener > head.i and doc[opener - 1].text not in {",", "("}:
        kept = {i for i in found if i >= opener}
        nouns = [i for i in kept if doc[i].pos_ in {"NOUN", "PROPN"}]
        if nouns and max(kept) < verb.i:
            return nouns[-1], kept
    return head.i, found


# --- content -------------------------------------------------------------------


def _content(verb: Token, cue: Cue) -> Found | None:
    takes = cue.patterns
    for finder in (_clause, _around, _as, _raised, _infinitive, _objects, _prepositional):
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
        elif c.dep_ == "xcomp" and _has_subject(c):
            found |= subtree(c)
        elif c.dep_ == "parataxis" and c.i > verb.i and _colon_between(verb, c):
            found |= subtree(c)
        elif c.dep_ == "acl" and "that" in {m.lower_ for m in c.children if m.dep_ == "mark"}:
            found |= subtree(c)
    return ("clause", found) if found else None


def _goes_on(word: Token, clause: Token) -> bool:
    """Say whether a clause within what is said is told beside it, not as a part of it."""
    if word.dep_ not in {"conj", "advcl"} or word.lemma_.lower() not in GO_ON:
        return False
    if word.dep_ == "conj":
        own = child(word, "nsubj") is not None and word.lemma_.lower() not in NAMING
        said_too = any(c.lower_ == "that" and c.dep_ == "mark" for c in word.children)
        beside_it = own or word.lower_ in {"said", "added"}
        return word.head.i == clause.i and beside_it and not said_too
    return word.lower_.endswith("ing") and word.doc[word.left_edge.i - 1].text == ","


def _has_subject(clause: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubj:pass"} or c.lower_ == "that" for c in clause.children)


def _said(clause: Token, verb: Token) -> set[int]:
    """Return the words of a clause that is said.

    Left out are a further clause in which somebody else says something ("..., but officials
    said"), participles that go on with the reporting ("..., adding that"), and, where the clause
    stands before its verb, what follows the verb without a comma.
    """
    found = subtree(clause)
    for c in [verb.doc[i] for i in sorted(found) if i > verb.i]:
        if c.i in found and c.i != clause.i and _goes_on(c, clause):
            found -= subtree(c)
    found.add(clause.i)
    if clause.i < verb.i and max(found) > verb.i:
        after = verb.i + 1
        while after < len(verb.doc) and verb.doc[after].head.i == verb.i and after not in found:
            after += 1
        if verb.doc[after - 1].text != ",":
            found = {i for i in found if i < verb.i}
    return found


def _expletive(verb: Token) -> bool:
    return any(c.dep_ == "expl" or c.lower_ == "it" for c in verb.children)


def _colon_between(verb: Token, clause: Token) -> bool:
    return any(t.text in {":", "“", '"', "''"} for t in verb.doc[verb.i + 1 : clause.i + 1])


def _around(verb: Token, cue: Cue) -> tuple[str, set[int]] | None:
    """Take the sentence into which "he said" is put, at its end or in its middle."""
    if "around" not in cue.patterns or verb.dep_ != "parataxis":
        return None
    if child(verb, "nsubj", "nsubj:pass") is None or child(verb, "obj", "xcomp") is not None:
        # "say" takes no object: what looks like one is the sentence going on
        if not _only_hearer(verb, cue) and verb.lemma_ != "say":
            return None
    host = verb.head
    if host.i > verb.i and host.left_edge.i >= verb.i:
        return None
    return "around", subtree(host, verb)


def _only_hearer(verb: Token, cue: Cue) -> bool:
    return cue.hearer and child(verb, "nsubj") is not None and child(verb, "xcomp") is None


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
        if c.dep_ not in {"xcomp", "advcl"} or c.i < verb.i or c.pos_ not in {"VERB", "AUX", "ADJ", "NOUN"}:
            continue
        to = any(m.lower_ == "to" and m.dep_ in {"mark", "aux"} for m in c.children)
        gerund = "Ger" in c.morph.get("VerbForm") or (c.tag_ == "VBG")
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


def _objects(verb: Token, cue: Cue) -> tuple[str, set[int]] | None:
    named = next((n for n in ("object-as", "object", "complement") if n in cue.patterns), None)
    if named is None:
        return None
    target = child(verb, "obj")
    if target is None and is_passive(verb):
        target = child(verb, "nsubj:pass")
        if target is None and base(verb) == "acl" and named != "complement":
            return named, _modified(verb.head)
    if target is None:
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


def antecedent(doc: Doc, head: int) -> int:
    """Return the noun that a relative pronoun stands for, or the word itself."""
    token = doc[head]
    if token.lower_ not in RELATIVE or token.pos_ not in {"PRON", "DET"}:
        return head
    clause = token.head
    for _ in range(6):
        if base(clause) == "acl" and clause.head.i < token.i:
            return int(clause.head.i)
        if clause.dep_ not in {"conj", "xcomp", "ccomp"}:
            break
        clause = clause.head
    return head
