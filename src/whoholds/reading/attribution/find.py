"""All attributions of a text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec
from spacy.tokens import Doc

from whoholds.model import Attribution, Speaker
from whoholds.reading.attribution.acts import Act, span_of_tokens, to_spans
from whoholds.reading.attribution.clauses import find_verbs
from whoholds.reading.attribution.cues import Lexicon, load_lexicon
from whoholds.reading.attribution.joined import join_quotes
from whoholds.reading.attribution.known import SpeakerRegistry
from whoholds.reading.attribution.phrases import (
    find_according_to,
    find_adverbs,
    find_labels,
    find_nouns,
)
from whoholds.reading.attribution.quotes import find_quotes
from whoholds.reading.attribution.relays import citing
from whoholds.reading.attribution.speakers import SpeakerReader

OWN = frozenset({"i", "we", "you"})  # the writer himself, outside of quotes


def find_acts(doc: Doc, lexicon: Lexicon, speaks: Callable[[str], bool]) -> list[Act]:
    """Return the acts of saying in the order of their cues, nested ones among them."""
    acts = [
        *find_verbs(doc, lexicon),
        *find_according_to(doc),
        *find_nouns(doc, lexicon, speaks),
        *find_adverbs(doc, lexicon),
        *find_labels(doc, speaks),
    ]
    joined = join_quotes(doc, _without_citing(doc, acts), find_quotes(doc))
    return sorted(_without_own_voice(doc, joined), key=lambda a: a.anchor)


def _without_citing(doc: Doc, acts: list[Act]) -> list[Act]:
    """Leave out what only goes with a verb of saying, and says nothing of its own.

    "citing X" tells that act's origin; "reportedly argued" is one cue.
    """
    anchors = {a.anchor for a in acts if a.pattern != "adverb"}
    acts = [a for a in acts if a.pattern != "adverb" or doc[a.anchor].head.i not in anchors]
    origins = {c.i for a in acts for c in [citing(doc, a)] if a.report and c is not None}
    return [a for a in acts if a.anchor not in origins or a.report]


def _without_own_voice(doc: Doc, acts: list[Act]) -> list[Act]:
    """Leave out "I think" where it is the writer's own voice, and content without a word."""
    said = frozenset().union(*(a.content for a in acts))
    return [
        a
        for a in acts
        if (a.source_head is None or doc[a.source_head].lower_ not in OWN or a.anchor in said)
        and any(not (doc[i].is_punct or doc[i].is_space) for i in a.content)
    ]


def find_attributions(
    doc: Doc,
    *,
    registry: SpeakerRegistry,
    outlet: str | None = None,
    context_doc: Doc | None = None,
    countries: tuple[str, ...] = (),
    on: date | None = None,
) -> tuple[Attribution, ...]:
    """Return who says what in a parsed text, in the order of the cues, nested acts among them.

    doc: Universal Dependencies with names PER and ORG; sentences without labels are passed over.
    registry: where speakers are looked up. outlet: who printed the text; it is no relay of its
    own words. context_doc: title and text before, read for who is meant only. countries: the
    theatre (ISO alpha-2), in which "a military source" is read, on: the day.

    `speaker` is filled where somebody says that the content is so. It is None where the text
    tells no source ("reportedly": then `source` is empty too), and where the source only wants,
    praises or asks (then `source` is not empty).
    """
    lexicon = load_lexicon()
    reader = SpeakerReader(registry, countries=countries, on=on)
    if context_doc is not None:
        reader.read(context_doc, find_acts(context_doc, lexicon, reader.may_speak))
    acts = find_acts(doc, lexicon, reader.may_speak)
    speakers = reader.read(doc, acts)
    return tuple(
        _attribution(doc, act, speaker, outlet) for act, speaker in zip(acts, speakers, strict=True)
    )


def _attribution(doc: Doc, act: Act, speaker: Speaker | None, outlet: str | None) -> Attribution:
    if speaker is not None and outlet and (speaker.via or "").lower() == outlet.lower():
        speaker = msgspec.structs.replace(speaker, via=None)
    return Attribution(
        source=to_spans(doc, act.source),
        cue=to_spans(doc, act.cue) or (span_of_tokens(doc, act.cue),),
        content=to_spans(doc, act.content),
        speaker=speaker,
    )
