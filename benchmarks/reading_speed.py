"""Speed and memory on one core, from text to claims, beside spaCy's CNN and tokenizer.

Run: python benchmarks/reading_speed.py [--articles N] [--cnn FOLDER]. Each pipeline runs in a
process of its own, which tells its peak memory. Rates are per second of processor time, so that
other work on the machine sways them less; the scaling of `whoholds read --workers 2` is by the
clock, needs two idle cores, and is left out where the machine has but one.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sized
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

# Each pipeline imports what it needs, in a process of its own: what it does not need would count.

ROOT = Path(__file__).parents[1]
PUBLISHED = datetime(2017, 6, 30, tzinfo=UTC)
WORDS = 400
"""Of an article."""
FEWER = 10
"""The slower comparisons run on one article in so many."""
STEPS = 300
"""Training steps of the CNN where none is there: a poor parser, but as fast as a good one."""

WORKERS = 2

Work = Callable[[str], Sized]


class Measured(NamedTuple):
    """What one pipeline took: to load, for each text, at most of memory; and what it gave."""

    load: float
    rate: float
    peak: float
    out: int


def main() -> None:
    """Print one line for each pipeline and kind of news."""
    from speed_texts import articles

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000, help="how many are read")
    parser.add_argument("--cnn", type=Path, default=ROOT / "build/cnn", help="the CNN's folder")
    args = parser.parse_args()
    war, news = (articles(args.articles, share=share) for share in (1.0, 1 / 3))
    some = slice(max(1, args.articles // FEWER))
    print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}; 400 words an article")
    show("reading, a third about a war", whole_reading, news)
    show("reading, all about a war", whole_reading, war)
    show("reading --fast, a third about a war", partial(whole_reading, fast=True), news)
    show("reading --fast, all about a war", partial(whole_reading, fast=True), war)
    show("parser, a third about a war", skipping_parser, news)
    show("parser, all about a war", skipping_parser, war[some])
    show("parser, every sentence of war news", plain_parser, war[some])
    cnn = cnn_folder(args.cnn)
    if cnn is not None:
        show("spaCy CNN, every sentence", partial(spacy_pipeline, cnn), war[some])
    show("spaCy blank tokenizer", blank_tokenizer, war[some])
    if (os.cpu_count() or 1) > 1:
        scaling(news)


def whole_reading(*, fast: bool = False) -> Work:
    """From text to claims, as `whoholds read` does, with `--fast` or without."""
    from whoholds.service.readers import DEFAULT_PARSER, FAST_PARSER, shared_reader

    parser = FAST_PARSER if fast else DEFAULT_PARSER
    read = partial(shared_reader(parser).reader.read, published=PUBLISHED, everything=False)
    return lambda text: read(text).claims


def skipping_parser() -> Work:
    """The parser as the reader calls it: sentences that cannot matter are not parsed."""
    from whoholds.reading.parse import load_parser
    from whoholds.reading.read import matters

    return partial(load_parser(), wanted=matters)


def plain_parser() -> Work:
    """The parser on every sentence."""
    from whoholds.reading.parse import load_parser

    return load_parser()


def spacy_pipeline(folder: Path) -> Work:
    """The pipeline of spaCy that lies in a folder."""
    import spacy

    return spacy.load(folder)


def blank_tokenizer() -> Work:
    """What no pipeline can beat: spaCy's tokenizer alone."""
    import spacy

    return spacy.blank("en")


def show(name: str, make: Callable[[], Work], texts: list[str]) -> None:
    """Print the rate of a pipeline over the texts, measured in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        found = pool.submit(measure, make, texts).result()
    rate = f"{found.rate:8.1f} articles/s {found.rate * WORDS:9.0f} words/s"
    print(
        f"{name:36}{rate}  load {found.load:4.1f} s  peak {found.peak:4.0f} MB  ({found.out} out)",
        flush=True,
    )


def measure(make: Callable[[], Work], texts: list[str]) -> Measured:
    """Load a pipeline and run it over the texts; one sentence warms it up."""
    start = time.process_time()
    work = make()
    work("Troops took Mosul.")
    loaded = time.process_time()
    out = sum(len(work(text)) for text in texts)
    seconds = time.process_time() - loaded
    return Measured(loaded - start, len(texts) / seconds, peak_memory(), out)


def peak_memory() -> float:
    """Return the most memory that this process has held, in MB.

    Linux counts the parent's in `ru_maxrss`; VmHWM is of this process alone.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # bytes, on a Mac
    return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1024


def cnn_folder(folder: Path) -> Path | None:
    """Return where a CNN lies; trained shortly for its speed where there is none but treebanks."""
    if folder.exists():
        return folder
    data = Path(os.environ.get("WHOHOLDS_DATA", ROOT.parent / "shared"))
    short = folder.with_name(f"{folder.name}-short")
    if not short.exists():
        if not (data / "treebanks").is_dir():
            print(f"spaCy CNN: no {folder} and no treebanks in {data} (WHOHOLDS_DATA); left out")
            return None
        print(
            f"spaCy CNN: trained for {STEPS} steps, for its speed alone; `make cnn` trains it whole"
        )
        command = [sys.executable, "-m", "training.train_baseline_cnn", "--data", str(data)]
        command += ["--out", str(short), "--steps", str(STEPS)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return short


def scaling(texts: list[str]) -> None:
    """Print how much faster two processes read the texts into a store than one."""
    from whoholds.service.whoholds import open_store

    took = {}
    for workers in (1, WORKERS):
        with tempfile.TemporaryDirectory() as folder:
            for i, text in enumerate(texts):
                Path(folder, f"{i}.txt").write_text(f"Story {i}\n\n30 June 2017\n\n{text}")
            with tempfile.TemporaryDirectory() as store:
                start = time.perf_counter()
                open_store(store, create=True).read(folder, workers=workers)
                took[workers] = time.perf_counter() - start
        print(f"read --workers {workers}: {len(texts) / took[workers]:.1f} articles/s by the clock")
    busy = os.getloadavg()[0]
    warning = f" (load average {busy:.1f}: other work sways it)" if busy > WORKERS + 1 else ""
    print(f"two processes are {took[1] / took[WORKERS]:.2f} times as fast as one{warning}")


if __name__ == "__main__":
    main()
