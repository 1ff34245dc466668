"""Learn the lemma table: exceptions as a list, the rest as suffix rules."""

from collections import Counter, defaultdict
from pathlib import Path

from training.data import Sentence
from whoholds.reading.english.lemmas import Lemmas

LONGEST = 6  # characters of an ending
PARTS = ("NOUN", "VERB", "AUX", "ADJ", "ADV", "PROPN", "PRON", "NUM", "DET", "ADP", "INTJ", "X")

Rule = tuple[int, str]


def rule_of(form: str, lemma: str) -> Rule:
    """Return how to make the lemma: cut so many characters from the end, add so many."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return len(form) - same, lemma[same:]


def _pairs(sentences: list[Sentence]) -> dict[tuple[str, str], Counter[str]]:
    pairs: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for sentence in sentences:
        rows = zip(sentence.forms, sentence.upos, sentence.lemmas, strict=True)
        for form, upos, lemma in rows:
            if sentence.parsed and lemma != "_":
                pairs[upos, form.lower().replace("’", "'")][lemma] += 1
    return pairs


def _best(upos: str, counted: Counter[str]) -> str:
    """Choose the commonest lemma; a common word's capital ("National Army") is not its lemma."""
    lower = {k: n for k, n in counted.items() if k.islower()}
    chosen = lower if lower and upos != "PROPN" else counted
    return min(chosen.items(), key=lambda kv: (-kv[1], kv[0]))[0]


def _rules(best: dict[tuple[str, str], str]) -> dict[str, Rule]:
    """Choose for each ending the rule of most words; leave out what a shorter ending says too."""
    votes: dict[tuple[str, str], Counter[Rule]] = defaultdict(Counter)
    for (upos, form), lemma in best.items():
        plain = lemma.lower()
        for size in range(min(LONGEST, len(form)) + 1):
            votes[upos, form[len(form) - size :]][rule_of(form, plain)] += 1
    rules: dict[str, Rule] = {}
    for upos, ending in sorted(votes, key=lambda k: (k[0], len(k[1]), k[1])):
        counted = votes[upos, ending]
        rule, support = min(counted.items(), key=lambda kv: (-kv[1], kv[0]))
        shorter = next(
            (rules[k] for j in range(1, len(ending) + 1) if (k := f"{upos} {ending[j:]}") in rules),
            None,
        )
        if (support >= 2 or not ending) and rule != shorter:
            rules[f"{upos} {ending}"] = rule
    return rules


def read_fixed(path: Path) -> dict[tuple[str, str], str]:
    """Read lemmas set by hand: UPOS, form and lemma, tab-separated."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return {(upos, form): lemma for upos, form, lemma in rows}


def learn_lemmas(sentences: list[Sentence], fixed: dict[tuple[str, str], str]) -> Lemmas:
    """Learn suffix rules, and keep as seen only the forms that the rules get wrong.

    `fixed` holds (UPOS, form) pairs whose lemma is known, whatever the treebanks say.
    """
    pairs = _pairs(sentences)
    pairs.update({key: Counter({lemma: 2}) for key, lemma in fixed.items()})
    best = {k: _best(k[0], c) for k, c in pairs.items()}
    rules = _rules(best)
    lemmas = Lemmas(seen={}, rules=rules, longest=LONGEST)
    seen = {}
    for (upos, form), lemma in sorted(best.items()):
        if upos == "PROPN":
            if pairs[upos, form].total() > 1 and lemmas.of(form, upos) != lemma.lower():
                seen[f"{upos} {form}"] = lemma
        elif lemmas.of(form, upos) != lemma:
            seen[f"{upos} {form}"] = lemma
    return Lemmas(seen=seen, rules=rules, longest=LONGEST)
