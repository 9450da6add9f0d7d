"""Inline mode: a question typed behind the bot's name in any chat offers its answers to send there."""

import asyncio
from collections.abc import Iterator

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot import answers
from bot.asker import read_asker
from bot.engine import Asks
from bot.facets import facets, hedge, joined
from bot.layout import as_html, pages
from bot.offers import options
from bot.outbox import persistently
from bot.render import render_html, why_absent
from bot.replies import say
from bot.tables import Database
from knowledge.models import Answer, Cited

OFFERED = 8  # answers to choose from; a phone shows four
REMEMBERED = 30  # seconds that Telegram may show the same again
TITLE, LABEL = 60, 64  # characters
START = "inline"  # what /start is told of those who come from here


class Inline:
    def __init__(self, library: Asks, database: Database) -> None:
        self._library = library
        self._database = database

    async def offer(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        query, asker = update.inline_query, read_asker(update)
        if query is None or asker is None:
            return
        question = query.query.strip()
        if not question:
            await nothing(query, say("inline.empty"))
            return
        found = await self._database.run(answers.find_shared, asker.person, question)
        if found is None:
            found = await asyncio.to_thread(self._library.ask, question)
        articles = [_article(answer, number) for number, answer in enumerate(_worth_sending(found))]
        if articles:
            await _answer(query, articles, None)
        else:
            await nothing(query, why_absent(found))


async def nothing(query: InlineQuery, why: str) -> None:
    """Offers no answer, but a line that says why and opens the bot's own chat."""
    await _answer(query, [], InlineQueryResultsButton(why[:LABEL], start_parameter=START))


async def _answer(
    query: InlineQuery, articles: list[InlineQueryResultArticle], button: InlineQueryResultsButton | None
) -> None:
    kept = REMEMBERED if articles else 0
    try:
        await persistently(lambda: query.answer(articles, cache_time=kept, is_personal=True, button=button))
    except BadRequest as refused:
        if "too old" not in str(refused):  # he has typed on
            raise


def _worth_sending(answer: Answer) -> list[Answer]:
    """The answer itself, or each of its readings; then what stands beside it."""
    if answer.status == "not_found":
        return []
    readings = options(answer) if answer.status == "ambiguous" else ()
    whole = [] if readings or not (answer.figures or answer.passages) else [answer]
    return [*whole, *_alone((*readings, *answer.related))][:OFFERED]


def _alone(several: tuple[Cited, ...]) -> Iterator[Answer]:
    return (Answer(question="", status="answered", figures=(cited,)) for cited in several)


def _article(answer: Answer, number: int) -> InlineQueryResultArticle:
    title, about = _labels(answer)
    text = as_html(next(pages(render_html(answer).blocks)))
    content = InputTextMessageContent(text, parse_mode=ParseMode.HTML)
    return InlineQueryResultArticle(str(number), title[:TITLE], content, description=about)


def _labels(answer: Answer) -> tuple[str, str]:
    """What the list of offers shows of an answer: the figure, and what it is of."""
    if not answer.figures:
        return answer.passages[0].key or answer.passages[0].text, answer.passages[0].report.meta.title
    title = say("answer.comma").join(hedge(cited.figure) + cited.figure.text for cited in answer.figures)
    return title, joined(facets(answer.figures[0]).values())
