"""Groups: asked for when the bot is added, left where it may not be, followed when Telegram gives them another id."""

from telegram import Chat, ChatMember, ChatMemberUpdated, Message, Update

from bot import people
from bot.admission import Admission
from bot.asker import Asker, in_private
from bot.replies import speak
from bot.sender import Sender
from bot.settings import Settings
from bot.tables import Database, Known

OUTSIDE = (ChatMember.LEFT, ChatMember.BANNED)


class Groups:
    def __init__(self, settings: Settings, admission: Admission, database: Database, sender: Sender) -> None:
        self._settings = settings
        self._admission = admission
        self._database = database
        self._sender = sender

    async def hear(self, update: Update) -> bool:
        """Whether the update was news of a group rather than speech; if so, it is dealt with."""
        if update.my_chat_member:
            await self._membership(update.my_chat_member)
        elif update.message and update.message.migrate_to_chat_id:
            await self._follow(update.message, update.message.migrate_to_chat_id)
        else:
            return bool(update.message and update.message.migrate_from_chat_id)
        return True

    async def _membership(self, news: ChatMemberUpdated) -> None:
        joined = news.old_chat_member.status in OUTSIDE and news.new_chat_member.status not in OUTSIDE
        if not joined or news.chat.type == Chat.PRIVATE:
            return
        speak(news.from_user.language_code)
        asker = _asker(news)
        if await self._admission.is_admin(asker.person):
            await self._admission.place(asker.chat, asker.name, "allowed")
        if await self._admission.admits(asker):
            await self._sender.say(asker, "group.welcome")
        else:
            await self.knock(asker)

    async def knock(self, asker: Asker) -> None:
        """Asks the administrators whether the group may use the bot, and leaves where that is out of the question."""
        known = await self._database.run(people.find, asker.chat)
        if self._settings.access != "approval" or (known and known.standing == "refused"):
            await self._sender.say(asker, "group.closed")
            await self._sender.leave(asker.chat)
            return
        group = known or Known(id=asker.chat, name=asker.name, standing="stranger", code="")
        code = await self._admission.announce(group)
        await self._sender.say(asker, "group.applied", id=asker.chat, code=code)

    async def _follow(self, message: Message, new: int) -> None:
        await self._database.run(people.move, message.chat_id, new)
        if message.chat_id in self._settings.allowed_groups:
            await self._admission.place(new, message.chat.title or "", "allowed")


def _asker(news: ChatMemberUpdated) -> Asker:
    """Whoever added the bot, in the group, under the group's name."""
    alone = in_private(news.from_user.id)
    return alone._replace(name=news.chat.effective_name or "", chat=news.chat.id, private=False)
