"""A small Telegram on loopback: people write and press, the bot answers, and what Telegram would refuse is refused."""

import asyncio
import json
import re
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from html import unescape
from itertools import count
from typing import Any, Self

from aiohttp import web

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
BOT = {"id": 110201543, "is_bot": True, "first_name": "问数", "username": "wenshu_bot"}
PROFILE = BOT | {"supports_inline_queries": True}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
TAG = re.compile(r"<(/?)([^<>]*)>")
ALLOWED = {"b", "pre", "blockquote", "blockquote expandable"}
PATIENCE = 10  # seconds that a test waits for the bot before it fails

Json = dict[str, Any]
Method = Callable[[Json], Awaitable[Any]]


class Refused(Exception):
    """What Telegram answers with an error."""

    def __init__(self, why: str, status: int = 400, **parameters: int) -> None:
        super().__init__(why)
        self.status = status
        self.parameters = parameters


class Swallowed(Exception):
    """Telegram does what it was told, and the line is cut before it can say so."""


class FakeTelegram:
    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.refused: list[str] = []
        self.menus: dict[str, list[str]] = {}
        self.profile: dict[str, str] = {}
        self.left: list[int] = []
        self.pictures: list[bytes] = []
        self.documents: list[tuple[str, bytes]] = []
        self.webhook: Json = {}
        self.actions: list[int] = []
        self.faults: defaultdict[str, list[Exception]] = defaultdict(list)
        self._sent: defaultdict[int, asyncio.Queue[Json]] = defaultdict(asyncio.Queue)
        self._called: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._presses: dict[str, asyncio.Future[Json]] = {}
        self._messages: dict[tuple[int, int], Json] = {}
        self._updates: list[Json] = []
        self._news = asyncio.Event()
        self._files: dict[str, bytes] = {}
        self._numbers = count(1)
        self._message_numbers = count(1)
        self._methods: dict[str, Method] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendDocument": self._send_document,
            "editMessageText": self._edit_message,
            "editMessageCaption": self._edit_message,
            "editMessageReplyMarkup": self._edit_message,
            "answerCallbackQuery": self._answer_query,
            "answerInlineQuery": self._answer_query,
            "sendChatAction": self._send_chat_action,
            "setMyCommands": self._set_my_commands,
            "setMyDescription": self._set_profile,
            "setMyShortDescription": self._set_profile,
            "leaveChat": self._leave_chat,
            "getFile": self._get_file,
            "setWebhook": self._set_webhook,
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
        self.deliver({"edited_message": message | {"text": text, "edit_date": int(time.time())}})

    def send_file(
        self, who: int, name: str, data: bytes, chat: int | None = None, size: int | None = None, **body: Any
    ) -> Json:
        key = f"file{next(self._numbers)}"
        self._files[key] = data
        document = {"file_id": key, "file_unique_id": key, "file_name": name, "file_size": size or len(data)}
        return self.write(who, chat=chat, document=document, **body)

    async def press(self, who: int, message: Json, label: str) -> Json:
        """Presses a button by its label; gives what the bot answered to the press."""
        buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
        return await self.forge(who, message, next(b["callback_data"] for b in buttons if label in b["text"]))

    async def type_inline(self, who: int, text: str) -> Json:
        """What the bot offers to someone who types behind its name in any chat."""
        return await self._query("inline_query", who, query=text, offset="")

    def membership(self, who: int, chat: int, old: str, new: str) -> None:
        """Someone adds the bot to a group, or takes it out."""
        states = {"old_chat_member": {"user": BOT, "status": old}, "new_chat_member": {"user": BOT, "status": new}}
        self.deliver(
            {"my_chat_member": {"chat": _chat(chat), "from": _person(who), "date": int(time.time()), **states}}
        )

    async def forge(self, who: int, message: Json, data: str) -> Json:
        return await self._query("callback_query", who, chat_instance="1", data=data, message=message)

    async def _query(self, kind: str, who: int, **fields: Any) -> Json:
        key = str(next(self._numbers))
        self._presses[key] = asyncio.get_running_loop().create_future()
        self.deliver({kind: {"id": key, "from": _person(who), **fields}})
        return await asyncio.wait_for(self._presses[key], PATIENCE)

    def deliver(self, update: Json, number: int | None = None) -> Json:
        """Puts an update into what the bot gets next; the same number twice is one that Telegram repeats."""
        whole = {"update_id": number or next(self._numbers)} | update
        self._updates.append(whole)
        self._news.set()
        return whole

    async def reply(self, chat: int, patience: float = PATIENCE) -> Json:
        """The next message of the bot in this chat, sent or edited, with the text as people see it."""
        return await asyncio.wait_for(self._sent[chat].get(), patience)

    async def called(self, method: str) -> None:
        """Waits until the bot has called the method at least once."""
        await asyncio.wait_for(self._called[method].wait(), PATIENCE)

    async def called_again(self, method: str) -> None:
        """Waits for the next call of the method."""
        self._called[method].clear()
        await self.called(method)

    def unread(self, chat: int) -> int:
        return self._sent[chat].qsize()

    def standing(self, chat: int) -> list[str]:
        """The texts of the bot's messages in this chat as they stand now, in order."""
        own = [message for (where, _), message in sorted(self._messages.items()) if where == chat]
        return [message.get("text", message.get("caption", "")) for message in own if message["from"] == BOT]

    def fail(self, method: str, *errors: Exception) -> None:
        """The next calls of the method fail; a ConnectionError cuts the line, a ValueError garbles the answer."""
        self.faults[method] += errors

    # What the bot calls.

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        posted = await request.post()
        params = {name: _value(str(value)) for name, value in posted.items() if isinstance(value, str)}
        files = [(f.filename, f.file.read()) for f in posted.values() if isinstance(f, web.FileField)]
        self.pictures += [data for _, data in files if method == "sendPhoto"]
        self.documents += files if method == "sendDocument" else []
        self.calls.append((method, params))
        self._called[method].set()
        try:
            return web.json_response({"ok": True, "result": await self._result(request, method, params)})
        except (ConnectionError, Swallowed) as error:
            if isinstance(error, Swallowed):
                await self._methods[method](params)
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
        return PROFILE

    async def _get_updates(self, params: Json) -> list[Json]:
        self._updates = [update for update in self._updates if update["update_id"] >= params.get("offset", 0)]
        if not self._updates and params.get("timeout"):
            self._news.clear()
            await asyncio.wait([asyncio.ensure_future(self._news.wait())], timeout=params["timeout"])
        return self._updates

    async def _send_message(self, params: Json) -> Json:
        return self._shown(self._message(None, params["chat_id"], _content(params), {}))

    async def _send_photo(self, params: Json) -> Json:
        size = {"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}
        return self._shown(self._message(None, params["chat_id"], _content(params) | {"photo": [size]}, {}))

    async def _send_document(self, params: Json) -> Json:
        name, data = self.documents[-1]
        document = {"file_id": "d", "file_unique_id": "d", "file_name": name, "file_size": len(data)}
        return self._shown(self._message(None, params["chat_id"], _content(params) | {"document": document}, {}))

    async def _edit_message(self, params: Json) -> Json:
        there = self._messages.get((params["chat_id"], params["message_id"]))
        if there is None:
            raise Refused("message to edit not found")
        if there["from"] != BOT:
            raise Refused("message can't be edited")
        if ("text" in params and "text" not in there) or ("caption" in params and "photo" not in there):
            raise Refused("there is no text in the message to edit")
        kept = {key: value for key, value in there.items() if key not in ("reply_markup", "edit_date")}
        if kept | _content(params) == there:
            raise Refused("message is not modified")
        edited = self._messages[params["chat_id"], params["message_id"]] = kept | _content(params)
        return self._shown(edited | {"edit_date": int(time.time())})

    def _shown(self, message: Json) -> Json:
        self._messages[message["chat"]["id"], message["message_id"]] = {
            key: value for key, value in message.items() if key != "edit_date"
        }
        self._sent[message["chat"]["id"]].put_nowait(message)
        return {key: value for key, value in message.items() if key != "html"}

    async def _answer_query(self, params: Json) -> bool:
        asked = self._presses[str(params.get("callback_query_id") or params["inline_query_id"])]
        if asked.done():
            raise Refused("query is too old and response timeout expired or query ID is invalid")
        for result in params.get("results", []):
            _seen(result["input_message_content"], "message_text")
        asked.set_result(params)
        return True

    async def _send_chat_action(self, params: Json) -> bool:
        self.actions.append(params["chat_id"])
        return True

    async def _set_my_commands(self, params: Json) -> bool:
        scope = params.get("scope", {"type": "default"})
        spoken = params.get("language_code") or ""
        self.menus[scope["type"] + spoken] = [command["command"] for command in params["commands"]]
        return True

    async def _set_profile(self, params: Json) -> bool:
        spoken = params.pop("language_code", "")
        self.profile |= {name + spoken: text for name, text in params.items()}
        return True

    async def _leave_chat(self, params: Json) -> bool:
        self.left.append(params["chat_id"])
        return True

    async def _set_webhook(self, params: Json) -> bool:
        self.webhook = params
        return True

    async def _get_file(self, params: Json) -> Json:
        key = params["file_id"]
        return {"file_id": key, "file_unique_id": key, "file_path": key, "file_size": len(self._files[key])}

    async def _delete_webhook(self, _: Json) -> bool:
        return True

    async def _download(self, request: web.Request) -> web.Response:
        return web.Response(body=self._files[request.match_info["id"]])

    def _message(self, who: int | None, chat: int, text: Json, body: Json) -> Json:
        sender = BOT if who is None else _person(who)
        number = next(self._message_numbers)
        message = {"message_id": number, "date": int(time.time()), "chat": _chat(chat), "from": sender} | text | body
        self._messages[chat, number] = message
        return message


def _chat(chat: int) -> Json:
    kind = {"type": "private", "first_name": f"人{chat}"} if chat > 0 else {"type": "supergroup", "title": "群"}
    return {"id": chat, **kind}


def _person(who: int) -> Json:
    return ANONYMOUS if who == ANONYMOUS["id"] else {"id": who, "is_bot": False, "first_name": f"人{who}"}


def _value(said: str) -> Any:
    try:
        return json.loads(said)
    except ValueError:
        return said


def _content(params: Json) -> Json:
    """What a message shows, as far as the call says it; refused where Telegram would refuse it."""
    content: Json = {}
    for field in ("text", "caption"):
        if field in params:
            content |= {field: _seen(params, field), "html": params[field]}
    if "reply_markup" in params:
        for row in params["reply_markup"]["inline_keyboard"]:
            for button in row:
                _check_button(button)
        content["reply_markup"] = params["reply_markup"]
    return content


def _check_button(button: Json) -> None:
    if not button["text"]:
        raise Refused("inline keyboard button text must be non-empty")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
        raise Refused("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= 256:
        raise Refused("BUTTON_COPY_TEXT_INVALID")
    if not {"callback_data", "copy_text", "switch_inline_query"} & button.keys():
        raise Refused("Text buttons are unallowed in the inline keyboard")


def _seen(params: Json, field: str) -> str:
    """The text without its markup; refused as Telegram refuses it where either is wrong."""
    text = str(params[field])
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
