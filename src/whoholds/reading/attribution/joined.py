"""Quoted words joined to the acts that take them."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc

from whoholds.reading.attribution.acts import Act
from whoholds.reading.attribution.quotes import Quote
from whoholds.reading.attribution.surface import beside

MIN_DIRECT = 4  # tokens, marks among them, that a quote without grammatical tie must have
LONG = 8  # tokens with which a quote is more than a name
REACH = 12  # tokens between a cue and a quote that follows it

GAPS = frozenset({",", "-", "--", "–", "—", " ", "\u00a0"})

# Patterns in which the quote is what is said, so that further quotes may go on with it.
SPEECH = frozenset({"clause", "quote", "as", "label", "according-to"})


def join_quotes(doc: Doc, acts: list[Act], quotes: tuple[Quote, ...]) -> list[Act]:
    """Return the acts with whole quotes for content; cues that quote nothing are left out."""
    if not quotes:
        return [a for a in acts if a.content]
    inside = _inside(quotes, len(doc))
    joined: list[Act] = []
    taken: dict[int, int] = {}
    for act in sorted(acts, key=lambda a: (not a.content, a.anchor)):
        number = inside[act.anchor]
        home = quotes[number] if number >= 0 else None
        made = _within(act, home) if home else _attach(doc, act, quotes, inside, taken)
        if made is not None and made.content:
            for q in {inside[i] for i in made.content} - {-1}:
                if home is None:
                    taken.setdefault(q, len(joined))
            joined.append(made)
    _continue(doc, joined, quotes, taken)
    return joined


def _inside(quotes: tuple[Quote, ...], size: int) -> list[int]:
    found = [-1] * size
    for number, quote in enumerate(quotes):
        for i in range(quote.start, quote.end):
            found[i] = number
    return found


def _within(act: Act, home: Quote) -> Act | None:
    """Keep an act that stands within a quote, with the content inside that quote only."""
    content = frozenset(i for i in act.content if i in home)
    return replace(act, content=content) if content else None


def _attach(
    doc: Doc, act: Act, quotes: tuple[Quote, ...], inside: list[int], taken: dict[int, int]
) -> Act | None:
    """Give an act outside of quotes the whole quotes that it takes."""
    before = _before(doc, act, quotes, inside) if act.quotable else -1
    if before >= 0 and before not in taken and act.pattern in SPEECH | {"around"}:
        return _after_quote(doc, act, quotes, inside, before)
    content = set(act.content)
    for number in sorted({inside[i] for i in act.content} - {-1}):
        quote = quotes[number]
        if not any(i in quote for i in act.source):
            content.update(range(quote.start, quote.end))
    if act.quotable and not act.content:
        number = _after(doc, act, quotes, inside)
        if number >= 0 and number not in taken:
            content.update(range(quotes[number].start, quotes[number].end))
    content -= act.source | act.cue
    return replace(act, content=frozenset(content)) if content else None


def _after_quote(
    doc: Doc, act: Act, quotes: tuple[Quote, ...], inside: list[int], number: int
) -> Act:
    """Read `"...," X said`: the content is quoted, but for what leads into the quote."""
    quote = quotes[number]
    content = set(range(quote.start, quote.end))
    content |= {i for i in act.content if inside[i] >= 0 and i > act.anchor}
    if not _starts(doc, quote.start):
        first = doc[quote.start].sent.start
        content |= {i for i in range(first, quote.start) if not doc[i].is_space}
    following = _after(doc, act, quotes, inside)
    if following >= 0 and doc[quotes[following].start - 1].text in {",", ":"}:
        content |= set(range(quotes[following].start, quotes[following].end))
    source, head = act.source, act.source_head
    if head is None or inside[head] == number or source & content:
        head, words = beside(doc[act.anchor])
        source = frozenset(words)
    content -= source | act.cue
    made = replace(act, content=frozenset(content), source=source, source_head=head)
    return replace(made, pattern="quote")


def _before(doc: Doc, act: Act, quotes: tuple[Quote, ...], inside: list[int]) -> int:
    """Return the number of the quote that ends right before the cue's clause, or -1."""
    if act.pattern == "clause" and not any(i < act.anchor or inside[i] >= 0 for i in act.content):
        return -1
    after = max(act.cue) + 1
    if doc[act.anchor].lower_.endswith("ing") and _quote_follows(doc, after, inside):
        return -1  # "he mocked the “deal”, saying: “They left”"
    starts = [min(act.cue)]
    if act.source and not any(inside[i] >= 0 for i in act.source):
        starts.append(min(min(act.source), min(act.cue)))
    _, words = beside(doc[act.anchor])
    if words:
        starts.append(min(min(words), min(act.cue)))
    for start in starts:
        at = start - 1
        while at >= 0 and doc[at].text in GAPS:
            at -= 1
        if at >= 0 and inside[at] >= 0 and at == quotes[inside[at]].end - 1:
            quote = quotes[inside[at]]
            return inside[at] if _direct(quote) and _goes_on(doc, quote) else -1
    return -1


def _quote_follows(doc: Doc, at: int, inside: list[int]) -> bool:
    while at < len(doc) and doc[at].text in GAPS | {":"}:
        at += 1
    return at < len(doc) and inside[at] >= 0


def _goes_on(doc: Doc, quote: Quote) -> bool:
    """Say whether a quote ends as speech does before "he said": with a comma, "?", "!" or a dash.

    With a full stop what follows is a new sentence; a few words with no mark at all are a name or
    a scare quote.
    """
    inner = doc[quote.end - 2].text
    after = doc[quote.end].text if quote.end < len(doc) else ""
    if inner.endswith("."):
        return inner.endswith("..")
    return inner[-1] in ",?!…-–—" or after == "," or quote.end - quote.start >= LONG


def _after(doc: Doc, act: Act, quotes: tuple[Quote, ...], inside: list[int]) -> int:
    """Return the number of the quote that begins soon after the cue's clause, or -1."""
    last = max(act.cue | (act.source if _near(act) else frozenset()))
    end = doc[act.anchor].sent.end
    for i in range(last + 1, min(last + REACH, len(doc))):
        if inside[i] >= 0:
            return inside[i] if _direct(quotes[inside[i]]) else -1
        if i >= end and not (doc[i].is_space or doc[i - 1].text == ":"):
            return -1
        if doc[i].text in {".", ";"}:
            return -1
    return -1


def _near(act: Act) -> bool:
    return bool(act.source) and abs(min(act.source) - act.anchor) < 2 * REACH


def _direct(quote: Quote) -> bool:
    return quote.end - quote.start >= MIN_DIRECT


def _continue(
    doc: Doc,
    joined: list[Act],
    quotes: tuple[Quote, ...],
    taken: dict[int, int],
) -> None:
    """Give further quotes of a paragraph to the act that its last quote belongs to."""
    for number, quote in enumerate(quotes):
        if number in taken:
            continue
        owner = _owner(doc, number, quotes, taken)
        if owner is None or joined[owner].pattern not in SPEECH:
            continue
        act = joined[owner]
        added = frozenset(range(quote.start, quote.end)) - act.source - act.cue
        joined[owner] = replace(act, content=act.content | added)
        taken[number] = owner


def _owner(doc: Doc, number: int, quotes: tuple[Quote, ...], taken: dict[int, int]) -> int | None:
    quote = quotes[number]
    for other in (number - 1, number + 1):
        if not 0 <= other < len(quotes):
            continue
        if quotes[other].group == quote.group and other in taken:
            return taken[other]
    other = number - 1
    if other < 0 or other not in taken or not _direct(quote):
        return None
    if _paragraph_break(doc, quotes[other].end, quote.start):
        return taken[other] if _is_paragraph(doc, quote) else None
    return taken[other] if _starts(doc, quote.start) else None


def _is_paragraph(doc: Doc, quote: Quote) -> bool:
    """Say whether the quote is the whole of its paragraph."""
    before = doc[quote.start - 1].text if quote.start else "\n"
    after = doc[quote.end].text if quote.end < len(doc) else "\n"
    return "\n" in before and "\n" in after


def _paragraph_break(doc: Doc, start: int, end: int) -> bool:
    return "\n" in doc[start:end].text or (start > 0 and "\n" in doc[start - 1].whitespace_)


def _starts(doc: Doc, start: int) -> bool:
    """Say whether a sentence begins with the token."""
    before = start - 1
    while before >= 0 and doc[before].is_space:
        before -= 1
    return before < 0 or doc[before].text in {".", "!", "?", "”", '"', "''", ":"}
