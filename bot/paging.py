"""Long lists, a page at a time."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from bot.layout import Action, Button
from bot.replies import say

T = TypeVar("T")

MOST = 999  # pages that a button can name


class Page(NamedTuple, Generic[T]):
    items: Sequence[T]
    page: int
    pages: int


def cut(items: Sequence[T], page: int, size: int) -> Page[T]:
    """One page of the items; the last one where the list has become shorter."""
    pages = min(max(1, -(-len(items) // size)), MOST)
    page = min(page, pages - 1)
    return Page(items[page * size : (page + 1) * size], page, pages)


def turns(action: Action, shown: Page[T], about: str = "all") -> tuple[tuple[Button, ...], ...]:
    """Buttons to the pages before and after; none where there is one page."""
    if shown.pages == 1:
        return ()
    back = [Button(say("button.before"), action, shown.page - 1, about=about)] if shown.page else []
    here = Button(say("button.page", page=shown.page + 1, pages=shown.pages), action, shown.page, about=about)
    on = [Button(say("button.after"), action, shown.page + 1, about=about)] if shown.page + 1 < shown.pages else []
    return ((*back, here, *on),)
