"""A talk begins with what another firm got, and then tells the own case: 「隔壁补了二十来万，我这边保费50万……」 is the
own firm's."""

import re

from bot.dialogue.turn import Turn
from bot.nlu.other_firms import NEAR_BY
from bot.nlu.persons import KIN
from knowledge.records.model import Measure

THEIRS = re.compile(f"{NEAR_BY}|{KIN}|同行|人家|别人家?|别的?[厂家]")
OURS = re.compile(
    "[俺我咱]们?(?:这边|这儿|这里|家(?!老)|厂|公司|司|自己|这个|这份|这张|这笔|的)?(?![^，。；！？]{0,2}(?:听|看|问|想|说))"
)

# 「那我家的呢」
ONLY_OURS = re.compile(
    "(?:那么?|哦|所以|说回|回到)?[俺我咱]们?(?:这边|这儿|家|厂|公司|司|自己|这个)?的?(?:是|能拿|能有|到底|应该)?(?:呢|多少)?[呢啊呀]*"
)


def asks_for_ours(turn: Turn) -> bool:
    """Whether nothing is said but us, where our own case stands."""
    return not turn.state.topic.firm and ONLY_OURS.fullmatch(turn.utterance.bare) is not None


def tells_ours_behind_theirs(turn: Turn, measure: Measure) -> bool:
    """Whether every figure that the measure takes stands behind a word for us, which stands behind one for them."""
    text, inputs = turn.utterance.text, turn.given(measure).filling.inputs
    theirs = THEIRS.search(text)
    ours = OURS.search(text, theirs.end()) if theirs else None
    if ours is None:
        return False
    said = {slot.text for slot in inputs.values()}
    used = [one for one in turn.utterance.figures if one.text in said]
    return bool(used) and all(one.start >= ours.end() for one in used)
