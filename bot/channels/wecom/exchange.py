"""One message being answered, in a single chat or in a group."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.advisor import Advisor
from bot.channels.desk_entry import LASTS, ROLE, DeskEntry
from bot.channels.messenger.calls import Payload, dumped
from bot.channels.messenger.chips import chips, mark_of, words_of
from bot.channels.messenger.texts import begun, pieces, size
from bot.channels.messenger.words import ENDS, LETTERS, WordsContext, WordsTalk, number_in
from bot.channels.wecom.cards import card_of, chosen, read_key
from bot.channels.wecom.inbox import Place
from bot.channels.wecom.markup import markdown_of, plain
from bot.messages import Message, Reply
from knowledge.people import may
from knowledge.store import Outgoing, Turn, Waiting
from knowledge.text.tokens import clean

LONGEST = 20_480  # bytes of one message
SEEN = 20  # answers that may be quoted
LONGEST_QUOTE = 2_000
CHECKUP = "checkup"
# What a counselor says to be led to a page of his own
LED = {"走访": "visit", "记走访": "visit", "走访记录": "due", "到期的事": "due", "体检": CHECKUP}
RESPOND, WELCOME, UPDATE, SEND = (
    "aibot_respond_msg",
    "aibot_respond_welcome_msg",
    "aibot_respond_update_msg",
    "aibot_send_msg",
)


def _unheard(number: int, rows: Sequence[Waiting]) -> None:
    """Nobody waits."""


@dataclass
class ServiceContext(WordsContext):
    """``answered``: hears of every message that is, by its number, with the calls that say the answer; ``pushes``:
    whether a card can be sent by itself at any time, as over the long connection; ``entry``: lets counselors into the
    desk."""

    answered: Callable[[int, Sequence[Waiting]], None] = _unheard
    pushes: bool = True
    entry: DeskEntry | None = None


class Talk(WordsTalk):
    """``req`` and ``url``: how the platform wants the answer to this message; ``task``: the card that was pressed."""

    channel, platform = "wecom", "企业微信"

    def __init__(
        self, context: ServiceContext, update_id: int, place: Place, day: date, req: str = "", url: str = ""
    ) -> None:
        super().__init__(context, update_id, place.conversation, day)
        self.context: ServiceContext = context
        self._place, self._req, self._url = place, req, url
        self._begun = ""

    async def ask(self, text: str, quote: str = "") -> None:
        """Words of the sender's, said to what is quoted: an older answer of ours, or somebody's words."""
        back = self._state_at(quote) if quote else None
        if back is None:
            await self.hear(text)
        else:
            await self._turn_taken(text, back=back)

    async def hear(self, text: str) -> None:
        """Also words that lead a counselor to his own pages."""
        place = LED.get(text.strip(ENDS))
        if place is None or not await self._led(place):
            await super().hear(text)

    async def _led(self, place: str) -> bool:
        """Gives the address of a page; False for a check-up of who has no pages of his own: it is done here."""
        entry = self.context.entry
        if entry is None or (self._place.group and place == CHECKUP):
            return False
        person = await asyncio.to_thread(entry.account, self._place.person)
        if place == CHECKUP and not (person and entry.home and may(person, ROLE)):
            return False
        if self._place.group:
            await self.say("entry", state="group")
        elif person is None:
            await self.say("entry", state="unknown", userid=self._place.person)
        elif not may(person, ROLE):
            await self.say("entry", state="role")
        elif not entry.home:
            await self.say("entry", state="nowhere")
        else:
            minutes = int(LASTS.total_seconds()) // 60
            link = await entry.link(person, place)
            await self.say("entry", state="link", person=person, place=place, link=link, minutes=minutes)
        return True

    async def pressed(self, key: str, task: str) -> None:
        """A chip on a card of ours; the card then tells what was chosen."""
        state, parts = self.context.state_of(self.conversation), read_key(key)
        words = words_of(*parts, state, self.context.book) if parts else ""
        if not words:
            self._update(task, "")
            await self.close()
            return
        label = state.choices[int(words) - 1][0] if parts and parts[1] == "n" else words
        self._update(task, label)
        await self._turn_taken(words, shown=label)

    async def entered(self) -> None:
        """Somebody opened the chat for the first time today."""
        self._begun = WELCOME
        await self.say("welcome", shown="[进入会话]")

    def _said(self, reply: Reply, text: str, state: str) -> Sequence[Outgoing]:
        then, book = self._state_after(state), self.context.book
        offered = chips(reply, then, self.context.knowledge, book)
        task = f"{self._update_id:x}".translate(LETTERS)
        card = card_of(offered, mark_of(then), task)
        return self._calls_of(markdown_of(reply, text), card)

    def _messages(self, text: str) -> Sequence[Outgoing]:
        return self._calls_of(plain(text), None)

    def _calls_of(self, text: str, card: Payload | None) -> list[Outgoing]:
        """The calls that say a text with a card below it. The first answers the request, unless a card did."""
        if size(text) > LONGEST:
            link = self._link()
            text, *more = [begun(text, link, LONGEST)] if link else pieces(text, LONGEST)
        else:
            more = []
        if self._calls or not (self._req or self._url):
            said = [self._call(SEND, markdown(text))]
            if card and self.context.pushes:
                said.append(self._call(SEND, {"msgtype": "template_card", "template_card": card}))
        elif self._begun == WELCOME:
            said = [self._call(WELCOME, {"msgtype": "text", "text": {"content": text}})]
        else:
            said = [self._call(RESPOND, streamed(f"{self._update_id:x}", text, card))]
        return [*said, *(self._call(SEND, markdown(piece)) for piece in more)]

    def _call(self, command: str, body: Payload) -> Outgoing:
        return call(self._place, command, body, self._req, self._url)

    def _update(self, task: str, label: str) -> None:
        body = {"response_type": "update_template_card", "template_card": chosen(task, label)}
        self._calls.append(self._call(UPDATE, body))

    def _link(self) -> str:
        return "" if self._place.group else super()._link()

    def _delivered(self, rows: Sequence[Waiting]) -> None:
        self.context.answered(self._update_id, rows)

    def _state_at(self, quote: str) -> str | None:
        """Where the talk stands with what is quoted in mind: after the older answer that it is, else after somebody
        has said it; None when it is the newest answer, or says nothing that could be asked about."""
        turn = self._answer_in(quote)
        if turn is None:
            return self._state_after_words(quote)
        number = number_in(turn.client_id or "")
        past = self.context.outbox.about(self.conversation, number, self.context.now())
        return past.state if past else None

    def _answer_in(self, quote: str) -> Turn | None:
        """The answer of ours that is quoted; what it says first tells it."""
        quoted = clean(quote.replace("**", ""))
        for turn in reversed(self.context.store.turns(self.conversation, SEEN)):
            first = clean(plain(turn.reply.partition("\n")[0]))
            if first and quoted.startswith(first):
                return turn
        return None

    def _state_after_words(self, quote: str) -> str | None:
        """They are not the sender's words: they are heard apart, and recorded nowhere."""
        kept: list[str] = []

        def keep(turn: Turn, state: str, reply: Reply) -> None:
            if reply.clauses and reply.sure:
                kept.append(state)

        apart = Advisor(self.context.advisor.live, None, self.context.now)
        apart.reply(Message(self.conversation, quote[:LONGEST_QUOTE], self._day, self.channel), keep)  # type: ignore[arg-type]
        return kept[0] if kept else None


def call(place: Place, command: str, body: Payload, req: str = "", url: str = "") -> Outgoing:
    """``req`` and ``url``: how the platform wants the answer to a message, "" for what is said by itself."""
    payload = {"req": req, "url": url, "chat": place.chat, "body": body, "group": place.group}
    return Outgoing(place.chat, command, dumped(payload))


def markdown(text: str) -> Payload:
    return {"msgtype": "markdown", "markdown": {"content": text}}


def streamed(name: str, text: str, card: Payload | None) -> Payload:
    """A whole answer as the platform wants an answer: a stream that ends at once, and a card below it."""
    stream = {"id": name, "finish": True, "content": text}
    if card is None:
        return {"msgtype": "stream", "stream": stream}
    return {"msgtype": "stream_with_template_card", "stream": stream, "template_card": card}
