"""Verbs and adjectives that attribute, each with its source and its content."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from whoholds.reading.attribution.acts import Act
from whoholds.reading.attribution.content import Found, find_content
from whoholds.reading.attribution.cues import Cue, CueClass, Lexicon
from whoholds.reading.attribution.lists import word_list
from whoholds.reading.attribution.scan import where
from whoholds.reading.attribution.source import agent, find_source
from whoholds.reading.attribution.surface import trailing
from whoholds.reading.grammar import base, child, is_passive

ANSWERING = word_list("answering")
DENYING = word_list("denying")
TOLD = word_list("told")
NEGATIONS = frozenset({"not", "n't", "never", "n’t"})


def find_verbs(doc: Doc, lexicon: Lexicon) -> Iterator[Act]:
    """Yield an act for each verb and adjective of the lexicon that has content or may quote."""
    for i in where(doc, "LEMMA", lexicon.keys["verbs"]):
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
    found = find_content(verb, cue)
    if found is not None and _is_another_part(verb, found):
        found = None
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
        head, source = agent(verb)
    words = _cue_words(verb)
    content = _before_according(verb, content) - words
    if pattern in {"around", "as", "clause", "raised"}:
        content -= source
    else:
        source -= content
    return Act(
        anchor=verb.i,
        cue=frozenset(words | _preposition_words(verb, content)),
        source=frozenset(source),
        source_head=head,
        content=frozenset(content),
        report=kind.reports or _turns_down(verb),
        pattern=pattern,
        quotable=quotable,
        shows=kind.shows,
    )


def _is_another_part(verb: Token, found: Found) -> bool:
    """Say whether a semicolon divides a verb from its content ("locals say; the army denies")."""
    after = min(found[2], default=verb.i)
    return after > verb.i and any(t.text == ";" for t in verb.doc[verb.i + 1 : after + 1])


def _before_according(verb: Token, content: set[int]) -> set[int]:
    """Cut what is said before a closing ", according to Z": Z tells all of it."""
    doc = verb.doc
    cut = next((i for i in sorted(content) if i > verb.i and doc[i].lower_ == "according"), None)
    if cut is None or doc[cut - 1].text != "," or cut - 1 <= verb.i + 1:
        return content
    source = doc[cut].head
    after = doc[max(cut, source.right_edge.i) + 1 : verb.sent.end]
    if any(t.is_alpha for t in after):
        return content
    return {i for i in content if i < cut - 1}


def _turns_down(verb: Token) -> bool:
    """Say whether a verb tells that what others said is not so ("dismissed the reports")."""
    if verb.lemma_.lower() not in DENYING:
        return False
    if child(verb, "ccomp") is not None:
        return True
    told = child(verb, "obj", "nsubj:pass")
    return told is not None and told.lemma_.lower() in TOLD


def _told_after(verb: Token, found: Found) -> bool:
    """Say whether the content stands after the verb, or its source is plain."""
    return max(found[2], default=0) > verb.i or child(verb, "nsubj", "nsubj:pass") is not None


def _trailing(verb: Token, cue: Cue) -> Act | None:
    kind = cue.patterns["around"]
    finite = verb.lower_.endswith(("d", "s", "t", "e", "y")) and not _infinite(verb)
    auxiliary = child(verb, "aux:pass", "obl:agent") is not None
    mark = child(verb, "mark") is not None  # "..., although the group maintained positions"
    if base(verb) == "acl" and verb.lemma_.lower() in ANSWERING:
        return None  # "a claim Ukraine denied"
    if base(verb) == "acl" and any(c.lower_ == "where" for c in verb.children):
        return None  # "took X, where the group had declared a caliphate"
    read = trailing(verb) if kind.trails and finite and not auxiliary and not mark else None
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
        {"Inf", "Ger"} & set(verb.morph.get("VerbForm", []))
    )


def _sourceless(pattern: str, kind: CueClass) -> bool:
    return kind.sourceless or pattern == "raised"


def _cue_words(verb: Token) -> set[int]:
    found = {verb.i}
    for c in verb.children:
        near = c.i < verb.i and verb.i - c.i <= 3
        if c.dep_ in {"aux", "aux:pass", "cop", "compound:prt"} or (
            c.dep_ == "advmod" and (near or c.lower_ in NEGATIONS) and c.lower_ not in {"how"}
        ):
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
