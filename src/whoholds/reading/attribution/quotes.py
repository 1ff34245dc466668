"""Words in quotation marks: where each quote starts and ends, also over paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from whoholds.reading.text import text_of

PAIRS = {"“": "”", "«": "»", "„": "“"}
MAX_CHARACTERS = 6000

_PARAGRAPH = re.compile(r"[^\n]+")
# A single mark is a quote only where it cannot be an apostrophe.
_MARKS = re.compile(r"''|``|[“”«»„\"]|(?<![\w.,!?])['‘](?=[\w\"“\[$])|(?<=[.,!?…])['’](?!\w)")
_CLOSING_SINGLE = re.compile(r"(?<=[^\ss])['’](?!\w)")


@dataclass(frozen=True, slots=True)
class Quote:
    """One stretch of quoted words as a token range `[start, end)`, marks within.

    group: quotes with one number are parts of one quote that runs over paragraphs.
    """

    start: int
    end: int
    group: int

    def __contains__(self, token: int) -> bool:
        return self.start <= token < self.end


def _opens(text: str, at: int) -> bool:
    """Say whether a mark that looks the same on both sides opens a quote here."""
    before = text[at - 1] if at else " "
    return before.isspace() or before in "([{-–—―“‘\"'"


def _paragraph_quotes(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, closed) of the quotes of one paragraph, outermost only."""
    opened: tuple[int, str] | None = None
    at = start
    while at < end:
        single = opened is not None and opened[1] in {"'", "’"}
        m = (_CLOSING_SINGLE if single else _MARKS).search(text, at, end)
        if m is None:
            break
        mark, at = m.group(), m.end()
        if opened is None:
            opened = _opening(text, m, mark, end)
        elif _closes(text, m, mark, opened[1]):
            yield opened[0], m.end(), True
            opened = None
    if opened is not None:
        yield opened[0], end, False


def _opening(text: str, m: re.Match[str], mark: str, end: int) -> tuple[int, str] | None:
    if mark in PAIRS:
        return m.start(), PAIRS[mark]
    if mark in {'"', "''", "``"}:
        closing = "''" if mark == "``" else mark
        return (m.start(), closing) if _opens(text, m.start()) else None
    if mark in {"'", "‘"} and _opens(text, m.start()):
        closing = "’" if mark == "‘" else "'"
        if _CLOSING_SINGLE.search(text, m.end(), min(end, m.end() + 600)):
            return m.start(), closing
    return None


def _closes(text: str, m: re.Match[str], mark: str, closing: str) -> bool:
    if mark != closing and {mark, closing} != {"”", '"'}:
        return False
    if mark in {'"', "''"} and _opens(text, m.start()):
        after = text[m.end() : m.end() + 1]
        return not after or after.isspace()
    return True


def find_quotes(doc: Doc) -> tuple[Quote, ...]:
    """Return the quotes of a text in order.

    A quote that is not closed runs to the end of its paragraph if the next paragraph opens with
    a mark again (then both are one group) or if it opens its own paragraph; otherwise it is none.
    """
    text = text_of(doc)
    if not any(mark in text for mark in "\"“«„'‘`"):
        return ()
    found: list[tuple[int, int, int]] = []
    group, running = 0, False
    paragraphs = [(m.start(), m.end()) for m in _PARAGRAPH.finditer(text) if m.group().strip()]
    for index, (start, end) in enumerate(paragraphs):
        for a, b, closed in _paragraph_quotes(text, start, end):
            first = not text[start:a].strip()
            group += not (running and first)
            running = not closed and _next_opens(text, paragraphs, index)
            if (closed or running or first) and b - a <= MAX_CHARACTERS:
                found.append((a, b, group))
        if not any(start <= f[0] < end for f in found[-1:]):
            running = False
    return tuple(_to_tokens(doc, found))


def _next_opens(text: str, paragraphs: list[tuple[int, int]], index: int) -> bool:
    if index + 1 == len(paragraphs):
        return False
    start, end = paragraphs[index + 1]
    return text[start:end].lstrip()[:2].startswith(("“", '"', "''", "``", "«", "‘", "'"))


def _to_tokens(doc: Doc, found: list[tuple[int, int, int]]) -> Iterator[Quote]:
    last = 0
    for a, b, group in found:
        span = doc.char_span(a, b, alignment_mode="expand")
        if span is None:
            continue
        start = max(span.start, last)  # two quotes may meet within one token of odd marks
        if span.end - start > 2:
            yield Quote(start, span.end, group)
            last = span.end
