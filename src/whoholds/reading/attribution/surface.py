"""Sources found by word order alone, for where the parse hangs them wrongly."""

from __future__ import annotations

from spacy.tokens import Doc, Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
HEADS = frozenset({"NOUN", "PROPN", "PRON"})
STARTS = frozenset({"DET", "PROPN", "PRON"})
MARKS = frozenset({",", "”", '"', "''", "’", "'"})


def beside(verb: Token) -> tuple[int | None, set[int]]:
    """Return the noun phrase right before a reporting verb, or right after an inverted one.

    Only ", NP said" and "... the NP said" (with a determiner, a name or a pronoun), and
    '," said NP', count; None and no words otherwise.
    """
    doc = verb.doc
    before = verb.i - 1
    if before >= 0 and doc[before].text in MARKS:
        return _after(doc, verb.i)
    return _before(doc, verb.i)


def _before(doc: Doc, verb: int) -> tuple[int | None, set[int]]:
    end = verb
    while end > 0 and doc[end - 1].pos_ in {"ADV", "AUX"}:
        end -= 1
    end = _before_bracket(doc, end)
    start = end
    lowest = min(doc[verb].sent.start, end - 1)
    while start > 0 and _goes_on(doc[start - 1]) and start > lowest:
        start -= 1
        if doc[start].pos_ == "DET" or doc[start].lower_ in {"a", "an", "the"}:
            break
    if start == end or doc[end - 1].pos_ not in HEADS:
        return None, set()
    marked = start == doc[verb].sent.start or doc[start - 1].text in MARKS
    if not marked and doc[start].pos_ not in STARTS:
        return None, set()
    return end - 1, set(range(start, end))


def _before_bracket(doc: Doc, end: int) -> int:
    """Step back over "(R-Fla.)"."""
    if end and doc[end - 1].text == ")":
        for i in range(end - 2, max(0, end - 9), -1):
            if doc[i].text == "(":
                return i
    return end


def _goes_on(token: Token) -> bool:
    return token.pos_ in NOMINAL or token.lower_ in {"'s", "’s", "-"}


def _after(doc: Doc, verb: int) -> tuple[int | None, set[int]]:
    start = verb + 1
    end = start
    limit = doc[verb].sent.end
    while end < limit and (_goes_on(doc[end]) or doc[end].lower_ in {"of", "for"}):
        end += 1
    while end > start and doc[end - 1].pos_ not in HEADS:
        end -= 1
    if end == start or doc[start].pos_ not in STARTS | {"NOUN", "ADJ"}:
        return None, set()
    head = next((i for i in range(start, end) if doc[i].lower_ in {"of", "for"}), end) - 1
    return (head if head >= start else end - 1), set(range(start, end))
