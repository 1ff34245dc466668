"""Measure a model folder as it will run: int8, a sentence at a time; gold words, then raw text."""

from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Doc

from training.data import Sentence
from whoholds.reading.english.lemmas import Lemmas
from whoholds.reading.english.network import Network
from whoholds.reading.english.parser import EnglishParser

Span = tuple[int, int, str]


@dataclass
class Score:
    """Counts that become percentages or F1."""

    right: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, right: int, gold: int, found: int | None = None) -> None:
        """Add counts; without `found` the score is plain accuracy."""
        self.right[name] += right
        self.gold[name] += gold
        self.found[name] += gold if found is None else found

    def of(self, name: str) -> float:
        """Return F1 (equal to accuracy where nothing is segmented) in percent."""
        both = self.gold[name] + self.found[name]
        return 200 * self.right[name] / both if both else 0.0

    def line(self) -> str:
        """One line of all figures."""
        return "  ".join(f"{name} {self.of(name):.2f}" for name in self.gold)


def spans(names: list[str] | tuple[str, ...]) -> set[Span]:
    """Return (start, end, kind) of a BIO list."""
    found: list[Span] = []
    for i, name in enumerate(names):
        if name.startswith("B-"):
            found.append((i, i + 1, name[2:]))
        elif name.startswith("I-") and found and found[-1][1] == i:
            found[-1] = (found[-1][0], i + 1, found[-1][2])
    return set(found)


def gold_words(parser: EnglishParser, sentences: list[Sentence]) -> Score:
    """Score on gold words and sentences: UAS, LAS, UPOS, features, lemmas, names."""
    network: Network = parser.network
    lemmas: Lemmas = parser.lemmas
    score = Score()
    labels = {d: i for i, d in enumerate(_classes(parser, "deps"))}
    upos, feats, kinds = (_classes(parser, k) for k in ("upos", "feats", "names"))
    for s in sentences:
        found = network.analyse(list(s.forms), [True, *s.spaces[:-1]])
        n = len(s.forms)
        heads = [int(h) for h in found.heads]
        arcs = [g == h for g, h in zip(s.heads, heads, strict=True)]
        both = [a and labels.get(d) == f for a, d, f in zip(arcs, s.deps, found.deps, strict=True)]
        tags = [upos[t] for t in found.upos]
        score.add("UAS", sum(arcs), n)
        score.add("LAS", sum(both), n)
        score.add("UPOS", sum(g == t for g, t in zip(s.upos, tags, strict=True)), n)
        features = [feats[f] for f in found.feats]
        score.add("feats", sum(g == f for g, f in zip(s.feats, features, strict=True)), n)
        guessed = [lemmas.of(f, t) for f, t in zip(s.forms, tags, strict=True)]
        known = [g == p for g, p in zip(s.lemmas, guessed, strict=True) if g != "_"]
        score.add("lemma", sum(known), len(known))
        if s.names is not None and "?" not in s.names:
            gold, got = spans(s.names), spans([kinds[k] for k in found.names])
            score.add("names", len(gold & got), len(gold), len(got))
            loose = {g[:2] for g in gold} & {g[:2] for g in got}
            score.add("names unlabelled", len(loose), len(gold), len(got))
            places = ({g for g in gold if g[2] == "LOC"}, {g for g in got if g[2] == "LOC"})
            score.add("LOC", len(places[0] & places[1]), len(places[0]), len(places[1]))
    return score


def _classes(parser: EnglishParser, kind: str) -> list[str]:
    classes: list[str] = getattr(parser.weights, kind)
    return classes


def documents(sentences: list[Sentence]) -> list[list[Sentence]]:
    """Group the sentences of a treebank by document."""
    groups: list[list[Sentence]] = []
    for s in sentences:
        if s.document or not groups:
            groups.append([])
        groups[-1].append(s)
    return groups


def raw_text(parser: EnglishParser, sentences: list[Sentence]) -> Score:
    """Score on raw documents (CoNLL 2018 style): words, sentences, UPOS, UAS, LAS by offsets."""
    score = Score()
    for document in documents(sentences):
        text, gold, bounds = _laid_out(document)
        doc = parser(text)
        _score_raw(score, doc, gold, bounds)
    return score


Word = tuple[str, tuple[int, int] | None, str, str]  # UPOS, head span, label, lemma


def _laid_out(document: list[Sentence]) -> tuple[str, dict[tuple[int, int], Word], set[Span]]:
    text = ""
    gold: dict[tuple[int, int], Word] = {}
    bounds: set[Span] = set()
    for i, s in enumerate(document):
        if i:
            text = text.rstrip(" ") + ("\n\n" if s.paragraph else " ")
        places: list[tuple[int, int]] = []
        for form, space in zip(s.forms, s.spaces, strict=True):
            places.append((len(text), len(text) + len(form)))
            text += form + " " * space
        for place, tag, head, dep, lemma in zip(
            places, s.upos, s.heads, s.deps, s.lemmas, strict=True
        ):
            gold[place] = (tag, places[head - 1] if head else None, dep, lemma)
        bounds.add((places[0][0], places[-1][1], ""))
    return text, gold, bounds


def _score_raw(
    score: Score, doc: Doc, gold: dict[tuple[int, int], Word], bounds: set[Span]
) -> None:
    def place(i: int) -> tuple[int, int]:
        return doc[i].idx, doc[i].idx + len(doc[i])

    words = [t.i for t in doc if not t.is_space]
    sentences = set()
    for sentence in doc.sents:
        real = [t.i for t in sentence if not t.is_space]
        if real:
            sentences.add((place(real[0])[0], place(real[-1])[1], ""))
    hits = Counter[str]()
    for i in words:
        known = gold.get(place(i))
        if known is None:
            continue
        token = doc[i]
        head = None if token.dep_ == "root" else place(token.head.i)
        hits["words"] += 1
        hits["UPOS"] += token.pos_ == known[0]
        hits["lemma"] += token.lemma_ == known[3]
        hits["UAS"] += head == known[1]
        hits["LAS"] += head == known[1] and token.dep_ == known[2]
    for name in ("words", "UPOS", "lemma", "UAS", "LAS"):
        score.add(name, hits[name], len(gold), len(words))
    score.add("sentences", len(bounds & sentences), len(bounds), len(sentences))


def roles(s: Sentence) -> dict[str, list[int]]:
    """Return the arcs that a reader of claims lives on, as word indices by role.

    Agents (subjects of actives, agents of passives), objects (and subjects of passives), places
    (the first word of each LOC name, the head of such names), and attribution (reported clauses
    and the subjects of the verbs that report them).
    """
    reporting = {h for h, d in zip(s.heads, s.deps, strict=True) if d in ("ccomp", "parataxis")}
    found: dict[str, list[int]] = {"agent": [], "object": [], "place": [], "attribution": []}
    for i, (head, dep) in enumerate(zip(s.heads, s.deps, strict=True)):
        if dep in ("nsubj", "obl:agent"):
            found["attribution" if head in reporting else "agent"].append(i)
        elif dep in ("obj", "nsubj:pass"):
            found["object"].append(i)
        elif dep in ("ccomp", "parataxis"):
            found["attribution"].append(i)
        if s.names and s.names[i] == "B-LOC":
            found["place"].append(i)
    return found


def conflict_arcs(parser: EnglishParser, sentences: list[Sentence]) -> Score:
    """Score heads with labels on the arcs of `roles`."""
    deps = _classes(parser, "deps")
    score = Score()
    for s in sentences:
        found = parser.network.analyse(list(s.forms), [True, *s.spaces[:-1]])
        for role, words in roles(s).items():
            right = [
                int(found.heads[i]) == s.heads[i] and deps[found.deps[i]] == s.deps[i]
                for i in words
            ]
            score.add(role, sum(right), len(words))
            score.add("all four", sum(right), len(words))
    return score
