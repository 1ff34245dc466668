"""Sources found by word order alone, for where the parse hangs them wrongly."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from whoholds.reading.attribution.lists import word_list

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
HEADS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
STARTS = frozenset({"DET", "PROPN", "PRON", "NUM"})
INVERTED = word_list("inverted")
TIMES = word_list("times")
ASIDES = frozenset({"which", "who", "citing", "quoting"})
CONCEDING = frozenset({"although", "though", "while", "but"})
MARKS = frozenset({",", "”", '"', "''", "’", "'"})


def beside(verb: Token) -> tuple[int | None, set[int]]:
    """Return the noun phrase right before a reporting verb, or right after an inverted one.

    Only ", NP said" and "... the NP said" (with a determiner, a name or a pronoun), and
    '," said NP', count; None and no words otherwise.
    """
    doc = verb.doc
    before = verb.i - 1
    if before >= 0 and doc[before].text == ",":
        head, words = _before_comma(doc, verb.i)
        if head is not None:
            return head, words
    if before >= 0 and doc[before].text in MARKS:
        return _after(doc, verb.i)
    return _before(doc, verb.i)


def _before_comma(doc: Doc, verb: int) -> tuple[int | None, set[int]]:
    """Read "NP, an officer in the north, said"."""
    first = doc[verb].sent.start
    for i in range(verb - 2, max(first, verb - 20), -1):
        if doc[i].text in MARKS - {","}:
            break
        if doc[i].text == ",":
            if any(_predicates(doc[k]) for k in range(i + 1, _relative(doc, i + 1, verb))):
                break
            head, words = _before(doc, i)
            if head is not None and doc[head].pos_ != "NUM":
                return head, words | set(range(i, verb - 1))
    return None, set()


def trailing(verb: Token) -> tuple[int, set[int], set[int]] | None:
    """Read "..., NP said (on Friday)." or "... said NP." at the end of a sentence by word order.

    Returns main word and words of the source, and the sentence before them as content; None
    where the sentence does not end so.
    """
    doc = verb.doc
    first, last = _part(verb)
    end = verb.i + 1
    head, words = _after(doc, verb.i) if verb.lemma_.lower() in INVERTED else (None, set())
    if head is not None and _told(doc, head):
        end = max(words) + 1
    else:
        head, words = _before(doc, verb.i)
    if head is None:
        return None
    start = min(words | {verb.i})
    if any(_predicates(doc[i]) for i in range(end, _relative(doc, end, last))):
        return None
    content = {i for i in range(first, start) if not doc[i].is_space}
    headline = end == last and bool(content)
    if not headline and not any(_predicates(doc[i]) for i in content):
        return None
    return head, words, content


def _part(verb: Token) -> tuple[int, int]:
    """Return where the part of a sentence between semicolons begins and ends."""
    marks = [t.i for t in verb.sent if t.text == ";"]
    first = max((i + 1 for i in marks if i < verb.i), default=verb.sent.start)
    return first, min((i for i in marks if i > verb.i), default=verb.sent.end)


def _told(doc: Doc, head: int) -> bool:
    """Say whether the noun after "said" is who says it: "said Friday" tells when."""
    token = doc[head]
    return token.pos_ in {"NOUN", "PROPN"} and token.lemma_.lower() not in TIMES


def _predicates(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"amod", "case", "compound"}


def _relative(doc: Doc, start: int, end: int) -> int:
    """Return where "which ...", "citing ..." or ", although ..." begins, or the end."""
    return next((i for i in range(start, end) if _is_aside(doc[i])), end)


def _is_aside(word: Token) -> bool:
    """Say whether a word begins a clause that has a verb of its own."""
    comma = word.i > 0 and word.nbor(-1).text == ","
    participle = word.pos_ == "VERB" and word.lower_.endswith("ing")
    return word.lower_ in ASIDES or (comma and (participle or word.lower_ in CONCEDING))


def _before(doc: Doc, verb: int) -> tuple[int | None, set[int]]:
    end = verb
    while end > 0 and doc[end - 1].pos_ in {"ADV", "AUX"}:
        end -= 1
    end = _before_bracket(doc, end)
    start = end
    lowest = max(0, min(doc[verb].sent.start, end - 1))
    while start > lowest and _goes_on(doc, start - 1) and not _apart(doc, start, end):
        start -= 1
        if doc[start].pos_ == "DET" or doc[start].lower_ in {"a", "an", "the"}:
            break
    if start == end or doc[end - 1].pos_ not in HEADS:
        return None, set()
    marked = start == doc[verb].sent.start or doc[start - 1].text in MARKS
    plural = "Plur" in doc[end - 1].morph.get("Number", [])
    if not marked and doc[start].pos_ not in STARTS and not plural:
        return None, set()
    return end - 1, set(range(start, end))


def _apart(doc: Doc, start: int, end: int) -> bool:
    """Say whether the phrase is whole: a pronoun, or a name after another noun phrase."""
    if start == end:
        return False
    if doc[start].pos_ == "PRON" and doc[start].lower_ not in {"his", "her", "their", "its"}:
        return True
    before = doc[start - 1]
    linked = {"compound", "nmod:desc", "amod", "flat", "nmod", "appos"}
    return (
        doc[start].pos_ == "PROPN"
        and before.pos_ == "NOUN"
        and before.dep_ not in linked
        and doc[start].dep_ not in linked
    )


def _before_bracket(doc: Doc, end: int) -> int:
    """Step back over "(R-Fla.)"."""
    if end and doc[end - 1].text == ")":
        for i in range(end - 2, max(0, end - 9), -1):
            if doc[i].text == "(":
                return i
    return end


def _goes_on(doc: Doc, i: int) -> bool:
    """Say whether the token belongs to a noun phrase that goes on to its right."""
    token = doc[i]
    if token.pos_ in NOMINAL or token.lower_ in {"'s", "’s", "-"}:
        return True
    if i + 1 >= len(doc):
        return False
    joined = doc[i + 1].text == "-" or (i > 0 and doc[i - 1].text == "-")
    if joined or token.dep_ in {"amod", "compound"}:
        return token.pos_ != "PUNCT"
    if token.pos_ == "CCONJ" and i > 0 and doc[i - 1].ent_type_ == "PER":
        return True
    if token.ent_type_ and doc[i + 1].ent_iob_ == "I":
        return True
    names = doc[i + 1].is_title and i > 0 and doc[i - 1].pos_ == "PROPN"
    return token.lower_ in {"of", "for"} and names


def _after(doc: Doc, verb: int) -> tuple[int | None, set[int]]:
    start = verb + 1
    end = start
    limit = doc[verb].sent.end
    while end < limit and (_goes_on(doc, end) or doc[end].lower_ in {"of", "for"}):
        if doc[end].pos_ == "PRON" and end > start:
            break
        end += 1
    while end > start and doc[end - 1].pos_ not in HEADS:
        end -= 1
    if end == start or doc[start].pos_ not in STARTS | {"NOUN", "ADJ"}:
        return None, set()
    head = next((i for i in range(start, end) if doc[i].lower_ in {"of", "for"}), end) - 1
    return (head if head >= start else end - 1), set(range(start, end))
