"""What a message that begins a talk wants to know: one kind of question, or two where two are put."""

import re
from typing import NamedTuple

from bot.dialogue.turn import Turn
from bot.memo import PerObject
from bot.nlu.utterance import QUESTION

HEARD = 0.45  # score from which a kind is taken as asked
SECOND = 0.4  # the same for a piece that is put as a question, beside another
UNSURE = 0.45  # below it a message as a whole tells less than the piece of it that asks
PIECES = re.compile(r"[？?。；;！!，,\n]+")
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


def _of(turn: Turn, text: str) -> Asked:
    scores = turn.utterance.matcher.kinds(text)
    kind = max(scores, key=lambda kind: scores[kind])
    return Asked(kind, scores[kind], text)


def _look(turn: Turn) -> tuple[Asked, ...]:
    text = turn.utterance.text
    whole = _of(turn, text)
    pieces = [piece.strip() for piece in PIECES.split(text)]
    questions = [_of(turn, piece) for piece in pieces if len(piece) >= FEWEST and QUESTION.search(piece)]
    questions = [one for one in questions if one.kind not in NO_QUESTION]
    if whole.kind == "person":
        return (whole,)
    if not questions:
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
