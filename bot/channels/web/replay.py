"""A talk whose replies are no longer in memory, answered once more from its words, so that its cards are whole."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from bot.advisor import Advisor, Live
from bot.messages import Change, Message, Reply
from bot.replies.render import say
from knowledge.records.model import Knowledge
from knowledge.store import Turn


def replayed(live: Live, turns: Sequence[Turn]) -> Iterator[tuple[Turn, Reply | None]]:
    """Each turn with its reply; None where it would be answered otherwise now, as where what led to it is not among
    the turns, was masked, or the documents have changed. Nothing is recorded."""
    at = [datetime.fromisoformat(turn.at) for turn in turns]
    clock = iter(at)
    advisor = Advisor(live, None, now=lambda: next(clock))
    for turn in turns:
        change = _change(live.knowledge, turn)
        day = date.fromisoformat(turn.day)
        answer = advisor.reply(Message(turn.conversation, turn.text, day, turn.channel, turn.client_id, change=change))
        yield turn, answer.reply if answer.body == turn.payload else None


def _change(knowledge: Knowledge, turn: Turn) -> Change | None:
    """The change in a card's form that the words of a turn tell of."""
    for measure in knowledge.measures if turn.measure else ():
        for record in measure.inputs if measure.id == turn.measure else ():
            for part in range(10):
                before, _, after = say().changed(record.label, "%", part).partition("%")
                if turn.text.startswith(before) and turn.text.endswith(after):
                    return Change(measure.key, record.key, turn.text.removeprefix(before).removesuffix(after), part)
    return None
