"""What a message says in few words of what stands: the day of a month, the value of an input called wrong, one sum
in place of the one said before, money that is no yuan."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from bot.copies import replace
from bot.dialogue.acts import Acts
from bot.dialogue.day_of_the_month import day_of_the_month
from bot.dialogue.not_due import due_day
from bot.dialogue.state import State
from bot.figures import Figure
from bot.nlu.changes import is_reckoned
from bot.nlu.forgotten import one_forgotten
from bot.nlu.scaling import scaling
from bot.nlu.utterance import EDGES, Utterance
from bot.slots.fill import Filling
from bot.slots.model import UNITS_OF_MONEY, Problem, Slot, slot_of
from bot.slots.roles import HIGHEST_YEARLY, can_fill, in_foreign_money, is_put_as_guess
from calculators.spans import add_months
from calculators.wording import money, percent
from knowledge.records.model import InputRecord, Measure
from knowledge.text.tokens import fold

FEW_WORDS = 6  # characters beside the figure of a message that only says it anew
MAY_ADD = 0.3  # score of an addition from which a sum much smaller than what stands may come on top of it
# 「要是当初只借200万」: no more than that
IN_ALL = re.compile("(?:只|仅|光|(?:当初|当时|那时候?|那会儿|一开始|原先)[^，。；0-9]{0,3}就)[^，。；0-9]{0,4}$")
ALIKE, NEARLY = 10, 3  # how many times the value that stands the new one may be, or the other way round
WRONG = re.compile(
    "(?:看|写|说|记|弄|搞|报|填|听|算|输|打|抄|录)(?:错|串|岔|反)|有误|(?<!对)不对|改一下|改了|更正|变了"
)
CLAUSE = re.compile("[，。；！？!?;,\n ]+")
# So much earlier or later, with nothing said of when it was paid back
SHIFT = re.compile(
    "(?:(?P<earlier>早|提前|(?:往|向)?前(?:挪|推|移|提)|[前头](?=一天))|晚|迟|(?<![一两二三几])后(?=一天)"
    "|推迟|延后|(?:往|向)?后(?:挪|推|移))(?:了|个)?(?!还)"
)
# 「提前两个月还清的」, 「还款晚了十天」: the day of payment is spoken of, not the one on which it began
PAID = re.compile("还(?!是|有)|结清|付清|清账|到期|逾期|期满")
OF_THE_RULE = re.compile("补贴|贴息|补助|奖励|补偿|上限|封顶|标准|比例|[利费]率|能拿|到手")
# 「费率再降0.5个点」, but not 「降到0.5个点」
BY_POINTS = re.compile("(?:(?P<less>降低?|下降|下调|减少?|少|低|便宜|下浮)|涨|上调|上升|加|提高?|高|上浮)了?$")
POINTS = re.compile("点")
CAME_BACK = re.compile("(?<!批)退(?:了|还|回|给|来)*(?:给)?[我俺咱]?们?$")
BY_MONTHS = re.compile(
    "(?:再|又|期限?|贷期|借期)[^，。；0-9]{0,3}(?:(?P<less>缩短|减少?|少|短)|延长|增加|加|多|长)了?$"
)
DAYS = 30  # of a month, where half of one is spoken of


def completed(
    utterance: Utterance, measure: Measure, filling: Filling, standing: Mapping[str, Slot], acts: Acts
) -> Filling:
    """``filling`` with the day of the month that stands, with the input that was called wrong, and with foreign money
    named instead of computed with. What corrects a part that was added before replaces nothing: it is asked about."""
    filling = _with_day(utterance, measure, filling, standing)
    filling = _with_named(utterance, measure, filling, standing)
    filling = _shifted(utterance, measure, filling, standing)
    filling = _scaled(utterance, measure, filling, standing)
    filling = _given_back(utterance, measure, filling, standing)
    filling = _by_points(utterance, measure, filling, standing)
    filling = _beyond_a_rate(utterance, measure, filling)
    main = measure.main
    both = acts.does("correct") and acts.does("add") and not acts.surely_adds and not one_forgotten(utterance.text)
    if (
        (both or _may_add(utterance, acts, filling, standing.get(main), main))
        and filling.part is None
        and not filling.items
    ):
        filling = _asked_which(filling, main, standing)
    if filling.foreign:
        filling = replace(filling, aside=tuple(one for one in filling.aside if one.figure.text not in filling.foreign))
        known = in_foreign_money(utterance.text, utterance.figures, measure, utterance.knowledge.distractors)
        key = known.get(filling.foreign[0], main)
        if key in standing and key not in filling.inputs and not filling.problems:
            return replace(filling, problems=(Problem(key, filling.foreign[0], "foreign"),))
    return filling


def _may_add(utterance: Utterance, acts: Acts, filling: Filling, known: Slot | None, main: str) -> bool:
    """「那让股东再掏二十万进来」 where 86万 stand: hardly what it comes to, and not surely more of it."""
    if acts.score("add") < MAY_ADD or acts.does("add", "remove", "address", "correct"):
        return False
    if sum(one.kind == "money" for one in utterance.figures) > 1:
        return False  # 「500万只是批的额度，先放了120万」
    if any(IN_ALL.search(utterance.text[: one.start]) for one in utterance.figures if one.kind == "money"):
        return False
    sums = [slot.value for slot in (known, filling.inputs.get(main)) if slot and isinstance(slot.value, Decimal)]
    return len(sums) > 1 and sums[1] * NEARLY <= sums[0]


def _asked_which(filling: Filling, main: str, standing: Mapping[str, Slot]) -> Filling:
    """「不对追加的是80」 when the sum of the first part is all that stands."""
    known, new = standing.get(main), filling.inputs.get(main)
    if known is None or new is None or known.value == new.value or known.step:
        return filling
    sums = [one.figure.value for one in filling.aside if isinstance(one.figure.value, Decimal)]
    if isinstance(known.value, Decimal) and any(known.value + one == new.value for one in sums):
        return filling  # 「再增资10万，这就106万了」 after 96万
    rest = {key: slot for key, slot in filling.inputs.items() if key != main}
    problem = Problem(main, f"{known.text}、{new.text}", "two_candidates")
    return replace(filling, inputs=rest, problems=(*filling.problems, problem))


def _with_day(utterance: Utterance, measure: Measure, filling: Filling, standing: Mapping[str, Slot]) -> Filling:
    """With the day of the month on which it was paid out."""
    key = measure.key_of("start")
    if key not in standing or key in filling.inputs:
        return filling
    wrong = WRONG.search(utterance.folded) is not None
    day = day_of_the_month(utterance.text, utterance.figures, measure, standing, wrong)
    return taken_as(filling, key, day) if day else filling


def _clause_of(text: str, figure: Figure) -> str:
    """The clause in which a figure stands."""
    begin = max((one.end() for one in CLAUSE.finditer(text, 0, figure.start)), default=0)
    end = CLAUSE.search(text, figure.end)
    return text[begin : end.start() if end else len(text)]


def _shifted(utterance: Utterance, measure: Measure, filling: Filling, standing: Mapping[str, Slot]) -> Filling:
    """「晚一天放呢」, 「往前挪半个月」: the day on which it began, so much earlier or later; 「提前两个月还清的」: that
    of payment, so long before it was due."""
    key, spans = measure.day_key, [figure for figure in utterance.figures if figure.kind == "duration"]
    moved = SHIFT.search(utterance.text)
    if not moved or len(spans) != 1:
        return filling
    paid = PAID.search(_clause_of(utterance.text, spans[0])) is not None
    due = due_day(standing, measure) if paid and moved["earlier"] else None
    key = measure.key_of("end") if paid else key
    known = Slot(due, "") if due else None if paid else standing.get(key)
    if not known or not isinstance(known.value, date) or key in filling.inputs:
        return filling
    span, dated = spans[0], any(figure.kind == "date" for figure in utterance.figures)
    if dated or known.month_only or not isinstance(span.value, Decimal) or not moved.end() <= span.start + 1:
        return filling
    months, days = (0, int(span.value)) if span.unit == "days" else (int(span.value), int(span.value % 1 * DAYS))
    sign = -1 if moved["earlier"] else 1
    day = add_months(known.value, sign * months) + sign * timedelta(days=days)
    rest = {name: slot for name, slot in filling.inputs.items() if slot.text != span.text}
    return taken_as(replace(filling, inputs=rest), key, Slot(day, span.text))


def _scaled(utterance: Utterance, measure: Measure, filling: Filling, standing: Mapping[str, Slot]) -> Filling:
    """「金额减半」, 「保费保额都翻一番」: the sums named, or the one the measure goes by, so many times as much."""
    times, sums = scaling(utterance.folded), {one.key for one in measure.inputs if one.unit == "yuan"}
    told = any(figure.kind in ("money", "duration", "date") for figure in utterance.figures)
    if times is None or told or filling.inputs.keys() & sums or utterance.bare.endswith(("吗", "么")):
        return filling
    before = CLAUSE.split(utterance.folded[: times.start])[-1]
    if OF_THE_RULE.search(before):
        return filling  # 「补贴要是减半」
    shares = {key: slot for key, slot in filling.inputs.items() if slot.text not in times.said}
    filling = replace(filling, inputs=shares)
    stand = [record for record in measure.inputs if record.key in sums and record.key in standing]
    named = [record for record in stand if _is_called(record, utterance.folded[: times.start])]
    main = [record for record in stand if record.key == measure.main]
    if times.discount:
        no_price = _bases_of_rates(measure)  # 「担保费给打了八折」 is no smaller guarantee
        named = [record for record in named if record.key not in no_price]
        main = main if _is_a_price(measure) else []
    for record in named or main:
        known = standing[record.key]
        if not isinstance(known.value, Decimal) or "＋" in known.text:
            continue
        factor = format(times.factor.normalize(), "f")
        step, said = f"{money(known.value)} × {factor}", times.discount or factor
        filling = taken_as(filling, record.key, Slot(known.value * times.factor, f"{known.text}×{said}", step=step))
        filling = replace(filling, net=filling.net or record.key == measure.main)
    aside = tuple(one for one in filling.aside if one.figure.text not in times.said)
    return replace(filling, aside=aside)


def _given_back(utterance: Utterance, measure: Measure, filling: Filling, standing: Mapping[str, Slot]) -> Filling:
    """「保险公司退了我2万保费」 of 12万: so much of what stands came back, which is not what it comes to."""
    for figure in utterance.figures if not filling.items else ():
        if figure.kind != "money" or not CAME_BACK.search(utterance.text[: figure.start]):
            continue
        for key, slot in filling.inputs.items():
            known = standing.get(key)
            if slot.text != figure.text or known is None or any(one.grants == key for one in measure.conditions):
                continue
            whole, part = known.value, slot.value
            if isinstance(whole, Decimal) and isinstance(part, Decimal) and 0 < part < whole:
                step = f"{money(whole)} － {money(part)}"
                left = Slot(whole - part, f"{known.text}－{figure.text}", step=step)
                return replace(taken_as(filling, key, left, figure.text), net=filling.net or key == measure.main)
    return filling


def _is_a_price(measure: Measure) -> bool:
    """Whether the sum the measure goes by is a price, at a rate of a year."""
    rates = _yearly_rates(measure)
    rows = [row for row in measure.derivations if row.op == "product" and row.target == measure.main]
    return any(rates & set(row.sources) for row in rows)


def _bases_of_rates(measure: Measure) -> set[str]:
    """The sums of which a rate of a year is taken, or is worked out."""
    rates, rows = _yearly_rates(measure), measure.derivations
    found = {key for row in rows if row.op == "product" and rates & set(row.sources) for key in row.sources}
    return (found | {row.sources[1] for row in rows if row.op == "yearly_rate"}) - rates


def _yearly_rates(measure: Measure) -> set[str]:
    return {record.key for record in measure.inputs if record.yearly and record.unit == "ratio"}


def _by_points(utterance: Utterance, measure: Measure, filling: Filling, standing: Mapping[str, Slot]) -> Filling:
    """「费率再降0.5个点」, 「期限再缩短两个月」: the rate or the term that stands, by so much more or less, and what is
    worked out of it anew."""
    found = [one for one in utterance.figures if one.kind in ("percent", "duration", "money")]
    by = found[0].value if len(found) == 1 else None
    if not isinstance(by, Decimal):
        return filling
    figure, before = found[0], utterance.text[: found[0].start]
    points = figure.kind == "percent" and POINTS.search(figure.text) is not None
    moved = BY_POINTS.search(before) if points else BY_MONTHS.search(before) if figure.unit == "months" else None
    key = _moved_key(measure, filling, standing, figure) if moved else ""
    known = standing.get(key)
    if moved is None or known is None or not isinstance(known.value, Decimal):
        return filling
    value = known.value + (-by if moved["less"] else by)
    if value <= 0 or (points and value >= 1):
        return filling
    sign = "－" if moved["less"] else "＋"
    step = f"{percent(known.value)} {sign} {percent(by)}" if points else ""
    said = percent(value) if points else f"{known.text}{sign}{figure.text}"
    rest = {name: one for name, one in filling.inputs.items() if name != key and figure.text not in one.text}
    return taken_as(replace(filling, inputs=rest), key, Slot(value, said, step=step), figure.text)


def _moved_key(measure: Measure, filling: Filling, standing: Mapping[str, Slot], figure: Figure) -> str:
    """The rate or term of which it is said: what it was taken for, or the only one that stands."""
    unit = "ratio" if figure.kind == "percent" else "months"
    records = [one for one in measure.inputs if one.unit == unit and one.key in standing and not one.series]
    told = [one.key for one in records if one.key in filling.inputs and filling.inputs[one.key].text == figure.text]
    return (told or [one.key for one in records] if len(records) == 1 or told else [""])[0]


def _beyond_a_rate(utterance: Utterance, measure: Measure, filling: Filling) -> Filling:
    """「费率45%」: what is called a rate of a year, and is none, is asked about rather than left out."""
    for record in measure.inputs:
        names = {record.label, record.spoken} - {""}
        for one in filling.aside if record.yearly and record.unit == "ratio" else ():
            figure, before = one.figure, utterance.folded[: one.figure.start].rstrip(" :：=是为")
            high = isinstance(figure.value, Decimal) and figure.value > HIGHEST_YEARLY
            if figure.kind == "percent" and high and before.endswith(tuple(names)):
                problem = Problem(record.key, figure.text, "rate_too_high")
                aside = tuple(other for other in filling.aside if other is not one)
                return replace(filling, aside=aside, problems=(*filling.problems, problem))
    return filling


def _with_named(utterance: Utterance, measure: Measure, filling: Filling, standing: Mapping[str, Slot]) -> Filling:
    """「到期日看错了，合同写的25.3.25」: the figure is of the input called wrong in the clause before it."""
    parts = CLAUSE.split(utterance.folded)
    if len(parts) < 2 or len(utterance.figures) != 1 or not WRONG.search(parts[0]):
        return filling
    figure = utterance.figures[0]
    if fold(figure.text) in parts[0] or figure.kind == "number":
        return filling
    hits = [record for record in measure.inputs if record.key in standing and _is_called(record, parts[0])]
    record = hits[0] if len(hits) == 1 else None
    if record is None or record.key in filling.inputs or not can_fill(figure, record):
        return filling
    slot = slot_of(_in_its_year(figure, standing[record.key]), record, "", record.key)
    return taken_as(filling, record.key, slot) if isinstance(slot, Slot) else filling


def _is_called(record: InputRecord, clause: str) -> bool:
    return any(len(word) > 1 and "_" not in word and word in clause for word in (record.label, *record.announces))


def _in_its_year(figure: Figure, known: Slot) -> Figure:
    """A day without a year is of the year of the one it replaces."""
    if figure.assumed != "year" or not isinstance(figure.value, str) or not isinstance(known.value, date):
        return figure
    return replace(figure, value=f"{known.value.year}{figure.value[4:]}")


def taken_as(filling: Filling, key: str, slot: Slot, said: str = "") -> Filling:
    """With this value; its figure (``said``) is then no longer left over, nor of another matter."""
    said = said or slot.text
    others = {name: other for name, other in filling.others.items() if other.text != said}
    aside = tuple(one for one in filling.aside if one.figure.text != said)
    problems = tuple(problem for problem in filling.problems if problem.said != said)
    return replace(filling, inputs={**filling.inputs, key: slot}, others=others, aside=aside, problems=problems)


def said_anew(utterance: Utterance, state: State, measure: Measure, acts: Acts) -> str:
    """The sum that a message of hardly more than one figure says anew: 「准确说335」 where 万 is in use,
    「批了！43600」 after 四五万; "" when it does not."""
    figures = utterance.figures
    if len(figures) != 1 or acts.asked or acts.questions_the_sum or acts.does("add", "remove", "address", "other_firm"):
        return ""
    figure = figures[0]
    before, behind = utterance.text[: figure.start], utterance.text[figure.end :]
    if is_put_as_guess(before, behind) or is_reckoned(utterance.text, figure):
        return ""
    rest = utterance.folded.replace(fold(figure.text), "", 1)
    rest = "".join(sign for sign in rest if sign not in EDGES)
    if len(rest) > FEW_WORDS or not isinstance(figure.value, Decimal) or figure.negative or figure.counted:
        return ""
    if not rest and state.asked:
        return ""
    key = next((key for key in reversed(state.said) if _is_sum(measure, key)), "")
    known = state.topic.standing.inputs.get(key)
    if known is None or not isinstance(known.value, Decimal) or state.topic.standing.items or known.step:
        return ""
    if figure.unit_missing and figure.kind in ("number", "money"):
        value, times = figure.value * UNITS_OF_MONEY.get(state.unit, Decimal(0)), ALIKE
    elif figure.kind == "money" and figure.unit == "yuan" and known.approx:
        value, times = figure.value, NEARLY
    else:
        return ""
    return key if known.value <= value * times and value <= known.value * times else ""


def _is_sum(measure: Measure, key: str) -> bool:
    record = measure.input(key)
    return record is not None and record.unit == "yuan"
