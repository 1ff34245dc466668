"""Who is meant: noun phrases and pronouns to parties."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from spacy.tokens import Doc, Token

from whoholds.model import (
    Actor,
    ActorKind,
    ActorMention,
    Attribution,
    Span,
    Speaker,
    SpeakerKind,
)
from whoholds.reading.attribution import speakers_of
from whoholds.reading.backing import aiders_of, backers_told
from whoholds.reading.discourse import Places
from whoholds.reading.grammar import (
    MAX_CLIMB,
    OBLIQUE,
    base,
    conjuncts,
    doer_of_noun,
    noun_phrase,
    preposition,
    surface_subject,
)
from whoholds.reading.parties import Parties, Party
from whoholds.reading.text import text_of
from whoholds.reading.words import load_words
from whoholds.registry import Registry

PLURAL = frozenset({"they", "them", "their", "these", "those", "both", "themselves", "theirs"})
SINGULAR = frozenset({"it", "its", "itself"})
WE = frozenset({"we", "us", "our", "ours", "ourselves"})
OWNERS = frozenset({"our", "my", "his", "her"})
PRONOUNS = PLURAL | SINGULAR | WE | frozenset({"who", "which", "that"})
COMMANDERS = frozenset({"commander", "general", "colonel", "captain", "officer", "spokesman"})
BYSTANDERS = frozenset(
    {SpeakerKind.RESIDENT, SpeakerKind.AID, SpeakerKind.MEDIUM, SpeakerKind.MONITOR}
)
NOT_HEADS = frozenset({"compound", "flat", "amod", "nummod", "det", "case", "punct", "cc"})
GROUPS = frozenset({ActorKind.ARMED_GROUP})
FIGHTERS = frozenset({"fighter", "gunman", "attacker", "assailant", "guerrilla"})
OTHERS = frozenset({"ally", "backer", "partner", "rival", "enemy", "opponent", "foe"})
EPITHETS = frozenset({"terrorist", "jihadist", "jihadi", "extremist", "militant", "insurgent"})


class Actors:
    """The parties of one text; a pure function of the text, the registry and the places."""

    def __init__(
        self,
        doc: Doc,
        *,
        registry: Registry,
        places: Places,
        on: date | None = None,
        attributions: Sequence[Attribution] = (),
    ) -> None:
        self.doc = doc
        self.on = on
        self.attributions = attributions
        self.registry = registry
        self.countries = places.countries
        self._parties = Parties(doc, registry=registry, places=places, on=on)
        self._seen: list[Party] | None = None

    def party(self, head: Token) -> Party:
        """Return the party that a noun is the head of, with or without a known actor."""
        return self._parties.party(head)

    def mention(self, head: Token) -> ActorMention | None:
        """Return the party as the claim gives it: the report's words and who is meant."""
        if head.lower_ in WE:
            return self._of_teller(head.text, span_of(head), self.teller(head))
        if head.lower_ in PRONOUNS or head.pos_ == "PRON":
            meant = self.antecedent(head)
            teller = self._sided_teller(head) if meant is None else None
            if teller is not None:
                return self._of_teller(head.text, span_of(head), teller)
            return self._taking_up(head.text, span_of(head), meant)
        party = self._parties.party(head)
        actor = party.actor
        ours = next((c for c in head.children if c.lower_ in OWNERS), None)
        if ours is not None and actor is None and self._parties.is_fighting_noun(head):
            teller = self.teller(head)
            if teller is not None and teller.side is not None:
                return self._of_teller(party.text, party.span, teller)
        if _is_other(head):
            return ActorMention(text=party.text, span=party.span)
        owner = next((c for c in head.children if c.lower_ in {"its", "their"}), None)
        if owner is not None and not any(c.pos_ == "PROPN" for c in head.children):
            return self._taking_up(party.text, party.span, self.antecedent(owner))
        if (actor is None and self._parties.is_anaphoric(head)) or self._parties.is_bare(head):
            meant = self.antecedent(head)
            if meant is not None or actor is None:
                return self._taking_up(party.text, party.span, meant)
        whole = self._parties.whole(head)
        if whole is not None:
            return ActorMention(
                text=party.text, span=party.span, actor_id=whole.id, name=whole.name
            )
        if actor is None:
            long_form = self._parties.long_form(head)
            if long_form is not None:
                return self._taking_up(party.text, party.span, long_form)
        text, span = self._coordinated(head, party)
        return ActorMention(
            text=text,
            span=span,
            actor_id=actor.id if actor else None,
            name=actor.name if actor else None,
        )

    def _taking_up(self, text: str, span: Span, meant: Party | None) -> ActorMention:
        """Return words that take up a party told before: their name is what it was called."""
        if meant is None:
            return ActorMention(text=text, span=span)
        actor_id = meant.actor.id if meant.actor else None
        return ActorMention(text=text, span=span, actor_id=actor_id, name=meant.text)

    def teller(self, head: Token) -> Speaker | None:
        """Return who says the words in which "we" stands, None where nobody is told."""
        return next(iter(speakers_of(span_of(head), self.attributions)), None)

    def known_speaker(self, words: str, span: Span) -> Speaker:
        """Return who speaks by the words for him, with what the registry knows of him."""
        entry = self.registry.find_speaker(words, countries=self.countries, on=self.on)
        if entry is None:
            return Speaker(text=words, name=words, span=span)
        return Speaker(
            text=words,
            name=words,
            span=span,
            speaker_id=entry.id,
            kind=entry.kind,
            side=entry.side,
        )

    def _sided_teller(self, head: Token) -> Speaker | None:
        """Return who says the words of "it" where he is a side ("Kyiv said it had taken X")."""
        teller = self.teller(head) if head.lower_ in SINGULAR | PLURAL else None
        return teller if teller is not None and teller.side is not None else None

    def _of_teller(self, text: str, span: Span, teller: Speaker | None) -> ActorMention:
        """Return "we" as the side of who says it, by his own name where no side is known."""
        if teller is None:
            return ActorMention(text=text, span=span)
        actor = self.registry.actors.get(teller.side) if teller.side is not None else None
        name = actor.name if actor is not None else teller.name
        return ActorMention(text=text, span=span, actor_id=actor.id if actor else None, name=name)

    def of_speaker(self, head: Token, side: str) -> ActorMention | None:
        """Return bare "troops" that a party tells of as its own, None where they are named."""
        actor = self.registry.actors.get(side)
        if actor is None or not self._parties.is_bare(head) or _is_other(head):
            return None
        party = self._parties.party(head)
        return ActorMention(text=party.text, span=party.span, actor_id=actor.id, name=actor.name)

    def partners(self, head: Token) -> tuple[ActorMention, ...]:
        """Return the parties coordinated with the first one, and those that back it."""
        found = [
            m for t in conjuncts(head) if t.i != head.i and self.is_armed(t) for m in self._plain(t)
        ]
        return (*found, *self.backers(head))

    def backers(self, head: Token) -> tuple[ActorMention, ...]:
        """Return who backs the party by what it is called: "X-backed", "backed by X"."""
        phrase = self.doc[head.left_edge.i : min(head.right_edge.i + 1, head.i + 12)].text
        found = []
        for actor_id in self.registry.backed(phrase):
            actor = self.registry.actors.get(actor_id)
            if actor is not None:
                found.append(ActorMention(text=actor.name, actor_id=actor.id, name=actor.name))
        return tuple(found)

    def helpers(self, head: Token, verb: Token) -> tuple[ActorMention, ...]:
        """Return who is told to help a party in what a verb tells ("with Russian air support")."""
        found: dict[str, ActorMention] = {}
        for token in (*backers_told(verb), *aiders_of(head)):
            start, end = noun_phrase(token)
            words = self.doc[start:end]
            span = Span(words.start_char, words.end_char)
            known = self.registry.backed(f"backed by {words.text}")
            actor = self.registry.actors.get(known[0]) if known else None
            if self._parties.is_fighting_noun(token):  # "Iranian militias" are not Iran
                actor = self._parties.party(token).actor or actor
            if actor is not None:
                mention = ActorMention(
                    text=words.text, span=span, actor_id=actor.id, name=actor.name
                )
            elif token.pos_ in {"NOUN", "PROPN"} and self.is_armed(token):
                mention = self._plain(token)[0]
            else:
                continue
            found.setdefault(mention.actor_id or mention.text, mention)
        return tuple(found.values())

    def leading(self, head: Token) -> Token:
        """Return the armed party that a phrase is about: the first one of what stands together.

        "dozens of fighters", "the army's offensive", "residents and rebels".
        """
        parties = [self.behind(self.counted(t)) for t in conjuncts(head)]
        return next((p for p in parties if self.is_armed(p)), parties[0])

    def counted(self, head: Token) -> Token:
        """Return the party that a quantity is of ("dozens of fighters"), else the noun itself."""
        if head.lemma_.lower() not in load_words().actors.quantity:
            return head
        of = next((c for c in head.children if base(c) in OBLIQUE and preposition(c) == "of"), None)
        return head if of is None else of

    def behind(self, head: Token) -> Token:
        """Return who leads an operation that is said to act ("the army's offensive captured X")."""
        if head.lemma_.lower() not in load_words().actors.operation:
            return head
        doer = surface_subject(head) if head.pos_ == "VERB" else doer_of_noun(head)
        return doer if doer is not None and self.is_armed(doer) else head

    def is_medium(self, name: str) -> bool:
        """Say whether a name is that of a known medium or monitor ("Al-Masdar News")."""
        speaker = self.registry.find_speaker(name)
        return speaker is not None and speaker.side != speaker.id

    def is_aerial(self, head: Token) -> bool:
        """Say whether a party fights from afar, so that it holds no ground ("warplanes")."""
        if head.dep_ != "conj" and any(self.is_aerial(t) for t in conjuncts(head) if t.i > head.i):
            return True  # "the army and warplanes raided the towns"
        lemma = head.lemma_.lower().removesuffix("s")
        in_the_air = any(c.lower_ == "air" for c in head.children)  # "the air force"
        return lemma in load_words().actors.aerial or in_the_air

    def is_armed(self, head: Token) -> bool:
        """Say whether the noun or pronoun can be an armed party."""
        if head.lower_ in WE:
            return self._may_fight(self.teller(head))
        if head.lower_ in PRONOUNS:
            meant = self.antecedent(head)
            told = head.lower_ in PLURAL or self._sided_teller(head) is not None
            return meant.armed if meant is not None else told
        return self._parties.party(head).armed

    def is_group(self, head: Token) -> bool:
        """Say whether a name is that of a known armed group ("Islamic State")."""
        actor = self._parties.party(head).actor
        kinds = {ActorKind.ARMED_GROUP, ActorKind.COALITION}
        return actor is not None and actor.kind in kinds and head.pos_ == "PROPN"

    def is_fighter(self, head: Token) -> bool:
        """Say whether a noun is one for armed people or bodies, or a known party's name."""
        return self._parties.is_fighting_noun(head)

    def _may_fight(self, teller: Speaker | None) -> bool:
        """Say whether who says "we" may mean an armed party: no residents, monitors or media."""
        if teller is None or teller.kind in BYSTANDERS:
            return False
        armed = load_words().actors.armed | COMMANDERS
        words = teller.text.lower().replace("'s", "").replace("’s", "").split()
        return teller.side is not None or any(w in armed for w in words)

    def antecedent(self, head: Token) -> Party | None:
        """Return the party that a pronoun or "the group" takes up: subjects before others."""
        group_only = self._parties.is_anaphoric(head)
        wanted = head.lower_
        before = [p for p in self.seen if p.head.i < head.i - 1 and not self._same_phrase(p, head)]
        if group_only:
            before = [p for p in before if self._may_be_group(p, head)]
        elif wanted in SINGULAR:
            before = [p for p in before if not _is_plural(p.head)] or before
        if not before:
            return None
        sentence = head.sent.start
        ruling = self._ruling(head, before)
        if ruling is not None:
            return ruling
        for condition in self._preferences(sentence):
            for party in reversed(before):
                if condition(party):
                    return party
        return before[-1]

    def _ruling(self, head: Token, before: list[Party]) -> Party | None:
        """Return the nearest clause's subject where it is one of the parties before."""
        known = {p.head.i: p for p in before}
        clause = head.head
        for _ in range(MAX_CLIMB):
            for c in clause.children:
                if (base(c) == "nsubj" or c.text == "IS") and c.i in known:
                    return known[c.i]
            if clause.head.i == clause.i:
                return None
            clause = clause.head
        return None

    def _preferences(self, sentence: int) -> list[Callable[[Party], bool]]:
        previous = self.doc[sentence - 1].sent.start if sentence else 0
        return [
            lambda p: p.head.i >= sentence and _is_main_subject(p.head),
            lambda p: p.head.i >= sentence and _is_subject(p.head),
            lambda p: previous <= p.head.i < sentence and _is_subject(p.head),
            lambda p: p.head.i >= previous,
        ]

    @property
    def seen(self) -> list[Party]:
        """Every party that the text names, in order."""
        if self._seen is None:
            self._seen = [
                p
                for t in self.doc
                if (t.pos_ in {"NOUN", "PROPN"} or t.text == "IS")
                and (base(t) not in NOT_HEADS or t.text == "IS")
                and t.lemma_.lower() not in load_words().actors.operation
                and not self._parties.is_anaphoric(t)
                and not self._parties.is_bare(t)
                for p in [self._parties.party(t)]
                if p.armed and (p.actor is not None or self._parties.is_fighting_noun(t))
            ]
        return self._seen

    def _may_be_group(self, party: Party, head: Token) -> bool:
        if party.actor is not None:
            epithet = head.lemma_.lower() in EPITHETS
            fighters = epithet or head.lemma_.lower() in FIGHTERS
            kinds = GROUPS if fighters else GROUPS | {ActorKind.COALITION}
            return party.actor.kind in kinds and not (epithet and self._is_secular(party.actor))
        return party.head.lemma_.lower() != head.lemma_.lower()

    def _is_secular(self, actor: Actor) -> bool:
        """Say whether a party stands on a side that nobody calls jihadists or terrorists here."""
        sides = self.registry.sides(actor.id, self.countries, self.on)
        return bool(sides) and all(side.name in {"kurds", "government"} for side in sides)

    def _same_phrase(self, party: Party, head: Token) -> bool:
        if party.head.head.i == head.i or head.head.i == party.head.i:
            return True
        arguments = {base(party.head), base(head)}
        return party.head.head.i == head.head.i and arguments <= {"nsubj", "obj", "obl", "iobj"}

    def _plain(self, head: Token) -> list[ActorMention]:
        party = self._parties.party(head)
        actor = party.actor
        return [
            ActorMention(
                text=party.text,
                span=party.span,
                actor_id=actor.id if actor else None,
                name=actor.name if actor else None,
            )
        ]

    def _coordinated(self, head: Token, party: Party) -> tuple[str, Span]:
        """Return the words of all parties that act together."""
        ends = [self._parties.party(t).span for t in conjuncts(head) if self.is_armed(t)]
        if len(ends) < 2:
            return party.text, party.span
        span = Span.hull([party.span, *ends])
        return span.of(text_of(self.doc)), span


def _is_other(head: Token) -> bool:
    """Say whether a noun means others than whose it is: "its allies", "whose enemies"."""
    owned = any(c.dep_ == "nmod:poss" for c in head.children)
    return owned and head.lemma_.lower() in OTHERS


def span_of(token: Token) -> Span:
    """Return the characters of a token."""
    return Span(token.idx, token.idx + len(token))


def _is_subject(token: Token) -> bool:
    return base(token) == "nsubj" or token.dep_ == "obl:agent"


def _is_main_subject(token: Token) -> bool:
    verb = token.head
    return base(token) == "nsubj" and (verb.dep_ == "root" or verb.head.dep_ == "root")


def _is_plural(token: Token) -> bool:
    return "Plur" in token.morph.get("Number", []) and token.pos_ == "NOUN"
