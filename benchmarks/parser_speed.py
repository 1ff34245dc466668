"""Speed of the English parser, per second of one core, beside a blank tokenizer and a CNN.

Run: python benchmarks/parser_speed.py [--cnn FOLDER] [--articles N]
"""

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.tokens import Doc

from whoholds.reading.parse import load_parser

WORDS = 400  # of one article
REPORT = """\
BEIRUT (AFP) -- Rebels led by an Islamist alliance seized the town of Kafr Zita in Hama's northern \
countryside late on Thursday, a monitoring group said.

Government forces, backed by Russian air strikes, had held the town since 2019. They pulled back \
to two villages along the highway, the Syrian Observatory for Human Rights added.

"We control every street," said Abu Khaled, a commander. "The army left its heavy weapons \
behind." His account could not be verified.

State media denied that the town had fallen and said that troops were repelling an attack on the \
outskirts of al-Lataminah, some 30 km north-west of the provincial capital.

In neighbouring Idlib, shelling killed nine people, including three children, in the market of \
Ariha, rescue workers said. Thousands have fled toward the Turkish border since the start of the \
month, according to the United Nations.

Talks between the two sides are to resume in Astana next week, but diplomats expect little. A \
ceasefire agreed in March lasted for less than two days."""
PARAGRAPHS = REPORT.split("\n\n")


def article(number: int) -> str:
    """Make an article of about WORDS words; each differs a little, so nothing is cached whole."""
    text: list[str] = []
    count = 0
    while count < WORDS:
        paragraph = PARAGRAPHS[(number + len(text)) % len(PARAGRAPHS)]
        text.append(paragraph.replace("two", str(number + len(text) + 2)))
        count += len(paragraph.split())
    return "\n\n".join(text)


def measure(name: str, parse: Callable[[str], Doc], articles: list[str]) -> None:
    """Print articles and words per second; the first article warms up."""
    parse(articles[0])
    start = time.process_time()
    words = sum(len(parse(a)) for a in articles)
    seconds = time.process_time() - start
    rates = f"{len(articles) / seconds:8.1f} articles/s {words / seconds:10.0f} words/s"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:32}{rates}  peak {peak:.0f} MB so far")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument(
        "--cnn", type=Path, default=None, help="from training/train_baseline_cnn.py"
    )
    options = parser.parse_args()
    articles = [article(i) for i in range(options.articles)]
    start = time.process_time()
    ours = load_parser()
    print(f"load {time.process_time() - start:.2f} s")
    measure("whoholds, every sentence", ours, articles)
    third = lambda doc, start, end: start % 3 == 0  # noqa: E731, ARG005
    measure("whoholds, a third of sentences", lambda t: ours(t, wanted=third), articles)
    measure("blank tokenizer (the floor)", spacy.blank("en"), articles)
    if options.cnn:
        measure("CNN baseline", spacy.load(options.cnn), articles)


if __name__ == "__main__":
    main()
