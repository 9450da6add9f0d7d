"""A small Telegram on loopback: people write and press, the bot answers, and what Telegram would refuse is refused."""

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable
from html import unescape
from itertools import count
from typing import Any, Self

from aiohttp import web

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
BOT = {"id": 110201543, "is_bot": True, "first_name": "问数", "username": "wenshu_bot"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
TAG = re.compile(r"<(/?)([^<>]*)>")
ALLOWED = {"b", "blockquote", "blockquote expandable"}
PATIENCE = 10  # seconds that a test waits for the bot before it fails

Json = dict[str, Any]
Method = Callable[[Json], Awaitable[Any]]


class Refused(Exception):
    """What Telegram answers with an error."""

    def __init__(self, why: str, status: int = 400, **parameters: int) -> None:
        super().__init__(why)
        self.status = status
        self.parameters = parameters


class FakeTelegram:
    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.refused: list[str] = []
        self.menus: dict[str, list[str]] = {}
        self.actions: list[int] = []
        self.faults: defaultdict[str, list[Exception]] = defaultdict(list)
        self._sent: defaultdict[int, asyncio.Queue[Json]] = defaultdict(asyncio.Queue)
        self._called: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._presses: dict[str, asyncio.Future[Json]] = {}
        self._updates: list[Json] = []
        self._news = asyncio.Event()
        self._files: dict[str, bytes] = {}
        self._numbers = count(1)
        self._methods: dict[str, Method] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "sendMessage": self._send_message,
            "editMessageText": self._edit_message_text,
            "answerCallbackQuery": self._answer_callback_query,
            "sendChatAction": self._send_chat_action,
            "setMyCommands": self._set_my_commands,
            "getFile": self._get_file,
            "deleteWebhook": self._delete_webhook,
        }

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._call)
        app.router.add_get("/file/bot{token}/{id}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    # What people do.

    def write(self, who: int, text: str | None = None, chat: int | None = None, **body: Any) -> Json:
        """A message of a person in private, or in a group by its negative id; arrives as an update."""
        message = self._message(who, chat or who, {"text": text} if text is not None else {}, body)
        self.deliver({"message": message})
        return message

    def edit(self, message: Json, text: str) -> None:
        self.deliver({"edited_message": message | {"text": text, "edit_date": 1574300001}})

    def send_file(self, who: int, name: str, data: bytes, chat: int | None = None, size: int | None = None) -> Json:
        key = f"file{next(self._numbers)}"
        self._files[key] = data
        document = {"file_id": key, "file_unique_id": key, "file_name": name, "file_size": size or len(data)}
        return self.write(who, chat=chat, document=document)

    async def press(self, who: int, message: Json, label: str) -> Json:
        """Presses a button by its label; gives what the bot answered to the press."""
        buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
        return await self.forge(who, message, next(b["callback_data"] for b in buttons if label in b["text"]))

    async def forge(self, who: int, message: Json, data: str) -> Json:
        key = str(next(self._numbers))
        self._presses[key] = asyncio.get_running_loop().create_future()
        query = {"id": key, "from": _person(who), "chat_instance": "1", "data": data, "message": message}
        self.deliver({"callback_query": query})
        return await asyncio.wait_for(self._presses[key], PATIENCE)

    def deliver(self, update: Json, number: int | None = None) -> Json:
        """Puts an update into what the bot gets next; the same number twice is one that Telegram repeats."""
        whole = {"update_id": number or next(self._numbers)} | update
        self._updates.append(whole)
        self._news.set()
        return whole

    async def reply(self, chat: int) -> Json:
        """The next message of the bot in this chat, with the text as people see it."""
        return await asyncio.wait_for(self._sent[chat].get(), PATIENCE)

    async def called(self, method: str) -> None:
        """Waits until the bot has called the method at least once."""
        await asyncio.wait_for(self._called[method].wait(), PATIENCE)

    def unread(self, chat: int) -> int:
        return self._sent[chat].qsize()

    def fail(self, method: str, *errors: Exception) -> None:
        """The next calls of the method fail; a ConnectionError cuts the line, a ValueError garbles the answer."""
        self.faults[method] += errors

    # What the bot calls.

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        params = {name: _value(str(value)) for name, value in (await request.post()).items()}
        self.calls.append((method, params))
        self._called[method].set()
        try:
            return web.json_response({"ok": True, "result": await self._result(request, method, params)})
        except ConnectionError:
            if request.transport:
                request.transport.close()
            return web.Response()
        except ValueError:
            return web.Response(text="<html>no JSON</html>")
        except (Refused, KeyError) as error:
            refused = error if isinstance(error, Refused) else Refused(f"no such method or field: {error}", 404)
            self.refused.append(f"{method}: {refused}")
            fields = {"ok": False, "description": str(refused), "error_code": refused.status}
            return web.json_response(fields | {"parameters": refused.parameters}, status=refused.status)

    async def _result(self, request: web.Request, method: str, params: Json) -> Any:
        if request.match_info["token"] != TOKEN:
            raise Refused("Unauthorized", 401)
        if self.faults[method]:
            raise self.faults[method].pop(0)
        return await self._methods[method](params)

    async def _get_me(self, _: Json) -> Json:
        return BOT

    async def _get_updates(self, params: Json) -> list[Json]:
        self._updates = [update for update in self._updates if update["update_id"] >= params.get("offset", 0)]
        if not self._updates and params.get("timeout"):
            self._news.clear()
            await asyncio.wait([asyncio.ensure_future(self._news.wait())], timeout=params["timeout"])
        return self._updates

    async def _send_message(self, params: Json) -> Json:
        markup = {"reply_markup": params["reply_markup"]} if "reply_markup" in params else {}
        for row in markup.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if not button["text"] or not 1 <= len(button["callback_data"].encode()) <= 64:
                    raise Refused("BUTTON_DATA_INVALID")
        sent = self._message(None, params["chat_id"], {"text": _seen(params)}, {**markup, "html": params["text"]})
        self._sent[params["chat_id"]].put_nowait(sent)
        return {key: value for key, value in sent.items() if key != "html"}

    async def _edit_message_text(self, params: Json) -> Json:
        edited = self._message(None, params["chat_id"], {"text": _seen(params)}, {"edit_date": 1574300001})
        self._sent[params["chat_id"]].put_nowait(edited)
        return edited

    async def _answer_callback_query(self, params: Json) -> bool:
        pressed = self._presses[str(params["callback_query_id"])]
        if pressed.done():
            raise Refused("query is too old and response timeout expired or query ID is invalid")
        pressed.set_result(params)
        return True

    async def _send_chat_action(self, params: Json) -> bool:
        self.actions.append(params["chat_id"])
        return True

    async def _set_my_commands(self, params: Json) -> bool:
        scope = params.get("scope", {"type": "default"})
        self.menus[scope["type"]] = [command["command"] for command in params["commands"]]
        return True

    async def _get_file(self, params: Json) -> Json:
        key = params["file_id"]
        return {"file_id": key, "file_unique_id": key, "file_path": key, "file_size": len(self._files[key])}

    async def _delete_webhook(self, _: Json) -> bool:
        return True

    async def _download(self, request: web.Request) -> web.Response:
        return web.Response(body=self._files[request.match_info["id"]])

    def _message(self, who: int | None, chat: int, text: Json, body: Json) -> Json:
        kind = {"type": "private", "first_name": f"人{chat}"} if chat > 0 else {"type": "supergroup", "title": "群"}
        sender = BOT if who is None else _person(who)
        fixed = {"message_id": next(self._numbers), "date": 1574300000, "chat": {"id": chat, **kind}}
        return fixed | {"from": sender} | text | body


def _person(who: int) -> Json:
    return ANONYMOUS if who == ANONYMOUS["id"] else {"id": who, "is_bot": False, "first_name": f"人{who}"}


def _value(said: str) -> Any:
    try:
        return json.loads(said)
    except ValueError:
        return said


def _seen(params: Json) -> str:
    """The text without its markup; refused as Telegram refuses it where either is wrong."""
    text = str(params["text"])
    if params.get("parse_mode") == "HTML":
        _check_tags(text)
        text = unescape(TAG.sub("", text))
    if not 1 <= len(text.strip().encode("utf-16-le")) // 2 <= 4096:
        raise Refused("message is too long" if text.strip() else "message text is empty")
    return text


def _check_tags(text: str) -> None:
    opened: list[str] = []
    if "<" in TAG.sub("", text):
        raise Refused("can't parse entities: unescaped <")
    for closing, name in TAG.findall(text):
        if closing and (not opened or opened.pop().split()[0] != name):
            raise Refused(f"can't parse entities: unexpected </{name}>")
        if not closing and name not in ALLOWED:
            raise Refused(f"can't parse entities: unsupported <{name}>")
        opened += [name] * (not closing)
    if opened:
        raise Refused(f"can't parse entities: <{opened[-1]}> is not closed")
