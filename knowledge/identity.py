"""Which reports are versions of one: the same publisher's of the same year and kind."""

import hashlib

_LENGTH = 12  # hex digits; of ten million reports no two are likely to share theirs


def report_id(publisher: str, year: int, kind: str) -> str:
    """The id of a report, the same for every version of it."""
    return hashlib.sha256(f"{publisher}\n{year}\n{kind}".encode()).hexdigest()[:_LENGTH]
