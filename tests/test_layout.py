"""The form of a reply: long sentences are cut without changing a word, long replies divided within Telegram's limits."""

import pytest

from bot.layout import LIMIT, Block, Run, as_html, as_text, line, pages, units
from bot.quotes import around
from tests.reading import Reader

FILLER = "其间开展多项工作并取得成效"
CUTS = [
    ("短句{51件}。", "短句[51件]。"),
    (
        f"{FILLER}，" * 8 + "其中办结{51件}，占多数，" + f"{FILLER}，" * 8,
        f"…{FILLER}，" + f"{FILLER}，" * 3 + "其中办结[51件]，占多数，" + f"{FILLER}，" * 3 + f"{FILLER}…",
    ),
    ("字" * 200 + "{51件}" + "字" * 200, "…" + "字" * 70 + "[51件]" + "字" * 70 + "…"),
    ("{51件}" + "，字" * 100 + "{38件}", "[51件]" + "，字" * 34 + "…" + "字，" * 34 + "字[38件]"),
]


@pytest.mark.parametrize(("marked", "expected"), CUTS)
def test_long_sentence_is_cut_at_pauses_and_stays_verbatim(marked: str, expected: str) -> None:
    sentence, spans = unmarked(marked)
    runs = around(sentence, spans)
    assert "".join(f"[{run.text}]" if run.bold else run.text for run in runs) == expected
    assert all(part in sentence for part in "".join(run.text for run in runs).split("…"))


def unmarked(marked: str) -> tuple[str, list[tuple[int, int]]]:
    sentence, spans = "", []
    for piece in marked.split("{"):
        inside, brace, after = piece.partition("}")
        if brace:
            spans.append((len(sentence), len(sentence) + len(inside)))
        sentence += inside + after
    return sentence, spans


LONG = [
    ("many lines", tuple(line("一行字") for _ in range(3000))),
    ("one endless line", (line("字" * 10_000),)),
    ("emoji count twice", (line("😀" * 5000),)),
    ("a quotation with line ends", (Block((Run("甲\n" * 6000),), "folded"),)),
    ("bold all over", tuple(line("51件", bold=True) for _ in range(300))),
    ("escapes", (line("<&>" * 3000),)),
]


@pytest.mark.parametrize(("name", "blocks"), LONG)
def test_pages_fit_and_lose_nothing(name: str, blocks: tuple[Block, ...]) -> None:
    made = list(pages(blocks))
    assert all(units(as_text(page)) <= LIMIT for page in made), name
    assert all(as_html(page).count("<b>") < 100 for page in made)
    assert all(Reader.read(as_html(page)).open == [] for page in made)
    kept = "".join(block.text for page in made for block in page)
    assert kept.replace("\n", "") == "".join(block.text for block in blocks).replace("\n", "")
