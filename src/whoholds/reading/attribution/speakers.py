"""Who speaks: names carried through a report, kind and side from the registry, the relay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc

from whoholds.model import Span, Speaker, SpeakerKind
from whoholds.reading.attribution.acts import Act, subtree, to_spans
from whoholds.reading.attribution.carried import last_subject, outer_acts, with_later_relays
from whoholds.reading.attribution.known import (
    Entry,
    Known,
    Memory,
    SpeakerRegistry,
    is_name,
    named,
    nearest,
    shares,
    spelt,
)
from whoholds.reading.attribution.lists import word_list
from whoholds.reading.attribution.people import introductions
from whoholds.reading.attribution.phrase import Phrase, names, read_phrase
from whoholds.reading.attribution.relays import cited, relay_of
from whoholds.reading.attribution.speaker_words import SpeakerWords, load_speaker_words

RELAY = frozenset({"medium"})  # what a relay is taken up by: "the agency", never "it"
OWN = word_list("own")
GROUPS = word_list("groups")
HE = word_list("he")
IT = word_list("it")
THEY = word_list("they")


OTHERS = word_list("labels")


class SpeakerReader:
    """Reads the speakers of one report, act by act in the order of the text."""

    def __init__(
        self,
        registry: SpeakerRegistry,
        *,
        countries: tuple[str, ...] = (),
        on: date | None = None,
        words: SpeakerWords | None = None,
    ) -> None:
        self.registry = registry
        self.countries, self.on = countries, on
        self.words = words or load_speaker_words()
        self.memory = Memory()
        self.names: list[tuple[int, int, str]] = []

    def may_speak(self, words: str) -> bool:
        """Say whether a label before or after a colon names somebody who is quoted."""
        last = words.lower().rsplit(" ", 1)[-1]
        singular = last.removesuffix("s")
        if self.words.may_speak(last) or self.words.may_speak(singular) or last in OTHERS:
            return True
        return self._is_medium(words) or self._entry(words) is not None

    # --- the report as a whole -------------------------------------------------

    def read(self, doc: Doc, acts: Sequence[Act]) -> list[Speaker | None]:
        """Return a speaker for each act, None for an act without source or of mere attitude.

        Names met in earlier calls are remembered, so that a title or the text before can be read
        first.
        """
        self.names = names(doc)
        self._meet_people(doc)
        phrases = [self._phrase(doc, act) for act in acts]
        monitors = self._monitors(doc, acts, phrases)
        found: list[Speaker | None] = []
        outer = outer_acts(acts)
        for n, (act, phrase) in enumerate(zip(acts, phrases, strict=True)):
            above = found[outer[n]] if 0 <= outer[n] < n else None
            found.append(self._speaker(doc, act, phrase, monitors, above))
        return with_later_relays(found)

    def _phrase(self, doc: Doc, act: Act) -> Phrase | None:
        if not act.report or act.source_head is None or not act.source:
            return None
        quoted = cited(doc, act)
        if quoted is not None:
            return read_phrase(doc, quoted[1], quoted[0])
        return read_phrase(doc, act.source, act.source_head)

    def _meet_people(self, doc: Doc) -> None:
        for start, end, label in self.names:
            if label == "PER":
                name = doc[start:end].text
                last = doc[end - 1].lower_
                if len(name) > len(self.memory.people.get(last, "")):
                    self.memory.people[last] = name
        for (_, end), words in introductions(doc, self.names):
            entry = self._entry(words)
            if entry is not None and entry.side is not None:
                self.memory.roles.setdefault(doc[end - 1].lower_, words)

    def _monitors(
        self, doc: Doc, acts: Sequence[Act], phrases: Sequence[Phrase | None]
    ) -> list[tuple[int, Entry]]:
        """Return the named monitors of the text with their places."""
        found: list[tuple[int, Entry]] = []
        for act, phrase in zip(acts, phrases, strict=True):
            if phrase is not None and (phrase.named or phrase.rest):
                entry = self._entry(phrase.text)
                if entry is not None and entry.kind is SpeakerKind.MONITOR and named(entry):
                    found.append((act.anchor, entry))
        for start, end, label in self.names:
            if label == "ORG":
                entry = self._entry(doc[start:end].text)
                if entry is not None and entry.kind is SpeakerKind.MONITOR and named(entry):
                    found.append((start, entry))
        return sorted(found, key=lambda f: f[0])

    def _entry(self, words: str) -> Entry | None:
        if not words:
            return None
        return self.registry.find_speaker(words, countries=self.countries, on=self.on)

    # --- one speaker -------------------------------------------------------------

    def _speaker(
        self,
        doc: Doc,
        act: Act,
        phrase: Phrase | None,
        monitors: Sequence[tuple[int, Entry]],
        above: Speaker | None,
    ) -> Speaker | None:
        if phrase is None:
            return None
        if phrase.pronoun and phrase.text.lower() in OWN:
            return above
        named_source = act.pattern == "according-to" and phrase.named
        if act.shows and not named_source and not self._can_be_quoted(phrase):
            return None
        known = self._identify(doc, act, phrase, monitors)
        via = relay_of(doc, act, self._is_medium) or known.via
        if via is None and above is not None and above.kind is SpeakerKind.MEDIUM:
            via = above.name
        if via is not None and via != known.via:
            relay = self._entry(via)
            via = relay.name if relay is not None and named(relay) else via
            known = replace(known, via=via)
            self.memory.known.append(Known(via, relay, None, RELAY, plural=False, human=False))
        self.memory.known.append(known)
        spans = to_spans(doc, act.source)
        entry = known.entry
        return Speaker(
            text=phrase.text,
            name=known.name,
            span=Span.hull(spans) if spans else None,
            speaker_id=None if entry is None else entry.id,
            kind=known.kind,
            side=None if entry is None else entry.side,
            via=known.via,
        )

    def _can_be_quoted(self, phrase: Phrase) -> bool:
        return (
            phrase.person is not None
            or self.words.may_speak(phrase.noun)
            or self._entry(phrase.core) is not None
        )

    def _is_medium(self, words: str) -> bool:
        plain = words.lower().removeprefix("the ")
        if plain in self.words.relays or f"the {plain}" in self.words.relays:
            return True
        last = plain.rsplit(" ", 1)[-1]
        entry = self._entry(words)
        if entry is not None and entry.kind is SpeakerKind.MEDIUM and named(entry):
            return True
        return last in self.words.medium or any(
            f" {relay} " in f" {plain} " for relay in self.words.relays if len(relay) > 3
        )

    def _identify(
        self, doc: Doc, act: Act, phrase: Phrase, monitors: Sequence[tuple[int, Entry]]
    ) -> Known:
        if phrase.pronoun and not phrase.person:
            return self._by_pronoun(doc, act, phrase)
        if phrase.person is not None:
            made = self._person(phrase, phrase.person)
            if made is not None:
                return made
        if phrase.definite and not phrase.named and phrase.core.lower() == phrase.noun:
            before = self._of_same_noun(phrase.noun)  # "the ministry" is the one told of
            if before is not None:
                return before
        entry = self._entry(phrase.core)
        if entry is None and act.pattern.startswith("noun") and " " not in phrase.core:
            entry = self._entry(f"{phrase.core} officials")  # "Russian claims"
        apposed = self._entry(phrase.apposed)
        if (entry is None or not named(entry)) and apposed is not None and named(apposed):
            entry = apposed
        if entry is None or not named(entry):
            return self._unnamed(doc, act, phrase, entry, monitors)
        name = entry.name if phrase.named and is_name(entry, phrase.core) else phrase.core
        told = f"{phrase.core} {phrase.apposed}"
        if entry.kind in {SpeakerKind.MONITOR, SpeakerKind.MEDIUM} and shares(entry, told):
            name = entry.name
        human = phrase.noun in self.words.person
        return Known(name, entry, None, frozenset({phrase.noun}), phrase.plural, human)

    def _person(self, phrase: Phrase, name: str) -> Known | None:
        """Return a person with the body that he speaks for, None where the name is no person's."""
        full = self.memory.people.get(name.lower().split()[-1], name)
        if len(name.split()) > 1 and not full.lower().endswith(name.lower()):
            full = name
        entry = self._entry(full) or self._entry(phrase.text)
        full = spelt(entry, full)
        if entry is not None and shares(entry, name):
            return None
        before = next((k for k in reversed(self.memory.known) if k.person == full), None)
        role = self._role(phrase, name)
        introduced = self.memory.roles.get(full.lower().split()[-1])
        if introduced is not None and (entry is None or not (entry.side or named(entry))):
            entry, role = self._entry(introduced), role or introduced
        if entry is None or not named(entry):
            if before is not None and not role:
                return before
            entry = entry or self._entry(role)
        body = entry.name if entry is not None and named(entry) else role
        nouns = frozenset(w.lower() for w in role.split() if w.lower() in self.words.person)
        told = f"{full}, {body}" if body and body.lower() != full.lower() else full
        via = None if before is None else before.via
        if before is not None:
            nouns |= before.nouns
        return Known(told, entry, full, nouns | {"person"}, plural=False, human=True, via=via)

    def _role(self, phrase: Phrase, name: str) -> str:
        """Return what else the phrase says of the person: "SDF spokesman", "head of the ..."."""
        core = phrase.core.replace(name, " ").strip(" ,")
        if core and core.lower() not in {"mr", "mr.", "mrs.", "ms."}:
            return " ".join(core.split())
        rest = phrase.rest.replace(name, " ").strip(" ,.")
        return " ".join(rest.split()[:8]) if rest else ""

    # --- taken up from before ---------------------------------------------------------

    def _by_pronoun(self, doc: Doc, act: Act, phrase: Phrase) -> Known:
        word = phrase.text.lower().split(" ")[0]
        for known in reversed(self.memory.known):
            if word in HE and known.human and not known.plural:
                return known
            if known.nouns == RELAY:
                continue
            if word in IT and not known.human and not known.plural:
                return known
            if word in THEY and (known.plural or not known.human):
                return known
        if word in HE:
            person = self._last_person(doc, act.anchor)
            if person is not None:
                made = self._person(replace(phrase, core="", rest="", text=person), person)
                if made is not None:
                    return made
        subject = None if word in HE else last_subject(doc, act, plural=word in THEY)
        if subject is not None:
            core = read_phrase(doc, frozenset(subtree(subject)), subject.i).core
            noun = frozenset({subject.lemma_.lower()})
            return Known(core, self._entry(core), None, noun, plural=word in THEY, human=False)
        return Known(phrase.text, None, None, frozenset(), word in THEY, word in HE)

    def _last_person(self, doc: Doc, before: int) -> str | None:
        for start, end, label in reversed(self.names):
            if label == "PER" and end <= before:
                return str(doc[start:end].text)
        return None

    def _unnamed(
        self,
        doc: Doc,
        act: Act,
        phrase: Phrase,
        entry: Entry | None,
        monitors: Sequence[tuple[int, Entry]],
    ) -> Known:
        noun = phrase.noun
        if entry is not None and entry.kind is SpeakerKind.MONITOR and not phrase.plural:
            told = nearest(monitors, act.anchor)
            if told is not None:
                return Known(told.name, told, None, frozenset({noun}), plural=False, human=False)
        if phrase.definite and not phrase.named:
            before = self._before(noun) or self._party_told(doc, act, phrase)
            if before is not None:
                return before
        human = noun in self.words.person and not phrase.plural
        return Known(phrase.core, entry, None, frozenset({noun}), phrase.plural, human)

    def _party_told(self, doc: Doc, act: Act, phrase: Phrase) -> Known | None:
        """Return the armed party that "the group" takes up, told shortly before as a subject."""
        if phrase.noun not in GROUPS:
            return None
        subject = last_subject(doc, act, plural=False)
        if subject is None:
            return None
        told = read_phrase(doc, frozenset(subtree(subject)), subject.i)
        entry = self._entry(told.core) if told.named else None
        if entry is None or entry.kind is not SpeakerKind.PARTY or not named(entry):
            return None
        nouns = frozenset({phrase.noun, subject.lemma_.lower()})
        return Known(entry.name, entry, None, nouns, phrase.plural, human=False)

    def _of_same_noun(self, noun: str) -> Known | None:
        return next((k for k in reversed(self.memory.known) if noun in k.nouns), None)

    def _before(self, noun: str) -> Known | None:
        """Return the speaker that "the source", "the agency" or "the statement" takes up."""
        words = self.words
        same = self._of_same_noun(noun)
        if same is not None:
            return same
        for known in reversed(self.memory.known):
            if noun in words.person and known.human and known.person is not None:
                return known
            if noun in words.monitor and known.kind is SpeakerKind.MONITOR and not known.human:
                return known
            if noun in words.medium and (
                known.kind is SpeakerKind.MEDIUM or "medium" in known.nouns
            ):
                return known
            if noun in words.document or (noun in words.body and not known.human):
                return known
        return None
