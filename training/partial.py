"""Place names marked in evaluation data (development halves only) as partial name labels."""

import json
from pathlib import Path

from training.data import Sentence
from whoholds.reading.english.sentences import hard_breaks, starts
from whoholds.reading.english.tokenizer import make_tokenizer

Span = tuple[int, int]


def _rows(path: Path) -> list[tuple[str, list[Span]]]:
    """Return (text, spans of place names) from event_location or claims."""
    found: dict[str, set[Span]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = row["text"]
        spans = found.setdefault(text, set())
        spans.update((s, e) for s, e in row.get("locations", []))
        for claim in row.get("claims", []):
            place = claim["place"] if claim["place_in_text"] else None
            if place and place in text:
                spans.add((text.index(place), text.index(place) + len(place)))
    return [(text, sorted(spans)) for text, spans in found.items() if spans]


def _core(words: list[str], first: int, last: int) -> tuple[int, int] | None:
    """Cut a span to its capitalised core; an Arabic article before a hyphen belongs to it."""

    def named(i: int) -> bool:
        article = words[i].lower() in {"al", "el", "ar", "as", "ad", "az", "an", "at", "ash"}
        return words[i][:1].isupper() or (article and words[i + 1 : i + 2] == ["-"])

    while first < last and not named(first):
        first += 1
    while first < last and not words[last - 1][:1].isupper():
        last -= 1
    return (first, last) if first < last else None


def _sentence(id_: str, words: list[str], spaces: list[bool], cores: list[Span]) -> Sentence:
    names = ["?" if w[:1].isupper() else "O" for w in words]
    for i in range(1, len(words) - 1):  # hyphens and articles inside names are as unknown
        if words[i] == "-" and "?" in (names[i - 1], names[i + 1]):
            names[i - 1] = names[i] = names[i + 1] = "?"
    for start, end in cores:
        names[start:end] = ["B-LOC", *["I-LOC"] * (end - start - 1)]
    n = len(words)
    blank = ("_",) * n
    return Sentence(
        id=id_,
        forms=tuple(words),
        spaces=tuple(spaces),
        lemmas=blank,
        upos=blank,
        feats=blank,
        heads=(0,) * n,
        deps=blank,
        names=tuple(names),
        parsed=False,
    )


def load_partial(path: Path, limit: int) -> list[Sentence]:
    """Return at most `limit` sentences that hold a marked place, spread evenly over the file."""
    from spacy.lang.en import English

    tokenizer = make_tokenizer(English().vocab)
    found = []
    for number, (text, spans) in enumerate(_rows(path)):
        doc = tokenizer(text)
        words = [t.text for t in doc]
        begins = starts(words, [t.idx for t in doc], hard_breaks(text))
        cuts = [i for i, b in enumerate(begins) if b or i == 0]
        for a, b in zip(cuts, [*cuts[1:], len(words)], strict=True):
            keep = [i for i in range(a, b) if not words[i].isspace()]
            local = [words[i] for i in keep]
            cores = []
            for s, e in spans:
                inside = [
                    k
                    for k, i in enumerate(keep)
                    if doc[i].idx < e and doc[i].idx + len(words[i]) > s
                ]
                core = _core(local, inside[0], inside[-1] + 1) if inside else None
                cores.extend([core] if core else [])
            if cores and len(local) < 80:
                spaces = [bool(doc[i].whitespace_) for i in keep]
                found.append(_sentence(f"{path.parent.name}-{number}-{a}", local, spaces, cores))
    step = max(1, len(found) // limit)
    return found[::step][:limit]
