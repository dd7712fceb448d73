"""A talk in a messenger without commands and marks: what would be commands elsewhere is said in plain words."""

import re
from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from bot.channels.messenger.deep_links import read_link, target_of
from bot.channels.messenger.talk import BaseTalk, TalkContext
from bot.dialogue.state import State, recall
from bot.replies.render import environment
from knowledge.store import Outgoing

ENDS = ' 　。！!？?，,.“”"「」'
CHECKUP, PERSON = "体检", "转人工"
WORDS = {
    "帮助": "help",
    "怎么用": "help",
    "隐私": "privacy",
    "换到网页": "carry",
    "到网页上看": "carry",
    "辅导员工具": "tools",
    "删除我说过的话": "delete",
    "删除我的数据": "delete",
}
LETTERS = str.maketrans("0123456789", "ghijklmnop")
DIGITS = str.maketrans("ghijklmnop", "0123456789")
LINKED = ("carry", "help", "tools")  # they hold an address that only this user may know, and are not recorded
ERASE = "确认删除"
RESUME = re.compile(r"接着聊\s*([A-Za-z0-9]{8})")


async def _nothing(_: str) -> str | None:
    """Where talks are not taken from the page."""
    return None


def client_id_of(account: int | str, number: int) -> str:
    return f"{account}:{number:x}".translate(LETTERS)


def number_in(client_id: str) -> int:
    """The number of an update in its client id; -1 for none."""
    try:
        return int(client_id.rpartition(":")[2].translate(DIGITS), 16)
    except ValueError:
        return -1


@dataclass
class WordsContext(TalkContext):
    """``link``: where a talk can be seen on the page, "" for nowhere; ``home``: where the page is; ``resumed``: what
    talk of the page a code stands for."""

    link: Callable[[str], str] = lambda conversation: ""
    home: str = ""
    resumed: Callable[[str], Awaitable[str | None]] = _nothing


class WordsTalk(BaseTalk):
    """``platform``: what users call the messenger."""

    platform: ClassVar[str]
    context: WordsContext

    @property
    def client_id(self) -> str:
        """In letters: a long number could be taken for that of a card, and be masked."""
        return client_id_of(self._shared.account, self._update_id)

    @abstractmethod
    def _messages(self, text: str) -> Sequence[Outgoing]:
        """The calls that say a fixed text."""

    def _link(self) -> str:
        """Where this talk can be seen on the page; "" where others would see the address."""
        return self.context.link(self.conversation)

    async def hear(self, text: str) -> None:
        """Words that somebody typed or said: one of the commands, else a turn of the advisor."""
        said = text.strip(ENDS)
        if said in WORDS:
            name = WORDS[said]
            await self.say(name, shown="" if name in LINKED else said)
        elif said == ERASE:
            await self._forgotten(self._messages(self._page("deleted")))
        elif found := RESUME.fullmatch(said):
            await self._resume(found[1])
        else:
            await self._turn_taken(text)

    async def welcome(self, scene: str = "", shown: str = "") -> None:
        """A welcome, or straight to what was scanned."""
        if target := target_of(read_link(scene), self.context.knowledge):
            await self.begin(*target, shown=shown)
        else:
            await self.say("welcome", shown=shown)

    async def say(self, name: str, *, shown: str = "", **more: Any) -> None:
        """A fixed text of ``templates/messenger``; with ``shown`` it is recorded as the answer to that."""
        words = self._page(name, **more)
        await self._told(words, self._messages(words), shown)

    async def flooded(self, verdict: str, limit: int) -> None:
        """Said to the first message that is too many; the others get no answer."""
        if verdict == "first":
            await self.say("flood", limit=limit)
        await self.close()

    async def tell(self, words: str) -> None:
        """Something that comes later, unasked in this moment."""
        await self._told(words, self._messages(words))

    async def _resume(self, code: str) -> None:
        """A talk of the page goes on here from where it stands."""
        conversation = await self.context.resumed(code)
        state = self.context.store.state_of(conversation) if conversation else None
        if state is None:
            await self.say("not_resumed")
            return
        words = self._page("resumed", last=self._last_of(conversation or ""))
        self.context.advisor.restore(self.conversation, state)
        turn = self._turn("接着聊", words)
        answered = self._answered([*self._calls, *self._messages(words)], turn, state)
        await self._kept(self.context.outbox.answer(self._update_id, answered))

    def _last_of(self, conversation: str) -> str:
        turns = self.context.store.turns(conversation, 1)
        return turns[-1].reply.partition("\n")[0] if turns else ""

    def _page(self, name: str, **more: Any) -> str:
        context = self.context
        shared = {"site": context.knowledge.site, "platform": self.platform, "days": context.days, "home": context.home}
        shared["link"] = self._link() if name in LINKED else ""
        text = environment().get_template(f"messenger/{name}.j2").render(**{**shared, **more})
        return text.strip("\n")

    def _state_after(self, state: str) -> State:
        return recall(state, self.context.now()).state
