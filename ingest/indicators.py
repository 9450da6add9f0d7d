"""Names what a quantity counts, standing on its own: what stands beside it, and what must be brought in."""

from dataclasses import dataclass

from ingest.heads import head_of
from ingest.owns import own_of
from ingest.phrases import is_comparison, leading_verb, shortened, unsummed
from ingest.places import Place
from ingest.topics import LONGEST_HEAD

_ROOM = 5  # a head of one word more than usual is still read at a glance


@dataclass(frozen=True)
class Named:
    """The parts of an indicator, and the rule that found what stands beside the number."""

    own: str
    head: str
    rule: str

    @property
    def whole(self) -> str:
        """配备 + 照相机 → 配备照相机, but 行政复议案件 + 维持 → 行政复议案件 维持."""
        verb_and_object = leading_verb(self.head) == self.head and not is_comparison(self.own)
        return (self.head + self.own) if verb_and_object else f"{self.head} {self.own}".strip()


def name_indicator(place: Place) -> Named:
    own, rule = own_of(place)
    return Named(shortened(unsummed(own)), shortened(head_of(place), LONGEST_HEAD + _ROOM), rule)
