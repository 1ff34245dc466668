"""Where a claim is: the places in the roles of a match, and those that the text implies."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from whoholds.model import ClaimKind
from whoholds.reading.captives import is_captive
from whoholds.reading.discourse import Sort
from whoholds.reading.frames import Match
from whoholds.reading.grammar import OBLIQUE, RELATIVE, base, conjuncts, preposition
from whoholds.reading.places import COMPASS, LISTABLE, Found, How
from whoholds.reading.roles import noun_roles, verb_roles
from whoholds.reading.scene import Scene
from whoholds.reading.words import load_words

NAMED_REGIONS = frozenset({*LISTABLE, How.ROAD, How.PART})
REGION_ROLES = (
    "in",
    "near",
    "around",
    "at",
    "of",
    "on",
    "outside",
    "between",
    "inside",
    "along",
    "to",
)
NAMED_BELOW = frozenset({*NAMED_REGIONS, How.COREFERENCE})
AWAY = ("to", "toward", "towards", "into")
AIMS = ("object", "into", "in", "toward", "towards", "on", "to")
WHERE = ("in", "at", "near", "around")
GROUPS = frozenset({"state", "movement", "front", "province"})
"""Place nouns that names of armed groups end in."""
MEANWHILE = frozenset({"as", "while", "when"})
FOUGHT = frozenset({ClaimKind.CONTEST, ClaimKind.ATTACK_REPELLED})
NOT_FROM_AFAR = frozenset({ClaimKind.SEIZE})
SETTLED = frozenset(Sort) - {Sort.COUNTRY}


def exact_roles_hold(scene: Scene, match: Match) -> bool:
    """Say whether the roles that must be places are ("the battle for X")."""
    tokens = [t for _, t in match.tokens(*match.frame.exact)]
    return all(scene.phrases.read(t) or scene.actors.is_armed(t) for t in tokens)


def places_of(
    scene: Scene, match: Match, actor: Token | None, opponent: Token | None
) -> Iterator[Found]:
    """Yield the places of a match: those of the first role that holds any."""
    taken = {t.i for t in (actor, opponent) if t is not None}
    for path in match.frame.place:
        found: list[Found] = []
        for _, token in match.tokens(path):
            if token.i in taken:
                continue
            found.extend(
                f
                for f in scene.phrases.read(token)
                if _acceptable(scene, f)
                and not is_captive(scene, match.trigger, f)
                and not _is_loot(match, f)
            )
        if found:
            yield from _with_region(scene, match, found)
            yield from _also_at(scene, match, found)
            if path in {"object", "object.of"}:
                yield from _besides(scene, match)
                yield from _torn_off(scene, match, found)
            return
    fallback = (
        _before_relative(scene, match)
        or _in_attempt(scene, match)
        or _toward(scene, match)
        or _between(scene, match)
        or _below(scene, match)
        or _around_clause(scene, match)
    )
    yield from (f for f in fallback if _acceptable(scene, f))


def _also_at(scene: Scene, match: Match, found: list[Found]) -> Iterator[Found]:
    """Yield the other places of a row of phrases ("assaults east of A, in B and near C")."""
    if match.frame.kind not in FOUGHT:
        return
    told = {f.token.i for f in found}
    row = next((r for r in _rows(match) if len(r) > 1 and told & _inside(r)), [])
    for token in row:
        for phrase in (token, *(c for c in token.children if base(c) == "obl")):
            for f in scene.phrases.read(phrase):
                if f.how in NAMED_REGIONS and f.token.i not in told:
                    told.add(f.token.i)
                    yield f


def _rows(match: Match) -> list[list[Token]]:
    """Return what tells where after a trigger and its object, in rows that commas join."""
    heads = {match.trigger.i, *(t.i for t in match.roles.get("object", ()))}
    rows: list[list[Token]] = []
    for token in match.trigger.sent:
        if token.head.i not in heads or token.i < match.trigger.i or not _tells_where(token):
            continue
        last = rows[-1][-1].right_edge.i + 1 if rows else token.i
        gap = list(token.doc[last : _first(token).i])
        side = token.lemma_.lower() in COMPASS  # "around A, north of B" is one place
        if not side and gap and all(t.text == "," or t.dep_ == "cc" for t in gap):
            rows[-1].append(token)
        else:
            rows.append([token])
    return rows


def _first(token: Token) -> Token:
    """Return the first word of a phrase, without a comma or an "and" before it."""
    words = (t for t in token.subtree if t.text != "," and t.dep_ != "cc")
    return next(words, token)


def _tells_where(token: Token) -> bool:
    """Say whether a phrase tells where something is ("near X", "east of X")."""
    side = token.lemma_.lower() in COMPASS and base(token) in {"advmod", *OBLIQUE}
    return side or (base(token) in OBLIQUE and preposition(token) in WHERE)


def _inside(row: list[Token]) -> set[int]:
    return {t.i for token in row for t in token.subtree}


def _in_attempt(scene: Scene, match: Match) -> list[Found]:
    """Return where an attempt that failed was to lead ("repelled attempts to break into X")."""
    if match.frame.kind is not ClaimKind.ATTACK_REPELLED:
        return []
    objects = match.roles.get("object", [])
    clauses = (c for t in objects for c in t.children if base(c) == "acl" and c.pos_ == "VERB")
    for found in (verb_roles(c) for c in clauses):
        for token in (t for word in AIMS for t in found.get(word, ())):
            named = [f for f in scene.phrases.read(token) if f.how in NAMED_BELOW]
            if named:
                return named
    return []


def _besides(scene: Scene, match: Match) -> Iterator[Found]:
    """Yield the places that an "along with X" or "in addition to X" adds to the object."""
    roles = ("along with", "together with", "as well as", "in addition to", "besides", "in.to")
    for path, token in match.tokens(*roles):
        if path != "in.to" or token.head.lower_ == "addition":
            yield from (f for f in scene.phrases.read(token) if f.how in NAMED_REGIONS)


def _torn_off(scene: Scene, match: Match, found: list[Found]) -> Iterator[Found]:
    """Yield names of a list of objects that the parse hung on the verb ("took A on Monday, B
    on Tuesday and C a day later").
    """
    told = {f.token.i for f in found}
    below = (c for f in found for c in f.token.children if c.dep_ == "nmod:unmarked")
    above = (c for c in match.trigger.children if c.dep_ in {"obl:unmarked", "conj"})
    for token in sorted((*above, *below)):
        mention = scene.places.at.get(token.i)
        named = mention is not None and mention.sort is not Sort.COUNTRY and not preposition(token)
        listed = token.nbor(-1).lower_ in {",", "and"} if token.i > max(told) else False
        if named and listed and token.pos_ == "PROPN":
            yield from (f for f in scene.phrases.read(token) if f.how is How.NAMED)


def _before_relative(scene: Scene, match: Match) -> list[Found]:
    """Return the name right before "which", where the parse hung the clause on a noun before it."""
    trigger = match.trigger
    if trigger.dep_ != "acl:relcl" or "subject" not in match.frame.place:
        return []
    pronoun = next((c for c in trigger.children if c.lower_ in RELATIVE), None)
    if pronoun is None or base(pronoun) != "nsubj" or pronoun.i == 0:
        return []
    name = pronoun.nbor(-1)
    name = name.nbor(-1) if name.lower_ == "," and name.i else name
    head = name.head if name.dep_ == "flat" else name
    return [f for f in scene.phrases.read(head) if f.how in NAMED_BELOW][:1]


def _toward(scene: Scene, match: Match) -> list[Found]:
    """Return the place that a bare direction is measured from ("advanced east of X")."""
    if not {"in", "near", "on"} & set(match.frame.place):
        return []
    paths = ("adverb", "object.adverb", "bare")
    tokens = (t for _, t in match.tokens(*paths) if t.lemma_.lower() in COMPASS)
    found = (f for t in tokens for f in scene.phrases.read(t) if f.how in NAMED_REGIONS)
    return list(found)[:1]


def _between(scene: Scene, match: Match) -> list[Found]:
    """Return what lies between two places ("advanced between X and Y")."""
    if not {"in", "near", "on"} & set(match.frame.place):
        return []
    tokens = (t for _, t in match.tokens("between"))
    return [f for t in tokens for f in scene.phrases.read(t) if f.how is How.ROAD][:1]


def _below(scene: Scene, match: Match) -> list[Found]:
    """Return a place that the parse hangs on another part ("clashed with the army in X")."""
    if not {"in", "at", "near"} & set(match.frame.place):
        return []
    for role in match.roles:
        for token in (t for _, first in match.tokens(role) for t in _with_appositions(first)):
            inner = noun_roles(token)
            for phrase in (t for word in WHERE for t in inner.get(word, ()) if t.i > token.i):
                named = [f for f in scene.phrases.read(phrase) if f.how in NAMED_BELOW]
                if named and phrase.i != match.trigger.i:
                    return named
    return []


def _around_clause(scene: Scene, match: Match) -> list[Found]:
    """Return where the clause around tells ("gunfire was heard in X as rebels fought troops")."""
    trigger = match.trigger
    if match.frame.kind is not ClaimKind.CONTEST or trigger.dep_ != "advcl":
        return []
    if not any(c.dep_ == "mark" and c.lower_ in MEANWHILE for c in trigger.children):
        return []
    roles = verb_roles(trigger.head)
    for token in (t for word in WHERE for t in roles.get(word, ())):
        named = [f for f in scene.phrases.read(token) if f.how in NAMED_BELOW]
        if named:
            return named
    return []


def _with_appositions(head: Token) -> Iterator[Token]:
    for token in conjuncts(head):
        yield token
        yield from (c for c in token.children if c.dep_ == "appos")


def _with_region(scene: Scene, match: Match, found: list[Found]) -> list[Found]:
    """Give unnamed places the region that the clause tells ("took 60 villages near X")."""
    if any(f.how is How.PART for f in found):
        return [f for f in found if f.how is not How.UNNAMED]
    if any(f.how not in {How.UNNAMED, How.FACILITY} for f in found):
        return found
    below = (f"{part}.{role}" for part in ("object", "from") for role in (*REGION_ROLES, "adverb"))
    for path, token in match.tokens(*REGION_ROLES, *below):
        if path.endswith(("to", "adverb")) and token.lemma_.lower() not in COMPASS:
            continue
        regions = [r for r in scene.phrases.read(token) if r.how in NAMED_REGIONS]
        if regions:
            return [scene.phrases.as_part(r, found[0].token) for r in regions]
    return found


def _acceptable(scene: Scene, found: Found) -> bool:
    """Turn down a phrase that is no place for this frame."""
    token = found.token
    if found.how is How.NAME and token.text.isalpha() and token.text.isupper() and len(token) > 1:
        return False  # "withdrew from the SMC": letters stand for a body
    sited = token.lemma_.lower() in load_words().places.facility
    if found.how is How.NAME and not sited and scene.actors.is_medium(found.phrase.text):
        return False
    if found.how is How.NAME and _is_of_things(token):
        return False
    if found.how is How.NAME and token.lemma_.lower() in GROUPS and scene.actors.is_group(token):
        return False  # "Islamic State"
    if token.pos_ == "PROPN" and token.lemma_.lower() in load_words().places.bodies:
        return False
    if found.how is How.NAME and token.lemma_.lower() not in load_words().places.named:
        party = scene.actors.party(token)
        if party.actor is not None or token.lemma_.lower() in load_words().actors.armed:
            return False
    return True


def _is_loot(match: Match, found: Found) -> bool:
    """Say whether an unknown name after a participle is a thing's ("captured T-72s")."""
    attribute = match.trigger.dep_ == "amod" and not match.frame.attributives
    return attribute and found.how is How.NAME


def _is_of_things(name: Token) -> bool:
    """Say whether a name of no known place is a plural ("T-72s", "Humvees") without a noun."""
    plural = "Plur" in name.morph.get("Number", []) and name.text.endswith("s")
    return plural and name.pos_ == "PROPN" and name.lemma_.lower() not in load_words().places.named


def implied_place(scene: Scene, match: Match, told: list[Found]) -> list[Found]:
    """Return the place that the sentence or the text is about where the clause names none."""
    sentence = match.trigger.sent
    known = [f for f in told if f.how is not How.UNNAMED and f.token.i < match.trigger.i]
    if known:
        if match.frame.kind is ClaimKind.ATTACK_REPELLED:
            return [Found(f.phrase, How.IMPLIED, f.token) for f in _told_together(known)]
        return [Found(known[-1].phrase, How.IMPLIED, known[-1].token)]
    if match.frame.kind is ClaimKind.CEASEFIRE:
        return []  # a truce is often for a whole war: only what the sentence acts on places it
    leads_off = match.frame.kind is ClaimKind.WITHDRAW and not match.roles.keys().isdisjoint(AWAY)
    if leads_off:
        return []  # "retreated to X" after another sentence: what was left is not told
    mention = scene.places.last(match.trigger.i, SETTLED)
    if mention is None or mention.start < sentence_before(sentence.start, scene):
        mention = None if match.frame.kind in NOT_FROM_AFAR else scene.places.main(SETTLED)
    if mention is None:
        ahead = {t.i for word in AIMS for t in match.roles.get(word, ())}
        after = [m for m in scene.places.mentions if match.trigger.i < m.start < sentence.end]
        after = [m for m in after if not ahead & set(range(m.start, m.end))]
        mention = next((m for m in after if m.sort in SETTLED), mention)
    if mention is None:
        return []
    found = scene.phrases.read(scene.doc[mention.end - 1])
    return [Found(f.phrase, How.IMPLIED, f.token) for f in found[:1]]


def _told_together(known: list[Found]) -> list[Found]:
    """Return the last place told with those that it is coordinated with."""
    last = known[-1].token
    first = last
    while base(first) == "conj":
        first = first.head
    chain = {t.i for t in conjuncts(first)}
    return [f for f in known if f.token.i in chain] or [known[-1]]


def sentence_before(start: int, scene: Scene) -> int:
    """Return where the sentence before the one that starts at token `start` starts."""
    return int(scene.doc[start - 1].sent.start) if start else 0
