"""Which attributions hold for a stretch of text, and what goes on from sentence to sentence."""

from __future__ import annotations

from collections.abc import Sequence

from whoholds.model import Attribution, Span, Speaker


def is_report(attribution: Attribution) -> bool:
    """Say whether somebody says (or it is said) that the content is so."""
    return attribution.speaker is not None or not attribution.source


def covering(span: Span, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return the reports whose content covers most of the span, the innermost first.

    A span that holds an attribution whole ("X denied the claim") is covered by it too.
    """
    found: list[tuple[int, int, Attribution]] = []
    for attribution in attributions:
        if not is_report(attribution) or not attribution.content:
            continue
        inside = sum(_overlap(span, part) for part in attribution.content)
        own = sum(_overlap(span, part) for part in (*attribution.cue, *attribution.source))
        whole = all(span.covers(part) for part in (*attribution.cue, *attribution.content))
        if inside * 2 > len(span) - own or whole:
            size = sum(len(part) for part in attribution.content)
            found.append((size, attribution.cue[0].start if attribution.cue else 0, attribution))
    return tuple(a for _, _, a in sorted(found, key=lambda f: f[:2]))


def speakers_of(span: Span, attributions: Sequence[Attribution]) -> tuple[Speaker | None, ...]:
    """Return who says what the span tells, the innermost speaker first.

    None stands for a report without source ("reportedly"). Empty: it is the report's own voice.
    """
    return tuple(a.speaker for a in covering(span, attributions))


def outermost_attributions(attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Return one layer of saying, in the order given: what stands in no larger one's content.

    An attribution is left out where its cue, or more than half of its content, lies in the
    content of one that is kept.
    """
    kept: list[int] = []
    covered: list[Span] = []
    order = sorted(range(len(attributions)), key=lambda n: (-_size(attributions[n]), n))
    for n in order:
        a = attributions[n]
        inside = sum(_overlap(p, c) for p in a.content for c in covered)
        if any(c.covers(p) for p in a.cue[:1] for c in covered) or inside * 2 > _size(a):
            continue
        kept.append(n)
        covered.extend(a.content)
    return tuple(attributions[n] for n in sorted(kept))


def carried_speaker(
    sentence: Span, attributions: Sequence[Attribution], sentences: Sequence[Span]
) -> Speaker | None:
    """Return the speaker whose report an unattributed sentence goes on with, None where none.

    The sentence holds no attribution, and the sentences right before and right after it are
    told by the same speaker alone. sentences: those of the text, in order.
    """
    if _tellers(sentence, attributions, whole=True):
        return None
    before = max((s for s in sentences if s.end <= sentence.start), default=None)
    after = min((s for s in sentences if s.start >= sentence.end), default=None)
    if before is None or after is None:
        return None
    first, second = (_tellers(s, attributions, whole=False) for s in (before, after))
    if len(first) != 1 or len(second) != 1 or first[0].name != second[0].name:
        return None
    return first[0]


def _tellers(sentence: Span, attributions: Sequence[Attribution], *, whole: bool) -> list[Speaker]:
    """Return who tells something in the sentence; whole: content counts as well as cues."""
    return [
        a.speaker
        for a in attributions
        if a.speaker is not None
        and any(p.overlaps(sentence) for p in ((*a.cue, *a.content) if whole else a.cue))
    ]


def _overlap(a: Span, b: Span) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _size(attribution: Attribution) -> int:
    return sum(len(part) for part in attribution.content)
