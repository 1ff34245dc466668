"""Words as the Universal Dependencies treebanks of English cut them, at exact offsets."""

from spacy.lang.char_classes import ALPHA, HYPHENS
from spacy.lang.en import English
from spacy.symbols import ORTH  # type: ignore[import-not-found]
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

from whoholds.reading.english.words import load_words


def _infixes(patterns: list[str]) -> list[str]:
    """Replace spaCy's hyphen rule, and let a slash part words ("and/or")."""
    kept = [p for p in patterns if HYPHENS not in p]
    prefixes = sorted(load_words()["whole_prefixes"])
    behind = "".join(rf"(?<!^{p})(?<!^{p.title()})" for p in prefixes)
    return [
        *kept,
        rf"(?<=[{ALPHA}0-9.]){behind}(?:{HYPHENS})(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}])(?:{HYPHENS})(?=[0-9])",
        rf"(?<=[{ALPHA}])/(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}0-9])[.]?(?=\[[0-9])",  # a note's mark: "fell.[6]"
        r"\[(?=[0-9])",
    ]


def make_tokenizer(vocab: Vocab) -> Tokenizer:
    """Return spaCy's English tokenizer with the treebanks' conventions."""
    defaults = English.Defaults
    runs = r"([!?*=_~#.-])\1{1,}"
    suffixes = compile_suffix_regex([runs, *(defaults.suffixes or [])])
    prefixes = compile_prefix_regex([runs, *(defaults.prefixes or [])])
    infixes = compile_infix_regex(_infixes(list(defaults.infixes or [])))
    tokenizer = Tokenizer(
        vocab,
        rules=defaults.tokenizer_exceptions,
        prefix_search=prefixes.search,
        suffix_search=suffixes.search,
        infix_finditer=infixes.finditer,
        token_match=defaults.token_match,
        url_match=defaults.url_match,
    )
    for word in sorted(load_words()["abbreviations"]):
        tokenizer.add_special_case(word, [{ORTH: word}])
    return tokenizer
