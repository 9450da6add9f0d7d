"""Figures of the running bot for a monitoring system, as Prometheus reads them; only where a setting says so."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.tables import Arrived, Database
from bot.usage import usage

TYPE = "text/plain; version=0.0.4; charset=utf-8"
LONGEST = 8192  # bytes of a request


@asynccontextmanager
async def metrics(listen: str | None, database: Database) -> AsyncIterator[None]:
    """Answers every HTTP request on the address with the figures, for as long as the block lasts."""
    if listen is None:
        yield
        return

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(LONGEST)
        body = "\n".join(await database.run(_figures)).encode() + b"\n"
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {TYPE}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    host, _, port = listen.rpartition(":")
    async with await asyncio.start_server(answer, host or None, int(port)):
        yield


def _figures(session: Session) -> list[str]:
    return list(_lines(session))


def _lines(session: Session) -> Iterator[str]:
    use = usage(session, time.time())
    unfinished = session.scalar(select(func.count()).select_from(Arrived).where(Arrived.body.is_not(None)))
    yield f"wenshu_unfinished_updates {unfinished}"
    yield f"wenshu_people_30d {use.people}"
    yield from (f'wenshu_questions_30d{{outcome="{name}"}} {count}' for name, count in sorted(use.outcomes.items()))
    yield f"wenshu_wrong_reports_30d {use.bad}"
    yield from (f'wenshu_answer_ms{{quantile="{share}"}} {use.within(share)}' for share in (0.5, 0.95))
