"""Treebanks in CoNLL-U, and names beside them, read into sentences to train and to test on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

NAME_KINDS = ("PER", "ORG", "LOC")
GUM_KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
# Features that a reader of claims can use; style, spelling and number form are left out.
FEATURES = frozenset(
    (
        *("Case", "Definite", "Degree", "Gender", "Mood", "NumType", "Number", "Person"),
        *("Polarity", "Poss", "PronType", "Reflex", "Tense", "VerbForm", "Voice"),
    )
)


# Titles and roles: no part of a person's name, and no name by themselves.
ROLES = frozenset(
    (
        *("admiral", "archbishop", "bishop", "captain", "chairman", "chapter", "chief", "city"),
        *("college", "colonel", "congress", "council", "count", "court", "doctor", "dr.", "duke"),
        *("earl", "emperor", "empire", "fellow", "figure", "general", "gen.", "government"),
        *("governor", "judge", "justice", "king", "lady", "libraries", "library", "lieutenant"),
        *("lord", "madam", "major", "master", "minister", "miss", "mr.", "mrs.", "ms.", "mr", "ms"),
        *("mrs", "dr", "officer", "pope", "president", "prime", "prince", "princess", "professor"),
        *("prof.", "protector", "province", "queen", "saint", "secretary", "section", "senator"),
        *("sergeant", "sheikh", "sir", "speaker", "state", "states", "the", "university", "vice"),
    )
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of gold words; `heads` count from 1, 0 is the root.

    `names` is a BIO list, or None where nobody labelled names; in a partly labelled list "?" marks
    the words on which nothing is known. `parsed` is False where there are names only.
    """

    id: str
    forms: tuple[str, ...]
    spaces: tuple[bool, ...]
    lemmas: tuple[str, ...]
    upos: tuple[str, ...]
    feats: tuple[str, ...]
    heads: tuple[int, ...]
    deps: tuple[str, ...]
    names: tuple[str, ...] | None
    parsed: bool = True
    paragraph: bool = False
    document: bool = False

    @property
    def text(self) -> str:
        """The words as they stood, without the space after the last."""
        joined = "".join(f + " " * s for f, s in zip(self.forms, self.spaces, strict=True))
        return joined.rstrip(" ")


def _blocks(path: Path) -> Iterator[tuple[list[str], list[list[str]]]]:
    comments: list[str] = []
    rows: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            comments.append(line[1:].strip())
        elif line:
            rows.append(line.split("\t"))
        elif rows:
            yield comments, rows
            comments, rows = [], []
    if rows:
        yield comments, rows


def _kept_features(feats: str) -> str:
    kept = [f for f in feats.split("|") if f.partition("=")[0] in FEATURES]
    return "|".join(kept) or "_"


def _spaces(rows: list[list[str]]) -> tuple[bool, ...]:
    """Whether a space follows each word; inside a multi-word token none does."""
    spaces: dict[int, bool] = {}
    for row in rows:
        after = "SpaceAfter=No" not in row[9].split("|")
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            spaces.update(dict.fromkeys(range(first, last), False))
            spaces[last] = after
        elif row[0].isdigit():
            spaces.setdefault(int(row[0]), after)
    return tuple(spaces[i] for i in sorted(spaces))


def read_conllu(path: Path) -> list[Sentence]:
    """Read a treebank; names come from MISC `Name=B-LOC` (own data) or `Entity=` (GUM)."""
    found = []
    for comments, rows in _blocks(path):
        words = [r for r in rows if r[0].isdigit()]
        sent_id = next(
            (c.split("=", 1)[1].strip() for c in comments if c.startswith("sent_id")), ""
        )
        sentence = Sentence(
            id=sent_id,
            forms=tuple(r[1] for r in words),
            spaces=_spaces(rows),
            lemmas=tuple(r[2] for r in words),
            upos=tuple(r[3] for r in words),
            feats=tuple(_kept_features(r[5]) for r in words),
            heads=tuple(int(r[6]) for r in words),
            deps=tuple(r[7] for r in words),
            names=None,
            paragraph=any(c.startswith("newpar") for c in comments),
            document=any(c.startswith("newdoc") for c in comments),
        )
        misc = [r[9] for r in words]
        found.append(replace(sentence, names=_names(sentence, misc, path.name)))
    return found


def _names(sentence: Sentence, misc: list[str], source: str) -> tuple[str, ...] | None:
    if source.startswith("gum"):
        return _gum_names(sentence, misc)
    if not source.startswith("ewt"):
        fields = [dict(p.split("=", 1) for p in m.split("|") if "=" in p) for m in misc]
        return tuple(f.get("Name", "O") for f in fields)
    return None


def _gum_entities(misc: list[str]) -> list[tuple[int, int, str]]:
    """Return `(start, end, kind)` for GUM's bracketed `Entity=` field."""
    open_: dict[str, list[tuple[int, str]]] = {}
    found = []
    for i, field in enumerate(misc):
        value = next((p[7:] for p in field.split("|") if p.startswith("Entity=")), "")
        for part in value.replace("(", " (").replace(")", ") ").split():
            if part.startswith("("):
                bits = part.strip("()").split("-")
                key, kind = bits[0], bits[1] if len(bits) > 1 else ""
                if part.endswith(")"):
                    found.append((i, i + 1, kind))
                else:
                    open_.setdefault(key, []).append((i, kind))
            else:
                stack = open_.get(part.strip(")"))
                if stack:
                    start, kind = stack.pop()
                    found.append((start, i + 1, kind))
    return found


def _gum_names(sentence: Sentence, misc: list[str]) -> tuple[str, ...]:
    """Cut GUM's mentions down to names: the proper-noun core of the head, outermost first."""
    names = ["O"] * len(sentence.forms)
    spans = []
    for start, end, kind in _gum_entities(misc):
        if kind not in GUM_KINDS:
            continue
        heads = [i for i in range(start, end) if not start <= sentence.heads[i] - 1 < end]
        if heads and sentence.upos[heads[0]] == "PROPN":
            core = _without_roles(sentence, *_core(sentence, heads[0], start, end), kind)
            spans.extend([(*core, GUM_KINDS[kind])] if core else [])
    for start, end, kind in sorted(spans, key=lambda s: s[0] - s[1]):
        if all(n == "O" for n in names[start:end]):
            names[start:end] = [f"B-{kind}"] + [f"I-{kind}"] * (end - start - 1)
    return tuple(names)


def _without_roles(s: Sentence, start: int, end: int, kind: str) -> tuple[int, int] | None:
    """Drop titles before a person's name, and spans that name nobody ("the Secretary")."""
    words = [f.lower() for f in s.forms[start:end]]
    if kind == "person":
        while words and (words[0] in ROLES or words[0] == "-"):
            words, start = words[1:], start + 1
        if "of" in words or "Number=Plur" in s.feats[end - 1]:
            return None
    named = any(w not in ROLES and w[0].isalnum() for w in words)
    return (start, end) if named else None


def _core(sentence: Sentence, head: int, start: int, end: int) -> tuple[int, int]:
    """Grow a name from its head over flat, compound, and "of"-phrases of proper nouns."""
    members = {head}
    grown = True
    while grown:
        grown = False
        for i in range(start, end):
            if i in members or sentence.heads[i] - 1 not in members:
                continue
            dep = sentence.deps[i]
            proper = sentence.upos[i] == "PROPN"
            inner = dep in ("flat", "compound", "nummod", "goeswith", "nmod:desc", "amod")
            of = dep == "nmod" and any(
                sentence.heads[j] - 1 == i and sentence.forms[j].lower() == "of"
                for j in range(start, i)
            )
            capital = sentence.forms[i][:1].isupper()
            if (proper and (inner or of)) or (dep == "amod" and capital and i < head):
                members.add(i)
                grown = True
    return min(members), max(members) + 1


def with_iob(sentences: list[Sentence], path: Path) -> list[Sentence]:
    """Add names from an IOB2 file; a sentence that the file lacks or cuts otherwise keeps None."""
    names: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for comments, rows in _blocks(path):
        sent_id = next(c.split("=", 1)[1].strip() for c in comments if c.startswith("sent_id"))
        tags = tuple(r[2] if r[2][2:] in NAME_KINDS else "O" for r in rows)
        names[sent_id] = (tuple(r[1] for r in rows), tags)
    result = []
    for sentence in sentences:
        forms, tags = names.get(sentence.id, ((), ()))
        result.append(replace(sentence, names=tags) if forms == sentence.forms else sentence)
    return result


def load_treebank(folder: Path, name: str, part: str) -> list[Sentence]:
    """Read `ewt` or `gum`, `train` or `dev`, with names."""
    sentences = read_conllu(folder / f"{name}.{part}.conllu")
    iob = folder / f"{name}.{part}.ner.iob2"
    return with_iob(sentences, iob) if iob.exists() else sentences
