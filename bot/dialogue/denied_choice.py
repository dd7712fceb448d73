"""Of what was offered one is said not to be meant: 「不是鲁科担」, 「上市太早，看贷款的」. That one is not picked,
but the one that is left, or that of the others which the rest of the message calls."""

import re

from bot.copies import replace
from bot.dialogue.answering import answered
from bot.dialogue.choices import offer, pairs_said_of, picked
from bot.dialogue.result import TurnResult
from bot.dialogue.turn import Turn
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

ENDS = "(?:[那这]?(?:个|种|项|块|样|边|类)?的?[了吧呢啊哈]*)(?=[,，。；;！!]|$)"
WHAT = "[^,，。；;！!？?0-9]{2,10}?"
DENIES = re.compile(
    f"(?:(?<!是)不是|不要|不问|不看|不考虑|别[算看说])(?P<after>{WHAT}){ENDS}"
    f"|(?:^|(?<=[,，。；;！! ]))(?P<before>{WHAT})(?:[我俺咱]们?)?(?:还)?"
    f"(?:太[远早难]|够不[着上]|用不[着上]|不(?:考虑|沾边|打算|合适)|先?不[说谈看管问]|先放|就?算了|没(?:戏|打算|计划)){ENDS}"
)
LEADS = " ,，。；;！!"
MEASURE = "measure:"


def another_than_denied(turn: Turn) -> TurnResult | None:
    """Applies when measures or clauses were offered and the message denies one of them."""
    utterance, state = turn.utterance, turn.state
    if not state.choices or utterance.figures or not utterance.is_brief or utterance.is_put_as_question:
        return None
    found = DENIES.search(utterance.folded)
    gone = _called(turn, found["after"] or found["before"]) if found else ""
    if found is None or not gone:
        return None
    left = tuple(one for one in state.choices if one[1] != gone)
    rest = (utterance.folded[: found.start()] + utterance.folded[found.end() :]).strip(LEADS)
    after = replace(state, choices=left)
    if len(left) == 1:
        return picked(turn.saying(left[0][0], after))
    said = turn.saying(rest, after) if rest else None
    if result := said and picked(said):
        return result
    measures = [_measure(turn, target) for _, target in left if target.startswith(MEASURE)]
    if len(measures) == len(left):
        return offer(turn, tuple(measures))
    return answered(said) if said else None


def _called(turn: Turn, what: str) -> str:
    """The target offered of which most is said there; "" where two have as much, or none has anything."""
    said = {what[i : i + 2] for i in range(len(what) - 1)}
    scored = sorted(((len(said & _pairs(turn, one)), one[1]) for one in turn.state.choices), reverse=True)
    if not scored[0][0] or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return ""
    return scored[0][1]


def _pairs(turn: Turn, choice: tuple[str, str]) -> frozenset[str]:
    label, target = fold(choice[0]), choice[1]
    own = frozenset(label[i : i + 2] for i in range(len(label) - 1))
    return own | pairs_said_of(_measure(turn, target)) if target.startswith(MEASURE) else own


def _measure(turn: Turn, target: str) -> Measure:
    return turn.utterance.knowledge.measure(target.removeprefix(MEASURE))
