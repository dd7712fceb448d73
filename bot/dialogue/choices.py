"""Choices: several measures offered, and one of those offered taken by number or by name."""

import re
from collections.abc import Sequence
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.asked import asked
from bot.dialogue.calculate import noting, start_measure
from bot.dialogue.frames import frame_of, resume
from bot.dialogue.result import TurnResult
from bot.dialogue.rules import about_rule
from bot.dialogue.state import KEPT, State, Topic
from bot.dialogue.turn import NEW, Turn
from bot.measures.assess import amount_of, compute
from bot.memo import PerObject
from bot.messages import ReplyKind
from bot.replies.build import apart, choice_reply, clause_reply, hit_of
from bot.replies.views import ChooseView, Extra
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

NUMBERS = {"1": 0, "一": 0, "2": 1, "二": 1, "两": 1, "3": 2, "三": 2, "4": 3, "四": 3}
ORDINAL = re.compile(r"^(?:就|先)?(?:选|第|是|要|算)*\s*([1-4一二三四两])\s*(?:个|种|项|条|号)?(?:吧|的|那个)?$")
APART = re.compile("差|[多少高低](?:出|了)?(?:多少|几)")  # what is asked for is how far apart they are
COMPARED = 2  # sums between which there is a difference
COUNTER = "[个种项条件笔样]"
FIRST = re.compile(
    f"先[算说看讲来报办给](?:第?([1-4一二三四两]){COUNTER}|最?([前头后末])[面头]?的?那?{COUNTER}?|([^，。；！？]{{2,8}}))"
)
MARKS, COUNT = "①②③④1234", 4
FIRST_MARKED = re.compile("先[算说看讲来报办给](?:一?下)?[（(]?([①-④]|[1-4](?=[)）]|[吧哈啊]?[，。！]?$))")
DENIED = re.compile("(?:不是|不要|不算|非)[^，,。；是]{1,10}(?=[，,。；是])")  # 「不是转化贷，是专利的」
MOST = re.compile("[高多大](?:的|点|一些|那)|最[高多大]|划算|合算")
LEAST = re.compile("[低少小](?:的|点|一些|那)|最[低少小]")
LAST = re.compile(r"^(?:就|先)?(?:选|是|要|算)?(?:最后|末尾|末|倒数第)(?:一|那)?(?:个|种|项|条)?(?:吧|的)?$")


def picked(turn: Turn) -> TurnResult | None:
    """The chosen measure or clause, with the words of the question that led to the choice still counting."""
    utterance, state = turn.utterance, turn.state
    named = {fold(label): target for label, target in state.choices}.get(utterance.bare, "")
    if not state.choices or (not utterance.is_brief and not named):
        return None
    target = named or by_number(utterance.bare, state) or _by_size(turn) or _by_name(utterance.bare, state)
    target = target or _by_its_words(turn)
    if not target:
        return None
    kind, _, name = target.partition(":")
    if kind not in ("measure", "clause"):
        return None  # what a check-up offers is its own
    if kind == "measure":
        if (stands := frame_of(state, name)) and stands.standing.inputs:
            return resume(turn, stands)
        told = state.last_text if _only_names(turn) else f"{state.last_text}，{utterance.text}"
        asked_before = turn.saying(told, replace(state, choices=()))
        return start_measure(asked_before, utterance.knowledge.measure(name))
    policy, _, clause = name.partition("/")
    hit = hit_of(utterance.knowledge, policy, clause)
    after = turn.state.on(Topic(policy, clause), choices=(), asked="")
    return TurnResult(clause_reply(utterance.knowledge, (hit,)), after)


def _only_names(turn: Turn) -> bool:
    """Whether nothing is told besides the choice."""
    ordinal = ORDINAL.match(turn.utterance.bare) or LAST.match(turn.utterance.bare)
    return bool(ordinal) or not (turn.utterance.facts or turn.utterance.figures)


def by_number(bare: str, state: State) -> str:
    """What was offered at the place that is said (「2」, 「第二个」, 「最后那个」); "" when no place is."""
    found = ORDINAL.match(bare)
    if LAST.match(bare):
        return state.choices[-1][1]
    index = NUMBERS[found[1]] if found else -1
    return state.choices[index][1] if 0 <= index < len(state.choices) else ""


def _by_size(turn: Turn) -> str:
    """「按高的那个」: of measures that were offered with their sums."""
    most, least = MOST.search(turn.utterance.bare), LEAST.search(turn.utterance.bare)
    if not (most or least):
        return ""
    sums: dict[str, Decimal] = {}
    for _, target in turn.state.choices:
        topic = frame_of(turn.state, target.partition(":")[2])
        if topic and topic.measure:
            measure = turn.utterance.knowledge.measure(topic.measure, topic.policy)
            amount = amount_of(compute(turn.utterance.knowledge, measure, topic.standing, turn.utterance.day))
            if amount is not None:
                sums[target] = amount
    return (max if most else min)(sums, key=lambda target: sums[target]) if len(sums) > 1 else ""


def _by_name(bare: str, state: State) -> str:
    """The one choice whose name shares the most character pairs with what was said; none when two share as much."""
    bare = DENIED.sub("", bare)
    if len(bare) < 2 or any(char.isdigit() for char in bare):
        return ""
    pairs = {bare[i : i + 2] for i in range(len(bare) - 1)}
    scored = sorted(((sum(pair in label for pair in pairs), target) for label, target in state.choices), reverse=True)
    if not scored[0][0] or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return ""
    return scored[0][1]


def _by_its_words(turn: Turn) -> str:
    """The one choice of which it says most, in the words of its measure, or in the words for its clause: 「给担保
    公司交的那种」; none where two have as much, where another is named, or where a rule is asked about."""
    offered = {target: turn.utterance.knowledge.measure(name) for target, name in _measures(turn.state)}
    if not offered or about_rule(turn.utterance) or turn.utterance.is_put_as_question:
        return ""
    named = [one.measure.key for one in turn.fresh_choices if one.by_name]
    if named and all(measure.key not in named for measure in offered.values()):
        return ""
    bare = DENIED.sub("", turn.utterance.bare)
    said = {bare[i : i + 2] for i in range(len(bare) - 1)}
    hits = turn.utterance.match.hits
    homes = {target: measure.home for target, measure in offered.items()}
    scored = [(len(said & pairs_said_of(measure)), target) for target, measure in offered.items()]
    first, *others = sorted(scored, reverse=True)
    if first[0] and (not others or others[0][0] < first[0]):
        return first[1]
    alone = [target for target, home in homes.items() if hits and home == hits[0][:2]]
    return alone[0] if len(alone) == 1 and not named else ""


def _measures(state: State) -> list[tuple[str, str]]:
    """The measures that are offered: (target, name)."""
    found = [(target, target.partition(":")) for _, target in state.choices]
    return [(target, name) for target, (kind, _, name) in found if kind == "measure"]


def _said_of(measure: Measure) -> frozenset[str]:
    """Every two characters side by side in what a measure is called, and in what announces its figures."""
    words = (
        measure.name,
        *measure.words,
        *measure.needs,
        *(one for i in measure.inputs for one in (i.label, *i.announces)),
    )
    return frozenset(word[i : i + 2] for word in map(fold, words) for i in range(len(word) - 1))


pairs_said_of: PerObject[Measure, frozenset[str]] = PerObject(_said_of)


def offer(turn: Turn, measures: tuple[Measure, ...]) -> TurnResult:
    """Several measures fit: which one?"""
    utterance = turn.utterance
    reply = choice_reply(utterance.knowledge, measures, utterance.match.hits, Extra(repaired=utterance.match.repaired))
    names = apart(utterance.knowledge, measures)
    choices = tuple((name, f"measure:{m.key}") for m, name in zip(measures, names, strict=True))
    topic = Topic(measures[0].policy, measures[0].clause)
    listed = tuple(measure.key for measure in measures)
    after = turn.state.on(topic, choices=choices, asked="", last_text=utterance.text, listed=listed)
    return TurnResult(reply, after)


def _comes_first(turn: Turn, measures: Sequence[Measure]) -> int | None:
    """The place of the measure that is to be reckoned first: 「先算第二件」, 「先说担保」."""
    marked = FIRST_MARKED.search(turn.utterance.text)
    found = FIRST.search(turn.utterance.folded)
    if marked is None and found is None:
        return None
    if marked or found is None:
        place = MARKS.index(marked[1]) % COUNT if marked else len(measures)
    elif found[1]:
        place = NUMBERS[found[1]]
    elif found[2]:
        place = len(measures) - 1 if found[2] in "后末" else 0
    else:
        told = {choice.measure.key for choice in turn.saying(found[3], NEW).fresh_choices if choice.by_name}
        place = next((i for i, measure in enumerate(measures) if measure.key in told), len(measures))
    return place if place < len(measures) else None


def each_given(turn: Turn, told: Sequence[tuple[Measure, str]]) -> TurnResult:
    """Several measures, each given figures of its own in its part of the message: what each comes to, and which to go
    on with. All stand in the talk from now on."""
    fresh = replace(turn.state, choices=(), stray="")
    started = [start_measure(turn.saying(text, fresh), measure) for measure, text in told]
    frames = tuple(one.state.topic for one in started)
    if (first := _comes_first(turn, [measure for measure, _ in told])) is not None:
        others = tuple(frame for i, frame in enumerate(frames) if i != first)
        listed = tuple(measure.key for measure, _ in told)
        state = replace(started[first].state, frames=others, listed=listed)
        reply = noting(started[first].reply, [text for i, (_, text) in enumerate(told) if i != first])
        return TurnResult(reply, state)
    offered = offer(turn, tuple(measure for measure, _ in told))
    view = offered.reply.view
    assert isinstance(view, ChooseView)
    sums = [one.reply.amount for one in started]
    known = [one for one in sums if one is not None]
    compares = asked(turn)[0].kind == "compare" and len(known) == len(sums) == COMPARED
    adds = not compares and len(known) == len(sums) and turn.utterance.wants("total")
    view = replace(
        view,
        sums=sums,
        gap=max(known) - min(known) if compares else None,
        total=sum(known, Decimal(0)) if adds else None,
    )
    reply = replace(offered.reply, view=view, focus="compare" if compares else offered.reply.focus)
    if compares:
        amount = max(known) - min(known) if APART.search(turn.utterance.text) else max(known)
        reply = replace(reply, kind=ReplyKind.CALCULATION, amount=amount)
    kept = [frame for frame in offered.state.frames if frame.name not in {one.name for one in frames}]
    return TurnResult(reply, replace(offered.state, frames=(*frames, *kept)[:KEPT]))
