"""Speed and memory of reading whole articles on one core, from text to claims."""

from __future__ import annotations

import argparse
import random
import resource
import time
from datetime import UTC, datetime

from whoholds.intake import load
from whoholds.model import Report
from whoholds.service.demo import sample_reports
from whoholds.service.readers import shared_reader

WORDS = 400
PARAGRAPH = 3
PUBLISHED = datetime(2017, 6, 30, tzinfo=UTC)


def main() -> None:
    """Read articles made of shuffled sample sentences and print the rate."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000, help="how many are read")
    parser.add_argument("--seed", type=int, default=1, help="of the shuffling")
    args = parser.parse_args()
    articles = make_articles(args.articles, seed=args.seed)
    start = time.perf_counter()
    reader = shared_reader().reader
    reader.read(articles[0], published=PUBLISHED)
    loading = time.perf_counter() - start
    claims = 0
    busy = time.process_time()
    start = time.perf_counter()
    for article in articles:
        claims += len(reader.read(article, published=PUBLISHED).claims)
    took, busy = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(articles)} articles of {WORDS} words: {len(articles) / busy:.1f} articles/s of one "
        f"core ({len(articles) / took:.1f}/s by the clock), {claims} claims, "
        f"{loading:.1f} s to load, peak memory {peak:.0f} MB"
    )


def make_articles(count: int, *, seed: int) -> list[str]:
    """Return articles of about 400 words, of sentences of the sample reports in random order."""
    sentences = _sentences()
    rng = random.Random(seed)
    articles = []
    for _ in range(count):
        chosen: list[str] = []
        words = 0
        while words < WORDS:
            sentence = rng.choice(sentences)
            chosen.append(sentence)
            words += len(sentence.split())
        parts = [chosen[i : i + PARAGRAPH] for i in range(0, len(chosen), PARAGRAPH)]
        articles.append("\n\n".join(" ".join(part) for part in parts))
    return articles


def _sentences() -> list[str]:
    with sample_reports() as folder:
        reports = [r for r in load([folder]) if isinstance(r, Report)]
    parser = shared_reader().reader
    return [
        span.of(report.text).strip()
        for report in reports
        for span in parser.read(report.text).sentences
        if span.of(report.text).strip()
    ]


if __name__ == "__main__":
    main()
