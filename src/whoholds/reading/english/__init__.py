"""The English model: tokenizer, sentence splitter, network, lemmas and weights."""
