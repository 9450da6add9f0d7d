"""Cutting a long sentence around the figures in it; what remains is verbatim, what is gone shows as …"""

from collections.abc import Sequence

from bot.layout import Run

ROOM = 140  # characters of a sentence that a phone shows without scrolling
GAP = Run("…")
_PAUSES = "，。；、,;\n"

Span = tuple[int, int]


def around(sentence: str, spans: Sequence[Span], room: int = ROOM) -> tuple[Run, ...]:
    """The sentence with the spans in bold, cut at pauses where it is longer than the room for it."""
    spans = sorted(spans)
    runs: list[Run] = []
    at = 0
    for start, end in _views(sentence, spans, room):
        runs += [GAP] * (start > at) + _marked(sentence, (start, end), spans)
        at = end
    return tuple(runs + [GAP] * (at < len(sentence)))


def _views(sentence: str, spans: Sequence[Span], room: int) -> list[Span]:
    if len(sentence) <= room or not spans:
        return [(0, min(room, len(sentence)))]
    views: list[Span] = []
    for start, end in (_clauses(sentence, span, room // 2) for span in spans):
        if views and start <= views[-1][1] + 1:  # nothing but a pause between them
            views[-1] = (views[-1][0], max(end, views[-1][1]))
        else:
            views.append((start, end))
    return views


def _clauses(sentence: str, span: Span, reach: int) -> Span:
    """What lies within reach of the span, narrowed to whole clauses."""
    start, end = max(0, span[0] - reach), min(len(sentence), span[1] + reach)
    if start:
        start = next((i + 1 for i in range(start, span[0]) if sentence[i] in _PAUSES), start)
    if end < len(sentence):
        end = next((i for i in range(end - 1, span[1] - 1, -1) if sentence[i] in _PAUSES), end)
    return start, end


def _marked(sentence: str, view: Span, spans: Sequence[Span]) -> list[Run]:
    runs = []
    at, stop = view
    for start, end in spans:
        if at <= start and end <= stop:
            runs += [Run(sentence[at:start]), Run(sentence[start:end], bold=True)]
            at = end
    return [run for run in (*runs, Run(sentence[at:stop])) if run.text]
