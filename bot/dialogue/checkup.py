"""「体检」: at most ten questions, each of which may be skipped; what is told in free words counts; then the table."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.copies import replace
from bot.dialogue.extract import Taken
from bot.dialogue.measure_choice import Choice
from bot.dialogue.measure_policy import parts_of_message
from bot.dialogue.result import TurnResult
from bot.dialogue.state import KEPT, Going, Topic
from bot.dialogue.turn import NEW, Turn
from bot.dialogue.update import merge
from bot.measures.assess import Standing
from bot.measures.checkup import Business, Checkup, Item, Known, check
from bot.measures.checkup_questions import FIRM, HAS, MOST, Question, questions, with_fact
from bot.nlu.facts import read_answer
from bot.nlu.firm_place import place_facts
from bot.nlu.phrases import says
from bot.replies.checkup import checkup_reply, view_of
from bot.replies.phrasebook import phrasebook_of
from knowledge.records.checkup import Part
from knowledge.records.model import Knowledge, Measure
from knowledge.text.tokens import fold

NUMBERS = re.compile("[0-9一二三四五六七八九十、，,和及与跟 选第个项.。]+")
NUMBER = re.compile("10|[1-9]|十|[一二三四五六七八九]")
DIGITS = {sign: str(place) for place, sign in enumerate("一二三四五六七八九十", 1)}
BEGINS = re.compile("^(?:我要?|我们?|给|帮|做|来|个|一下|企业|政策|公司|咱们?|俺们?)*体检(?: *[:：,，。;；]+| +) *")


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message told the check-up: it as it stands then, and in words."""

    going: Going
    words: tuple[str, ...] = ()


def checkup(turn: Turn) -> TurnResult | None:
    """Begins a check-up, or goes on with the one whose question is open; None where something else is talked of."""
    utterance = turn.utterance
    if utterance.wants("checkup") or utterance.is_exactly("checkup_exact") or BEGINS.match(utterance.folded):
        return _begun(turn)
    going = turn.state.checkup
    if going is None or not going.open or turn.state.topic.measure:
        return None
    if utterance.wants("checkup_done"):
        return _result(turn, going)
    if utterance.wants("skip", "unsure") and not utterance.figures:
        return _next(turn, Heard(going))
    if utterance.wants("cancel") or utterance.is_exactly("cancel_exact"):
        return None
    heard = _heard(turn, going)
    if heard.going == going and utterance.is_put_as_question:
        return None  # something else is asked in between
    return _next(turn, heard) if heard.going != going else _again(turn, going)


def _begun(turn: Turn) -> TurnResult:
    """What was worked out before in the talk need not be told again."""
    state = turn.state
    topics = [one for one in reversed((state.topic, *state.frames)) if one.measure and not one.firm]
    before = state.checkup if state.checkup and state.checkup.open else Going()
    standings = {**{f"{one.policy}/{one.measure}": one.standing for one in topics}, **before.standings}
    going = replace(before, standings=standings, facts={**_of_firm(turn, topics), **before.facts}, open="")
    rest = BEGINS.sub("", turn.utterance.text, count=1)
    told = turn.saying(rest or " ", replace(state.on(Topic(), checkup=going), asked="", choices=()))
    return _next(told, _heard(told, going) if rest.strip() else Heard(going))


def _of_firm(turn: Turn, topics: Sequence[Topic]) -> dict[str, str]:
    """What earlier topics say of the enterprise itself."""
    facts = turn.utterance.knowledge.facts
    said = (pair for topic in topics for pair in topic.standing.facts.items())
    return {key: value for key, value in said if key in facts and facts[key].of == "firm"}


def known_of(knowledge: Knowledge, going: Going) -> Known:
    has = {key: Business(standing) for key, standing in going.standings.items()}
    return Known(going.facts, has, frozenset(going.lacks), wishes=going.wishes, words=going.wishes)


def _next(turn: Turn, heard: Heard) -> TurnResult:
    """The next question that matters, or the result."""
    going, knowledge = heard.going, turn.utterance.knowledge
    going = replace(going, put=(*going.put, going.open)) if going.open else going
    left = questions(knowledge, known_of(knowledge, going), turn.utterance.day, going.put)
    if not left or len(going.put) >= MOST:
        return _result(turn, going, heard.words)
    return _asked(turn, replace(going, open=left[0].target), left, heard.words)


def _again(turn: Turn, going: Going) -> TurnResult:
    """Nothing of the message was understood: the question is put once more, then passed over."""
    if turn.state.failures:
        return _next(turn, Heard(going))
    knowledge = turn.utterance.knowledge
    left = questions(knowledge, known_of(knowledge, going), turn.utterance.day, going.put)
    asked = [one for one in left if one.target == going.open] or left
    return _asked(turn, going, asked, unheard=True) if asked else _result(turn, going)


def _asked(
    turn: Turn, going: Going, left: Sequence[Question], words: Sequence[str] = (), *, unheard: bool = False
) -> TurnResult:
    question, checked = left[0], _checked(turn, going)
    knowledge = turn.utterance.knowledge
    fact = knowledge.facts.get(question.key)
    chips = phrasebook_of(knowledge).choices(fact, "") if fact else ()
    view = view_of(
        knowledge,
        checked,
        question=question,
        number=len(going.put) + 1,
        most=MOST,
        heard=words,
        unheard=unheard,
        chips=chips,
    )
    choices = tuple((part.label, f"part:{part.key}") for part in question.parts)
    state = replace(
        turn.state.on(Topic()),
        checkup=going,
        asked=question.key if fact else "",
        choices=choices,
        failures=int(unheard),
        last_text=turn.utterance.text,
    )
    return TurnResult(checkup_reply(view), state)


def _checked(turn: Turn, going: Going) -> Checkup:
    knowledge = turn.utterance.knowledge
    return check(knowledge, known_of(knowledge, going), turn.utterance.day)


def _result(turn: Turn, going: Going, words: Sequence[str] = ()) -> TurnResult:
    """The table; what there is stands in the talk from now on, to be gone on with by its name."""
    checked = _checked(turn, replace(going, open=""))
    begun = [item for item in checked.items if item.begun and item.measure]
    frames = tuple(_topic(item) for item in begun)
    names = {frame.name for frame in frames}
    kept = tuple(frame for frame in turn.state.frames if frame.name not in names)
    state = replace(
        turn.state.on(Topic()),
        frames=(*frames, *kept)[:KEPT],
        checkup=replace(going, open=""),
        asked="",
        choices=tuple((item.measure.name, f"measure:{item.measure.key}") for item in begun if item.measure),
        failures=0,
        last_text=turn.utterance.text,
    )
    return TurnResult(checkup_reply(view_of(turn.utterance.knowledge, checked, heard=words)), state)


def _topic(item: Item) -> Topic:
    assert item.measure is not None
    return Topic(item.measure.policy, item.measure.clause, item.measure.id, item.standing)


def _heard(turn: Turn, going: Going) -> Heard:
    """The message taken in: the answer to the open question, and whatever else it tells."""
    knowledge, utterance = turn.utterance.knowledge, turn.utterance
    facts = dict(going.facts)
    for key, value in {**utterance.supposed, **utterance.facts}.items():
        if knowledge.facts[key].of == "firm":
            facts[key] = value
    told = replace(going, facts=facts)
    told = _businesses(turn, told)
    if told == going or going.open.startswith(FIRM) or going.open == HAS:
        told = _answered(turn, told)
    return Heard(told, tuple(_news(knowledge, going, told)))


def _answered(turn: Turn, going: Going) -> Going:
    kind, _, key = going.open.partition("/")
    if going.open == HAS:
        return _picked(turn, going)
    if kind == FIRM:
        return _fact_answered(turn, going, key)
    return _of_the_rest(turn, going, set())


def _fact_answered(turn: Turn, going: Going, key: str) -> Going:
    fact = turn.utterance.knowledge.facts[key]
    if key in turn.utterance.facts:
        return going
    value = read_answer(turn.utterance.bare, fact)
    if value in ("", "unknown"):
        return going
    return replace(going, facts=with_fact(fact, Known(going.facts), value).facts)


def _picked(turn: Turn, going: Going) -> Going:
    """What there is of the kinds listed, by number or by name; the others there are not."""
    knowledge, bare = turn.utterance.knowledge, turn.utterance.bare
    parts = {part.key: part for record in knowledge.checkups for part in record.parts}
    targets = (target.partition(":")[2] for _, target in turn.state.choices)
    offered = [key for key in targets if key in parts]  # measures may have been offered since
    chosen = [offered[number - 1] for number in _numbers(bare) if number <= len(offered)]
    chosen += [key for label, key in ((fold(parts[key].label), key) for key in offered) if label in bare]
    standings = dict(going.standings)
    for measure in _measures(knowledge, [parts[key] for key in chosen]):
        standings.setdefault(measure.key, _fresh(knowledge, measure))
    none = bare in turn.utterance.knowledge.intents.get("checkup_none", ())
    if not none and standings == going.standings and not chosen:
        return going
    others = [m.key for m in _measures(knowledge, [parts[key] for key in offered]) if m.key not in standings]
    return replace(going, standings=standings, lacks=tuple(dict.fromkeys((*going.lacks, *others))))


def _numbers(bare: str) -> list[int]:
    if not NUMBERS.fullmatch(bare):
        return []
    return [int(DIGITS.get(sign, sign)) for sign in NUMBER.findall(bare)]


def _measures(knowledge: Knowledge, parts: Sequence[Part]) -> Iterator[Measure]:
    """The measures of enterprises these kinds of business are for."""
    for record in knowledge.checkups:
        for part in parts:
            if part in record.parts:
                found = (knowledge.measure(one, record.policy) for one in part.measures)
                yield from (measure for measure in found if not measure.payee_note)


def _fresh(knowledge: Knowledge, measure: Measure) -> Standing:
    """What is so because there is something of the kind."""
    parts = (part for record in knowledge.checkups for part in record.parts if measure.id in part.measures)
    part = next(parts, None)
    return Standing(facts={**part.given, **dict.fromkeys(part.named, "yes")} if part else {})


def _businesses(turn: Turn, going: Going) -> Going:
    """What the message tells of loans, policies and listings, each by the words it is named with."""
    knowledge = turn.utterance.knowledge
    parts = parts_of_message(turn) or [(one.measure, turn.utterance.text) for one in _named(turn)]
    for measure, text in parts:
        if measure.payee_note or not says(fold(text), measure.needs):
            continue
        had = measure.key in going.standings
        stands = (
            going if had else replace(going, standings={**going.standings, measure.key: _fresh(knowledge, measure)})
        )
        going = _taken(turn.saying(text, turn.state), stands, measure, "")
    if len(parts) == 1 or not parts:
        return _of_the_rest(turn, going, {measure.key for measure, _ in parts})
    return going


def _named(turn: Turn) -> list[Choice]:
    """The measure that the words speak for most, by its name."""
    return [choice for choice in turn.fresh_choices if choice.by_name][:1]


def _of_the_rest(turn: Turn, going: Going, named: set[str]) -> Going:
    """An answer that names nothing is of the measure asked about."""
    name, _, key = going.open.rpartition("/")
    if name not in going.standings:
        name, key = next(iter(going.standings), ""), ""
        if len(going.standings) != 1 or not turn.utterance.figures:
            return going
    if named:
        return going
    return _taken(turn, going, turn.utterance.knowledge.measure(name), key)


def _taken(turn: Turn, going: Going, measure: Measure, asked: str) -> Going:
    """The message read for one measure, and put to what stands for it."""
    standing = going.standings.get(measure.key, Standing())
    topic = Topic(measure.policy, measure.clause, measure.id, standing)
    there = turn.at(replace(NEW, topic=topic, asked=asked, unit=turn.state.unit))
    given: Taken = there.given(measure).taken
    merged = merge(there.acts, standing, given.filling, given.facts, measure)
    if merged.standing == standing:
        return going
    return replace(going, standings={**going.standings, measure.key: merged.standing})


def _news(knowledge: Knowledge, before: Going, now: Going) -> Iterator[str]:
    """What was added, in words."""
    places = {fact.key for fact in place_facts(knowledge)}
    for key, value in now.facts.items():
        if before.facts.get(key) != value and value != "unknown" and key not in places:
            yield _fact_words(knowledge, key, value)
    for name, standing in now.standings.items():
        old = before.standings.get(name)
        measure = knowledge.measure(name)
        if old is None:
            yield measure.name
        yield from _slot_words(measure, old or Standing(), standing)


def _fact_words(knowledge: Knowledge, key: str, value: str) -> str:
    fact = knowledge.facts[key]
    return fact.says.get(value) or f"{fact.label}：{value}"


def _slot_words(measure: Measure, old: Standing, now: Standing) -> Iterator[str]:
    def changed(mapping: Mapping[str, object], before: Mapping[str, object]) -> list[str]:
        return [key for key, value in mapping.items() if before.get(key) != value]

    for key in changed(now.inputs, old.inputs):
        record = measure.input(key)
        if record and not now.inputs[key].step:
            yield f"{record.label}{now.inputs[key].text}"
