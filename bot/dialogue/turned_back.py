"""Another measure was only tried: 「如果是成果转化贷呢」, 「不是，还是研发的」 goes back to the one before, and says
nothing of the one that was tried."""

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


def _back_to(turn: Turn) -> tuple[Topic, str] | None:
    """What was talked about before, where the message denies the measure under way and calls that one instead, with
    what it says of it."""
    frame, current, utterance = turn.state.previous, turn.current, turn.utterance
    if frame is None or current is None or not frame.measure or frame.firm != turn.state.topic.firm:
        return None
    before, text = utterance.knowledge.measure(frame.measure, frame.policy), utterance.folded
    denies = DENIES.match(text)
    if before.key == current.key or utterance.figures or denies is None:
        return None
    own = _pieces_of(before) - _pieces_of(current)
    said = (one for one in INSTEAD.finditer(text, denies.end()) if any(piece in one[0] for piece in own))
    first = next(said, None)
    return (frame, text[first.start() :]) if first else None


def turns_back(turn: Turn) -> bool:
    """Whether the talk goes back from what was only tried."""
    return _back_to(turn) is not None


def turned_back(turn: Turn) -> TurnResult | None:
    """The sum of the measure before, as it stood, with what is said of it now."""
    back = _back_to(turn)
    return resume(turn.saying(back[1], turn.state), back[0]) if back else None
