"""One act of saying in terms of tokens, before it becomes spans of the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from whoholds.model import Span


@dataclass(frozen=True, slots=True)
class Act:
    """Who says what by which cue; numbers are token indices.

    anchor: the main word of the cue. source_head: the main word of the source, None where there
    is none. report: whether the source says that the content is so. pattern: how the content was
    found. quotable: whether the cue may take words in quotation marks. shows: whether the cue is
    one of showing, which makes a report only where the source is one that can be quoted.
    """

    anchor: int
    cue: frozenset[int]
    source: frozenset[int]
    source_head: int | None
    content: frozenset[int]
    report: bool
    pattern: str
    quotable: bool = False
    shows: bool = False


def subtree(token: Token, *without: Token) -> set[int]:
    """Return the tokens below `token` (itself among them), those below `without` left out."""
    found = set(range(token.left_edge.i, token.right_edge.i + 1))
    for other in without:
        if other.i != token.i:
            found.difference_update(range(other.left_edge.i, other.right_edge.i + 1))
    found.add(token.i)
    return found


def to_spans(doc: Doc, tokens: Iterable[int]) -> tuple[Span, ...]:
    """Return the runs of tokens as spans, punctuation at their ends (but quote marks) left out."""
    found: list[Span] = []
    run: list[int] = []
    for i in sorted(tokens):
        if run and i > run[-1] + 1 and any(not doc[k].is_space for k in range(run[-1] + 1, i)):
            _add_run(doc, run, found)
            run = []
        run.append(i)
    _add_run(doc, run, found)
    return tuple(found)


def span_of_tokens(doc: Doc, tokens: Iterable[int]) -> Span:
    """Return the characters from the first token to the last."""
    numbers = sorted(tokens)
    last = doc[numbers[-1]]
    return Span(doc[numbers[0]].idx, last.idx + len(last))


def _trims(token: Token) -> bool:
    return bool(token.is_space or (token.is_punct and not token.is_quote and token.text != "''"))


def _add_run(doc: Doc, run: list[int], found: list[Span]) -> None:
    start, end = 0, len(run)
    while start < end and _trims(doc[run[start]]):
        start += 1
    while end > start and _trims(doc[run[end - 1]]):
        end -= 1
    if start < end:
        last = doc[run[end - 1]]
        found.append(Span(doc[run[start]].idx, last.idx + len(last)))
