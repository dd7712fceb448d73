"""What a message that begins a talk wants to know: one kind of question, or two where two are put."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.dialogue.acts import ASKS
from bot.dialogue.meant import MEANING, meant
from bot.dialogue.turn import Turn
from bot.memo import WhileItLives
from bot.nlu.utterance import QUESTION, Utterance

LISTENED = 0.4  # share of the listener's judgement, where it knows the kind
HEARD = 0.35  # score from which a kind is taken as asked
SECOND = 0.4  # the same for a piece that is put as a question, beside another
APART = 0.28  # the same where each of them has a mark of asking
MARKS = re.compile("[？?]")
UNSURE = 0.4  # below it a message as a whole tells less than the piece of it that asks
PIECES = re.compile(
    r"[？?。；;！!，,：:\n]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff]|[1-9][、.．])|(?=还有|另外|顺便)"
)
ALL = re.compile("(?:啥|谁|哪儿?|什么|怎么|咋)(?:也|都)")  # words of asking that ask nothing
WHETHER = re.compile(r"([\u4e00-\u9fff])[不没]\1")  # 补不补
WHICH = re.compile(r"(\S)\S{0,6}还是(?:\1|\S{1,8}\1$)|[是归找问][^还，。]{1,8}还是")  # 给银行还是给企业, 是先交还是后交
HOW_MUCH = re.compile("多[长久大高快远]")
WHAT_FOR = re.compile("[干做][嘛吗么]")
BESIDES = "还有(?:就是)?|另外(?:就是)?|再(?:就是|一个)|顺便"
NUMBERED = re.compile(f"^(?:第?[一二三1-3](?:是|、|[.．](?![0-9])|个?问题?)|(?P<besides>{BESIDES}))")
A_SUM = re.compile("多少|几")
OF_WHOM = re.compile("[找问跟向归由](?:谁|哪[个家些]?)|哪个?(?:部门|局|单位|科室|口子?|衙门)|谁管")
WHO, AMOUNT, CLAIM = "who", "amount", "claim"
FEWEST = 4  # characters of a piece that asks something
NEED = "need"
NO_QUESTION = (NEED, "person")
PLAIN = 0.6  # score of a piece that asks something of its own behind a story of need
OF_A_NEED = ("eligibility", "how", "amount", "list", "effect", "who", "other")  # what a need itself asks for
LIKE_A_NEED, AS_GOOD = ("eligibility", "how", "amount"), 0.4  # what a need is taken for, and the share it must have
WHOLE = ("claim", "compare", "person", "total", "inverse")  # kinds whose parts are no questions of their own


class Asked(NamedTuple):
    """A kind of question, how sure that is, and the words that ask it with what was told before them."""

    kind: str
    score: float
    text: str


class Piece(NamedTuple):
    """A piece of a message that asks. ``whole``: with what was told before it, since the question before; ``counted``:
    it is numbered (一是…) or said to be asked ``besides`` (还有…)."""

    text: str
    whole: str
    counted: bool
    besides: bool


def asked(turn: Turn) -> tuple[Asked, ...]:
    """What is asked, in the order said; one where the pieces ask the same. Never none."""
    return _asked(turn)


def as_whole(turn: Turn) -> Asked:
    """What the message as a whole wants, whatever a piece of it asks; where that is a person, nothing else is asked."""
    return _whole(turn)


def put(turn: Turn) -> tuple[Piece, ...]:
    """The pieces of the message that are put as questions."""
    return _put(turn.utterance)


def _pieces(utterance: Utterance) -> tuple[Piece, ...]:
    found: list[Piece] = []
    told: list[str] = []
    apart = len(MARKS.findall(utterance.text)) > 1
    for piece in filter(None, map(str.strip, PIECES.split(utterance.text))):
        number = NUMBERED.match(piece)
        words = piece[number.end() :] if number else piece
        told = [*([] if number else told), words]
        beside = number or apart or (found and not A_SUM.search(words))  # 「市里还给不，给多少」 asks for one thing
        if len(words) >= (FEWEST - 1 if beside else FEWEST) and _is_put(words):
            found.append(Piece(words, "，".join(told), bool(number), bool(number and number["besides"])))
            told = []
    return tuple(found)


def _is_put(text: str) -> bool:
    """Whether it has a mark or word of asking."""
    asks = QUESTION.search(ALL.sub("", text)) or WHETHER.search(text) or WHICH.search(text) or HOW_MUCH.search(text)
    return (asks or WHAT_FOR.search(text)) is not None


def _of(turn: Turn, text: str) -> Asked:
    """What a text of the message wants."""
    utterance = turn.utterance
    if text == utterance.text:
        return as_whole(turn)
    if (known := utterance.matcher.pieces.get((text, utterance.day))) is None:
        whole = as_whole(turn.beginning(text))
        known = whole.kind, whole.score
        utterance.matcher.pieces.keep((text, utterance.day), known)
    return Asked(*known, text)


def _judge(turn: Turn) -> Asked:
    """What a whole message wants by both judges: the one that learnt from questions alone, and the listener of
    talks; that of a word it asks the meaning of, where it says so."""
    if meant(turn):
        return Asked(MEANING, PLAIN, turn.utterance.text)
    acts, weighed = turn.acts.scores, {}
    for kind, score in turn.utterance.kinds.items():
        weighed[kind] = (1 - LISTENED) * score + LISTENED * acts.get(f"{ASKS}{kind}", score)
    kind = max(weighed, key=weighed.__getitem__)
    return Asked(kind, weighed[kind], turn.utterance.text)


def _untold(turn: Turn, whole: Asked) -> Asked:
    """What is told without any question and sounds like a need is one."""
    need = turn.utterance.kinds.get(NEED, 0.0)
    story = not _is_put(whole.text) and whole.kind in LIKE_A_NEED and need >= whole.score * AS_GOOD
    return Asked(NEED, need, whole.text) if story else whole


def _decides(turn: Turn, whole: Asked) -> bool:
    """Whether the message as a whole tells what is asked, whatever its only piece that asks does."""
    return whole.score >= UNSURE and whole.kind != NEED and _untold(turn, whole) is whole


def _of_whom(parts: Sequence[Piece], whole: Asked) -> Asked | None:
    """Whom to ask, where the only piece that asks says so and no sum: the figures told beside it make none of it."""
    only = parts[0].text if len(parts) == 1 else ""
    if whole.kind != AMOUNT or A_SUM.search(only) or not OF_WHOM.search(only):
        return None
    return Asked(WHO, PLAIN, whole.text)


def _for_one_sum(found: Sequence[Asked], parts: Sequence[Piece]) -> bool:
    """「是不是还有一块，还能给多少」: what is heard of is only asked for its sum."""
    return [one.kind for one in found] == [CLAIM, AMOUNT] and not any(one.counted for one in parts)


def _look(turn: Turn) -> tuple[Asked, ...]:
    text = turn.utterance.text
    whole = _of(turn, text)
    parts = put(turn)
    if of_whom := _of_whom(parts, whole):
        return (of_whom,)
    if len(parts) == 1 and _decides(turn, whole):
        return (whole,)
    heard = [_of(turn, piece.text)._replace(text=piece.whole) for piece in parts]
    questions = [one for one in heard if one.kind not in NO_QUESTION]
    if whole.kind == "person" or not questions:
        return (_untold(turn, whole),)
    first: dict[str, Asked] = {}
    apart = len(MARKS.findall(text)) > 1 or any(one.counted for one in parts)
    for one in questions:
        if one.score >= (APART if apart else SECOND):
            first.setdefault(one.kind, one)
    if len(first) == 2 and whole.kind not in WHOLE:
        both = tuple(first.values())
        return both[1:] if _for_one_sum(both, parts) and not apart else both
    best = max(questions, key=lambda one: one.score)
    put_plainly = best.kind not in OF_A_NEED or (best.kind == "eligibility" and WHETHER.search(best.text))
    if whole.kind == NEED and put_plainly and best.score >= PLAIN:
        return (best,)
    return (best if whole.score < min(UNSURE, best.score) else whole,)


# No longer than the turn: what was said is kept nowhere else
_put: WhileItLives[Utterance, tuple[Piece, ...]] = WhileItLives(_pieces)
_whole: WhileItLives[Turn, Asked] = WhileItLives(_judge)
_asked: WhileItLives[Turn, tuple[Asked, ...]] = WhileItLives(_look)
