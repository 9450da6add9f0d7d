"""What the readers of prose and of tables both hand in: one quantity with all that was worked out about it."""

from dataclasses import dataclass

from knowledge.models import Figure, Quantity, Role
from knowledge.periods import Period


@dataclass(frozen=True)
class Stated:
    """A quantity with what it counts; every offset counts characters of the report."""

    quantity: Quantity
    span: tuple[int, int]
    indicator: str
    own: str
    head: str
    rule: str
    role: Role
    quote: tuple[int, int]
    year: int | None  # the report's
    period: Period | None = None  # the text's own; None: the whole of the report's year
    scope: str | None = None


def figure_of(text: str, stated: Stated) -> Figure:
    """The figure as it stands in the report's text."""
    quantity, period = stated.quantity, stated.period
    return Figure(
        start=stated.span[0],
        end=stated.span[1],
        text=text[slice(*stated.span)],
        value=quantity.value,
        unit=quantity.unit,
        approx=quantity.approx,
        indicator=stated.indicator,
        own=stated.own,
        head=stated.head,
        role=stated.role,
        scope=stated.scope,
        period=period.label if period else (f"{stated.year}年" if stated.year else None),
        year=year_of(period, stated.year),
        quote=text[slice(*stated.quote)],
        quote_start=stated.quote[0],
        rule=stated.rule,
    )


def year_of(period: Period | None, reported: int | None) -> int | None:
    """The year that a figure is of: the last of its period's, else the report's."""
    return period.years[-1] if period and period.years else reported
