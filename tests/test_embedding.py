"""Vectors are the same everywhere and always, and close where wording is."""

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import LexicalEmbedder

ROOT = Path(__file__).parents[1]
EMBEDDER = LexicalEmbedder()
PASSAGE = "依法办理行政复议案件51件,其中维持27件"

# a question, what is near to it, what is not
NEARER = [
    ("行政复议案件有多少件", PASSAGE, "组织普法宣传活动12场,受众3000人"),
    ("普法活动办了几场", "组织普法宣传活动12场,受众3000人", PASSAGE),
    ("行政複議案件", PASSAGE, "规范性文件备案审查5件"),  # traditional characters
    ("行政复议", "行政复议", "行政，复印会议"),  # a pair does not cross a mark
    ("去年取消的审批事项", "取消审批事项10项", "去年的工作和今年的工作"),  # 的 says nothing
    ("甲区2019年复议", "甲区 2019 办理复议51件", "乙区 2018 办理复议51件"),
]

NOTHING = ["", "的", "。。。", "!?", "多少"]


def digest(texts: list[str]) -> str:
    return sha256(EMBEDDER.embed(texts).round(4).tobytes()).hexdigest()


@pytest.mark.parametrize(("question", "near", "far"), NEARER)
def test_wording_in_common_is_closeness(question: str, near: str, far: str) -> None:
    asked, close, distant = EMBEDDER.embed([question, near, far])
    assert asked @ close > asked @ distant


def test_vectors_have_length_one() -> None:
    texts = [text for row in NEARER for text in row]
    assert np.allclose(np.linalg.norm(EMBEDDER.embed(texts), axis=1), 1)


@pytest.mark.parametrize("text", NOTHING)
def test_a_text_that_says_nothing_has_no_direction(text: str) -> None:
    assert not EMBEDDER.embed([text]).any()


def test_no_texts_make_no_vectors() -> None:
    assert EMBEDDER.embed([]).shape == (0, len(EMBEDDER.embed(["甲"])[0]))


def test_every_process_makes_the_same_vectors() -> None:
    """Python's own hash would differ from process to process."""
    code = f"from tests.test_embedding import digest; print(digest([{PASSAGE!r}]))"
    runs = [
        subprocess.check_output([sys.executable, "-c", code], text=True, cwd=ROOT, env={"PYTHONHASHSEED": seed}).strip()
        for seed in ("1", "2")
    ]
    assert runs == [digest([PASSAGE])] * 2


def test_other_vectors_need_another_id() -> None:
    """Who changes what a vector is made of changes both halves of this line, or readers mix two kinds of vectors."""
    assert (EMBEDDER.id, digest([PASSAGE])[:12]) == ("wenshu-pairs-512-1-b630104b", "8725359709b8")
