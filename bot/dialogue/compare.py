"""Sums side by side: two sums, terms or pairs of them, what if beside what stands, measures or firms of the talk."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.arithmetic import Meant, frame_of, kept, meant, open_words, roles_heard, sum_of, supposed, within
from bot.dialogue.calculate import continue_measure
from bot.dialogue.firms import firm_called
from bot.dialogue.likeness import is_likened
from bot.dialogue.result import TurnResult
from bot.dialogue.set_aside import set_aside
from bot.dialogue.state import State, Topic
from bot.dialogue.turn import Turn
from bot.measures.assess import Outcome, Standing, amount_of, compute
from bot.messages import ReplyKind
from bot.nlu.phrases import find
from bot.replies.build import compare_reply, next_question, outcome_reply, said_inputs
from bot.replies.views import Extra, Variant
from bot.slots.model import Slot, slot_of
from bot.slots.parts import only
from bot.slots.roles import IDLE, Placed, place
from calculators.wording import on
from knowledge.records.model import Measure
from knowledge.text.tokens import fold

BOTH = 2  # measures of which one has more than the other
WAITS, OFFERED = "#", "@"  # between input and number of a variant: it waits for a figure, it may be taken
TOPIC = "topic"  # an offered variant that is another topic of the talk
UNITS = ("yuan", "months", "ratio", "date")
Values = Mapping[str, Slot]
FIRST = re.compile("第一|头一|前一|前面|前者|先头|上面那|甲(?=行|银行|家|方案|那|这|的)")
LAST = re.compile("最后一|后一|后面|后者|末一")
SECOND, THIRD = re.compile("第二|乙(?=行|银行|家|方案|那|这|的)"), re.compile("第三|丙(?=行|银行|家|方案|那|这|的)")
CALLED = re.compile("[甲乙丙](?:银?行|家|方案)(?:[这那](?:边|家|里))?")
SIGNS = re.compile("[甲乙丙](?=行|银行|家|方案)")
MOST = re.compile("[高多大](?:的|点|一些|那)|最[高多大]|划算|合算|合适")
LEAST = re.compile("[低少小](?:的|点|一些|那)|最[低少小]")
AGAINST = re.compile("[多少高低大小差比跟和与]|划算|合算|合适|一样|区别|不同|两样|哪[个样种边头]")
# 「哪家的贴息多」, 「哪边拿得少」
WHICH_HAS_MORE = re.compile(
    "哪(?:一?[家个边种头笔行份张样]|(?:一?[家个])?(?:银行|方案))的?(?:能|会|可以)?(?:[贴补][息贴助给]?|补偿|奖励?|拿|领|到手|钱)*"
    "(?:的|得|到)*(?:更|还)?(?:[多高低]|少(?!钱)|划算|合算|合适)"
)
OF_PARTS = re.compile("[两俩二三四五几这那哪][笔份个张单台样]|第[一二三四五]")
JOINS = re.compile("[块元]?(?:和|跟|与|比|还是|或者?)")
BY_DAYS = re.compile("[就也能会要得]{0,2}差")  # 「早一天能差几块」 tells by how much the days were apart
# 「早一天放会差多少钱」: what the sum comes to with the day moved, against what stands
MOVED = re.compile("[天日月周](?:放|贷|借|发放|下款)[^，。；0-9]{0,6}差(?:了|出|着)?(?:多少|几|多)")
A_DAY = re.compile("[月号日/.-]|[0-9]{4}")
TAKES = re.compile("按|就|选|要|用|定|走|算|吧")


def compared(turn: Turn) -> TurnResult | None:
    """Applies when sums are asked to be compared (act ask:compare), when a figure that a comparison waited for has
    come, or when what is common to the variants just shown is added to. Nothing but what stood is stored; the
    variants are offered to be taken (``one_of_compared``)."""
    return _gone_on(turn) or _asked(turn)


def one_of_compared(turn: Turn) -> TurnResult | None:
    """Applies after a comparison when one of its variants is taken: by its number (「就按前一个」), by its sum
    (「按高的那个」) or by a value of its own (「按800万的」). It then stands, and its sum is shown."""
    offered = _variants_of(turn.state, OFFERED)
    if len(offered) < 2 or not turn.utterance.is_one_question or _is_asked(turn):
        return None
    chosen = _chosen(turn, offered)
    taken = None if chosen is None else _taken(turn, offered[chosen])
    if chosen is None or taken is None:
        return taken
    again = turn.saying(CALLED.sub("", turn.utterance.text) or turn.utterance.text, taken.state)
    if not _gives_more(turn, offered[chosen], offered, again):
        return taken
    return continue_measure(again, again.current) if again.current else taken


def _gives_more(turn: Turn, values: Values, offered: Sequence[Values], again: Turn) -> bool:
    """「期限五年，本金加到130万」: another value is changed besides; 「乙行的700万要是能给十个月」: one of its own is,
    to what none of those offered has. ``again``: where that variant stands."""
    measure, stands = turn.current, turn.state.topic.standing.inputs
    if measure is None or TOPIC in values or len(turn.utterance.figures) < 2:
        return False
    told = again.given(measure).filling.inputs
    known = {(key, slot.value) for one in offered for key, slot in one.items()}
    if any(key in values and (key, slot.value) not in known for key, slot in told.items()):
        return True
    return any(key not in values and key in stands and stands[key].value != slot.value for key, slot in told.items())


def _is_asked(turn: Turn) -> bool:
    if is_likened(turn) and firm_called(turn.utterance):
        return False  # 「C公司借得多，1000万，别的跟A一样」 tells of another firm
    sums = {figure.value for figure in turn.utterance.figures if figure.kind == "money"}
    if turn.utterance.wants("compare") or (len(sums) > 1 and WHICH_HAS_MORE.search(turn.utterance.folded)):
        return True
    return turn.acts.does("ask:compare") and bool(AGAINST.search(turn.utterance.folded))


def _asked(turn: Turn) -> TurnResult | None:
    moved = MOVED.search(turn.utterance.folded) is not None
    if not _is_asked(turn) and not moved:
        return None
    about = meant(turn)
    if about is None:
        return _among_the_listed(turn)
    values = _moved_day(turn, about) if moved else _values(turn, about)
    if moved and not values:
        return None
    if len(values) > 1:
        return _side_by_side(turn, about, values)
    if len(values) == 1 and about.current and sum_of(turn, about.topic):
        return _beside_what_stands(turn, about, values[0])
    if about.current and len(about.standing.items) > 1 and OF_PARTS.search(turn.utterance.folded):
        return _among_parts(turn, about)
    return _among_topics(turn, about) if turn.acts.asked in ("compare", "") or turn.utterance.wants("compare") else None


def _gone_on(turn: Turn) -> TurnResult | None:
    """What was missing, or something common to all variants, is told."""
    state, measure = turn.state, turn.current
    waiting, offered = _grouped_pending(state.pending, WAITS), _grouped_pending(state.pending, OFFERED)
    values = waiting or offered
    if measure is None or len(values) < 2 or any(TOPIC in one for one in values) or _is_asked(turn):
        return None
    taken = turn.given(measure).taken
    varied = {key for one in values for key in one}
    another = bool(turn.choices) and turn.choices[0].by_name and turn.choices[0].measure.key != measure.key
    if another or not varied <= {record.key for record in measure.inputs}:
        return None  # what was compared, or is told now, is of another measure
    new = {*taken.filling.inputs, *taken.facts}
    if offered and not waiting and sum_of(turn, state.topic):
        return None
    if not new or new & varied or (waiting and state.asked not in new):
        return None
    return _side_by_side(turn, Meant(measure, state.topic, True), values)


def _values(turn: Turn, about: Meant) -> tuple[Values, ...]:
    """What each variant of the message has of its own; what is said once is common to all. Numbers are read by the
    words beside them, choices (two levels) by their names."""
    choices = _choices(turn, about.measure)
    read = [(key, slot) for key, slot, _ in sorted((*choices, *_figures(turn, about)), key=lambda one: one[2])]
    counts = {key: sum(key == other for other, _ in read) for key, _ in read}
    own = [(key, slot) for key, slot in read if counts[key] > 1]
    if not own:
        return (
            ({key: slot for key, slot in read if key not in about.standing.inputs or _differs(about, key, slot)},)
            if read
            else ()
        )
    if len({counts[key] for key, _ in own}) == 1:
        columns = [[slot for other, slot in own if other == key] for key in dict.fromkeys(key for key, _ in own)]
        keys = list(dict.fromkeys(key for key, _ in own))
        return tuple(dict(zip(keys, row, strict=True)) for row in zip(*columns, strict=True))
    return _one_after_another(own)


def _moved_day(turn: Turn, about: Meant) -> tuple[Values, ...]:
    """「早一天放差多少」: the day that stands, so much earlier or later."""
    key = about.measure.day_key
    slot = turn.given(about.measure).filling.inputs.get(key) if about.current else None
    return ({key: slot},) if slot and key in about.standing.inputs and _differs(about, key, slot) else ()


def _one_after_another(own: Sequence[tuple[str, Slot]]) -> tuple[Values, ...]:
    """A variant begins where something comes up again."""
    found: list[dict[str, Slot]] = [{}]
    for key, slot in own:
        if key in found[-1]:
            found.append({})
        found[-1][key] = slot
    return tuple(found)


def _differs(about: Meant, key: str, slot: Slot) -> bool:
    old = about.standing.inputs.get(key)
    return old is None or old.value != slot.value


def _figures(turn: Turn, about: Meant) -> list[tuple[str, Slot, int]]:
    """Input, value and place of every figure of the message that is one of the measure's numbers."""
    utterance, measure, state = turn.utterance, about.measure, turn.state
    found = []
    placed = place(utterance.text, utterance.figures, measure, utterance.knowledge.distractors)
    for one in _alike(utterance.text, placed, measure):
        record = measure.input(one.key) if one.is_input else None
        slot = slot_of(one.figure, record, state.unit, "") if record and record.unit in UNITS else None
        apart = one.figure.unit == "days" and BY_DAYS.match(utterance.text, one.figure.end)
        if isinstance(slot, Slot) and not _is_the_sum(turn, slot) and not apart:
            found.append((one.key, slot, one.figure.start))
    return found


def _alike(text: str, placed: Sequence[Placed], measure: Measure) -> list[Placed]:
    """Two sums joined by 和 or 跟 right behind the same verb are two of the main sum: 「押300万跟押500万差多少」."""
    sums = [one for one in placed if one.figure.kind == "money"]
    if len(sums) != 2 or len({one.key for one in sums}) < 2:
        return list(placed)
    first, second = sums[0].figure, sums[1].figure
    verb = text[first.start - 1 : first.start]
    if not JOINS.fullmatch(text[first.end : second.start].removesuffix(verb)):
        return list(placed)
    return [replace(one, key=measure.main) if one in sums else one for one in placed]


def _is_the_sum(turn: Turn, slot: Slot) -> bool:
    """「比刚才6万少多少」 repeats the sum shown."""
    return turn.state.shown is not None and slot.value == turn.state.shown


def _choices(turn: Turn, measure: Measure) -> list[tuple[str, Slot, int]]:
    """Values of an input that is a choice, as named in the message: two of them are two variants."""
    folded, found = turn.utterance.folded, []
    for record in measure.inputs:
        options = [(option, find(folded, (fold(option.label),))) for option in record.options]
        named = [(option, hits) for option, hits in options if hits]
        if len(named) > 1:
            found += [(record.key, Slot(option.value, option.label), hits[0].start) for option, hits in named]
    return found


def _side_by_side(turn: Turn, about: Meant, values: Sequence[Values]) -> TurnResult:
    utterance, measure, state = turn.utterance, about.measure, turn.state
    varied = dict.fromkeys(key for one in values for key in one)  # in order: other processes must remember the same
    taken = within(turn, about).given(measure).taken
    common = {k: s for k, s in taken.filling.inputs.items() if k not in varied}
    facts = {k: v for k, v in taken.facts.items() if k not in varied}
    base = replace(supposed(about.standing, common, facts), items=())
    rows = [_row(turn, measure, base, one) for one in values]
    first = rows[0].outcome
    asked = next_question(measure, first, state.skipped)
    used = {f"{key}{i}": slot for i, one in enumerate(values) for key, slot in one.items()}
    aside = set_aside(utterance, measure, taken.filling, rows[0].standing, state.shown, used)
    reply = compare_reply(utterance.knowledge, rows, Extra(said=state.skipped, aside=aside))
    sign = WAITS if first.missing else OFFERED
    standing = supposed(about.standing, {k: s for k, s in common.items() if k not in about.standing.inputs}, facts)
    topic = replace(about.topic, standing=standing)
    before = kept(turn) if about.current else kept(turn).on(topic)
    after = replace(before, topic=topic, asked=asked, choices=(), failures=0, pending=_pending(values, sign))
    return TurnResult(reply, replace(after, said=tuple(dict.fromkeys((*state.said, *varied)))))


def _row(turn: Turn, measure: Measure, base: Standing, values: Values) -> Variant:
    inputs = {k: s for k, s in values.items() if not _is_choice(measure, k)}
    facts = {k: str(s.value) for k, s in values.items() if _is_choice(measure, k)}
    standing = supposed(base, inputs, facts)
    outcome = compute(turn.utterance.knowledge, measure, standing, turn.utterance.day)
    return Variant(_label(measure, values), outcome, standing, _missing(measure, outcome))


def _is_choice(measure: Measure, key: str) -> bool:
    record = measure.input(key)
    return record is not None and record.unit == "choice"


def _label(measure: Measure, values: Values) -> str:
    names = {record.key: "" if record.unit == "choice" else record.label for record in measure.inputs}
    return "、".join(f"{names.get(key, key)}{_said(slot)}" for key, slot in values.items())


def _said(slot: Slot) -> str:
    """As it was said; a day that was moved by a span (「一天」) as it came out."""
    day = slot.value
    return on(day) if isinstance(day, date) and not A_DAY.search(slot.text) else slot.text


def _missing(measure: Measure, outcome: Outcome) -> str:
    record = measure.input(outcome.missing[0]) if outcome.missing else None
    return record.ask if record else ""


def _beside_what_stands(turn: Turn, about: Meant, values: Values) -> TurnResult | None:
    """「降到400万差多少」: what stands first, what if beside it."""
    keys = [key for key in values if _differs(about, key, values[key])]
    if not keys or about.standing.items or any(_is_quoted(turn, about.measure, values[key]) for key in keys):
        return None
    stands = {key: slot for key in keys if (slot := _standing_slot(about, key))}
    if len(stands) != len(keys):
        return None
    return _side_by_side(turn, about, (stands, {key: values[key] for key in keys}))


def _is_quoted(turn: Turn, measure: Measure, slot: Slot) -> bool:
    """「离10万差多少」: one of the document's own sums, or a figure heard as anything but an input."""
    if any(slot.value == figure.value for figure in measure.figures if figure.unit == "yuan"):
        return True
    for figure, scores in zip(turn.utterance.figures, roles_heard(turn), strict=False):
        moved = figure.kind == "duration" and isinstance(slot.value, date)  # the span by which a day was moved
        if figure.text == slot.text and scores and not moved:
            return max(scores, key=lambda role: scores[role]) in IDLE
    return False


def _standing_slot(about: Meant, key: str) -> Slot | None:
    slot = about.standing.inputs.get(key)
    if slot or key not in about.standing.facts:
        return slot
    return Slot(about.standing.facts[key], about.standing.facts[key])


def _among_parts(turn: Turn, about: Meant) -> TurnResult:
    """「这两张哪张补得多」: each part by itself, as if it were the only one."""
    rows = [_of_part(turn, about, place) for place in range(len(about.standing.items))]
    reply = compare_reply(turn.utterance.knowledge, rows, Extra(said=turn.state.skipped), open_words(turn))
    said = said_inputs(about.measure, about.standing)
    reply = replace(reply, kind=ReplyKind.ANSWER, amount=None, bound=None, alternatives=(), inputs=said)
    return TurnResult(reply, kept(turn))


def _of_part(turn: Turn, about: Meant, place: int) -> Variant:
    alone = only(about.standing, place, about.measure)
    outcome = compute(turn.utterance.knowledge, about.measure, alone, turn.utterance.day)
    return Variant(f"第{place + 1}笔", outcome, alone, _missing(about.measure, outcome))


def _among_topics(turn: Turn, about: Meant) -> TurnResult | None:
    """Measures or firms of the talk against each other: those named, else the one before."""
    state = turn.state
    named = [one.measure for one in turn.choices if one.by_name and one.score >= 1]
    topics: list[Topic] = []
    for measure in named:
        kept_topic = state.topic if _is_of(state.topic, measure) else frame_of(state, measure)
        topics.append(kept_topic or _carried(turn, measure))
    now = state.topic
    if now.measure and now.name not in {topic.name for topic in topics}:
        topics = [now, *topics]
    if len(topics) < 2:
        topics += [frame for frame in state.frames if frame.measure and sum_of(turn, frame)][:1]
    topics.sort(key=lambda topic: topic.name != now.name)
    if len(topics) < 2 or not any(sum_of(turn, topic) for topic in topics):
        return None
    rows = [_of_topic(turn, topic, topics) for topic in topics[:4]]
    rows.sort(key=lambda row: amount_of(row.outcome) is None)
    reply = compare_reply(turn.utterance.knowledge, rows, Extra(said=state.skipped), open_words(turn))
    offered = {f"{TOPIC}{OFFERED}{i}": Slot(_name(t), "") for i, t in enumerate(topics[:4]) if sum_of(turn, t)}
    return TurnResult(reply, replace(kept(turn), pending=offered))


def _among_the_listed(turn: Turn) -> TurnResult | None:
    """Measures that were told at once, and of which none was chosen yet: 「哪个多」."""
    state = turn.state
    listed = [one for one in state.frames if f"{one.policy}/{one.measure}" in state.listed]
    if turn.current is not None or len(listed) < BOTH or turn.utterance.figures:
        return None
    sums = [(found[1] if (found := sum_of(turn, one)) else Decimal(-1)) for one in listed]
    most = listed[sums.index(max(sums))]
    first = turn.at(replace(state, topic=most, frames=tuple(one for one in state.frames if one is not most)))
    about = meant(first)
    return _among_topics(first, about) if about else None


def _is_of(topic: Topic, measure: Measure) -> bool:
    return (topic.policy, topic.measure) == (measure.policy, measure.id)


def _carried(turn: Turn, measure: Measure) -> Topic:
    """A measure not talked about: a sibling of the present one has its figures, another has none."""
    now, standing = turn.current, turn.state.topic.standing
    topic = Topic(measure.policy, measure.clause, measure.id)
    if now is None or _required(now) != _required(measure):
        return topic
    keys = {record.key for record in measure.inputs}
    inputs = {key: slot for key, slot in standing.inputs.items() if key in keys}
    shared = {c.key for c in measure.conditions} & {c.key for c in now.conditions}
    return replace(topic, standing=Standing(inputs, (), {k: v for k, v in standing.facts.items() if k in shared}))


def _required(measure: Measure) -> set[str]:
    return {record.key for record in measure.inputs if record.required}


def _of_topic(turn: Turn, topic: Topic, among: Sequence[Topic]) -> Variant:
    measure = turn.utterance.knowledge.measure(topic.measure, topic.policy)
    outcome = compute(turn.utterance.knowledge, measure, topic.standing, turn.utterance.day)
    firms = {one.firm for one in among}
    label = measure.name if len({one.measure for one in among}) > 1 else ""
    if len(firms) > 1:
        label += f"（{topic.firm or '您这边'}）" if label else topic.firm or "您这边"
    return Variant(label, outcome, topic.standing, _missing(measure, outcome))


def _name(topic: Topic) -> str:
    """A topic by its name, in one word."""
    return "\t".join(topic.name)


def _pending(values: Sequence[Values], sign: str) -> dict[str, Slot]:
    if len(values) < 2:
        return {}
    return {f"{key}{sign}{i}": slot for i, one in enumerate(values) for key, slot in one.items()}


def _grouped_pending(pending: Mapping[str, Slot], sign: str) -> tuple[Values, ...]:
    """What is pending under ``sign``, variant by variant."""
    found: dict[int, dict[str, Slot]] = {}
    for name, slot in pending.items():
        key, marked, number = name.partition(sign)
        if marked and number.isdigit():
            found.setdefault(int(number), {})[key] = slot
    return tuple(found[i] for i in sorted(found))


def _variants_of(state: State, sign: str) -> tuple[Values, ...]:
    return _grouped_pending(state.pending, sign)


def _chosen(turn: Turn, offered: Sequence[Values]) -> int | None:
    """Which variant is taken, None when that is not said."""
    text = turn.utterance.folded
    if (by_value := _by_value(turn, offered)) is not None:
        return by_value
    if not TAKES.search(text) and len(turn.utterance.bare) > len("前面那一个的"):
        return None
    if len({*SIGNS.findall(text)}) > 1:
        return None  # 「甲行就年化3.3%，乙行3.6%」
    for pattern, place_ in ((SECOND, 1), (THIRD, 2), (FIRST, 0), (LAST, len(offered) - 1)):
        if pattern.search(text):
            return place_ if place_ < len(offered) else None
    amounts = [_amount(turn, one) for one in offered]
    known = [amount for amount in amounts if amount is not None]
    if MOST.search(text) and known:
        return amounts.index(max(known))
    return amounts.index(min(known)) if LEAST.search(text) and known else None


def _by_value(turn: Turn, offered: Sequence[Values]) -> int | None:
    """The one variant that has a value the message names."""
    said = {figure.value for figure in turn.utterance.figures}
    hits = [i for i, one in enumerate(offered) if any(slot.value in said for slot in one.values())]
    words = [i for i, one in enumerate(offered) if any(_names(turn, slot) for slot in one.values())]
    found = hits or words
    return (
        found[0] if len(found) == 1 and (TAKES.search(turn.utterance.folded) or turn.utterance.is_word_or_two) else None
    )


def _names(turn: Turn, slot: Slot) -> bool:
    return not isinstance(slot.value, Decimal) and bool(slot.text) and fold(slot.text) in turn.utterance.folded


def _topic_of(turn: Turn, values: Values) -> Topic | None:
    name = str(values[TOPIC].value)
    topics = (turn.state.topic, *turn.state.frames)
    return next((topic for topic in topics if _name(topic) == name), None)


def _amount(turn: Turn, values: Values) -> Decimal | None:
    if TOPIC in values:
        topic = _topic_of(turn, values)
        found = sum_of(turn, topic) if topic else None
        return found[1] if found else None
    measure = turn.current
    return amount_of(_row(turn, measure, _base(turn, values), values).outcome) if measure else None


def _base(turn: Turn, values: Values) -> Standing:
    standing = turn.state.topic.standing
    return replace(standing, items=()) if values else standing


def _taken(turn: Turn, values: Values) -> TurnResult | None:
    utterance, state = turn.utterance, replace(kept(turn), pending={})
    if TOPIC in values:
        topic = _topic_of(turn, values)
        if topic is None:
            return None
        state = state if topic.name == state.topic.name else state.on(topic)
    measure = turn.at(state).current
    if measure is None:
        return None
    if TOPIC in values:
        standing = state.topic.standing
        outcome = compute(utterance.knowledge, measure, standing, utterance.day)
    else:
        facts = turn.given(measure).taken.facts
        chosen = _row(turn, measure, supposed(_base(turn, values), {}, facts), values)
        standing, outcome = chosen.standing, chosen.outcome
    reply = outcome_reply(utterance.knowledge, outcome, standing, (), Extra(short=True, said=state.skipped))
    asked = next_question(measure, outcome, state.skipped)
    said = tuple(dict.fromkeys((*state.said, *(key for key in values if key != TOPIC))))
    topic = replace(state.topic, standing=standing)
    after = replace(state, topic=topic, asked=asked, failures=0, choices=(), said=said, shown=amount_of(outcome))
    return TurnResult(reply, after)
