"""The seed report against what must come out of it: python benchmarks/seed.py."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any

from whoholds.publish.annotations import annotation_row
from whoholds.service.annotate import annotate_text

DATA = Path(os.environ.get("WHOHOLDS_DATA", Path(__file__).resolve().parents[2] / "shared"))


def load_scorer() -> Any:
    """Return the evaluation data's scorer, whose comparisons are used; exits where it is absent."""
    path = DATA / "score" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    if not path.exists() or spec is None or spec.loader is None:
        sys.exit(f"no evaluation data: {path.name} not found (set WHOHOLDS_DATA)")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(score: Any, want: dict[str, Any], claims: list[dict[str, Any]]) -> dict[str, bool]:
    """Return which parts of an expected claim come out, for the claim that agrees best."""
    near = [
        c
        for c in claims
        if c["kind"] == want["kind"] and score.overlap(want["evidence"], c["evidence"])
    ]
    if not near:
        return dict.fromkeys(("parts", "date", "source"), False)
    best = max(near, key=lambda c: (score.same_place(want, c), score.same_actor(want, c)))
    names = [n for s in best["sources"] for n in (s["name"], s["text"])]
    source = want["source"]
    return {
        "parts": bool(score.same_place(want, best) and score.same_actor(want, best)),
        "date": not (want["start_date"] or want["end_date"]) or score.same_date(want, best),
        "source": score.same_name([source, *source.split(", ")], names) if source else not names,
    }


def main() -> None:
    """Print how many core claims have kind, place and actor, date and source right."""
    score = load_scorer()
    text = (DATA / "seed" / "report.txt").read_text(encoding="utf-8")
    expected = json.loads((DATA / "seed" / "expected.json").read_text(encoding="utf-8"))
    annotation = annotate_text(text, date=expected["document"]["published"])
    claims = json.loads(json.dumps(annotation_row("seed", annotation), default=str))["claims"]
    core = [judged(score, w, claims) for w in expected["claims"] if w["core"]]
    told = [judged(score, w, claims) for w in expected["claims"] if w["core"] and w["source"]]
    print(f"core claims {len(core)}: kind, place and actor {sum(j['parts'] for j in core)}")
    print(f"with the date too {sum(j['parts'] and j['date'] for j in core)}")
    print(f"source right of those with one {sum(j['source'] for j in told)} of {len(told)}")
    print(f"all right {sum(all(j.values()) for j in core)}")


if __name__ == "__main__":
    main()
