"""How much one person may ask: so many times a minute, counted by when it was asked."""

from collections import deque

WINDOW = 60.0  # seconds


class Limit:
    def __init__(self, most: int) -> None:
        self._most = most
        self._asked: dict[int, deque[float]] = {}

    def wait(self, person: int, at: float) -> float:
        """Counts another question; seconds that the person has to wait before it is served, 0 for not at all."""
        asked = self._asked.setdefault(person, deque())
        while asked and asked[0] <= at - WINDOW:
            asked.popleft()
        if len(asked) >= self._most:
            return asked[0] + WINDOW - at
        asked.append(at)
        return 0.0
