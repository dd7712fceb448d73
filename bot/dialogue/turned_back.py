"""Another measure was only tried: 「如果是成果转化贷呢」, 「不是，还是研发的」 goes back to the one before, and says nothing
of the one that was tried."""

import re

from bot.dialogue.frames import resume
from bot.dialogue.result import TurnResult
from bot.dialogue.state import Topic
from bot.dialogue.turn import Turn
from bot.memo import PerObject
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

# 「不是 …」, 「没有专利质押 …」, at the beginning; and behind it what it is instead
DENIES = re.compile("[哦啊噢哎嗯唉，, ]*(?:不是|不对|不走|不用|没有|不算|不(?=[，, ])|别)")
INSTEAD = re.compile("(?:还是|就是|仍是|只是|是|走|按|做|算|回到|说的)[^，。；]{0,8}")
PIECE = 2  # characters by which a measure is called again in short


def _pieces(measure: Measure) -> frozenset[str]:
    """The pieces of what a measure is called."""
    words = [fold(word) for word in (measure.name, *measure.words, *measure.needs) if "_" not in word]
    return frozenset(word[i : i + PIECE] for word in words for i in range(len(word) - 1))


_pieces_of: PerObject[Measure, frozenset[str]] = PerObject(_pieces)


def frame_before(turn: Turn) -> Topic | None:
    """What was talked about before, where the message denies the measure under way and calls that one instead."""
    frame, current, utterance = turn.state.previous, turn.current, turn.utterance
    if frame is None or current is None or not frame.measure or frame.firm != turn.state.topic.firm:
        return None
    before = utterance.knowledge.measure(frame.measure, frame.policy)
    denies = DENIES.match(utterance.folded)
    if before.key == current.key or utterance.figures or denies is None:
        return None
    own = _pieces_of(before) - _pieces_of(current)
    said = [one[0] for one in INSTEAD.finditer(utterance.folded, denies.end())]
    return frame if any(piece in one for one in said for piece in own) else None


def turns_back(turn: Turn) -> bool:
    """Whether the talk goes back from what was only tried."""
    return frame_before(turn) is not None


def turned_back(turn: Turn) -> TurnResult | None:
    """The sum of the measure before, as it stood."""
    frame = frame_before(turn)
    return resume(turn, frame) if frame else None
