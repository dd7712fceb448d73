"""Taking figures and facts into the standing of one measure, and saying what comes of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from bot.copies import replace
from bot.dialogue.after_the_end import one_after_the_end
from bot.dialogue.came_off import has_come_off
from bot.dialogue.difference import Difference, difference, shown
from bot.dialogue.extract import NOTHING_TAKEN, Taken
from bot.dialogue.firms import other_firm, without_introduction
from bot.dialogue.likeness import is_likened, same_terms, unchanged, unchanged_facts
from bot.dialogue.ours_told import tells_ours_behind_theirs
from bot.dialogue.part_alone import part_alone
from bot.dialogue.parts_moved import TOGETHER
from bot.dialogue.reckoned_alone import is_reckoned_alone, told_of_it, with_the_rest_aside
from bot.dialogue.remark_on_others import without_names
from bot.dialogue.result import TurnResult
from bot.dialogue.set_aside import OWN, of_no_use, set_aside
from bot.dialogue.state import State, Topic
from bot.dialogue.supposing import from_what_is_so
from bot.dialogue.told_by_number import told_by_number
from bot.dialogue.turn import Turn
from bot.dialogue.update import Merged, merge
from bot.measures.assess import Outcome, Standing, amount_of, compute, missing_inputs
from bot.memo import WhileItLives
from bot.messages import Reply
from bot.nlu.changes import comes_back, one_more_begins, sets_to
from bot.nlu.clauses import clauses
from bot.nlu.phrases import says
from bot.nlu.settled import UNCLEAR
from bot.nlu.utterance import Utterance
from bot.replies.build import next_question, outcome_reply
from bot.replies.views import Aside, Extra, MeasureView
from bot.slots import units
from bot.slots.apart import INNER, found_lent
from bot.slots.called import ORDINAL, calls, drops, is_dropped, is_kept, is_looked_at, is_next, pieces, which_part
from bot.slots.model import Problem
from bot.slots.parts import money_keys, parts_of, with_parts
from bot.slots.whose import has_what_is_nobodys
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

FRESH = Standing()
QUOTED = (*OWN, "result")  # why a sum is no figure of the user's
OF_WHAT_COUNTS = ("eligibility", "claim", "meaning", "why")  # kinds of questions whether something counts
IT_IS = re.compile("^(?:我|俺|咱|刚才?|那个?|这个?|上面|上一条|前面)*(?:说的|指的)?(?:就|那)?是")
A_WORD = 4  # characters: a spelling repaired in so short an answer is not mentioned
OF_ALL_WAN = re.compile("[都均全](?:是|为|按|以)?万")
IN_WAN = re.compile("单位[^，。；0-9]{0,4}万|[(（/]万元?(?:[)）]|$)|[，,、；;]\\s*万元?[。]?$")  # 「（单位：万元）」
Mode = Literal["told", "resumed", "waiting"]  # only what is told is taken in


@dataclass(frozen=True, slots=True)
class Update:
    """What a message did to the standing of a measure: what was given, what was merged, what is wrong, what comes of
    it; ``state``: before it is remembered, with the conditions that are not to be asked again; ``since``: the talk
    before the message; ``moved``: what it changed; ``aside``: figures that went into nothing."""

    measure: Measure
    mode: Mode
    given: Taken
    merged: Merged
    problems: tuple[Problem, ...]
    outcome: Outcome
    unsettled: tuple[str, ...]
    state: State
    since: "Since"
    moved: Difference
    aside: tuple[Aside, ...]

    @property
    def is_unheard(self) -> bool:
        """Nothing of the message was used, and none of its figures is known to be of something else."""
        gone = self.since.standing.inputs.keys() - self.merged.standing.inputs.keys()
        used = self.moved or gone or not self.given.is_empty or self.problems or self.given.filling.foreign
        known = any(aside.why != "unclear" for aside in self.aside)
        return self.mode == "told" and not used and not known

    @property
    def is_no_answer(self) -> bool:
        """A question is open, and nothing of the message could be put down."""
        return self.is_unheard and bool(self.state.asked)

    @property
    def is_aside(self) -> bool:
        """No figure moved: the sum is not worked out again, it only stands."""
        figures = self.moved.changed or self.moved.taken or self.moved.parts or self.given.filling.inputs
        moved = bool(figures) or bool(self.problems) or self.mode == "resumed"
        return bool(self.state.topic.standing.inputs) and not moved


# 「更正：第二笔……」 in the message that lists them
PUT_RIGHT = re.compile(
    "(?<=[，,。；;：:！!\\n ])(?:[哦啊噢呃哎]+[，,]?)?"
    "(?:(?:第[一二三四五六1-6][笔份张单台]|[①-⑥甲乙丙A-F])[，,]?)?(?:更正|勘误|订正|纠正|改正|不对|[说写记打抄报看弄搞]错)"
)
SENTENCE = re.compile("[。！？!?\\n]")
REMEMBERED = 160  # characters of the message with which a case began
NOTHING = "那"  # what is said where nothing is told besides


@dataclass(frozen=True, slots=True)
class Since:
    """The talk as it was before the message, and what had come of it. ``outcome``: None when the measure is newly come
    to; ``firm``: in the user's words, with which everything begins anew; ``anew``: the same firm asks anew."""

    standing: Standing
    outcome: Outcome | None = None
    firm: str = ""
    anew: bool = False


def noting(reply: Reply, kept: Sequence[str]) -> Reply:
    """The reply with what the message told besides, which is kept till it is asked for."""
    view = reply.view
    if not isinstance(view, MeasureView) or not kept:
        return reply
    lines = tuple(f"先记着：{said.strip('，。；;,、 ')}" for said in kept)
    return replace(reply, view=replace(view, extra=replace(view.extra, parts=(*lines, *view.extra.parts))))


def noting_parts(reply: Reply, line: str) -> Reply:
    """The reply with a line that says what became of one of several."""
    view = reply.view
    if not isinstance(view, MeasureView):
        return reply
    return replace(reply, view=replace(view, extra=replace(view.extra, parts=(line, *view.extra.parts))))


def start_measure(turn: Turn, measure: Measure) -> TurnResult:
    """A measure newly come to: what was said for a sibling or in this message counts, the rest is asked. Several steps
    may look at what comes of it before one answers with it."""
    known = _begun(turn)
    if measure.key not in known:
        known[measure.key] = _started(turn, measure)
    return known[measure.key]


_begun: WhileItLives[Turn, dict[str, TurnResult]] = WhileItLives(lambda turn: {})


def _started(turn: Turn, measure: Measure) -> TurnResult:
    if found := _corrected(turn, measure) or _with_the_pieces(turn, measure):
        return found
    called, begins = other_firm(turn, measure), turn.current is None
    if begins and called and tells_ours_behind_theirs(turn, measure):
        called = ""
    firm = "" if begins else called  # with a firm that is called by a name a talk may begin
    carried = FRESH if firm and firm != turn.state.topic.firm else _carried(turn, measure)
    words = f"{turn.state.last_text} {turn.utterance.text}" if begins else turn.utterance.text
    topic = Topic(
        measure.policy,
        measure.clause,
        measure.id,
        carried,
        called or turn.state.topic.firm,
        words=words[-REMEMBERED:],
    )
    state = turn.state.on(topic, asked="", choices=(), failures=0, skipped=(), stray="")
    since = Since(topic.standing, firm=firm)
    again = {figure.text for figure in turn.utterance.figures}
    if turn.state.stray and not any(said in turn.state.stray for said in again):
        joined = _with_the_stray(turn.state.stray, turn.utterance)
        return _calculate(turn.saying(joined, state), measure, since)
    return _calculate(turn.at(state), measure, since)


def _with_the_stray(stray: str, utterance: Utterance) -> str:
    """What was said with a figure before anybody knew what it was, joined to what says so (「我说的是首台套的保额」,
    「是我们行的不良本金，能补多少」)."""
    text = utterance.text
    told = IT_IS.sub("", text, 1)
    if told == text:
        return f"{stray}，{text}"
    cut = clauses(told)
    if utterance.figures or not cut:
        return f"{stray}是{told}"
    return f"{told[: cut[0].end]}{stray}{told[cut[0].end :]}"


def _corrected(turn: Turn, measure: Measure) -> TurnResult | None:
    """A list that puts one of its own parts right (「……更正：第二笔应为95,000」): read as it stood, then put right."""
    text = turn.utterance.text
    mark = PUT_RIGHT.search(text)
    if mark is None or not mark.start():
        return None
    stop = SENTENCE.search(text, mark.end())
    end = stop.start() if stop else len(text)
    if not any(mark.end() <= one.start < end for one in turn.utterance.figures):
        return None
    first = start_measure(turn.saying(f"{text[: mark.start()]}{text[end:]}", turn.state), measure)
    put_right = turn.saying(text[mark.start() : end], first.state)
    standing = first.state.topic.standing
    called = which_part(put_right.utterance.text, put_right.utterance.figures, standing, measure)
    return continue_measure(put_right, measure) if len(standing.parts) > 1 and called is not None else None


def _with_the_pieces(turn: Turn, measure: Measure) -> TurnResult | None:
    """An opening that tells something of one of several alone, behind their sums."""
    cut = told_by_number(turn, measure, lambda one: start_measure(one, measure).state.topic.standing)
    if cut is None:
        return None
    told = [start_measure(turn.saying(cut.opening, turn.state), measure)]
    for piece in cut.pieces:
        told.append(continue_measure(turn.saying(piece, told[-1].state), measure))
    state, first = told[-1].state, told[0].state
    if state.topic.name != first.topic.name:
        return None
    found = continue_measure(turn.saying(NOTHING, state), measure, resumed=True)
    aside = tuple(one for result in told for one in _aside_of(result.reply))
    unused = tuple(one for result in told for one in result.reply.unused)
    reply = replace(found.reply, unused=unused)
    if isinstance(reply.view, MeasureView):
        reply = replace(reply, view=replace(reply.view, extra=replace(reply.view.extra, aside=aside)))
    return replace(found, reply=reply, state=replace(found.state, last_text=turn.utterance.text))


def _aside_of(reply: Reply) -> tuple[Aside, ...]:
    return reply.view.extra.aside if isinstance(reply.view, MeasureView) else ()


def continue_measure(
    turn: Turn, measure: Measure, *, resumed: bool = False, unsure: bool = False, begun: "Since | None" = None
) -> TurnResult:
    """The talk about a measure goes on: an answer, a correction, one more figure, or 「不清楚」. ``begun``: what stood
    before the message of which this is the rest."""
    state = turn.state
    firm = other_firm(turn, measure)
    another = bool(firm) and firm != state.topic.firm
    if not another and (halves := _in_two(turn, measure)):
        begun = begun or _since(turn, measure)
        first = continue_measure(turn.saying(halves[0], state), measure)
        second = turn.saying(halves[1], first.state)
        alone = part_alone(second) if is_looked_at(halves[1]) else None
        return alone or continue_measure(second, measure, begun=begun)
    if another:
        turn = turn.about_them()
        fresh = replace(
            state.topic, standing=same_terms(turn, measure), firm=firm, words=turn.utterance.text[:REMEMBERED]
        )
        since = Since(fresh.standing, firm=firm)
        told = without_introduction(turn.utterance.text)
        sums = [figure for figure in turn.utterance.figures if figure.kind == "money"]
        asked = measure.main if len(sums) == 1 else ""  # its sum, however little is said of it
        if told == turn.utterance.text:
            asked = asked if is_likened(turn) or turn.utterance.is_brief else ""
            return _calculate(turn.at(state.on(fresh, asked=asked, said=(), skipped=())), measure, since)
        return _calculate(turn.saying(told, state.on(fresh, asked=asked, said=(), skipped=())), measure, since)
    since = begun or _since(turn, measure)
    turn = turn if resumed or unsure else from_what_is_so(turn, measure)
    state = turn.state
    if unsure:
        return _calculate(turn.at(_skipping(state, measure)), measure, since, "waiting")
    if resumed:
        return _calculate(turn, measure, since, "resumed")
    if is_new_question(turn, measure):
        of_firm = turn.utterance.knowledge.of_the_firm
        known = {key: value for key, value in state.topic.standing.facts.items() if key in of_firm}
        known |= {**unchanged_facts(turn), **told_of_it(turn, measure)}
        anew = replace(state.topic, standing=Standing(unchanged(turn, measure), facts=known))
        found = _calculate(turn.at(replace(state, topic=anew, said=(), skipped=())), measure, replace(since, anew=True))
        return with_the_rest_aside(turn, measure, found)
    return _calculate(turn, measure, since)


def _in_two(turn: Turn, measure: Measure) -> tuple[str, str] | None:
    """The message cut where it goes on from what stands, which it changes, to one more with a sum of its own: 「还是按
    1200万的保额，另外又买了张…」, or from a part that it drops to what it tells of another; None where it does not."""
    cut = _drops_last(turn, measure) or _part_by_part(turn, measure) or _drops_first(turn, measure)
    if cut := cut or _divides_first(turn, measure):
        return cut
    begin = one_more_begins(turn.utterance.text) if turn.acts.does("add") else 0
    if not begin:
        return None
    head, tail = turn.utterance.text[:begin], turn.utterance.text[begin:]
    stands, said = turn.state.topic.standing.inputs, turn.saying(head, turn.state).given(measure).filling.inputs
    sums = {record.key for record in measure.inputs if record.unit in ("yuan", "ratio")}
    changed = any(key in sums and key in stands and stands[key].value != slot.value for key, slot in said.items())
    more = turn.saying(tail, turn.state).given(measure).filling.inputs
    return (head, tail) if changed and money_keys(measure) <= set(more) else None


def _part_by_part(turn: Turn, measure: Measure) -> tuple[str, str] | None:
    """From what it tells of one part to what it says of others, which go or stay last, as those that are told of may be
    called by their numbers: 「第二笔撤了，第三笔是350万」. None where it speaks of one, or only of which go or stay."""
    text, parts = turn.utterance.text, turn.state.topic.standing.parts
    found = calls(text, turn.utterance.figures, parts, measure)
    naming = {one.figure for one in found}
    groups: list[Group] = []
    before = ""
    for begin, end in pieces(text):
        said, inside = text[begin:end], [one for one in found if begin <= one.start < end]
        tells = _tells(turn, begin, end, naming)
        if inside:
            goes = is_dropped(said, begin, inside) or is_kept(said, begin, inside)
            groups.append(Group(f"{before}{said}", goes, tells and not goes))
            before = ""
        elif groups:
            last = groups[-1]
            groups[-1] = Group(f"{last.text}，{said}", last.goes, last.tells or (tells and not last.goes))
        else:
            before = f"{before}{said}，"  # 「说错了，第一笔……」
    told = [one for one in groups if one.tells]
    rest = [*told[1:], *(one for one in groups if not one.tells)]
    cut = told and rest and (any(one.goes for one in rest) or not turn.given(measure).filling.items)
    return (told[0].text, "，".join(one.text for one in rest)) if cut else None


class Group(NamedTuple):
    """What a message says of one part: whether it only ``goes`` or stays, or something is told of it."""

    text: str
    goes: bool
    tells: bool


def _tells(turn: Turn, begin: int, end: int, naming: set[int]) -> bool:
    """Whether a piece gives a figure or a condition besides those by which it only calls a part."""
    figures = [one for one in turn.utterance.figures if begin <= one.start < end and one.start not in naming]
    told = any(one.kind != "number" or one.unit_missing for one in figures)
    return told or bool(turn.saying(turn.utterance.text[begin:end], turn.state).utterance.facts)


def _divides_first(turn: Turn, measure: Measure) -> tuple[str, str] | None:
    """「600万是两次的，头一次250万，只算第二次」: the sum is divided, and then one of its parts spoken of."""
    text, figures = turn.utterance.text, turn.utterance.figures
    cut = clauses(text)
    if len(cut) < 2 or not figures or ORDINAL.search(text) is None or not turn.given(measure).filling.divided:
        return None
    begin = next((one.start for one in cut if one.start >= figures[-1].end), len(text))
    head, tail = text[:begin], text[begin:].lstrip("，,。；; ")
    return (head, tail) if ORDINAL.search(tail) is not None else None


def _drops_first(turn: Turn, measure: Measure) -> tuple[str, str] | None:
    """「第二张别管了，头一张要是保费谈到三百万呢」: the part that is dropped, and what is told after it."""
    text = turn.utterance.text
    end = clauses(text)[0].end if turn.state.topic.standing.items else len(text)
    head, tail = text[:end], text[end:].lstrip("，,。；; ")
    told = [one.start >= end for one in turn.utterance.figures if one.kind in ("money", "percent")]
    named = ORDINAL.search(head) is not None and which_part(head, (), turn.state.topic.standing, measure) is not None
    return (head, tail) if told and all(told) and named and drops(head) and not drops(tail) else None


def _drops_last(turn: Turn, measure: Measure) -> tuple[str, str] | None:
    """「我们的保费还是300万，软件那张先不看」: the part that is dropped, and what is told before it of those left."""
    text, standing = turn.utterance.text, turn.state.topic.standing
    cut = clauses(text) if len(standing.parts) > 1 else ()
    if len(cut) < 2:
        return None
    head, tail = text[: cut[-1].start], text[cut[-1].start :]
    told = [one for one in turn.utterance.figures if one.kind in ("money", "percent")]
    if not told or any(one.start >= cut[-1].start for one in told) or not drops(tail):
        return None
    called = calls(head, [one for one in turn.utterance.figures if one.end <= len(head)], standing.parts, measure)
    named = which_part(tail, (), standing, measure) is not None
    return (tail, head) if named and not called and not drops(head) else None


def _since(turn: Turn, measure: Measure) -> Since:
    """What came of it counts as said before only where its sum was shown."""
    state = turn.state
    outcome = compute(turn.utterance.knowledge, measure, state.topic.standing, turn.utterance.day)
    return Since(state.topic.standing, outcome if state.shown == amount_of(outcome) else None)


def _carried(turn: Turn, measure: Measure) -> Standing:
    """Figures of a sibling measure carry over (「那换成成果转化贷款呢」); those of another kind do only where the
    measure was wrong (「这其实是首台套的保单」). What is known of the firm is known everywhere."""
    old, standing = turn.current, turn.state.topic.standing
    if old is None:
        return FRESH
    keys = {i.key for i in measure.inputs}
    if {i.key for i in old.inputs if i.required} != {i.key for i in measure.inputs if i.required}:
        wrong = turn.acts.does("correct", "requantify") and not turn.alone(measure).figures and not standing.items
        stays = {key: slot for key, slot in standing.inputs.items() if wrong and key in keys and not slot.step}
        asked = {condition.key for condition in measure.conditions} & turn.utterance.knowledge.of_the_firm
        return Standing(stays, facts={key: value for key, value in standing.facts.items() if key in asked})
    inputs = {key: slot for key, slot in standing.inputs.items() if key in keys}
    shared = {c.key for c in measure.conditions} & {c.key for c in old.conditions}
    if money_keys(measure) & set(turn.alone(measure).filling.inputs):
        inputs, shared = {}, shared & turn.utterance.knowledge.of_the_firm  # another loan or policy of the same firm
    carried = Standing(inputs, (), {k: v for k, v in standing.facts.items() if k in shared})
    return with_parts(carried, standing.parts, measure) if inputs and standing.parts else carried


def is_new_question(turn: Turn, measure: Measure) -> bool:
    """A message that names the measure and gives every figure it needs, or its sum before one was computed, some anew,
    is a question of its own.

    One that adds (「还有一笔」), corrects, or says less than is known already goes on with what stands.
    """
    utterance = turn.utterance
    if is_reckoned_alone(turn, measure):
        return True
    if turn.acts.does("correct", "requantify", "what_if") or not says(without_names(utterance), measure.needs):
        return False
    if sets_to(utterance.text, utterance.figures):
        return False  # 「担保额降到450万，…」 tells what stands anew
    if asks_of_a_part(turn) or _speaks_of_a_part(turn, measure) or (turn.moved and comes_back(utterance.text)):
        return False
    filling, old = turn.alone(measure).filling, turn.state.topic.standing.inputs
    if turn.given(measure).filling.net or _is_a_share_of_it(turn, measure) or _takes_some_off(turn, measure):
        return False  # what is left of the sum that stands, or a share of it, is said
    received = measure.key_of("prior") in filling.inputs
    joins = turn.acts.does("add") or TOGETHER.search(utterance.text)
    stands = turn.state.topic.standing
    if (
        joins or is_next(utterance.text, parts_of(stands, measure), stands.away, turn.state.topic.words)
    ) and not received:
        return False
    less = len(set(old) - set(filling.inputs)) > 0 and utterance.is_brief
    if _says_what_stands(turn, measure) or has_come_off(turn, measure):
        return False
    if has_what_is_nobodys(turn.given(measure).filling.aside, filling.inputs.values()):
        return False
    told = turn.given(measure).filling
    sums = [one.why for one in told.aside if one.figure.kind == "money"]
    if not (told.inputs or told.items) and sums and all(why in QUOTED for why in sums):
        return False  # 「这50万是一次性，还是一年给一次」: in the light of what stands the document's own number
    anew = set(filling.inputs) & set(old) & money_keys(measure)
    standing = Standing(filling.inputs, filling.items, utterance.facts)
    nothing_yet = turn.state.shown is None and measure.main in anew
    return bool(anew) and not less and (nothing_yet or not missing_inputs(measure, standing, ()))


def _takes_some_off(turn: Turn, measure: Measure) -> bool:
    """「有一户没备案，本金18万，剔掉」: less than what stands is told, to be taken off it."""
    old, said = turn.state.topic.standing.inputs.get(measure.main), turn.alone(measure).filling.inputs.get(measure.main)
    if old is None or said is None or not turn.acts.does("remove"):
        return False
    if all(one.value != said.value for one in turn.utterance.figures):
        return False  # 「不良率说错了，该是9%」: the sum is worked out anew
    return isinstance(old.value, Decimal) and isinstance(said.value, Decimal) and 0 < said.value < old.value


def _is_a_share_of_it(turn: Turn, measure: Measure) -> bool:
    """「担保比例九成，担保金额360万」 where 400万 stand."""
    main, old = measure.main, turn.state.topic.standing.inputs
    said = turn.given(measure).filling.inputs.get(main)
    return main in old and said is not None and said.text.startswith(f"{old[main].text}×")


def asks_of_a_part(turn: Turn) -> bool:
    """「其中一户30万已核销，核销的还算不良吗」: whether a part of what stands counts is asked, and no sum."""
    utterance, acts = turn.utterance, turn.acts
    sums = [figure for figure in utterance.figures if figure.kind == "money" or figure.unit_missing]
    asks = utterance.ends_as_question and acts.asked in OF_WHAT_COUNTS and not acts.does("ask:amount")
    if not asks or len(sums) != 1 or INNER.search(utterance.text[: sums[0].start]) is None:
        return False
    return turn.current is None or not found_lent(utterance.text, utterance.figures, turn.current)


def _speaks_of_a_part(turn: Turn, measure: Measure) -> bool:
    """「第一笔（380万）反担保写的土地证」: of one of several, by its number."""
    standing, utterance = turn.state.topic.standing, turn.utterance
    return bool(standing.parts) and which_part(utterance.text, utterance.figures, standing, measure) is not None


def _says_what_stands(turn: Turn, measure: Measure) -> bool:
    """Whether the sum the measure goes by is said to be what it is, of the whole or of one of several parts:
    「合起来保费70万」, 「150万那笔剔掉」; and nothing else that stands is told otherwise."""
    main, standing, alone = measure.main, turn.state.topic.standing, turn.alone(measure)
    said, parts = alone.filling.inputs, standing.parts
    if main not in said or said[main].value not in {
        part[main].value for part in (standing.inputs, *parts) if main in part
    }:
        return False
    stands = {key: str(slot.value) for key, slot in standing.inputs.items()} | dict(standing.facts)
    told = {key: str(slot.value) for key, slot in said.items()} | dict(alone.taken.facts)
    dropped = len(parts) > 1 and drops(turn.utterance.text)
    return dropped or not any(stands.get(key, value) != value for key, value in told.items())


def _skipping(state: State, measure: Measure) -> State:
    """A condition answered with 不清楚 is not asked again; a figure stays asked for."""
    is_condition = measure.condition(state.asked) is not None and not measure.input(state.asked)
    return replace(state, skipped=(*state.skipped, state.asked)) if is_condition else state


def take_in(turn: Turn, measure: Measure, taken: Taken, begun: "Since | None" = None) -> TurnResult:
    """What is ``taken`` for certain, whatever the message says. ``begun``: what stood before it."""
    return _calculate(turn, measure, begun or _since(turn, measure), taken=taken)


def as_it_stands(turn: Turn, measure: Measure, begun: "Since") -> TurnResult:
    """What comes of what stands, whatever the message says; ``begun``: what stood before it."""
    return _calculate(turn, measure, begun, "resumed")


def _calculate(
    turn: Turn, measure: Measure, since: Since, mode: Mode = "told", taken: Taken | None = None
) -> TurnResult:
    """Takes the message in, computes, and says what comes of it."""
    update = _updated(turn, measure, since, mode, taken)
    if mode == "told" and (late := one_after_the_end(turn, measure, update.merged.standing)):
        return late
    utterance, old = turn.utterance, turn.state.topic.standing.inputs
    hits = utterance.match.hits if mode == "told" and not old else ()
    reply = outcome_reply(utterance.knowledge, update.outcome, update.merged.standing, hits, _extra(utterance, update))
    return TurnResult(reply, _remembered(utterance, update))


def _updated(turn: Turn, measure: Measure, since: Since, mode: Mode, taken: Taken | None) -> Update:
    utterance, state = turn.utterance, turn.state
    given = taken or (turn.given(measure).taken if mode == "told" else NOTHING_TAKEN)
    lately = _spoken_of_lately(turn, measure)
    merged = merge(turn.acts, state.topic.standing, given.filling, given.facts, measure, lately, state.topic.words)
    problems = (*given.filling.problems, *merged.refused)
    if _alike(merged.standing, state.topic.standing):  # nothing new: what came of it is known
        merged = replace(merged, standing=state.topic.standing)
    outcome = compute(utterance.knowledge, measure, merged.standing, utterance.day, problems)
    outcome = outcome.asking(given.unclear)  # what was said and not understood
    doubts = given.doubts if given.facts else frozenset[str]()
    stated = utterance.facts.keys() - doubts
    unsettled = tuple(key for key, value in given.facts.items() if value == "unknown" and key in stated)
    if unsettled or doubts:
        state = replace(state, skipped=(*state.skipped, *unsettled, *sorted(doubts)))
    moved = difference(measure, since.standing, merged.standing)
    sum_before = amount_of(since.outcome) if since.outcome else None
    reasons = {one.figure.text: one.why for one in given.filling.aside}
    aside = (
        set_aside(utterance, measure, given.filling, merged.standing, sum_before, reasons=reasons)
        if mode == "told"
        else of_no_use(turn, measure)
    )
    update = Update(measure, mode, given, merged, problems, outcome, unsettled, state, since, moved, aside)
    said = _subtracted(utterance)  # 「剔掉60万以后，又进了70万」: it was taken off before
    again = mode == "told" and said and _grows(update) and all(one.text != said for one in aside)
    return replace(update, aside=(*aside, Aside(said, "old"))) if again else update


def _spoken_of_lately(turn: Turn, measure: Measure) -> int | None:
    """The part that the message before this one spoke of, were it by the sum that it changed."""
    topic, before = turn.state.topic, turn.state.last_text
    standing, stood = topic.standing, topic.before
    if not standing.items or not before:
        return None
    figures = turn.saying(before, turn.state).utterance.figures
    index = which_part(before, figures, standing, measure)
    if index is None and stood is not None and len(stood.parts) == len(standing.parts):
        return which_part(before, figures, stood, measure)
    return index


def _alike(one: Standing, other: Standing) -> bool:
    """Whether all is the same, in the same order."""
    orders = ((one.inputs, other.inputs), (one.facts, other.facts), (one.others, other.others))
    return one == other and all(list(a) == list(b) for a, b in orders)


def _extra(utterance: Utterance, update: Update) -> Extra:
    """What the reply says besides its outcome."""
    given, state, told = update.given, update.state, update.mode == "told"
    since, moved, measure = update.since, update.moved, update.measure
    figures = given.filling.inputs
    adopted = [(figures[record.key], record) for record in measure.inputs if record.key in figures]
    return Extra(
        unsettled=bool(update.unsettled),
        repaired=utterance.repaired if told and len(utterance.bare) > A_WORD else (),
        before=since.outcome,
        changed=moved.changed if not since.anew else (),
        taken=moved.taken,
        parts=moved.parts if not since.anew else (),
        reset=since.firm,
        anew=since.anew and _put_away(since.standing, update.merged.standing),
        aside=update.aside,
        guess=_guess(update, utterance),
        unheard=update.is_unheard,
        restated=not moved and not given.is_empty,
        problems=update.problems,
        adopted=tuple((slot.text, shown(slot, record)) for slot, record in adopted if slot.adopted),
        foreign=given.filling.foreign,
        short=(bool(state.said) and update.mode != "resumed") or utterance.repeats(state.last_text),
        subtracted=_taken_off(utterance, update) if moved.changed and not _grows(update) else "",
        quiet=update.is_aside,
        noted=tuple(words for key in moved.facts if (words := _noted(utterance, update, key))),
        failures=_failures(update),
        said=state.skipped,
    )


def _guess(update: Update, utterance: Utterance) -> Decimal | None:
    """The sum in yuan the user expected, rather than what he reckons it from, which stands; None without one."""
    words = {one.text for one in update.aside if one.why == "guess"}
    stands = {slot.value for slot in update.merged.standing.inputs.values()}
    guessed = [figure for figure in utterance.figures if figure.text in words and figure.kind == "money"]
    values = [figure.value for figure in guessed if not figure.unit_missing and figure.unit == "yuan"]
    sums = [value for value in values if isinstance(value, Decimal)]
    return next((value for value in sums if value not in stands), next(iter(sums), None))


def _remembered(utterance: Utterance, update: Update) -> State:
    """What to remember: the standing, the question put, what was said last (the newest at the end)."""
    state, given = update.state, update.given
    said = [*given.filling.inputs, *given.facts]
    return replace(
        state,
        topic=_topic_after(state.topic, update, utterance),
        asked=_asked(update.problems, next_question(update.measure, update.outcome, state.skipped)),
        choices=(),
        pending={},
        failures=_failures(update),
        said=tuple(dict.fromkeys([*(key for key in state.said if key not in said), *said])),
        unit=unit_in_use(utterance, state),
        last_text=utterance.text,
        shown=amount_of(update.outcome) if update.outcome.result or update.outcome.broken else state.shown,
        stray="",
    )


def _put_away(before: Standing, after: Standing) -> bool:
    """Whether a question of its own leaves something behind that was said before."""
    return any(key not in after.inputs or after.inputs[key].value != slot.value for key, slot in before.inputs.items())


def _noted(utterance: Utterance, update: Update, key: str) -> str:
    """A condition that was stated, in words: its name when it is met, else the value; "" for one that is not known, is
    not looked at, or stands in the way (the reply says so)."""
    fact, value = utterance.knowledge.facts.get(key), update.merged.standing.facts[key]
    if fact is None or value in ("unknown", UNCLEAR) or any(broken.key == key for broken in update.outcome.broken):
        return ""
    record, condition = update.measure.input(key), update.measure.condition(key)
    named = {option.value: option.label for option in record.options} if record else {}
    met = condition.affirms(value) if condition else value == "yes"
    if met and fact.is_boolean:
        return fact.label
    return named.get(value) or fact.labels.get(value) or fact.says.get(value) or next(iter(fact.values[value]), "")


def _failures(update: Update) -> int:
    return update.state.failures + 1 if update.is_no_answer else 0


def _grows(update: Update) -> bool:
    """Whether the sum that the measure goes by became larger."""
    main = update.measure.main
    before, now = update.since.standing.inputs.get(main), update.merged.standing.inputs.get(main)
    sums = [slot.value for slot in (before, now) if slot and isinstance(slot.value, Decimal)]
    return len(sums) > 1 and sums[0] < sums[1]


def _subtracted(utterance: Utterance) -> str:
    sums = (figure.text for figure in utterance.figures if figure.kind in ("money", "number"))
    return next(sums, "") if utterance.wants("subtract") else ""


def _taken_off(utterance: Utterance, update: Update) -> str:
    """The sum that was taken off; "" where what is said to be left is what stands now (「扣掉费用是2880万」)."""
    said = _subtracted(utterance)
    return "" if said in {slot.text for slot in update.merged.standing.inputs.values()} else said


def _asked(problems: Sequence[Problem], question: str) -> str:
    """The input or condition the reply asks for: that of a rejected figure first."""
    if question == "unit":
        return next(problem.key for problem in problems if problem.reason == "unit")
    return question


def _topic_after(topic: Topic, update: Update, utterance: Utterance) -> Topic:
    """The topic with what stands now, and what stood before where something changed."""
    main = update.measure.main
    if (
        main in update.merged.standing.inputs
        and main not in topic.standing.inputs
        and utterance.text not in topic.words
    ):
        topic = replace(topic, words=f"{topic.words} {utterance.text[:REMEMBERED]}")
    moved = update.moved or _put_away(topic.standing, update.merged.standing)
    if not (moved and update.mode == "told"):
        return replace(topic, standing=update.merged.standing)
    actual = _actual(topic, update, supposes(utterance))
    return replace(topic, standing=update.merged.standing, before=topic.standing, actual=actual)


def supposes(utterance: Utterance) -> bool:
    """Whether something is only supposed: 「要是拿房子抵押了呢」."""
    return utterance.bare.endswith("呢") or any(one.supposed for one in clauses(utterance.folded))


def _actual(topic: Topic, update: Update, supposed: bool) -> Standing | None:
    """What is so beside what is supposed: all that stood before the first supposition, with what was told since; None
    where that is all that stands."""
    now, given = update.merged.standing, update.given
    if supposed:
        began = topic.standing.inputs or topic.standing.facts
        return topic.actual or (topic.standing if began else None)
    if topic.actual is None or now.parts or topic.actual.parts:
        return None
    told = {key: now.inputs[key] for key in given.filling.inputs if key in now.inputs}
    inputs = {**topic.actual.inputs, **told}
    so = replace(topic.actual, inputs=inputs, facts={**topic.actual.facts, **given.facts})
    return None if (so.inputs, so.facts) == (now.inputs, now.facts) else so


def unit_in_use(utterance: Utterance, state: State) -> str:
    """万 stays in use once it was said, with a sum or as the unit of all of them."""
    sums = [figure for figure in utterance.figures if figure.kind == "money" and not figure.unit_missing]
    if sums and IN_WAN.search(utterance.folded):
        return "万"
    if any(char in figure.text for figure in sums for char in "万萬wW") or (
        sums and OF_ALL_WAN.search(utterance.folded)
    ):
        return "万"
    rest = units.without_denied(utterance.folded)
    if not state.last_text or any(fold(figure.text) in rest for figure in utterance.figures):
        return state.unit
    return units.unit_in_use(state.unit, utterance.folded)
