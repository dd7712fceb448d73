"""A loan or policy that was put under another firm's name is the own firm's after all: 「200万那笔还是我们的」."""

import re

from bot.copies import replace
from bot.dialogue.calculate import Since, as_it_stands, noting_parts
from bot.dialogue.result import TurnResult
from bot.dialogue.state import Topic
from bot.dialogue.turn import Turn
from bot.nlu.given_over import given_over
from bot.slots.parts import Part, add, parts_of, remove
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

NOTHING = "那"  # what is said where nothing is told besides
OURS = "[我俺咱]们?(?:自己|家|厂|公司|司|这边)?|自己|自家|本公司|本企业"
KIND = "(?:公司|企业|厂|店|家|户)?"
AFTER_ALL = "(?:还是|还|仍是?|也|都|又|其实|原来|就|确实)*"
PUT = "(?:是|归|算|记|属于?|落|挂|转|改|划|拿|要)?(?:回|到|在|给|为)*"
HAS = "(?:自己)?(?:的|名下的?|头上|这边的?|[一-鿿]{1,2}的)?"
END = "(?=$|[，。；！？!?,;吧啊呀])"


def given_back(turn: Turn) -> TurnResult | None:
    """Applies right after the message by which a part went to another firm; the reply is about all that the own one
    has."""
    measure, topic = turn.current, turn.state.topic
    if measure is None or turn.utterance.is_put_as_question or not _says_so(turn, topic.firm):
        return None
    firms = [frame.firm for frame in turn.state.frames if frame.firm]
    passed = given_over(fold(turn.state.last_text), firms)
    if passed is None or passed.name == topic.firm:
        return None
    theirs = next((one for one in turn.state.frames if one.name == (*topic.name[:3], passed.name)), None)
    parts = parts_of(theirs.standing, measure) if theirs else ()
    if theirs is None or not parts:
        return None
    place = _which(turn, measure, theirs, parts)
    return None if place is None else _back(turn, measure, theirs, place)


def _says_so(turn: Turn, firm: str) -> bool:
    """Whether it is said to be the own firm's, by its name or by a word for us."""
    own = f"(?:{re.escape(fold(firm))}{KIND}|{OURS})" if firm else f"(?:{OURS})"
    return re.search(f"{AFTER_ALL}{PUT}{own}{HAS}{END}", turn.utterance.folded) is not None


def _which(turn: Turn, measure: Measure, theirs: Topic, parts: tuple[Part, ...]) -> int | None:
    """The part of theirs that is meant: the one whose sum is said, else the last."""
    sums = [one for one in turn.utterance.figures if one.kind == "money"]
    if not sums:
        return len(parts) - 1 if not turn.utterance.figures else None
    hits = [
        place for place, part in enumerate(parts) if measure.main in part and part[measure.main].value == sums[0].value
    ]
    return hits[0] if len(sums) == len(hits) == 1 else None


def _back(turn: Turn, measure: Measure, theirs: Topic, place: int) -> TurnResult:
    """With that part among the own ones, and no longer among theirs."""
    part, topic = parts_of(theirs.standing, measure)[place], turn.state.topic
    standing = add(topic.standing, part, measure, topic.words)
    left = remove(theirs.standing, place, measure) if len(theirs.standing.parts) > 1 else None
    kept = (replace(one, standing=left) if one is theirs and left else one for one in turn.state.frames)
    frames = tuple(one for one in kept if one is not theirs)
    own = replace(topic, standing=standing, before=None, actual=None)
    state = replace(turn.state, topic=own, frames=frames)
    result = as_it_stands(turn.saying(NOTHING, state), measure, Since(topic.standing))
    result = replace(result, reply=noting_parts(result.reply, f"{part[measure.main].text}那份算回来"))
    return replace(result, state=replace(result.state, last_text=turn.utterance.text))
