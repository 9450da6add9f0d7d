"""Heads that stand over a sentence: the beginning of the one before, its run's headline, its section's heading."""

import re

from ingest.cues import any_of
from ingest.owns import own_of
from ingest.phrases import is_comparison, is_weak
from ingest.places import Place
from ingest.topics import topic

_PARTED = re.compile("[,、]")
_PLAN = re.compile(any_of("plan_heading"))


def told_by_sentence_before(place: Place) -> str | None:
    """加强信用体系建设,…。全市归集信息160万条: what the sentence before, without figures, began with."""
    return topic(place.sentence.lead) or None if is_weak(own_of(place)[0]) else None


def told_by_headline(place: Place) -> str | None:
    """三是开展专项治理。…检查100家单位: the run's own headline."""
    return _headed(place, place.sentence.block.topic)


def told_by_heading(place: Place) -> str | None:
    """(三)强化审计监督 over 查出问题90个."""
    return _headed(place, place.sentence.block.title)


def _headed(place: Place, heading: str) -> str | None:
    """The topic of a heading that is one phrase: 向海图强、惠民可感 is a slogan, and 工作安排 says nothing."""
    own = own_of(place)[0]
    names = not _PARTED.search(heading) and not _PLAN.search(heading)
    return topic(heading) or None if names and is_weak(own) and not is_comparison(own) else None
