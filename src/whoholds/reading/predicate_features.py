"""What grammar says about an event word and a name: the features of the event-place model."""

from __future__ import annotations

from collections.abc import Sequence

from whoholds.reading.predicate_names import VERBS, Name, Sentence, load_words


def may_hold(sentence: Sentence, name: Name) -> bool:
    """Say whether a name can be where something happens; persons and bodies as such can not."""
    if name.place or sentence.cases[name.head] != "-":
        return True
    kinds = sentence.ents[name.first : name.last]
    return not any(kinds) or sentence.deps[name.head] in (
        "obj",
        "compound",
        "conj",
        "appos",
        "nmod",
    )


def features_of(s: Sentence, event: int, names: Sequence[Name], name: Name) -> list[str]:
    """Return the features of an event word and one of the names, as words; all weigh 1."""
    head, dep, case = name.head, s.deps[name.head], s.cases[name.head]
    lemma = s.lemmas[event]
    side = "after" if name.first > event else "before"
    own, up, down, top = path_of(s, event, head)
    classes = ">".join([f"{s.deps[i]}:{s.classes[i]}{s.cases[i]}" for i in up[1:]])
    ups = ">".join([s.deps[i] for i in up])
    downs = "<".join([s.deps[i] for i in down])
    last = s.deps[up[-1]] if up else "-"
    last_case = s.cases[up[-1]] if up else "-"
    crossed = min(sum([s.pos[i] in VERBS for i in up[1:]]), 3)
    between = min(sum([s.pos[i] in VERBS for i in down[1:]]) + (not own and s.pos[top] in VERBS), 3)
    found = [
        f"dep={dep}", f"case={case}", f"ent={s.ents[head]}", f"place={name.place}",
        f"lemma={lemma}", f"event={s.pos[event]}", f"eventdep={s.deps[event]}",
        f"size={min(name.last - name.first, 4)}", f"side={side}", f"lemma+case={lemma}+{case}",
        f"place+dep={name.place}+{dep}+{case}", f"path={ups}|{downs}", f"ups={ups}",
        f"downs={downs}", f"length={min(len(up) + len(down), 8)}", f"top={last}",
        f"topcase={last_case}", f"own+top={own}+{last}+{last_case}",
        f"crossed+between={crossed}+{between}", f"path+case={ups}|{downs}+{case}",
        f"lemma+top={lemma}+{own}+{last}", f"form={s.forms[event]}",
        f"classes={dep}+{case}>{classes}|{downs}", f"classes={dep}+{case}>{classes}",
        f"lemma+ups={lemma}+{ups}|{downs}",
    ]  # fmt: skip
    found += [f"aux={word}" for word in s.aux[event]]
    found += _on_path(s, up, down, None if own else top, last, last_case)
    if down:
        found.append(f"downs+top={downs}+{last}")
        found.append(f"downs+where={downs}+{'before' if name.first < top else 'after'}")
    found += _neighbours(s, event, names, name, side)
    found += _around(s, name, dep, case)
    return found


def path_of(s: Sentence, event: int, head: int) -> tuple[bool, list[int], list[int], int]:
    """Return whether the event rules the name, the words up from it, those down, and the top."""
    ancestors = s.chains[event]
    up: list[int] = []
    for word in s.chains[head]:
        if word in ancestors:
            down = ancestors[: ancestors.index(word)]
            return word == event, up, down, word
        up.append(word)
    return False, up, [], s.chains[head][-1]


def _on_path(
    s: Sentence, up: list[int], down: list[int], top: int | None, last: str, last_case: str
) -> list[str]:
    found = []
    clause = None
    for i in up[1:]:
        found.append(f"up={s.lemmas[i]}+{s.deps[i]}")
        if s.pos[i] in VERBS:
            clause = i if clause is None else clause
        else:
            found.append(f"upcase={s.cases[i]}+{s.deps[i]}")
    found += [f"down={s.lemmas[i]}" for i in down[1:]]
    if top is not None:
        found.append(f"ruler={s.lemmas[top]}")
        found.append(f"ruler+up={s.pos[top]}+{last}+{last_case}")
    if clause is not None:
        found.append(f"clause={s.deps[clause]}+{s.marks[clause]}")
        found.append(f"clauseverb={s.lemmas[clause]}")
    return found


def _bucket(number: int) -> int:
    for limit in (1, 2, 3, 5, 8, 12, 20, 30):
        if number <= limit:
            return limit
    return 99


def _neighbours(s: Sentence, event: int, names: Sequence[Name], name: Name, side: str) -> list[str]:
    low, high = (event, name.head) if event < name.head else (name.head, event)
    inner = nearer = inside = others = 0
    within: Name | None = None
    before = after = None
    chain = s.chains[name.head][1:6]
    for other in names:
        if other is name or not other.place:
            continue
        others += 1
        inner += low < other.head < high
        nearer += abs(other.head - event) < high - low
        inside += other.head in chain
        if name.head in s.chains[other.head][1:6]:
            within = within or other
        if other.last <= name.first:
            before = other
        elif after is None and other.first >= name.last:
            after = other
    found = [
        f"distance={_bucket(high - low)}+{side}", f"inner={min(inner, 3)}",
        f"verbs={min(s.verbs[high] - s.verbs[low + 1], 3)}+{side}", f"alone={not others}",
        f"rank+place={min(nearer, 3)}+{name.place}", f"inside={inside}",
    ]  # fmt: skip
    if inside:
        found.append(f"inside+dep={s.deps[name.head]}+{s.cases[name.head]}")
    if within is not None:
        found.append(f"within={s.deps[within.head]}+{s.cases[within.head]}")
    if before is not None and s.texts[before.last : name.first] == [","]:
        found.append("comma")
    if after is not None and s.texts[name.last : after.first] == [","]:
        found.append("comma after")
    return found


def _around(s: Sentence, name: Name, dep: str, case: str) -> list[str]:
    before = s.lows[name.first - 1] if name.first else "^"
    after = s.lows[name.last] if name.last < len(s.lows) else "$"
    above = s.heads[name.head]
    last = s.lows[name.last - 1]  # told only of common words: no place is learned by heart
    words = load_words()
    if last not in words["place_nouns"] and last not in words["body_nouns"]:
        last = "-"
    found = [
        f"before={before}", f"after={after}", f"last={last}",
        f"after+place={after}+{name.place}", f"above={s.lemmas[above]}+{dep}",
        f"abovepos={s.pos[above]}+{dep}+{case}",
    ]  # fmt: skip
    if not name.first:
        found.append(f"first+{dep}")
    found += [f"has={kind}" for kind in sorted({*s.ents[name.first : name.last]})]
    return found
