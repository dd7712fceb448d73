"""「一共能拿多少」: the sums of the talk added up, each with its working."""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from bot.copies import replace
from bot.dialogue.arithmetic import after_telling, kept, open_words, reply_about, roles_heard, sum_of, sums_said
from bot.dialogue.choices import offer
from bot.dialogue.firms import firms_said
from bot.dialogue.measure_choice import undecided
from bot.dialogue.result import TurnResult
from bot.dialogue.state import Topic
from bot.dialogue.turn import Turn
from bot.figures import Figure
from bot.measures.assess import compute
from bot.measures.inverse import cap_of
from bot.messages import Reply, ReplyKind
from bot.nlu.clauses import clauses
from bot.nlu.repeats import comes_to, is_shown
from bot.replies.views import Part, TotalView
from bot.slots.all_again import all_again
from bot.slots.called import calls, drops
from bot.slots.model import Slot
from bot.slots.parts import keep, money_keys
from knowledge.records.model import Measure

SEVERAL = re.compile(
    "母子公司|全?集团(?:一共|总共|合计|加|总的|的?总)|全集团|全部[家户]|所有(?:客户|企业|公司|厂)|[两俩二三四五几2-9](?:[家户]|个(?:人|客户|公司|企业|老板))|[俩仨]|两边|双方|各家|都算上"
)
TOGETHER = {"俩": 2, "仨": 3}  # counts that are no figures of their own
COUNT = re.compile("[俩两三四五几2-9][个项笔样家户份]|俩|这些|各项|加[起一上在]|合起来")
ASKS = re.compile(
    "总数|加一下|加加|汇总|多少|几|啥数|总数|个数|合计|加起来|加一起|加一块|[呢吗么吧?？]|对不|没错|是不是"
)
JOINS = re.compile("[和跟与加、＋+]")
FEWEST_TO_CHOOSE = 3  # parts of which some may be added up
PLUS = re.compile("[加＋+]")
DIFFERS = re.compile("[差比]|谁|哪")
TOTAL = re.compile("总数|合计|总共|一共|加起来")
TOLD_OF = re.compile("[^，。；,;多几]{0,8}")  # between a word of a total and its sum
COMES_TO = re.compile("(?:总数|合计|总共|一共|拢共|加起来|加一块儿?)(?:就|不|也)*(?:是|有|得|等于)?$")
IN_ONE = "[加合并归凑][拢到在成]{0,2}一?[块起]儿?|归拢|合总|合起来"  # 「首台套和担保合一块」
PUT_TOGETHER = re.compile(f"[这那][^，。；]{{0,4}}加上?|加上?[这那]|总的|总数|合计|总共|一共|拢共|加起来|{IN_ONE}")
HALF_HEARD = 0.3  # score of the act from which such words are enough
SURELY = 0.8  # score of the act from which a total is asked for whatever else is told
WORTH = frozenset({"result", "other", "guess"})  # what a figure is heard as that is a sum of its own
CLAIMS = re.compile("吧|对吗|对不|没错|是不是|就是|[?？]|么$|吗")
Said = list[tuple[str, Decimal]]


def total(turn: Turn) -> TurnResult | None:
    """Applies when several results are asked to be added up (act ask:total) and at least one stands: each with its
    sum, and the total of those of one firm (of all, where several firms are meant). What stands stays; a figure that
    the message adds to the measure under way is taken in first."""
    if not _asks_for_a_total(turn) or turn.acts.score("ask:stacking") > turn.acts.score("ask:total"):
        return None
    together = puts_firms_together(turn) or _plus(turn)
    if not (ASKS.search(turn.utterance.folded) or _only_adds_up(turn) or together or _puts_in_one(turn)):
        return None
    if turn.current is None:
        return _of_the_listed(turn) or _of_one_message(turn)
    if puts_firms_together(turn):
        return added_up(turn)
    if some := _some_of_the_parts(turn):
        return some
    if turn.acts.does("correct", "requantify") and turn.utterance.figures and not _asks_apart(turn):
        return None
    if _tells_a_condition(turn, turn.current) or turn.given(turn.current).filling.divided:
        return None
    stands = turn.state.topic.standing.inputs.get(turn.current.main)
    if comes_to(turn.utterance.figures, stands.value if stands else None):
        return None
    asks = turn.utterance.is_put_as_question or _only_adds_up(turn) or CLAIMS.search(turn.utterance.folded)
    if turn.acts.score("ask:total") < SURELY and turn.utterance.figures and not asks:
        return None  # 「合计应为6万」 puts a sum right
    return added_up(turn if _holds_a_total(turn) else after_telling(turn))


def _tells_a_condition(turn: Turn, measure: Measure) -> bool:
    """「那商标加专利一起押呢」: what is put together is the security, not the sums."""
    stands, told = turn.state.topic.standing.facts, turn.given(measure).taken.facts
    moved = any(value != stands.get(key, "") for key, value in told.items())
    return moved and not turn.utterance.figures and not TOTAL.search(turn.utterance.folded)


def added_up(turn: Turn, without: Collection[str] = ()) -> TurnResult | None:
    """The sums that stand in the talk and their total; None where none stands. ``without``: keys of measures of which
    nobody need be asked anything."""
    turn = _with_all(turn)
    state = turn.state
    topics = [topic for topic in (state.topic, *state.frames) if topic.measure]
    parts = [(topic, part) for topic in topics if (part := _part(turn, topic))]
    if not parts or (len(parts) == 1 and any(figure.kind == "duration" for figure in turn.utterance.figures)):
        return None
    own, apart = _of_one_firm(turn, parts)
    missing = [] if _counts(turn, own) else _missing(turn, [topic for topic, _ in parts], without)
    if len(own) < 2 and not missing and not apart and not list(_added(turn, own)[0]):
        return _alone(turn, own)
    return TurnResult(_reply(turn, own, apart, missing), kept(turn))


def _asks_for_a_total(turn: Turn) -> bool:
    """Whether the act is heard, or half heard where words put things together (「刚才那份加上这份多少」)."""
    if turn.acts.does("ask:total") or puts_firms_together(turn) or _plus(turn):
        return True
    several = sum(bool(topic.measure) for topic in (turn.state.topic, *turn.state.frames)) > 1
    words = several and not turn.utterance.figures and PUT_TOGETHER.search(turn.utterance.folded)
    return bool(words) and turn.acts.score("ask:total") >= HALF_HEARD


def _plus(turn: Turn) -> bool:
    """「300万那笔加100万那笔呢」: 加 stands right between two parts that are called."""
    parts, measure, text = turn.state.topic.standing.parts, turn.current, turn.utterance.text
    if measure is None or len(parts) < FEWEST_TO_CHOOSE or not PLUS.search(text):
        return False
    called = calls(text, turn.utterance.figures, parts, measure)
    return any(PLUS.fullmatch(text[one.end : two.start]) for one, two in pairwise(called) if one.index != two.index)


def _some_of_the_parts(turn: Turn) -> TurnResult | None:
    """「第一笔和第三笔合计」: the sum of those alone; all of them stand as they are."""
    measure, state, text = turn.current, turn.state, turn.utterance.text
    parts = state.topic.standing.parts
    if measure is None or len(parts) < FEWEST_TO_CHOOSE or drops(text) or not JOINS.search(text):
        return None
    called = calls(text, turn.utterance.figures, parts, measure)
    naming, places = {one.figure for one in called}, {one.index for one in called}
    sums = [one for one in turn.utterance.figures if one.kind in ("money", "percent") and one.start not in naming]
    if sums or not 1 < len(places) < len(parts):
        return None
    topic = replace(state.topic, standing=replace(keep(state.topic.standing, places, measure), away=()))
    found = added_up(turn.at(replace(state, topic=topic)))
    return replace(found, state=kept(turn)) if found else None


def puts_firms_together(turn: Turn) -> bool:
    """「A加B」, 「他家和我家加起来」: firms of the talk are called one after the other, and nothing is told of them."""
    text, figures = turn.utterance.folded, turn.utterance.figures
    if turn.current is None or not (PLUS.search(text) or TOTAL.search(text) or PUT_TOGETHER.search(text)):
        return False
    if any(
        one.kind not in ("number",) or (one.unit_missing and not one.counted)
        for one in figures
        if not _names(turn, one)
    ):
        return False
    return len(firms_said(turn)) > 1 and not turn.acts.does("ask:compare", "correct") and not DIFFERS.search(text)


def _names(turn: Turn, figure: Figure) -> bool:
    """Whether it is only what a firm is called by (客户1)."""
    return any(figure.text in firm for firm in turn.state.firms if firm)


def _holds_a_total(turn: Turn) -> bool:
    """Whether the only sum of the message is what the results are thought to come to (「合计就是7万？」)."""
    sums = [one for one in turn.utterance.figures if one.kind == "money"]
    results = [topic for topic in (turn.state.topic, *turn.state.frames) if topic.measure and _part(turn, topic)]
    told = len(sums) == 1 and COMES_TO.search(turn.utterance.text[: sums[0].start]) is not None
    return told and len(results) > 1 and CLAIMS.search(turn.utterance.folded) is not None


def _with_all(turn: Turn) -> Turn:
    """With the parts that were set aside, where as many are to be added up as there were: 「两笔加一块是多少」."""
    state, measure = turn.state, turn.current
    assert measure is not None
    every = all_again(turn.utterance.text, state.topic.standing, measure)
    return (
        turn if every is state.topic.standing else turn.at(replace(state, topic=replace(state.topic, standing=every)))
    )


def _asks_apart(turn: Turn) -> bool:
    """「四家总数，丙就按0.5%」: what asks for the total is a clause of its own, without a figure."""
    utterance = turn.utterance
    cut = [one for one in clauses(utterance.folded) if TOTAL.search(utterance.folded[one.start : one.end])]
    sums = [one for one in utterance.figures if one.kind in ("money", "percent")]
    return bool(cut) and not any(one.start <= figure.start < one.end for one in cut for figure in sums)


def _only_adds_up(turn: Turn) -> bool:
    """「两家一共」: nothing is told besides, so that it asks."""
    counts = all(figure.kind == "number" and not figure.unit_missing for figure in turn.utterance.figures)
    return turn.utterance.is_word_or_two and counts


def _puts_in_one(turn: Turn) -> bool:
    """「首台套和担保合一块」: what is put together is the sums, where none is told."""
    counts = all(one.kind == "number" and (one.counted or not one.unit_missing) for one in turn.utterance.figures)
    return counts and turn.current is not None and re.search(IN_ONE, turn.utterance.folded) is not None


def _of_the_listed(turn: Turn) -> TurnResult | None:
    """The sums of measures that were told at once, and of which none was chosen yet."""
    state = turn.state
    listed = [one for one in state.frames if f"{one.policy}/{one.measure}" in state.listed]
    if len(listed) < len(TOGETHER) or turn.utterance.figures or any(choice.by_name for choice in turn.choices):
        return None
    others = tuple(one for one in state.frames if one is not listed[0])
    return added_up(turn.at(replace(state, topic=listed[0], frames=others, choices=())))


def _of_one_message(turn: Turn) -> TurnResult | None:
    """Several measures told at once: none of their sums is the total, so they are offered one by one, unless the words
    are clearly about one of them."""
    if turn.choices and not undecided(turn.choices):
        top = turn.choices[0].measure
        if _is_surely_given(turn, top) or (_is_sure(turn, top) and _tells_a_total(turn)):
            return None
    named = tuple(choice.measure for choice in turn.choices if choice.by_name and turn.alone(choice.measure).figures)
    return offer(turn, named) if len(named) > 1 else None


def _is_surely_given(turn: Turn, measure: Measure) -> bool:
    """Whether the matcher is sure of this measure, and what it goes by is said."""
    return _is_sure(turn, measure) and bool(money_keys(measure) & set(turn.alone(measure).filling.inputs))


def _is_sure(turn: Turn, measure: Measure) -> bool:
    match = turn.utterance.match
    return match.verdict == "sure" and match.section == measure.id and match.hits[0].policy == measure.policy


def _tells_a_total(turn: Turn) -> bool:
    """Whether each word of a total is said of a sum that is told: 「利息一共付了27万，……能给多少」."""
    text, figures = turn.utterance.text, turn.utterance.figures
    said = [one.end() for one in TOTAL.finditer(text)]
    return bool(said) and all(any(TOLD_OF.fullmatch(text[end : one.start]) for one in figures) for end in said)


def _part(turn: Turn, topic: Topic) -> Part | None:
    found = sum_of(turn, topic)
    if found is None:
        return None
    outcome, amount = found
    return Part(outcome.measure.name, topic.firm, amount, outcome)


def _of_one_firm(turn: Turn, parts: Sequence[tuple[Topic, Part]]) -> tuple[list[Part], list[Part]]:
    """The parts of the firm the talk is about, and those of others; all together where several firms are meant, or
    where it is not the firms that get the money."""
    firm, every = "" if turn.acts.does("own_firm") else turn.state.topic.firm, [part for _, part in parts]
    said = firms_said(turn) - _left_out(turn)
    if len(said) > 1 and len(of_them := [part for part in every if part.firm in said]) > 1:
        return of_them, []
    payees = {part.outcome.measure.payee for part in every}
    if SEVERAL.search(turn.utterance.folded) or payees == {"bank"}:
        return every, []
    own = [part for part in every if part.firm == firm]
    if len(own) == 1 and turn.utterance.is_word_or_two and not turn.utterance.figures:
        return every, []  # 「一共呢」: nothing else is there to be added up than what the firms get
    apart = [part for part in every if part.firm != firm]
    return (own, apart) if own else (apart, [])


def _left_out(turn: Turn) -> set[str]:
    """The firms of the clauses that drop one: 「丙厂不算，甲乙合计」."""
    text = turn.utterance.folded
    if not drops(text):
        return set()
    cut = [text[one.start : one.end] for one in clauses(text)]
    return {firm for said in cut if drops(said) for firm in firms_said(turn.saying(said, turn.state)) if firm}


def _counts(turn: Turn, own: Sequence[Part]) -> bool:
    """Whether as many are to be added up as have a sum: 「仨人合计」 of three."""
    said = {figure.value for figure in turn.utterance.figures if figure.kind == "number"}
    said |= {Decimal(number) for word, number in TOGETHER.items() if word in turn.utterance.text}
    return len(own) > 1 and len(own) in said


def _missing(turn: Turn, counted: Sequence[Topic], without: Collection[str]) -> list[tuple[str, str]]:
    """Measures that are named, or begun in the talk, and have no sum: what must be asked for."""
    knowledge, known = turn.utterance.knowledge, {(topic.policy, topic.measure) for topic in counted}
    begun = [topic for topic in (turn.state.topic, *turn.state.frames) if topic.measure]
    named = [choice.measure for choice in turn.choices if choice.by_name and choice.score >= 1]
    named += [knowledge.measure(topic.measure, topic.policy) for topic in begun]
    standing = {(topic.policy, topic.measure): topic.standing for topic in reversed(begun)}
    found: dict[str, str] = {}
    for measure in named:
        if (measure.policy, measure.id) in known or measure.name in found or measure.key in without:
            continue
        if (measure.policy, measure.id) in standing:
            found[measure.name] = _question(measure, standing[measure.policy, measure.id].inputs)
        elif measure.payee == turn.current.payee if turn.current else True:
            found[measure.name] = _question(measure, {})
    return list(found.items())


def _question(measure: Measure, known: Mapping[str, Slot]) -> str:
    record = next((r for r in measure.inputs if r.required and r.key not in known and r.ask), None)
    return record.ask if record else ""


def _added(turn: Turn, own: Sequence[Part]) -> tuple[Said, tuple[str, Decimal] | None]:
    """Sums of the message that are none of those worked out here: to be added, or the total as the user has it."""
    amounts, whole = [part.amount for part in own], sum((part.amount for part in own), Decimal(0))
    said = [
        (figure, value)
        for figure, value in sums_said(turn, None)
        if not any(is_shown(figure, amount) for amount in amounts)
    ]
    if len(own) > 1 and (right := [figure.text for figure, value in said if value == whole]):
        return [], (right[0], whole)
    left = [(f.text, value) for f, value in said if not _is_input(turn, value) and _is_worth(turn, f)]
    claims = CLAIMS.search(turn.utterance.folded)
    for text, value in reversed(left):
        rest = [(t, v) for t, v in left if (t, v) != (text, value)]
        expected = whole + sum((v for _, v in rest), Decimal(0))
        if value == expected or (claims and value > max(amounts, default=Decimal(0)) and len(own) + len(rest) > 1):
            return rest, (text, value)
    return left, None


def _is_worth(turn: Turn, figure: Figure) -> bool:
    """Whether it is heard as a sum of its own, not as the figure one is worked out from."""
    heard, at = roles_heard(turn), turn.utterance.figures.index(figure)
    scores = heard[at] if at < len(heard) else {}
    return not scores or max(scores, key=lambda role: scores[role]) in WORTH


def _is_input(turn: Turn, value: Decimal) -> bool:
    topics = (turn.state.topic, *turn.state.frames)
    return any(slot.value == value for topic in topics for slot in topic.standing.inputs.values())


def _alone(turn: Turn, own: Sequence[Part]) -> TurnResult | None:
    """There is but one sum: it is the total."""
    return TurnResult(_reply(turn, own, [], []), kept(turn)) if own else None


def _reply(turn: Turn, own: Sequence[Part], apart: Sequence[Part], missing: Sequence[tuple[str, str]]) -> Reply:
    measure = turn.current
    assert measure is not None
    said, claimed = _added(turn, own)
    amount = sum((part.amount for part in own), Decimal(0))
    whole = amount + sum((value for _, value in said), Decimal(0))
    policy = turn.utterance.knowledge.policy(measure.policy)
    firms = {part.firm for part in own}
    view = TotalView(
        measure=measure,
        clause=policy.clause(measure.clause),
        sums=own,
        amount=amount,
        said=said,
        whole=whole if said else None,
        claimed=(claimed[0], claimed[1] == whole) if claimed else None,
        missing=missing,
        apart=apart,
        capped=len(firms) > 1 and any(cap_of(part.outcome.measure) for part in own),
        short=bool(COUNT.search(turn.utterance.folded)) and len(own) < 2 and not turn.state.topic.standing.items,
        reminder=open_words(turn),
    )
    standing = turn.state.topic.standing
    outcome = compute(turn.utterance.knowledge, measure, standing, turn.utterance.day)
    alone = len(own) == 1 and own[0].outcome.measure.key == measure.key and not view.short
    reply = reply_about(turn, outcome, standing, view, "total", shows_sum=alone)
    if reply.view is not view or len(own) < 2 or missing:
        return reply
    return replace(reply, kind=ReplyKind.CALCULATION, amount=amount)
