"""The noun phrase of a source: its core words, the person in it, its main noun."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc, Token

from whoholds.reading.attribution.acts import subtree
from whoholds.reading.attribution.lists import word_list
from whoholds.reading.attribution.source import antecedent
from whoholds.reading.grammar import base, preposition

ARTICLES = frozenset({"a", "an", "the", "this", "that", "these", "those"})
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
OWNED = frozenset({"his", "her", "its", "their"})
WHEREABOUTS = word_list("whereabouts")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source as words.

    text: as it stands; core: without article and trailing clauses; rest: what follows the core
    ("head of the ..."), apposed: the apposition alone. person: a person's name in it. noun: lemma
    of the main word. definite: whether it takes up somebody told before ("the source").
    """

    text: str
    core: str
    rest: str
    apposed: str
    person: str | None
    noun: str
    definite: bool
    pronoun: bool
    plural: bool
    named: bool


def names(doc: Doc) -> list[tuple[int, int, str]]:
    """Return the names of a text as (start, end, label); lenient where labels do not join up."""
    found: list[tuple[int, int, str]] = []
    labels = doc.to_array(["ENT_TYPE"]).reshape(-1)
    for i in np.flatnonzero(labels):
        token = doc[int(i)]
        label = token.ent_type_
        if found and found[-1][1] == token.i and token.ent_iob_ == "I" and found[-1][2] == label:
            found[-1] = (found[-1][0], token.i + 1, label)
        else:
            found.append((token.i, token.i + 1, label))
    return found


def read_phrase(doc: Doc, source: frozenset[int], head: int) -> Phrase:
    """Return the phrase of a source; a relative pronoun is read as the noun it stands for."""
    main = doc[antecedent(doc, head)]
    words = sorted(source)
    if main.i != head:
        found = subtree(main, *(c for c in main.children if base(c) == "acl"))
        words = sorted(found - {c.i for c in main.children if c.dep_ == "case"})
    words = [i for i in words if not doc[i].is_space]
    core, rest = _split(doc, main, words)
    told = _without_clauses(main, words)
    person = _person(doc, told, main)
    first = doc[core[0]].lower_ if core else ""
    bare = [i for i in core if not (i == core[0] and first in ARTICLES)]
    return Phrase(
        text=_text(doc, words),
        core=_text(doc, bare) or _text(doc, core),
        rest=_text(doc, rest),
        apposed=_apposed(doc, main),
        person=person,
        noun=main.lemma_.lower(),
        definite=first in DEFINITE or first in OWNED,
        pronoun=main.pos_ == "PRON",
        plural="Plur" in main.morph.get("Number", [])
        or any(c.dep_ == "conj" for c in main.children),
        named=any(doc[i].pos_ == "PROPN" for i in bare),
    )


def _split(doc: Doc, main: Token, words: list[int]) -> tuple[list[int], list[int]]:
    """Cut trailing clauses and appositions off the core."""
    cut: set[int] = set()
    for c in main.children:
        trailing = base(c) in {"acl", "appos", "parataxis", "advcl", "dep"}
        if c.i > main.i and (trailing or preposition(c) in WHEREABOUTS):
            cut |= subtree(c)
    core = [i for i in words if i not in cut]
    for k, i in enumerate(core):
        if i > main.i and doc[i].text in {",", "(", "—", "–", ";"}:
            core = core[:k]
            break
    kept = set(core)
    rest = [i for i in words if i not in kept and not (doc[i].is_punct and doc[i].i < main.i)]
    return core, rest


def _apposed(doc: Doc, main: Token) -> str:
    found = next((c for c in main.children if c.dep_ == "appos"), None)
    if found is None:
        return ""
    return _text(doc, sorted(subtree(found, *(c for c in found.children if base(c) == "acl"))))


def _without_clauses(main: Token, words: list[int]) -> list[int]:
    cut: set[int] = set()
    for c in main.children:
        if c.i > main.i and base(c) in {"acl", "advcl"}:
            cut |= subtree(c)
    return [i for i in words if i not in cut]


def _person(doc: Doc, words: list[int], main: Token) -> str | None:
    """Return the name of a person in the phrase, that of the main word before others."""
    found: list[list[int]] = []
    for i in words:
        if doc[i].ent_type_ != "PER":
            continue
        if found and found[-1][-1] == i - 1 and doc[i].ent_iob_ == "I":
            found[-1].append(i)
        else:
            found.append([i])
    best = next((f for f in found if main.i in f), None)
    best = best or next((f for f in found if _names_main(doc, f, main)), None)
    if best is None:
        return None
    inside = set(words)
    while best[-1] + 1 in inside and doc[best[-1] + 1].pos_ == "PROPN":
        best.append(best[-1] + 1)
    while (
        best[0] - 1 in inside and doc[best[0]].dep_ == "flat" and doc[best[0] - 1].pos_ == "PROPN"
    ):
        best.insert(0, best[0] - 1)
    return _text(doc, best)


def _names_main(doc: Doc, name: list[int], main: Token) -> bool:
    """Say whether a name is that of the main word ("the mayor, X"), not of another ("for X")."""
    top = next((doc[i] for i in name if doc[i].head.i not in name), doc[name[0]])
    labels = {"appos", "flat", "compound", "nmod:desc", "nmod:unmarked", "parataxis", "list"}
    tied = top.head.i == main.i and top.dep_ in labels
    return tied or main.head.i in name or top.dep_ == "appos"


def _text(doc: Doc, words: list[int]) -> str:
    if not words:
        return ""
    text = "".join(doc[i].text + ("" if i == words[-1] else _gap(doc, i)) for i in words)
    return text.strip(" ,;()")


def _gap(doc: Doc, i: int) -> str:
    following = doc[i + 1] if i + 1 < len(doc) else None
    if following is not None and following.is_space:
        return " "
    return str(doc[i].whitespace_)
