"""Which measure a turn is about, and what is done with it: a table of rules, the first that applies decides."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.dialogue.asked import asked
from bot.dialogue.calculate import continue_measure, start_measure
from bot.dialogue.choices import offer
from bot.dialogue.measure_choice import choose, is_sibling, spoken_for, told_apart, undecided
from bot.dialogue.result import TurnResult
from bot.dialogue.rules import SURELY, about_rule, rule_answer
from bot.dialogue.turn import Turn
from bot.nlu.firm_place import placed
from bot.nlu.phrases import mentions, says
from bot.nlu.utterance import Utterance
from bot.slots.rows import marked
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

PIECE = re.compile(
    "[和跟与]*(?:[^，,。；;！？!?\n和跟与]|,(?=[0-9]{3}(?![0-9])))+(?:[，。；;！？!?\n]|,(?![0-9]{3}(?![0-9])))*"
)
EACH = re.compile("(?:各|分别|各自)(?:能|可以?|该|是|给|会)*[补贴奖给拿]?(?:给)?(?:多少|几)")
OF_EACH = re.compile("各自?|均|都")
# 「两家银行各有一笔坏账：」 says only what is told of one after the other
EACH_HAS_ONE = re.compile("^[^：:0-9]*?[两二三四五2-5][家户个][^：:，。；0-9]{0,6}各[^：:，。；0-9]{0,8}[：:]")
IN_WAN = re.compile("单位[^，。；0-9]{0,4}万元?|[(（]万元?[)）]\\s*[：:]?\\s*\n")  # what heads the figures of all parts
WEAK = 1.0
STORY = 0.6  # score from which a message surely tells of a need
NAMED = 4.0  # a measure named by a word or two of its own, against a clause the matcher is sure of


def calculated(turn: Turn) -> TurnResult | None:
    """A measure is meant, by name or because the talk is about one, and there is something to compute or to ask:
    the first rule that applies decides, and may pass the turn on to the next step."""
    return next(rule.act for rule in CALCULATION if rule.applies(turn))(turn)


class Rule(NamedTuple):
    """One row of the table; ``name`` says when it applies."""

    name: str
    applies: Callable[[Turn], bool]
    act: Callable[[Turn], TurnResult | None]


def _answers_the_question(turn: Turn) -> bool:
    """A brief reply that fits, however much it sounds like something else (「专利」)."""
    now = turn.current
    return bool(now and turn.state.asked and turn.utterance.is_brief and turn.given(now).answers)


def _asks_about_the_rule(turn: Turn) -> bool:
    now = turn.current
    if now is None or not about_rule(turn.utterance):
        return False
    return not turn.given(now).figures and not turn.given(now).breaks


def _is_about_the_current(turn: Turn) -> bool:
    now = turn.current
    return now is not None and (not turn.choices or turn.choices[0].measure.key == now.key)


def _names_none(turn: Turn) -> bool:
    return not turn.choices


def _gives_the_current_and_hardly_names_another(turn: Turn) -> bool:
    now = turn.current
    return now is not None and turn.choices[0].score <= WEAK and turn.given(now).usable


def _is_elsewhere(turn: Turn) -> bool:
    """The message is small talk, about the document or not ours, unless a measure is named and given a figure; a story
    that is not ours stays so, whatever sums are in it."""
    utterance, top = turn.utterance, turn.choices[0]
    if utterance.match.verdict not in ("meta", "none", "smalltalk"):
        return False
    first = asked(turn)[0]
    if turn.current is None and first.kind == "need" and first.score >= STORY:
        return True
    return not (turn.alone(top.measure).figures and top.by_name and not _is_ruled_out(utterance))


def _is_ruled_out(utterance: Utterance) -> bool:
    """Whether a word of a foreign topic is said (青岛, 首套房): against that no figure helps, unless it says where the
    firm is."""
    if placed(utterance.folded, utterance.knowledge):
        return False
    topic = utterance.knowledge.topics.get(utterance.match.section)
    none = utterance.match.verdict == "none"
    return none and topic is not None and mentions(utterance.folded, map(fold, topic.words))


def _is_sure_of_another_clause(turn: Turn) -> bool:
    match, top = turn.utterance.match, turn.choices[0]
    if (
        match.verdict != "sure"
        or match.hits[0][:2] == top.measure.home
        or fold(top.measure.name) in turn.utterance.folded
    ):
        return False
    alone = len(turn.choices) == 1 and top.by_name and top.measure.policy != match.hits[0].policy
    return not (turn.alone(top.measure).figures and (top.score > NAMED or alone))


def _asks_about_the_rule_of_the_named(turn: Turn) -> bool:
    if not about_rule(turn.utterance) or turn.acts.score("ask:amount") >= SURELY:
        return False
    alone = turn.alone(turn.choices[0].measure)
    return not alone.figures and not alone.breaks


def _gives_nothing(turn: Turn) -> bool:
    if turn.utterance.wants("amount") or turn.acts.score("ask:amount") >= SURELY:
        return False
    alone = turn.alone(turn.choices[0].measure)
    return not (alone.usable or alone.breaks)


# 「上月处置专利收回80万」 speaks of what a security brought, not of another measure
DISPOSED_OF = re.compile("(?:处置|变卖|拍卖|卖掉|变现)[^，。；]{0,10}[收追回]")


def each_with_figures(turn: Turn) -> list[tuple[Measure, str]]:
    """The measures that are named and given a main figure of their own, each with its part of the message, in the order
    said; fewer than two: none. Siblings that are to be compared share the whole message."""
    if rows := _by_marks(turn):
        return rows
    parts = parts_of_message(turn)
    given = parts if len(parts) > 1 else ()
    found = [(measure, text) for measure, text in given if _has_main(turn.beginning(text), measure)]
    if len({measure.key for measure, _ in found}) > 1:
        return found
    if not turn.acts.does("ask:compare") and not EACH.search(turn.utterance.folded):
        return []
    rivals = [one.measure for one in turn.fresh_choices if one.by_name and _has_main(turn, one.measure)]
    rivals = rivals or [one for one in told_apart(turn.utterance) if _has_main(turn, one)]
    alike = [measure for measure in rivals if is_sibling(measure, rivals[0])]
    shared = OF_EACH.sub("", turn.utterance.text)  # 「两个池子各500万」: one sum for each measure
    alike = alike if len(alike) > 1 else _of_one_sum(turn)
    return [(measure, shared) for measure in alike]


def _of_one_sum(turn: Turn) -> list[Measure]:
    """The measures of which each is asked for, where the one sum of the message is that of all: 「专利质押和担保都是500
    万，各能拿多少」."""
    utterance = turn.utterance
    if not EACH.search(utterance.folded) or sum(one.kind == "money" for one in utterance.figures) != 1:
        return []
    said = spoken_for(utterance.knowledge, utterance.folded)
    named = [one for one in utterance.knowledge.measures if one.key in said and says(utterance.folded, one.words)]
    given = [one for one in named if _has_main(turn, one)]
    return given if len(given) > 1 and len({one.policy for one in given}) == 1 else []


def _by_marks(turn: Turn) -> list[tuple[Measure, str]]:
    """「①专利质押贷了150万 ②首台套的保险」: each row is of a measure of its own, with or without figures, where one of
    them has its own."""
    for head, found in marked(turn.utterance.text):
        if any(one.by_name for one in choose(turn.utterance, fold(head), None)):
            continue  # what the head names, the rows are of
        rows = [
            (next((one.measure for one in choose(turn.utterance, fold(row), None) if one.by_name), None), row)
            for row in found
        ]
        named = [(measure, row) for measure, row in rows if measure is not None]
        of_its_own = len({measure.key for measure, _ in named}) == len(rows) > 1
        if of_its_own and any(_has_main(turn.beginning(row), measure) for measure, row in named):
            return named
    return []


def parts_of_message(turn: Turn) -> list[tuple[Measure, str]]:
    """The message cut where another measure is named: what stands before the first belongs to it."""
    utterance = turn.utterance
    parts: list[tuple[Measure, str]] = []
    before = ""
    said = EACH_HAS_ONE.sub("", utterance.text)
    for piece in PIECE.findall(said) if len(spoken_for(utterance.knowledge, utterance.folded)) > 1 else ():
        choices = choose(utterance, fold(piece), None)
        named = next((one.measure for one in choices if one.by_name), None)
        if named is None or DISPOSED_OF.search(piece) or (parts and parts[-1][0].key == named.key):
            if parts:
                parts[-1] = parts[-1][0], parts[-1][1] + piece
            else:
                before += piece
        else:
            parts.append((named, before + piece))
            before = ""
    heads = IN_WAN.search(utterance.text)
    return [(one, text if not heads or IN_WAN.search(text) else f"单位：万元，{text}") for one, text in parts]


def _has_main(turn: Turn, measure: Measure) -> bool:
    main = next((i.key for i in measure.inputs if i.required and i.unit == "yuan"), "")
    return main in turn.alone(measure).filling.inputs


def _names_several(turn: Turn) -> bool:
    return bool(undecided(turn.choices))


def _is_unsure_of_the_clause(turn: Turn) -> bool:
    match, top = turn.utterance.match, turn.choices[0].measure
    other = match.verdict == "unsure" and match.hits[0][:2] != top.home and fold(top.name) not in turn.utterance.folded
    return other and not turn.alone(top).usable


def _always(turn: Turn) -> bool:
    return True


def _pass_on(turn: Turn) -> None:
    return None


def _continue(turn: Turn) -> TurnResult | None:
    return continue_measure(turn, turn.current) if turn.current else None


def _carry_on(turn: Turn) -> TurnResult | None:
    """The measure under way takes what it is given, unless the words are about something else."""
    now = turn.current
    if now is None:
        return None
    given = turn.given(now)
    told = given.usable or given.taken.facts or _tells_of_the_matter(turn.utterance)
    if not told or (_is_about_another_clause(turn) and not _announces(turn.utterance, now)):
        return None
    return continue_measure(turn, now)


def _tells_of_the_matter(utterance: Utterance) -> bool:
    """Whether a fact is stated that says more than who asks (我行)."""
    return any(utterance.knowledge.facts[key].of != "asker" for key in utterance.facts)


def _announces(utterance: Utterance, measure: Measure) -> bool:
    return any(word in utterance.folded for record in measure.inputs for word in record.announces)


def _is_about_another_clause(turn: Turn) -> bool:
    """The matcher is sure of another clause, and there are enough words for that to mean something."""
    match = turn.utterance.match
    elsewhere = match.verdict == "sure" and match.hits[0][:2] != turn.state.topic.home
    return elsewhere and not turn.utterance.is_brief


def _answer_the_rule(turn: Turn) -> TurnResult:
    return rule_answer(turn, turn.choices[0].measure)


def _choose_among_several(turn: Turn) -> TurnResult | None:
    """The one that is given figures; which one is asked when that is none or several."""
    tied = undecided(turn.choices)
    given = tuple(measure for measure in tied if turn.alone(measure).figures)
    if len(given) != 1:
        named = _named_alone(turn, tied)
        return start_measure(turn, named) if named and turn.alone(named).breaks else offer(turn, tied)
    match = turn.utterance.match
    if match.verdict == "unsure" and match.hits[0][:2] != given[0].home and not turn.alone(given[0]).usable:
        return None
    return start_measure(turn, given[0])


def _named_alone(turn: Turn, tied: Sequence[Measure]) -> Measure | None:
    """The only one of these measures that is called by a word of its own, were it only denied (「不是鲁科保」)."""
    named = [
        measure
        for measure in tied
        if mentions(turn.utterance.folded, set(measure.words).difference(*(o.words for o in tied if o is not measure)))
    ]
    return named[0] if len(named) == 1 else None


def _start(turn: Turn) -> TurnResult:
    return start_measure(turn, turn.choices[0].measure)


CALCULATION: tuple[Rule, ...] = (
    Rule("answers the question that was put", _answers_the_question, _continue),
    Rule("asks about the rule of the measure under way", _asks_about_the_rule, _pass_on),
    Rule("is about the measure under way", _is_about_the_current, _carry_on),
    Rule("names no measure", _names_none, _pass_on),
    Rule("gives the current, hardly names another", _gives_the_current_and_hardly_names_another, _continue),
    Rule("is small talk, about the document, or not ours", _is_elsewhere, _pass_on),
    Rule("is surely about another clause", _is_sure_of_another_clause, _pass_on),
    Rule("asks about the rule of the measure named", _asks_about_the_rule_of_the_named, _answer_the_rule),
    Rule("gives nothing to compute with", _gives_nothing, _pass_on),
    Rule("names several measures", _names_several, _choose_among_several),
    Rule("may be about another clause", _is_unsure_of_the_clause, _pass_on),
    Rule("names a measure and gives it something", _always, _start),
)
