"""A writer killed hundreds of times at random points, beside one that is left alone.

Run: python benchmarks/log_kill.py [--kills 500] [--seed 1]
The writer appends, reviews and compacts. Prints how many kills fell between the tables and
the ledger, how many appends and reviews came through, and whatever differs from an undisturbed
run: nothing may.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.log.kill import kill_and_compare


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        outcome = kill_and_compare(
            Path(folder), kills=options.kills, seed=options.seed, longest=0.8
        )
    seconds = time.perf_counter() - begun
    print(
        f"{outcome.kills} kills in {seconds:.0f} s, {outcome.mid_append} of them between the "
        f"tables and the ledger; {outcome.batches} appends and reviews came through"
    )
    for problem in outcome.problems:
        print(f"DIFFERS: {problem}")
    print("nothing lost, nothing doubled" if not outcome.problems else "FAILED")
    return 1 if outcome.problems else 0


if __name__ == "__main__":
    sys.exit(main())
