"""「贷多少能拿满」: how much of an input a sum needs, backwards and then forwards; nothing that stands changes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.arithmetic import (
    Meant,
    kept,
    meant,
    open_words,
    reply_about,
    roles_heard,
    sum_of,
    sums_said,
    supposed,
    told,
    within,
)
from bot.dialogue.asked import asked
from bot.dialogue.result import TurnResult
from bot.dialogue.state import State
from bot.dialogue.turn import Turn
from bot.figures import Figure
from bot.measures.assess import Outcome, Standing, compute
from bot.measures.inverse import (
    Found,
    cap_of,
    fixed_of,
    needed,
    put,
    room,
    threshold_of,
    unknowns,
)
from bot.messages import ReplyKind
from bot.nlu.repeats import comes_to
from bot.nlu.what_counts import asks_only_what_counts
from bot.replies.views import InverseView
from bot.slots.model import Slot
from bot.slots.roles import place_once
from calculators.wording import measured
from knowledge.records.model import SUMS, InputRecord, Measure

WAITS = "?"  # behind the input of a question backwards that waits for another input
REACHED = "!"  # behind the input of one that was answered, which goes on with 「两年呢」 and 「拿8万呢」
UNKNOWN = re.compile(
    "多少|多大|多高|几多|好多|多些|几个|几[件家人名项台套户份]|几万|几百|几千|几块|啥程度|什么程度|哪一步|[倒反]推|[倒反]算|[倒反]着算|够"
)
LINE = re.compile("够|满|顶|过线|及格|才[能有给行算]|[倒反]着?[推算]")
HOW_LONG = re.compile("多久|多长|几个月|几年|几期|多少个?月|多少年")
GETS = re.compile(
    "(?:拿|补[助贴]?|贴[息补]?|领|到|够|满|给|凑|达|顶|赔|足|要|得|奖|落|退|有|算|推)(?:到|满|够|足|出|个|来|齐|回|上|手|碰|这|那|它)*$"
)
GOT = re.compile("^(?:块钱?|元)?的?(?:市级|市里)?的?(?:补|贴|奖|赔|就够|封顶|上限|顶|倒|反|回)")
WANTED = re.compile("(?:想|希望|争取|盼|为了|打算)[^，。；？！]{0,14}(?:到|够|满|足)$")  # 「想让贴息补助到4.15万」
MORE = re.compile("(?:差|再拿|再补|再领|再贴|多拿|多领|多补|多贴)(?:个|了|到)?$")
NEAR = 6
WAN, FAR = Decimal(10_000), 100
SUM_ASKED = ("amount", "inverse", "total")


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached: yuan of the sum, the figure that says it; ``bar``: by reaching the threshold."""

    yuan: Decimal
    figure: Figure | None = None
    full: bool = False
    bar: bool = False


def inverse(turn: Turn) -> TurnResult | None:
    """Applies when it is asked how much of an input a sum, the cap or the threshold needs (act ask:inverse), or when
    the input that such a question waited for is given. The unknown is the measure's main sum unless the words name
    another input. What stands and the open question stay."""
    if asks_only_what_counts(turn.utterance.folded):
        return None
    if again := _waiting(turn) or _once_more(turn):
        return again
    if not (turn.acts.does("ask:inverse") or turn.utterance.wants("inverse")) or not _asks(turn):
        return None
    about = meant(turn)
    if about is None or not unknowns(about.measure) or _is_not_ours(turn) or _comes_back(turn):
        return None
    if _says_what_it_comes_to(turn, about):
        return None
    key = _unknown(turn, about.measure)
    target = _target(turn, about, key)
    if target is None and not about.current and (_asks_for_a_limit(turn, about.measure) or _asks_for_the_rule(turn)):
        return None
    known = {} if about.current else turn.alone(about.measure).filling.inputs
    aimed = target.figure.text if target and target.figure else ""
    worked = key in known and known[key].step and (not aimed or aimed in {slot.text for slot in known.values()})
    if worked or (key in known and not aimed and turn.acts.score("ask:amount") > turn.acts.score("ask:inverse")):
        return None  # 「省里按四成补，市里最多再补多少」: the sum that would be worked out is told
    if target and target.figure and _is_given(turn, about.measure, key, target.figure):
        return None
    if not (target and target.figure) and (_follows(turn, about.measure, key) or not _is_about_a_line(turn)):
        return None
    words = [target.figure.text] if target and target.figure else []
    tried = tuple(_tried(turn, about, key, target))
    words += [text for text, _ in tried]
    given = told(turn, about, (key,), words)
    if own := _own_so_far(turn, about, key, tried):
        return _answered(turn, about, key, target, {**given, key: own}, ())
    return _answered(turn, about, key, target, given, tried)


def _says_what_it_comes_to(turn: Turn, about: Meant) -> bool:
    """「年底再融10万，正好100万」 beside 90万: how much more there is is told, not asked."""
    stands = about.standing.inputs.get(about.measure.main)
    return comes_to(turn.utterance.figures, stands.value if stands else None) is not None


def _comes_back(turn: Turn) -> bool:
    """「回鲁科保，再说一遍上限多少」: rather come back to than reckoned backwards."""
    return turn.acts.score("return") > turn.acts.score("ask:inverse")


def _asks(turn: Turn) -> bool:
    text = turn.utterance.folded
    return bool(UNKNOWN.search(text) or HOW_LONG.search(text))


def _is_not_ours(turn: Turn) -> bool:
    """At the beginning of a talk, where the words are of another matter."""
    return turn.current is None and turn.utterance.match.verdict in ("none", "smalltalk")


def _asks_for_a_limit(turn: Turn, measure: Measure) -> bool:
    """「费率最高不能超过多少」: what is asked for is the limit of a condition, which the text has."""
    limited = [measure.input(one.key) for one in measure.conditions if one.limit and one.test == "at_most"]
    return any(record and record.label[-2:] in turn.utterance.folded for record in limited)


def _asks_for_the_rule(turn: Turn) -> bool:
    """「担保费压到多少以下才补，还卡别的不」: sooner the conditions than a sum reckoned backwards."""
    return asked(turn)[0].kind == "terms"


def _follows(turn: Turn, measure: Measure, key: str) -> bool:
    """Whether the unknown follows from what the message says (「费3万，费率千分之五，担了多少倒推一下」)."""
    slot = turn.alone(measure).filling.inputs.get(key)
    return slot is not None and bool(slot.step)


def _is_given(turn: Turn, measure: Measure, key: str, figure: Figure) -> bool:
    """Whether a word says that the sum is the input itself, and the sum to be had is asked for (「省里贴了30万，能再得
    多少」)."""
    if WANTED.search(turn.utterance.text[: figure.start]):
        return False
    placed = place_once(turn.utterance, measure, turn.utterance.knowledge.distractors)
    told = any(one.figure.start == figure.start and one.announced and one.key == key for one in placed)
    return told and turn.acts.score("ask:amount") > turn.acts.score("ask:inverse")


def _is_about_a_line(turn: Turn) -> bool:
    """Whether words speak of a cap, a threshold, or of going backwards, where no sum is named."""
    return turn.utterance.wants("inverse", "how_far", "cap") or bool(LINE.search(turn.utterance.folded))


def _unknown(turn: Turn, measure: Measure) -> str:
    """The input whose word stands nearest to the question word; the main one when none does."""
    text, keys = turn.utterance.folded, unknowns(measure)
    long = HOW_LONG.search(text)
    units = ("months",) if long else SUMS
    mark = long or UNKNOWN.search(text)
    asked = [record for record in measure.inputs if record.key in keys and record.unit in units]
    if not asked or mark is None:
        return keys[0]
    nearest = {r.key: _distance(text, mark.start(), (r.label, *r.announces)) for r in asked}
    best = min(nearest, key=lambda key: nearest[key])
    return best if long or nearest[best] < len(text) else keys[0]


def _distance(text: str, at: int, words: tuple[str, ...]) -> int:
    """How far the nearest of ``words`` is from ``at``; the length of the text when none is said."""
    found = [hit for word in words for hit in _places(text, word)]
    return min((abs(place - at) for place in found), default=len(text))


def _places(text: str, word: str) -> list[int]:
    return [hit.end() if hit.end() <= len(text) else hit.start() for hit in re.finditer(re.escape(word), text)]


def _target(turn: Turn, about: Meant, key: str) -> Target | None:
    """The sum said that is to be reached, else what the threshold or what is left of the cap brings; None where the
    measure has neither."""
    measure = about.measure
    threshold, fixed, cap = threshold_of(measure), fixed_of(measure), cap_of(measure)
    said = _sum_wanted(turn, about, key)
    if threshold and fixed and (said is None or said[1] in (threshold.value, fixed.value)):
        return Target(fixed.value, said[0] if said else None, bar=True)
    if cap and (said is None or said[1] == cap.value):
        left = room(measure, about.standing)
        return Target(cap.value if left is None else left, said[0] if said else None, full=True)
    if said is not None:
        return Target(said[1] + _on_top(turn, about, said[0]), said[0])
    return Target(fixed.value, full=True) if fixed else None


def _on_top(turn: Turn, about: Meant, figure: Figure) -> Decimal:
    """「差4万」, 「再多拿4万」: so much more than the sum that stands, which is this; else 0."""
    before = turn.utterance.text[max(0, figure.start - NEAR) : figure.start]
    found = sum_of(turn, about.topic) if MORE.search(before) else None
    return found[1] if found else Decimal(0)


def _sum_wanted(turn: Turn, about: Meant, key: str) -> tuple[Figure, Decimal] | None:
    """The figure that most looks like the sum one wants to get: by the words beside it and by what was heard."""
    text, heard = turn.utterance.text, roles_heard(turn)
    stands = {slot.value for slot in about.standing.inputs.values()}
    own = {figure.value for figure in about.measure.figures if figure.unit == "yuan"}
    asked_for = _asks_for_the_unknown(turn, about.measure, key)
    scored = []
    for figure, value in sums_said(turn, about.measure):
        scores = heard[at] if (at := turn.utterance.figures.index(figure)) < len(heard) else {}
        before = text[max(0, figure.start - NEAR) : figure.start]
        score = 2.0 * bool(GETS.search(before) or MORE.search(before))
        score += 1.0 * bool(GOT.match(text[figure.end : figure.end + NEAR])) + 1.0 * (value in own)
        score += sum(scores.get(role, 0.0) for role in ("guess", "policy")) + 2.0 * asked_for
        score -= sum(scores.get(role, 0.0) for role in ("result", "old", key)) + 2.0 * (value in stands)
        score -= 3.0 * (value == turn.state.shown) + 3.0 * _is_of_the_unknown(text, figure, about.measure, key)
        scored.append((score, -figure.start, figure, value))
    best = max(scored, default=None, key=lambda one: one[:2])
    return (best[2], best[3]) if best and best[0] > 0 else None


def _asks_for_the_unknown(turn: Turn, measure: Measure, key: str) -> bool:
    """「想弄出两万块钱来，得担保多少」: a word of the unknown stands before what asks how much, so no figure is it."""
    record, text = measure.input(key), turn.utterance.folded
    return record is not None and any(
        found.start() and text[: found.start()].endswith(tuple(record.announces)) for found in UNKNOWN.finditer(text)
    )


def _is_of_the_unknown(text: str, figure: Figure, measure: Measure, key: str) -> bool:
    """「贷800万够不够」: a word of the unknown right before the figure, and none of getting."""
    record, before = measure.input(key), text[max(0, figure.start - NEAR) : figure.start]
    said = record is not None and any(before.endswith(word) for word in record.announces)
    after = text[figure.end : figure.end + 3]
    return (said and not GETS.search(before)) or bool(re.match("(?:够不够|够吗|行不行|行吗)", after))


def _tried(turn: Turn, about: Meant, key: str, target: Target | None) -> list[tuple[str, Decimal]]:
    """Values of the unknown that the message tries (「五千万够不够」, 「我算是833万」), as said."""
    record = about.measure.input(key)
    if record is None or record.unit != "yuan" or target is None:
        return []
    stands = {slot.value for slot in about.standing.inputs.values()}
    heard = roles_heard(turn)
    found = []
    for figure, value in sums_said(turn, about.measure):
        scores = heard[at] if (at := turn.utterance.figures.index(figure)) < len(heard) else {}
        meant_so = scores.get("guess", 0.0) + scores.get(key, 0.0) >= 0.5
        meant_so = meant_so or _is_of_the_unknown(turn.utterance.text, figure, about.measure, key)
        old = value in stands or value == turn.state.shown or value <= target.yuan
        if figure != target.figure and meant_so and not old:
            found.append((figure.text, value))
    return found


def _own_so_far(turn: Turn, about: Meant, key: str, tried: tuple[tuple[str, Decimal], ...]) -> Slot | None:
    """What one has of the unknown, told with the question how far off that is (「融资73.5万，还差多少够」)."""
    if not turn.utterance.wants("how_far") or len(tried) != 1 or key in about.standing.inputs:
        return None
    slot = within(turn, about).given(about.measure).filling.inputs.get(key)
    return slot if slot and slot.text == tried[0][0] and not turn.acts.does("what_if") else None


def _answered(
    turn: Turn,
    about: Meant,
    key: str,
    target: Target | None,
    given: Mapping[str, Slot],
    tried: tuple[tuple[str, Decimal], ...],
) -> TurnResult:
    utterance, measure = turn.utterance, about.measure
    facts = within(turn, about).given(measure).taken.facts
    known = supposed(about.standing, given, facts)
    now = compute(utterance.knowledge, measure, about.standing, utterance.day)
    view = _view(turn, about, key, target, known, now)
    if target is None:
        return TurnResult(
            reply_about(turn, now, about.standing, view, "inverse", shows_sum=False), _after(turn, about, known)
        )
    found = needed(utterance.knowledge, measure, known, utterance.day, key, target.yuan)
    if found.missing:
        return _asking(turn, about, key, target, known, now, found)
    sums = tuple(_sums_of(turn, measure, known, key, tried))
    reply = reply_about(
        turn, now, about.standing, _filled(view, measure, known, found, sums), "inverse", shows_sum=False
    )
    after = _after(turn, about, known)
    if key in after.topic.standing.inputs:
        return TurnResult(reply, after)
    reached = {f"{key}{REACHED}": Slot(target.yuan, target.figure.text if target.figure else "")}
    return TurnResult(reply, replace(after, pending=reached))


def _view(turn: Turn, about: Meant, key: str, target: Target | None, known: Standing, now: Outcome) -> InverseView:
    record = about.measure.input(key)
    policy = turn.utterance.knowledge.policy(about.measure.policy)
    threshold = threshold_of(about.measure)
    limit = threshold.key if threshold else ""
    broken = [b for b in now.broken if not (c := about.measure.condition(b.key)) or c.limit != limit or not limit]
    return InverseView(
        measure=about.measure,
        clause=policy.clause(about.measure.clause),
        name=record.label if record else key,
        target=target.yuan if target else None,
        full=bool(target and target.full),
        bar=bool(target and target.bar),
        now=_shown(about.measure, key, value) if (value := _number(known, key)) is not None else "",
        broken=broken,
        reminder=open_words(turn) if about.current else "",
    )


def _filled(
    view: InverseView, measure: Measure, known: Standing, found: Found, sums: tuple[tuple[str, Decimal], ...]
) -> InverseView:
    value, stands = found.value, _number(known, found.key)
    more = value - stands if value is not None and stands is not None else None
    labels = {record.key: record.label for record in measure.inputs}
    return replace(
        view,
        least="" if value is None else _shown(measure, found.key, value),
        more=_shown(measure, found.key, more) if more is not None and more > 0 else "",
        rounded=not found.exact,
        also=tuple((labels.get(other, other), _shown(measure, other, least)) for other, least in found.also),
        most=found.most,
        at_most=bool(found.proof and found.proof.result and found.proof.result.bound == "at_most"),
        steps=found.steps,
        proof=found.proof.result.steps if found.proof and found.proof.result else (),
        checked=sums,
    )


def _sums_of(
    turn: Turn, measure: Measure, known: Standing, key: str, tried: tuple[tuple[str, Decimal], ...]
) -> list[tuple[str, Decimal]]:
    """What each value tried would bring."""
    found = []
    for text, value in tried:
        outcome = compute(turn.utterance.knowledge, measure, put(known, key, value), turn.utterance.day)
        if outcome.result and outcome.result.amount is not None:
            found.append((text, outcome.result.amount))
    return found


def _asking(
    turn: Turn, about: Meant, key: str, target: Target, known: Standing, now: Outcome, found: Found
) -> TurnResult:
    """Another input is needed first: it is asked for, and the question backwards waits for it."""
    measure, missing = about.measure, found.missing
    record = measure.input(missing)
    choices = tuple(_by_choice(turn, measure, known, key, target, record)) if record else ()
    view = _view(turn, about, key, target, known, now)
    view = replace(view, ask=record.ask if record else "", choices=choices, reminder="")
    reply = reply_about(turn, now, about.standing, view, "inverse", shows_sum=False)
    if reply.kind is ReplyKind.ANSWER:
        reply = replace(reply, kind=ReplyKind.ASK, missing=(missing,))
    waits = {f"{key}{WAITS}": Slot(target.yuan, target.figure.text if target.figure else "")}
    return TurnResult(reply, replace(_after(turn, about, known), asked=missing, pending=waits))


def _by_choice(
    turn: Turn, measure: Measure, known: Standing, key: str, target: Target, record: InputRecord
) -> Iterator[tuple[str, str]]:
    """What each value of a choice that is not known would need."""
    for option in record.options:
        standing = supposed(known, {}, {record.key: option.value})
        found = needed(turn.utterance.knowledge, measure, standing, turn.utterance.day, key, target.yuan)
        if found.value is not None:
            yield option.label, _shown(measure, key, found.value) if found.value else found.steps[-1].words


def _waiting(turn: Turn) -> TurnResult | None:
    """The input that a question backwards waited for has come."""
    state, measure = turn.state, turn.current
    waits = next((name for name in state.pending if name.endswith(WAITS)), "")
    if not waits or measure is None or not state.asked:
        return None
    taken = turn.given(measure).taken
    if state.asked not in {*taken.filling.inputs, *taken.facts}:
        return None
    slot, key = state.pending[waits], waits.removesuffix(WAITS)
    if not isinstance(slot.value, Decimal) or key in taken.filling.inputs:
        return None
    known = supposed(state.topic.standing, told(turn, Meant(measure, state.topic, True), (key,)), taken.facts)
    about = Meant(measure, replace(state.topic, standing=known), True)
    cap, threshold = cap_of(measure), threshold_of(measure)
    full = cap is not None and slot.value == room(measure, known)
    target = Target(slot.value, full=full, bar=threshold is not None)
    return _answered(turn.at(replace(state, asked="", pending={})), about, key, target, {}, ())


def _once_more(turn: Turn) -> TurnResult | None:
    """The question backwards that was just answered is put again, for another sum or with another input."""
    state, measure = turn.state, turn.current
    reached = next((name for name in state.pending if name.endswith(REACHED)), "")
    if not reached or measure is None or not turn.utterance.is_brief or turn.acts.asked not in ("", *SUM_ASKED):
        return None
    slot, key = state.pending[reached], reached.removesuffix(REACHED)
    taken = turn.given(measure).taken
    wanted, others = _wanted_instead(turn, measure, key), {k for k in taken.filling.inputs if k != key}
    if not isinstance(slot.value, Decimal) or (wanted is None and (key in taken.filling.inputs or not others)):
        return None
    yuan = _nearer(*wanted, slot.value) if wanted else slot.value
    words = [wanted[0].text] if wanted else []
    given = told(turn, Meant(measure, state.topic, True), (key,), words)
    known = supposed(state.topic.standing, given, taken.facts)
    about = Meant(measure, replace(state.topic, standing=known), True)
    cap, threshold = cap_of(measure), threshold_of(measure)
    full = cap is not None and yuan == (room(measure, known) or cap.value)
    target = Target(yuan, wanted[0] if wanted else None, full=full, bar=threshold is not None)
    return _answered(turn.at(replace(state, pending={})), about, key, target, {}, ())


def _nearer(figure: Figure, value: Decimal, before: Decimal) -> Decimal:
    """「5千呢」 after 1万: a thousand yuan rather than a thousand 万, where that is far from what was wanted before."""
    bare = not any(unit in figure.text for unit in "万亿w")
    return value / WAN if bare and value >= FAR * before else value


def _wanted_instead(turn: Turn, measure: Measure, key: str) -> tuple[Figure, Decimal] | None:
    """The only sum said, where it can be had at all and no word says that it is the input itself."""
    sums, cap = list(sums_said(turn, measure)), cap_of(measure)
    if len(sums) != 1 or (cap is not None and sums[0][1] > cap.value):
        return None
    placed = place_once(turn.utterance, measure, turn.utterance.knowledge.distractors)
    announced = any(one.figure is sums[0][0] and one.announced and one.key == key for one in placed)
    return None if announced else sums[0]


def _after(turn: Turn, about: Meant, known: Standing) -> State:
    """What stood stands; of what was said for the question only what was not known is kept."""
    old = about.standing
    inputs = {key: slot for key, slot in known.inputs.items() if key not in old.inputs}
    standing = supposed(old, inputs, {key: value for key, value in known.facts.items() if key not in old.facts})
    topic = replace(about.topic, standing=standing)
    if about.current:
        return replace(kept(turn), topic=topic, pending={})
    return replace(kept(turn).on(topic), asked="", choices=(), pending={})


def _number(standing: Standing, key: str) -> Decimal | None:
    slot = standing.inputs.get(key)
    return slot.value if slot and isinstance(slot.value, Decimal) else None


def _shown(measure: Measure, key: str, value: Decimal) -> str:
    """Whole yuan or months as people read them."""
    record = measure.input(key)
    return measured(value, record.measured_in if record else "yuan")
