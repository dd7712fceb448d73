"""Questions about what was just talked of: which office, conditions, materials, the wording. Only the text answers."""

import re

from bot.copies import replace
from bot.dialogue.calculate import continue_measure
from bot.dialogue.fallbacks import names_document, open_question
from bot.dialogue.result import TurnResult
from bot.dialogue.set_aside import of_no_use
from bot.dialogue.state import State, Topic
from bot.dialogue.turn import Turn
from bot.measures.assess import Standing, compute
from bot.nlu.phrases import mentions, says
from bot.nlu.utterance import Utterance
from bot.nlu.what_counts import asks_only_what_counts
from bot.replies.build import clause_reply, condition_named, hit_of, hits_of
from bot.replies.views import Extra
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
ASKING = re.compile("[啥什]么?时候|几时|多久|多长时间|[哪那]些|哪[个里儿家]|怎么|什么|多少|[啥咋谁几]")
FEW, FEWER = 5, 2  # characters besides the words of asking, also where the rest sounds like what is not ours


def focus_of(utterance: Utterance) -> str:
    """What a question is after: the first focus whose words it has, "" when none."""
    return next((focus for focus in FOCUSES if focus in utterance.intents), "")


# The focus that answers a kind of question, where no phrase of the lists tells more closely what is asked
SURELY = 0.7  # score of a kind of question that is believed against the phrases
OF_ACT = {
    "who": "office",
    "terms": "conditions",
    "materials": "materials",
    "how": "materials",
    "when": "when",
    "frequency": "yearly",
    "payer": "payer",
    "why": "working",
    "stacking": "stacking",
    "meaning": "definition",
    "effect": "benefit",
    "list": "other_ways",
    "tax": "tax",
    "split": "split",
    "eligibility": "conditions",
    "document": "wording",
}


def focus_in_talk(turn: Turn) -> str:
    """What is asked in the middle of a talk: the kind of question that was surely heard, else by the phrases, else any
    kind that was heard."""
    if turn.current is None:
        return focus_of(turn.utterance)
    if asks_only_what_counts(turn.utterance.folded):
        return "definition"
    asked, acts = turn.acts.asked, turn.acts
    if asked in OF_A_SUM and any(map(turn.current.condition, turn.utterance.asked_what_counts)):
        return "definition"  # 「规上是个什么标准，收入做到多少算」
    heard, said = OF_ACT.get(asked, ""), focus_of(turn.utterance)
    if asked == "document" and turn.utterance.match.verdict == "meta":
        heard = ""  # about the document itself, not about the words of its clause
    if asked == "list" and says(turn.utterance.folded, turn.current.words):
        heard = "definition"  # 「鲁科保有哪几个险种」
    if said == "amount" and heard and acts.score(f"ask:{asked}") > acts.score("ask:amount"):
        return heard
    if heard and acts.score(f"ask:{asked}") >= SURELY and said in ("", "amount", "materials", "payer", "definition"):
        return heard
    return said or heard


OF_A_SUM = ("", "amount", "inverse")  # kinds heard by the words for how much, which a standard is asked for by too
ABOUT_THE_RULE = frozenset(
    {
        *("liability", "lpr", "office", "wording", "stacking", "next_year", "yearly", "payee", "payer"),
        *("conditions", "materials", "when", "detail", "definition"),
    }
)


def about_rule(utterance: Utterance) -> bool:
    """Whether the question is about the rule itself rather than about a sum."""
    return focus_of(utterance) in ABOUT_THE_RULE


def follow_up(turn: Turn, focus: str = "") -> TurnResult | None:
    """An answer about the topic that stands, unless the words are about another clause. ``focus``: what is asked, where
    that is known."""
    utterance, state, measure = turn.utterance, turn.state, turn.current
    focus = focus or focus_in_talk(turn)
    outcome = compute(utterance.knowledge, measure, state.topic.standing, utterance.day) if measure else None
    if focus == "amount" and measure:
        return continue_measure(turn, measure, resumed=True)  # 「那能拿多少」: the sum that stands, or what it needs
    few = FEWER if utterance.match.verdict == "none" and not _speaks_of_the_clause(turn) else FEW
    if not focus or (leftover(utterance, focus) > few and _elsewhere(utterance, state, focus)):
        return None
    knowledge, topic = utterance.knowledge, state.topic
    hit = hit_of(knowledge, topic.policy, topic.clause)
    others = utterance.match.hits if focus == "other_ways" else ()
    reply = clause_reply(
        knowledge,
        hits_of(hit, others),
        focus=focus,
        measure=measure,
        outcome=outcome,
        standing=topic.standing,
        reminder=open_question(turn),
        about=_condition_meant(turn, measure) if focus == "definition" else "",
        followed=True,
        lpr=row_on(knowledge.lpr, utterance.day),
        extra=Extra(aside=of_no_use(turn, measure) if measure else ()),
    )
    asked = (measure.quotes("lpr") if focus == "lpr" and measure else "") or state.asked
    return TurnResult(reply, replace(state, last_text=utterance.text, asked=asked))


def _speaks_of_the_clause(turn: Turn) -> bool:
    """Whether two characters of one of the clause's words are said (落户, of 创投落户)."""
    topic = turn.state.topic
    clause = turn.utterance.knowledge.policy(topic.policy).clause(topic.clause)
    words = map(fold, clause.words)
    return any(word[at : at + 2] in turn.utterance.folded for word in words for at in range(len(word) - 1))


def _condition_meant(turn: Turn, measure: Measure | None) -> str:
    """The quote of the condition a question of meaning names, in the words of its question or in its own, else of the
    one just asked about."""
    if measure is None:
        return ""
    said = [one for one in measure.conditions if one.key in turn.utterance.mentioned and not one.hidden]
    asked = measure.condition(turn.state.asked)
    found = said[0] if said else asked
    return condition_named(measure, turn.utterance.folded) or (found.quote if found else "")


def nearest_words(turn: Turn) -> TurnResult:
    """What the clause says nearest to the question, and the open question again; what stands goes on."""
    utterance, topic = turn.utterance, turn.state.topic
    hit = hit_of(utterance.knowledge, topic.policy, topic.clause)
    reply = clause_reply(
        utterance.knowledge,
        (hit,),
        measure=turn.current,
        reminder=open_question(turn),
        followed=True,
        text=utterance.folded,
        extra=Extra(aside=of_no_use(turn, turn.current) if turn.current else ()),
    )
    return TurnResult(reply, replace(turn.state, last_text=utterance.text))


def rule_answer(turn: Turn, measure: Measure) -> TurnResult:
    """What a measure says about offices, conditions, materials …, asked for by name; the talk then stands on it."""
    utterance = turn.utterance
    knowledge, hit = utterance.knowledge, hit_of(utterance.knowledge, measure.policy, measure.clause)
    reply = clause_reply(
        knowledge,
        hits_of(hit, utterance.match.hits),
        focus=focus_of(utterance),
        measure=measure,
        lpr=row_on(knowledge.lpr, utterance.day),
        extra=Extra(repaired=utterance.match.repaired),
        text=utterance.folded,
    )
    topic = Topic(measure.policy, measure.clause, measure.id, Standing(facts=dict(utterance.facts)))
    return TurnResult(reply, turn.state.on(topic, choices=(), asked="", said=(), last_text=utterance.text))


def leftover(utterance: Utterance, focus: str) -> int:
    """How many characters say something besides the focus itself."""
    rest = utterance.bare
    for phrase in utterance.knowledge.intents.get(focus, ()):
        rest = rest.replace(phrase, "")
    rest = ASKING.sub("", rest)
    return sum(1 for char in rest if char not in FILLERS)


def _elsewhere(utterance: Utterance, state: State, focus: str) -> bool:
    match = utterance.match
    if match.verdict == "meta":
        return (not state.topic.measure or names_document(utterance)) and focus in (
            "when",
            "wording",
            "detail",
            "definition",
            "lpr",
        )
    if match.verdict in ("none", "smalltalk"):
        return not state.topic.measure
    if match.verdict != "sure" or match.hits[0][:2] == state.topic.home:
        return False
    if not state.topic.measure:
        return True
    other = utterance.knowledge.policy(match.hits[0].policy).clause(match.hits[0].clause)
    return mentions(utterance.folded, map(fold, other.words))
