"""From a parsed text to its toponyms, on one screen."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc

from whoholds.gazetteer import Gazetteer, adjectives
from whoholds.model import Candidate, Span, Toponym
from whoholds.reading.where.choose import Choice, choose
from whoholds.reading.where.mentions import Mention
from whoholds.reading.where.recognise import find_mentions
from whoholds.reading.where.words import Words, words_of

RUNNERS_UP = 5
_LEAST = 0.01


def find_toponyms(
    doc: Doc,
    gazetteer: Gazetteer,
    *,
    title: str | None = None,
    context: str = "",
    countries: Iterable[str] = (),
) -> tuple[Toponym, ...]:
    """Return the place names of a text in order, each with the place meant and the runners-up.

    The parser's places and the gazetteer's names are weighed together; a text that was only cut
    into words will do. Adjectives and peoples ("Syrian", "Syrians") are given with their country;
    `is_adjectival` tells them apart. A name that nothing is known of, or that is more likely one
    that the gazetteer lacks, keeps its words and has `place` None. One sense per report: the same
    words mean the same place throughout.

    title, context: what stands before the text in the same report, where it is no part of `doc`;
    it helps to choose and yields no toponyms. countries: ISO codes of where the report plays.
    """
    words = words_of(doc)
    mentions = find_mentions(words, gazetteer)
    around = [m for text in (title, context) if text for m in _mentions_of(text, doc, gazetteer)]
    choices = choose([*mentions, *around], gazetteer, countries=countries)
    return tuple(_toponym(words, m, c, gazetteer) for m, c in zip(mentions, choices, strict=False))


def _is_the(words: Words, mention: Mention) -> bool:
    before = words.between(mention.start - 1, mention.start) if mention.start else ""
    return before == "the"


def is_adjectival(toponym: Toponym) -> bool:
    """Say whether the words are an adjective or a people ("Syrian"), not a place's name."""
    return toponym.text in adjectives() and toponym.text not in {"US", "U.S."}


def _mentions_of(text: str, doc: Doc, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    cut = [w.strip(",.;:!?\"'()") for w in text.split()]
    return find_mentions(words_of(Doc(doc.vocab, words=[w for w in cut if w])), gazetteer)


def _toponym(words: Words, mention: Mention, choice: Choice, gazetteer: Gazetteer) -> Toponym:
    candidates: list[Candidate] = []
    for option, probability in choice.ranked[:RUNNERS_UP]:
        place = gazetteer.place(option.id)
        if place is not None and (not candidates or probability >= _LEAST):
            candidates.append(Candidate(place=place, score=round(probability, 4)))
    best = candidates[0] if candidates and candidates[0].score > choice.unknown else None
    if best is not None and best.place.feature_class == "P" and _is_the(words, mention):
        best = next((c for c in candidates if c.place.feature_class == "H"), best)  # "the Dnipro"
    return Toponym(
        span=Span(words.starts[mention.start], words.ends[mention.end - 1]),
        text=words.between(mention.start, mention.end),
        place=best.place if best else None,
        score=best.score if best else 0.0,
        candidates=tuple(candidates),
    )
