"""Attribution without a verb: "according to", nouns ("the claim that"), adverbs, headlines."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.tokens import Doc, Token

from whoholds.reading.attribution.acts import Act, subtree
from whoholds.reading.attribution.clauses import NEGATIONS
from whoholds.reading.attribution.cues import Cue, Lexicon
from whoholds.reading.attribution.lists import word_list
from whoholds.reading.attribution.scan import keys_of, where
from whoholds.reading.grammar import base, child, is_passive, preposition, surface_subject

MAX_LABEL = 7
VAGUE = word_list("vague")
THINGS = word_list("labels_of_things")
ANSWERING = word_list("answering")
DASHES = frozenset({"-", "--", "–", "—", "―"})
MARKS = keys_of({":", *DASHES})
TAKING_UP = frozenset({"that", "this", "it"})
ACCORDING = keys_of({"according"})

Speaks = Callable[[str], bool]


def find_according_to(doc: Doc) -> Iterator[Act]:
    """Yield an act for each "according to X", with the clause around it as content."""
    for i in where(doc, "LOWER", ACCORDING):
        token = doc[i]
        if i + 1 >= len(doc) or doc[i + 1].lower_ != "to":
            continue
        source = token.head
        if source.i <= token.i or base(token) not in {"case", "mark"}:
            source = next((c for c in token.children if base(c) in {"obl", "nmod"}), source)
        if source.i <= token.i:
            continue
        words = subtree(source) - {token.i, token.i + 1}
        content = _taken_up(token) or _clause_around(doc, token, source, words)
        if content:
            yield Act(
                anchor=token.i,
                cue=frozenset({token.i, token.i + 1}),
                source=frozenset(w for w in words if w > token.i + 1 and not _closes(doc[w])),
                source_head=source.i,
                content=frozenset(content),
                report=True,
                pattern="according-to",
                shows=True,
            )


def _closes(token: Token) -> bool:
    return token.text in {".", "!", "?"} and token.i == token.sent.end - 1


def _taken_up(cue: Token) -> set[int]:
    """Return the sentence before, where "That is according to X" takes it up."""
    doc, sentence = cue.doc, cue.sent
    said = [t.lower_ for t in doc[sentence.start : cue.i] if not t.is_space]
    if not sentence.start or len(said) not in {1, 2} or said[0] not in TAKING_UP:
        return set()
    if said[-1] not in {"is", "was", "'s", "’s", "comes", "came"}:
        return set()
    before = doc[sentence.start - 1].sent
    return {t.i for t in before if not t.is_space}


def _clause_around(doc: Doc, cue: Token, source: Token, words: set[int]) -> set[int]:
    """Return the clause that the phrase stands with.

    A phrase that opens or ends its sentence, set off by a comma, takes the whole sentence: where
    it hangs in the tree is then of no matter.
    """
    sentence = cue.sent
    phrase = words | {cue.i, cue.i + 1}
    rest = set(range(sentence.start, sentence.end)) - phrase
    ends = all(doc[i].is_punct or doc[i].is_space for i in rest if i > max(phrase))
    comma = cue.i > 0 and doc[cue.i - 1].text in {",", "”", '"', "''"}
    bare = not any(doc[i].text == "," for i in rest)  # some outlets lose their commas
    if ends and (comma or bare):
        return rest
    last = max(phrase)
    at = last if doc[last].text == "," else last + 1
    joined = cue.i > 0 and doc[cue.i - 1].pos_ in {"CCONJ", "SCONJ"}
    if joined and at + 1 < sentence.end and doc[at].text == ",":
        return _clause_after(doc, at)
    host = source.head if source.head.i != cue.i else cue.head
    if host.i in phrase:
        return rest
    while base(host) in {"obl", "nmod", "obj", "flat", "compound", "amod", "appos", "nummod"}:
        if host.head.i == host.i:
            break
        host = host.head
    found = subtree(host) - phrase
    return {i for i in found if doc[i].dep_ != "cc" or i > min(found)}


def _clause_after(doc: Doc, comma: int) -> set[int]:
    """Return the clause that begins after a comma."""
    top = doc[comma + 1]
    while top.head.i > comma and top.head.i != top.i:
        top = top.head
    return {i for i in subtree(top) if i > comma}


def find_nouns(doc: Doc, lexicon: Lexicon, speaks: Speaks) -> Iterator[Act]:
    """Yield an act for each noun of the lexicon with content: "the claim that X left".

    speaks: says whether words name somebody who may speak.
    """
    for i in where(doc, "LEMMA", lexicon.keys["nouns"]):
        token = doc[i]
        if token.pos_ != "NOUN":
            continue
        cue = lexicon.nouns.get(token.lemma_.lower())
        if cue is None:
            continue
        found = _noun_content(token, cue)
        if found is None:
            continue
        pattern, content, words = found
        head, source = _noun_source(token, content, speaks)
        yield Act(
            anchor=token.i,
            cue=frozenset(words),
            source=frozenset(source - content),
            source_head=head,
            content=frozenset(content),
            report=cue.patterns[pattern].reports,
            pattern=f"noun-{pattern}",
        )


def _noun_content(noun: Token, cue: Cue) -> tuple[str, set[int], set[int]] | None:
    for c in noun.children:
        if c.i < noun.i or base(c) not in {"acl", "ccomp", "nmod", "advcl"}:
            continue
        mark = next((m for m in c.children if m.dep_ in {"mark", "aux"} and m.i < c.i), None)
        word = "" if mark is None else mark.lower_
        if base(c) != "nmod" and c.dep_ != "acl:relcl":
            if word == "that" and "clause" in cue.patterns:
                return "clause", subtree(c), {noun.i}
            if word == "to" and "infinitive" in cue.patterns:
                return "infinitive", subtree(c), {noun.i}
        name = preposition(c) or word
        if name in cue.patterns and name not in VAGUE:
            case = {t.i for t in c.children if t.dep_ in {"case", "mark"} and t.i < c.i}
            return name, subtree(c) - case, {noun.i} | case
    return None


def _noun_source(noun: Token, content: set[int], speaks: Speaks) -> tuple[int | None, set[int]]:
    """Return who makes the claim: possessor, "by"-phrase, or the subject of the verb above."""
    for c in noun.children:
        if c.dep_ == "nmod:poss" or (base(c) == "nmod" and preposition(c) in {"by", "from"}):
            if c.i in content:
                continue
            return c.i, subtree(c) - {t.i for t in c.children if t.dep_ == "case"}
    named = next((c for c in noun.children if _is_teller(c, noun, speaks)), None)
    if named is not None:
        return named.i, subtree(named)
    verb = noun.head
    if verb.lemma_.lower() in ANSWERING:
        return None, set()  # "the army denied reports that": they are not the army's
    if base(noun) in {"obj", "obl"} and verb.pos_ == "VERB" and not is_passive(verb):
        subject = surface_subject(verb)
        if subject is not None and subject.i not in content:
            return subject.i, subtree(subject, noun)
    return None, set()


def _is_teller(word: Token, noun: Token, speaks: Speaks) -> bool:
    """Say whether a word before a noun tells whose words they are ("Russian claims")."""
    if word.i > noun.i or word.dep_ not in {"amod", "compound"} or word.pos_ == "VERB":
        return False
    if word.pos_ == "ADJ":
        return word.lemma_[:1].isupper()
    return word.pos_ in {"NOUN", "PROPN"} and speaks(word.text)


def find_adverbs(doc: Doc, lexicon: Lexicon) -> Iterator[Act]:
    """Yield an act without source for each "reportedly", with its clause as content."""
    for i in where(doc, "LOWER", lexicon.keys["adverbs"]):
        token = doc[i]
        host = token.head
        if host.i == token.i:
            continue
        content = subtree(host) - {token.i}
        if base(host) == "xcomp" or base(host) == "conj":
            subject = child(host.head, "nsubj", "nsubj:pass")
            content |= subtree(subject) if subject is not None else set()
        yield Act(
            anchor=token.i,
            cue=frozenset({token.i}),
            source=frozenset(),
            source_head=None,
            content=frozenset(content - {i for i in content if doc[i].lower_ in NEGATIONS}),
            report=True,
            pattern="adverb",
        )


def find_labels(doc: Doc, speaks: Speaks) -> Iterator[Act]:
    """Yield an act for each line "X takes Y: monitor", "monitor: X takes Y", "... - monitor".

    speaks: says whether words name somebody who may speak.
    """
    done = -1
    for i in where(doc, "LOWER", MARKS):
        if i < done:
            continue
        token = doc[i]
        start, end = _line(doc, i)
        left, right = range(start, i), range(i + 1, end)
        if not len(left) or not len(right):
            continue
        if token.text in DASHES and not (doc[i - 1].whitespace_ and token.whitespace_):
            continue
        if len(right) <= MAX_LABEL and len(right) < len(left) and speaks(_words(doc, right)):
            yield _label(doc, i, right, left)
            done = end
        elif token.text == ":" and _is_label(doc, left) and speaks(_words(doc, left)):
            yield _label(doc, i, left, right)
            done = end


def _is_label(doc: Doc, part: range) -> bool:
    """Say whether the words before a colon are a bare noun phrase."""
    last = doc[part.stop - 1]
    nominal = all(doc[i].pos_ not in {"VERB", "AUX", "ADP", "PUNCT"} for i in part)
    return len(part) <= MAX_LABEL and nominal and last.lower_ not in THINGS


def _line(doc: Doc, i: int) -> tuple[int, int]:
    """Return the sentence of a token, cut at line breaks."""
    sentence = doc[i].sent
    start = end = i
    while start > sentence.start and "\n" not in doc[start - 1].text:
        start -= 1
    while end < sentence.end and "\n" not in doc[end].text:
        end += 1
    return start, end


def _words(doc: Doc, part: range) -> str:
    return str(doc[part.start : part.stop].text).strip(" .\n")


def _label(doc: Doc, mark: int, label: range, content: range) -> Act:
    head = doc[label.start : label.stop].root.i
    return Act(
        anchor=mark,
        cue=frozenset({mark}),
        source=frozenset(label),
        source_head=head,
        content=frozenset(content),
        report=True,
        pattern="label",
        quotable=True,
    )
