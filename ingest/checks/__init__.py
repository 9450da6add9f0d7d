"""Checks of a report's figures against each other (勾稽): each rule is a small function, in the order of the lists.

A finding costs an administrator a look, so a rule speaks only where the text leaves no other reading: parts may be
incomplete or overlap, rates may rest on counts that are not told, what is rounded need not add up to the last digit.
"""

from collections.abc import Callable, Iterator, Sequence

from ingest.checks.breakdowns import excessive_parts, unequal_parts
from ingest.checks.ratios import increase_of, wrong_growth, wrong_rate
from ingest.checks.restated import restated
from ingest.checks.sums import table_sums, unequal_sum
from ingest.checks.told import Told, read_told
from knowledge.models import Finding, Passage, Report

__all__ = ["check"]

IN_A_SENTENCE: tuple[Callable[[Told], Iterator[Finding]], ...] = (
    unequal_parts,
    excessive_parts,
    unequal_sum,
    wrong_rate,
    wrong_growth,
    increase_of,
)


def check(report: Report, passages: Sequence[Passage]) -> tuple[Finding, ...]:
    """What does not agree within the report, in the order of the rules."""
    told = list(read_told(passages))
    in_sentences = [finding for rule in IN_A_SENTENCE for stretch in told for finding in rule(stretch)]
    return (*in_sentences, *table_sums(report, passages), *restated(passages))
