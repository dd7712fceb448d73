"""「JB-12345678 到哪一步了」: a firm asks the chat by the number it was given, in the middle of anything."""

import logging
import re
from collections.abc import Callable
from datetime import date

from bot.dialogue.fallbacks import open_question
from bot.dialogue.state import State
from bot.dialogue.turn import Turn
from bot.kit.referrals import DIGITS, ORDER, SIGN, find_referral
from bot.messages import Message, Reply, ReplyKind
from bot.nlu.utterance import Utterance
from bot.replies.build import plain_reply
from bot.replies.views import ReferralView
from knowledge.store import Ledger, StoreError
from knowledge.text.tokens import fold

log = logging.getLogger("fudaoyuan")
Beside = Callable[[Message, Utterance, State], Reply | None]
# With the sign it is a number of ours; so are eight digits at the beginning or called one, with words of asking
NUMBER = re.compile(r"jb[\s_:：号是-]{0,4}((?:\d[\s-]?){3,})(?!\d)")
BARE = re.compile(rf"(?:^|号码?[是为: ]{{0,2}})(\d{{{DIGITS}}})(?!\d|[.,]\d|\s?[万亿元块%千百])")
HOW_FAR = re.compile(
    "哪一?步|进度|进展|办到哪|办得怎么样|办的怎么样|(?:办|处理)(?:好|完|成|结)?了?[没吗]|有(?:没有)?结果|什么时候能办"
)
PASSED_ON = re.compile("交办|转办|查询号|辅导员给(?:我|我们)?的号")
LONGEST = 60  # characters: a long message is about something else


def how_far(ledger: Callable[[], Ledger]) -> Beside:
    """What answers such a question, None to any other message. ``ledger``: where referrals are kept."""
    return lambda message, utterance, state: _answer(ledger, utterance, state)


def number_in(text: str) -> str | None:
    """The digits of the number that is asked about; "" where one is meant and none said; None for another matter."""
    words = fold(text)
    if len(words) > LONGEST:
        return None
    if found := NUMBER.search(words):
        return re.sub(r"\D", "", found[1])
    if not HOW_FAR.search(words):
        return None
    if found := BARE.search(words):
        return found[1]
    return "" if PASSED_ON.search(words) else None


def _answer(ledger: Callable[[], Ledger], utterance: Utterance, state: State) -> Reply | None:
    number = number_in(utterance.text)
    if number is None:
        return None
    reminder = open_question(Turn(utterance, state))
    try:
        view = _told(ledger(), number, utterance.day, reminder) if number else ReferralView(reminder=reminder)
    except StoreError as error:
        log.error("a referral cannot be read: %s", error)
        view = ReferralView(f"{SIGN}{number}", unread=True, reminder=reminder)
    return plain_reply(ReplyKind.SMALLTALK, view)


def _told(ledger: Ledger, number: str, day: date, reminder: str) -> ReferralView:
    found = find_referral(ledger, number) if len(number) == DIGITS else None
    if found is None:
        return ReferralView(f"{SIGN}{number}", reminder=reminder)
    return ReferralView(
        found.shown,
        found.state,
        found.department,
        date.fromisoformat(found.due),
        found.is_overdue(day),
        tuple(one.value for one in ORDER),
        reminder=reminder,
    )
