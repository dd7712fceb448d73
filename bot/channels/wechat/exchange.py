"""One message of a follower's being answered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.channels.messenger.calls import dumped
from bot.channels.messenger.chips import chips, mark_of, words_of
from bot.channels.messenger.words import WordsContext, WordsTalk
from bot.channels.wechat.texts import fitted, plain
from bot.messages import Reply
from knowledge.store import Outgoing, Waiting

PREFIX = "wx"
SEND = "message/custom/send"


def _unheard(number: int, rows: Sequence[Waiting]) -> None:
    """Nobody waits."""


@dataclass
class ServiceContext(WordsContext):
    """``answered``: hears of every message that is, by its number, with the calls that say the answer."""

    answered: Callable[[int, Sequence[Waiting]], None] = _unheard


class Talk(WordsTalk):
    """With one follower. ``context``: what all of them share."""

    channel, platform = "wechat", "公众号"

    def __init__(self, context: ServiceContext, update_id: int, follower: str, day: date) -> None:
        super().__init__(context, update_id, f"{PREFIX}:{follower}", day)
        self.context: ServiceContext = context
        self._follower = follower

    def said_again(self, text: str) -> str:
        """The first message that says a reply of which only the words are left."""
        return fitted(plain(text), self._link)[0]

    def _said(self, reply: Reply, text: str, state: str) -> Sequence[Outgoing]:
        then, book = self._state_after(state), self.context.book
        mark = mark_of(then)
        offered = [
            (chip.label, words)
            for chip in chips(reply, then, self.context.knowledge, book)
            if chip.kind != "n"  # they stand in the text with their numbers
            if (words := words_of(mark, chip.kind, chip.key, chip.value, then, book))
        ]
        return self._calls_of(fitted(plain(text), self._link, offered))

    def _messages(self, text: str) -> Sequence[Outgoing]:
        return self._calls_of(fitted(text, self._link))

    def _calls_of(self, texts: Sequence[str]) -> list[Outgoing]:
        return [Outgoing(self._follower, SEND, dumped({"text": text})) for text in texts]

    def _delivered(self, rows: Sequence[Waiting]) -> None:
        self.context.answered(self._update_id, rows)
