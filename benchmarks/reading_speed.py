"""Speed and memory on one core, from text to claims, beside spaCy's CNN and tokenizer.

Run: python benchmarks/reading_speed.py [--articles N] [--cnn FOLDER] [--scaling]. Rates are per
second of processor time, so that other work on the machine hardly sways them; the scaling of
`whoholds read --workers 2` is by the clock and needs two idle cores.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Sized
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import spacy

from speed_texts import WORDS, articles
from whoholds.reading.parse import load_parser
from whoholds.service.readers import shared_reader
from whoholds.service.whoholds import open_store

PUBLISHED = datetime(2017, 6, 30, tzinfo=UTC)
FEWER = 10
"""The slower comparisons run on one article in so many."""


def main() -> None:
    """Print one line for each pipeline and kind of news."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000, help="how many are read")
    parser.add_argument("--cnn", type=Path, default=Path("build/cnn"), help="the CNN's folder")
    parser.add_argument("--scaling", action="store_true", help="one and two processes by the clock")
    args = parser.parse_args()
    start = time.process_time()
    reader = shared_reader().reader
    read = partial(reader.read, published=PUBLISHED, everything=False)  # as `whoholds read` does
    read("Troops took Mosul.")
    print(f"{time.process_time() - start:.1f} s to load the reader")
    war, news = (articles(args.articles, share=share) for share in (1.0, 1 / 3))
    kinds = {"all about a war": war, "a third about a war": news}
    for kind, texts in kinds.items():
        measure(f"reading, {kind}", lambda text: read(text).claims, texts)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    ours = load_parser()
    some = war[: max(1, args.articles // FEWER)]
    measure("parser alone, every sentence", ours, some)
    if args.cnn.exists():
        measure("spaCy CNN, every sentence", spacy.load(args.cnn), some)
    else:
        print(f"spaCy CNN: not in {args.cnn}; make it: python -m training.train_baseline_cnn")
    measure("spaCy blank tokenizer", spacy.blank("en"), some)
    if args.scaling:
        scaling(news)


def measure(name: str, work: Callable[[str], Sized], texts: list[str]) -> None:
    """Print the rate of `work` over the texts; the first of them warms up."""
    work(texts[0])
    start = time.process_time()
    found = sum(len(work(text)) for text in texts)
    seconds = time.process_time() - start
    rate = len(texts) / seconds
    print(
        f"{name:34}{rate:8.1f} articles/s {rate * WORDS:10.0f} words/s  ({found} out)", flush=True
    )


def scaling(texts: list[str]) -> None:
    """Print how much faster two processes read the texts into a store than one."""
    took = {}
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            for i, text in enumerate(texts):
                Path(folder, f"{i}.txt").write_text(f"Story {i}\n\n30 June 2017\n\n{text}")
            with tempfile.TemporaryDirectory() as store:
                start = time.perf_counter()
                open_store(store, create=True).read(folder, workers=workers)
                took[workers] = time.perf_counter() - start
        print(f"read --workers {workers}: {len(texts) / took[workers]:.1f} articles/s by the clock")
    print(f"two processes are {took[1] / took[2]:.2f} times as fast as one")


if __name__ == "__main__":
    main()
