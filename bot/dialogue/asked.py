"""What a message that begins a talk wants to know: one kind of question, or two where two are put."""

import re
from typing import NamedTuple

from bot.dialogue.acts import ASKS
from bot.dialogue.turn import NEW, Turn
from bot.memo import PerObject
from bot.nlu.utterance import QUESTION

LISTENED = 0.4  # share of the listener's judgement, where it knows the kind
HEARD = 0.35  # score from which a kind is taken as asked
SECOND = 0.4  # the same for a piece that is put as a question, beside another
UNSURE = 0.4  # below it a message as a whole tells less than the piece of it that asks
PIECES = re.compile(r"[？?。；;！!，,：:\n]+")
NUMBERED = re.compile(r"^(?:第?[一二三1-3](?:是|、|个?问题?)|还有(?:就是)?|另外(?:就是)?|再(?:就是|一个)|顺便)")
FEWEST = 4  # characters of a piece that asks something
NO_QUESTION = ("need", "person")
WHOLE = ("claim", "compare", "person", "total", "inverse")  # kinds whose parts are no questions of their own


class Asked(NamedTuple):
    """A kind of question, how sure that is, and the words that ask it."""

    kind: str
    score: float
    text: str


def asked(turn: Turn) -> tuple[Asked, ...]:
    """What is asked, in the order said; one where the pieces ask the same. Never none."""
    return _asked(turn)


def pieces(turn: Turn) -> tuple[str, ...]:
    """The pieces of the message that are put as questions."""
    found = (NUMBERED.sub("", piece.strip()) for piece in PIECES.split(turn.utterance.text))
    return tuple(piece for piece in found if len(piece) >= FEWEST and QUESTION.search(piece))


def _of(turn: Turn, text: str) -> Asked:
    """What a text wants by both judges: the one that learnt from questions alone, and the listener of talks."""
    said = turn if text == turn.utterance.text else turn.saying(text, NEW)
    acts, scores = said.acts.scores, turn.utterance.matcher.kinds(text)
    weighed = {kind: (1 - LISTENED) * one + LISTENED * acts.get(f"{ASKS}{kind}", one) for kind, one in scores.items()}
    kind = max(weighed, key=lambda kind: weighed[kind])
    return Asked(kind, weighed[kind], text)


def _look(turn: Turn) -> tuple[Asked, ...]:
    text = turn.utterance.text
    whole = _of(turn, text)
    questions = [one for piece in pieces(turn) if (one := _of(turn, piece)).kind not in NO_QUESTION]
    if whole.kind == "person" or not questions:
        return (whole,)
    first: dict[str, Asked] = {}
    for one in questions:
        if one.score >= SECOND:
            first.setdefault(one.kind, one)
    if len(first) == 2 and whole.kind not in WHOLE:
        return tuple(first.values())
    best = max(questions, key=lambda one: one.score)
    return (best if whole.score < min(UNSURE, best.score) else whole,)


_asked: PerObject[Turn, tuple[Asked, ...]] = PerObject(_look)
