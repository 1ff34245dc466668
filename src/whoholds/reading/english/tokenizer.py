"""Words as the Universal Dependencies treebanks of English cut them, at exact offsets."""

from spacy.lang.char_classes import ALPHA, HYPHENS
from spacy.lang.en import English
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex
from spacy.vocab import Vocab

# A hyphen after one of these is part of the word ("pro-government"); any other is a word alone.
WHOLE_PREFIXES = (
    "anti bi co counter cross de e ex extra hyper inter intra macro mega micro mid mini mis mono "
    "multi non over para post pre pro pseudo quasi re semi sub super trans tri ultra un under"
).split()

ABBREVIATIONS = (
    "Ave. Brig. Capt. Cdr. Cmdr. Col. Cpl. Dept. Ft. Gov. Hon. Lt. Maj. Nos. Pvt. Rep. Rev. "
    "Sen. Sgt. Sr. al. approx. dept. est. etc. ft. km. vs."
).split()


def _infixes(patterns: list[str]) -> list[str]:
    """Replace spaCy's hyphen rule, and let a slash part words ("and/or")."""
    kept = [p for p in patterns if HYPHENS not in p]
    behind = "".join(rf"(?<!\b{p})(?<!\b{p.title()})" for p in WHOLE_PREFIXES)
    return [
        *kept,
        rf"(?<=[{ALPHA}0-9.]){behind}(?:{HYPHENS})(?=[{ALPHA}])",
        rf"(?<=[{ALPHA}])(?:{HYPHENS})(?=[0-9])",
        rf"(?<=[{ALPHA}])/(?=[{ALPHA}])",
    ]


def make_tokenizer(vocab: Vocab) -> Tokenizer:
    """Return spaCy's English tokenizer with the treebanks' conventions."""
    defaults = English.Defaults
    runs = r"([!?*=_~#.-])\1{1,}"
    prefixes = compile_prefix_regex([runs, *(defaults.prefixes or [])])
    infixes = compile_infix_regex(_infixes(list(defaults.infixes or [])))
    nlp = English(vocab=vocab)
    base = nlp.tokenizer
    tokenizer = Tokenizer(
        vocab,
        rules=base.rules,
        prefix_search=prefixes.search,
        suffix_search=base.suffix_search,
        infix_finditer=infixes.finditer,
        token_match=base.token_match,
        url_match=base.url_match,
    )
    for word in ABBREVIATIONS:
        tokenizer.add_special_case(word, [{65: word}])
    return tokenizer
