"""Questions about what was just talked of: which office, conditions, materials, the wording. Only the text answers."""

from dataclasses import replace
from typing import Any

from bot.dialogue.calculate import continue_measure
from bot.dialogue.result import Turned
from bot.dialogue.state import State
from bot.measures.assess import compute
from bot.nlu.phrases import mentions
from bot.nlu.utterance import Heard
from bot.replies.build import Extra, clause_reply, hit_of, hits_of
from knowledge.records.model import Measure
from knowledge.records.series import row_on
from knowledge.text.tokens import fold

FOCUSES = (
    "why_not",
    "liability",
    "lpr",
    "office",
    "working",
    "wording",
    "stacking",
    "next_year",
    "yearly",
    "payee",
    "payer",
    "conditions",
    "materials",
    "when",
    "cap",
    "detail",
    "definition",
    "benefit",
    "other_ways",
    "amount",
)
FILLERS = "那这个呢啊该要我们你您请问有的是吗了把咱得吧哪后面前面刚才上述它他们还都也就给俺恁呀哎，。？?！! "
FEW = 5


def focus_of(heard: Heard) -> str:
    """What a question is after: the first focus whose words it has, "" when none."""
    return next((focus for focus in FOCUSES if focus in heard.intents), "")


ABOUT_THE_RULE = frozenset(
    {
        *("liability", "lpr", "office", "wording", "stacking", "next_year", "yearly", "payee", "payer"),
        *("conditions", "materials", "when", "detail", "definition"),
    }
)


def about_rule(heard: Heard) -> bool:
    """Whether the question is about the rule itself rather than about a sum."""
    return focus_of(heard) in ABOUT_THE_RULE


def follow_up(heard: Heard, state: State) -> Turned | None:
    """An answer about the topic that stands, unless the words are about another clause."""
    focus = focus_of(heard)
    if focus == "amount" and (measure := _with_a_sum(heard, state)):
        return continue_measure(heard, state, measure, resumed=True)
    if not focus or (_leftover(heard, focus) > FEW and _elsewhere(heard, state, focus)):
        return None
    knowledge, topic = heard.knowledge, state.topic
    measure = knowledge.measure(topic.measure, topic.policy) if topic.measure else None
    outcome = compute(knowledge, measure, topic.standing, heard.day) if measure else None
    hit = hit_of(knowledge, topic.policy, topic.clause)
    others = heard.match.hits if focus == "other_ways" else ()
    question = _open(heard, state)
    view: dict[str, Any] = {"outcome": outcome, "reminder": question, "standing": topic.standing, "followed": True}
    view["lpr"] = row_on(knowledge.lpr, heard.day)
    reply = clause_reply(knowledge, hits_of(hit, others), focus=focus, measure=measure, view=view, extra=Extra())
    asked = (measure.quotes("lpr") if focus == "lpr" and measure else "") or state.asked
    return Turned(reply, replace(state, last_text=heard.text, asked=asked))


def _with_a_sum(heard: Heard, state: State) -> Measure | None:
    """The measure under way when its sum stands: 「那能拿多少」 is answered by it."""
    measure = heard.knowledge.measure(state.topic.measure, state.topic.policy) if state.topic.measure else None
    outcome = compute(heard.knowledge, measure, state.topic.standing, heard.day) if measure else None
    return measure if outcome and outcome.result and outcome.result.amount is not None else None


def _open(heard: Heard, state: State) -> str:
    measure = heard.knowledge.measure(state.topic.measure, state.topic.policy) if state.topic.measure else None
    if not measure or not state.asked:
        return ""
    record, condition = measure.input(state.asked), measure.condition(state.asked)
    return record.ask if record and record.ask else condition.question if condition else ""


def _leftover(heard: Heard, focus: str) -> int:
    """How many characters say something besides the focus itself."""
    rest = heard.bare
    for phrase in heard.knowledge.intents.get(focus, ()):
        rest = rest.replace(phrase, "")
    return sum(1 for char in rest if char not in FILLERS)


def _elsewhere(heard: Heard, state: State, focus: str) -> bool:
    match = heard.match
    if match.verdict == "meta":
        return focus in ("when", "wording", "detail", "definition", "lpr")
    if match.verdict in ("none", "smalltalk"):
        return not state.topic.measure
    if match.verdict != "sure" or match.hits[0][:2] == state.topic.home:
        return False
    if not state.topic.measure:
        return True
    other = heard.knowledge.policy(match.hits[0].policy).clause(match.hits[0].clause)
    return mentions(heard.folded, map(fold, other.words))
