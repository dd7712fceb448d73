"""Reminders in a talk: kept with the turn that asks for them, listed and cancelled, and what is said on their day."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.dialogue.fallbacks import open_question
from bot.dialogue.state import State
from bot.dialogue.turn import Turn
from bot.kit.follow_ups import WORDS
from bot.kit.reminders import OWN, Asked, asked_of, cancels, lists, may_be, which, wishes
from bot.kit.visits import LABELS
from bot.messages import Message, Reply, ReplyKind
from bot.nlu.utterance import Utterance
from bot.replies.build import plain_reply
from bot.replies.render import environment
from bot.replies.views import ReminderLine, RemindView
from knowledge.records.model import Knowledge, Measure
from knowledge.store import Reminder, Reminders, Reminding, StoreError

log = logging.getLogger("fudaoyuan")
MOST = 20  # of one talk
FAR = 3_700  # days: what is further away is a slip
THING = "您定的事"
PATH = "/remind/"


@dataclass(frozen=True, slots=True)
class Reach:
    """How people are reached. ``ways``: channel → "push" where they are at any time, "window" for 48 hours after they
    came last; where there is nothing, they are not; ``home``: the page, "" while its address is not set; ``wecom``:
    whether there is a bot of 企业微信 that can write to people by itself."""

    ways: Mapping[str, str]
    home: str = ""
    wecom: bool = False


def reminding(reminders: Callable[[], Reminders], reach: Reach) -> Callable[[Message, Utterance, State], Reply | None]:
    """What answers messages about reminders, None to any other."""

    def answer(message: Message, utterance: Utterance, state: State) -> Reply | None:
        text = utterance.text
        if not (may_be(text) and (cancels(text) or lists(text) or wishes(text))):
            return None
        try:
            open_ = reminders().of(message.conversation)
            view, change = _answered(message, utterance, state, open_, reach)
        except StoreError as error:
            log.error("reminders cannot be read: %s", error)
            view, change = RemindView("unread", reach=reach.ways.get(message.channel, "")), Reminding()
        reply = plain_reply(ReplyKind.SMALLTALK, view)
        return replace(reply, reminding=change) if change.made or change.cancelled else reply

    return answer


def _answered(
    message: Message, utterance: Utterance, state: State, open_: tuple[Reminder, ...], reach: Reach
) -> tuple[RemindView, Reminding]:
    told = RemindView(
        reach=reach.ways.get(message.channel, ""),
        channel=message.channel,
        home="" if message.channel == "web" else reach.home,
        wecom=reach.wecom,
        open=open_question(Turn(utterance, state)),
    )
    rows = tuple(line_of(one) for one in open_)
    if cancels(utterance.text):
        places = which(utterance.text, len(open_))
        action = "cancelled" if places else "which" if open_ else "none"
        found = tuple(rows[place] for place in places) or rows
        cancelled = tuple(open_[place].number for place in places)
        return replace(told, action=action, rows=found), Reminding(cancelled=cancelled)
    if lists(utterance.text):
        return replace(told, action="listed" if rows else "none", rows=rows), Reminding()
    return _kept(asked_of(utterance.text, utterance.day, state, utterance.knowledge), message, open_, told)


def _kept(
    asked: Asked, message: Message, open_: tuple[Reminder, ...], view: RemindView
) -> tuple[RemindView, Reminding]:
    """A wish: the reminder that is made of it, unless there is one like it, or something is wrong with it."""
    if action := _fault(asked, message.day, len(open_)):
        return replace(view, action=action, most=MOST, due=asked.due), Reminding()
    made = _made(asked, message)
    again = any(_is_same(one, made) for one in open_)
    view = replace(view, action="again" if again else "made", rows=(line_of(made),), read=asked.read)
    return view, Reminding() if again else Reminding((made,))


def _fault(asked: Asked, today: date, count: int) -> str:
    """Why it cannot be kept, "" for nothing."""
    if asked.due is None:
        return "ask"
    if asked.due <= today:
        return "past"
    if asked.due > today + timedelta(days=FAR):
        return "far"
    return "full" if count >= MOST else ""


def _made(asked: Asked, message: Message) -> Reminder:
    assert asked.due and asked.day
    due, day = asked.due.isoformat(), asked.day.isoformat()
    at = message.day.isoformat()
    return Reminder(0, message.conversation, message.channel, asked.kind, due, day, asked.words, asked.measure, at)


def _is_same(one: Reminder, other: Reminder) -> bool:
    return (one.kind, one.due, one.day, one.words) == (other.kind, other.due, other.day, other.words)


def line_of(one: Reminder) -> ReminderLine:
    """A reminder as a line of a reply."""
    due, day = date.fromisoformat(one.due), date.fromisoformat(one.day)
    return ReminderLine(thing_of(one), due, day, f"{PATH}{one.kind}-{one.due}-{one.day}.ics")


def thing_of(one: Reminder) -> str:
    """What is due, in a few words."""
    return one.words or THING if one.kind == OWN else LABELS[one.kind]


def told(one: Reminder, knowledge: Knowledge, today: date) -> str:
    """What is said on its day: what is due, in how many days, and what comes of it."""
    due = date.fromisoformat(one.due)
    measure = _measure(knowledge, one.measure)
    return (
        environment()
        .get_template("messenger/reminder.j2")
        .render(
            thing=thing_of(one),
            due=due,
            left=(due - today).days,
            next=WORDS.get(one.kind, ""),
            measure=measure,
            clause=knowledge.policy(measure.policy).clause(measure.clause) if measure else None,
        )
        .strip("\n")
    )


def _measure(knowledge: Knowledge, key: str) -> Measure | None:
    """The measure it was about, as far as there still is one."""
    return next((one for one in knowledge.measures if key and key == one.key), None)
