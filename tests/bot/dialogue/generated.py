"""Talks made of acts. Each act says something in one of many ways, and tells the oracle what it said: that is how the
right sum of every turn is known without reading a message.

A talk is a measure to begin with and a list of (act, number): the number chooses values and wording. An act that does
not fit where the talk stands (taking away a part where there is one) is left out, so that any piece of a talk is a talk
and a failing one shrinks to what matters.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from bot.advisor import Advisor, Live
from bot.messages import Message
from bot.slots.model import FEWEST_BARE_MONTHS
from calculators.core import Value
from knowledge.records.model import InputRecord, Knowledge, Measure
from tests.bot.dialogue.oracle import DAY, Frame, Part, record_of
from tests.bot.dialogue.wording import (
    ANNOUNCES,
    FIRMS,
    FIXED,
    NAMES,
    TERMS,
    money_in_words,
    rate_in_words,
    sums_in_words,
    term_in_words,
)

WAN = 10_000
Payload = Mapping[str, Any]
numbers = itertools.count()


@dataclass(frozen=True)
class Said:
    """A figure of a message: its words, its value (yuan, ratio), and whether it only names something."""

    text: str
    value: Decimal
    names: bool = False


@dataclass(frozen=True)
class Turn:
    """A message and what it does. ``moves``: it states, asks for, or turns to something, so that the reply must give
    the sum where there is one; others may leave it out. ``form``: which way of saying it, by name."""

    text: str
    form: str = ""
    moves: bool = False
    figures: tuple[Said, ...] = ()


@dataclass
class Talk:
    """Where the talk stands for the oracle, and the last reply."""

    knowledge: Knowledge
    frame: Frame
    frames: list[Frame] = field(default_factory=list)
    reply: Payload = field(default_factory=dict)
    said_wan: bool = False

    @property
    def measure(self) -> Measure:
        return self.frame.measure

    @property
    def amount(self) -> Decimal | None:
        return self.frame.amount(self.knowledge)

    def turn_to(self, frame: Frame) -> None:
        if frame not in self.frames:
            self.frames.append(frame)
        self.frame = frame


Act = Callable[[Talk, Random], Turn | None]


# --- values -----------------------------------------------------------------------------------------------------------

GRIDS = {  # 万元: least, most, step
    "province_subsidy_yuan": (4, 60, 2),
    "premium_yuan": (20, 95, 5),
    "insured_yuan": (1200, 4000, 100),
    "direct_financing_yuan": (60, 900, 20),
    "bad_principal_yuan": (30, 900, 10),
    "principal_yuan": (30, 900, 10),
    "guarantee_yuan": (30, 900, 10),
    "raise_yuan": (300, 5000, 100),
}
RATES = [Decimal(one) for one in ("0.003", "0.0035", "0.004", "0.0045", "0.006", "0.008")]


def fresh(talk: Talk, record: InputRecord, rng: Random) -> Value:
    """A value that stands nowhere yet and is no number of the document."""
    if record.unit == "yuan":
        least, most, step = GRIDS[record.key]
        sums = [one for part in talk.frame.parts if isinstance(one := part.get(record.key), Decimal)]
        taken = {*_decimals(talk.frame), sum(sums, Decimal(0)), talk.amount, *(f.value for f in talk.measure.figures)}
        return rng.choice([v for n in range(least, most + 1, step) if (v := Decimal(n * WAN)) not in taken])
    if record.unit == "months":
        return rng.choice([v for n in TERMS if (v := Decimal(n)) not in _decimals(talk.frame)])
    if record.unit == "ratio":
        return rng.choice([v for v in RATES if v not in _decimals(talk.frame)])
    if record.unit == "date":
        return date(rng.choice((2024, 2025)), rng.randint(6, 9), rng.randint(1, 28))
    return rng.choice([o.value for o in record.options if o.value != talk.frame.known(record.key)])


def _decimals(frame: Frame) -> set[Decimal]:
    every = [*frame.values.values(), *(value for part in frame.parts for value in part.values())]
    return {value for value in every if isinstance(value, Decimal)}


def in_words(record: InputRecord, value: Value, rng: Random) -> str:
    if record.unit == "choice":
        return next(o.label for o in record.options if o.value == value)
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    assert isinstance(value, Decimal)
    if record.unit == "months":
        return term_in_words(value, rng)
    return money_in_words(value, rng) if record.unit == "yuan" else rate_in_words(value)


def said(record: InputRecord, value: Value, words: str, names: bool = False) -> tuple[Said, ...]:
    """The figure as the books know it: money and rates."""
    return (Said(words, value, names),) if record.unit in ("yuan", "ratio") and isinstance(value, Decimal) else ()


def stated(talk: Talk, key: str, value: Value, rng: Random) -> tuple[str, tuple[Said, ...]]:
    """「本金500万」, 「费率0.4%」, 「一年」 in one of the ways the record knows."""
    record = record_of(talk.measure, key)
    words = in_words(record, value, rng)
    if record.unit == "choice":
        text = rng.choice(["在{}", "{}的", *([] if talk.frame.firm else ["我们是{}"])]).format(words)
    elif record.unit == "date":
        text = rng.choice(["{}放的款", "放款日{}", "{}放款"]).format(words)
    elif record.unit == "months":
        text = rng.choice(["{label}{}", "{label}是{}"]).format(words, label=record.label)
    else:
        heads = [record.label, f"{record.label}是", *ANNOUNCES.get((talk.measure.id, key), ())]
        text = rng.choice(heads) + words
    return text, said(record, value, words)


def statable(measure: Measure) -> list[str]:
    """Inputs that talks give: all that are required, and those of these kinds that are not."""
    more = {"fee_rate", "term_months", "start", "raise_yuan"}
    return [i.key for i in measure.inputs if i.required or i.key in more]


# --- acts that state --------------------------------------------------------------------------------------------------


def opening(talk: Talk, rng: Random, measure: Measure, firm: str = "") -> Turn:
    """A measure by its name, with its main sum and some of the rest."""
    talk.turn_to(Frame(measure, firm))
    keys = statable(measure)
    first = talk.frame.main if measure.input(talk.frame.main) else keys[0]
    more = [key for key in keys if key != first and rng.random() < 0.5 and key != "start"]
    told, figures = [], []
    for key in (first, *more):
        value = fresh(talk, record_of(measure, key), rng)
        text, found = stated(talk, key, value, rng)
        talk.frame.put(key, value)
        told.append(text)
        figures += found
    name = rng.choice(NAMES[measure.id])
    form = rng.choice(["{firm}{name}，{told}，能补多少", "{firm}{name}，{told}", "帮我算下{firm}{name}，{told}"])
    return Turn(form.format(firm=firm, name=name, told="，".join(told)), "", True, tuple(figures))


def state(talk: Talk, rng: Random) -> Turn | None:
    """A quantity not known yet, with the words that announce it."""
    keys = [k for k in statable(talk.measure) if talk.frame.known(k) is None and not _known_of_some(talk, k)]
    if not keys:
        return None
    key = rng.choice(keys)
    value = fresh(talk, record_of(talk.measure, key), rng)
    text, figures = stated(talk, key, value, rng)
    talk.frame.put(key, value)
    return Turn(text, key, True, figures)


def _known_of_some(talk: Talk, key: str) -> bool:
    return any(key in part for part in talk.frame.parts)


def answer(talk: Talk, rng: Random) -> Turn | None:
    """The bare value of the figure that was just asked for, or a word to the condition."""
    asked = talk.reply.get("missing", ())
    if not asked:
        return _answered(talk, rng)
    key = asked[0]
    record = talk.measure.input(key)
    if record is None or key not in talk.frame.missing() or _known_of_some(talk, key):
        return None
    value = fresh(talk, record, rng)
    words = in_words(record, value, rng)
    bare = record.unit == "months" or (record.unit == "yuan" and talk.said_wan)
    form = "words"
    few = record.unit == "months" and isinstance(value, Decimal) and value < FEWEST_BARE_MONTHS  # 3 may be years
    if bare and not few and isinstance(value, Decimal) and rng.random() < 0.4:
        words, form = str(value if record.unit == "months" else value / WAN), "number"
    talk.frame.put(key, value)
    return Turn(words, f"{record.unit} {form}", True, said(record, value, words))


def _answered(talk: Talk, rng: Random) -> Turn | None:
    """是, 不是, 不清楚 to the condition whose question stands first in the reply."""
    open_ = [talk.measure.condition(key) for key in talk.reply.get("unconfirmed", ())]
    asked = next((c for c in open_ if c and c.question in talk.reply["text"]), None)
    if asked is None or asked.limit or asked.accepts or talk.frame.unsure:
        return None  # after 不清楚 the conditions are listed, but none is asked
    word = rng.choice(["是", "是的", "对", "嗯", "不清楚", *(("不是", "没有") if _deniable(talk, asked.key) else ())])
    if word == "不清楚":
        talk.frame.unsure = True
    else:
        talk.frame.facts[asked.key] = "no" if word in ("不是", "没有") else "yes"
    return Turn(word, "unsure" if word == "不清楚" else talk.frame.facts[asked.key], word != "不清楚")


def condition(talk: Talk, rng: Random) -> Turn | None:
    """A condition stated in the words that a button says for it; one stated otherwise before is mended."""
    rows = [
        (c.key, value, words)
        for c in talk.measure.conditions
        if not c.limit and not c.hidden and (fact := talk.knowledge.facts.get(c.key))
        for value, words in fact.says.items()
        if value != "unknown" and talk.frame.facts.get(c.key) != value
        if c.affirms(value) or _deniable(talk, c.key)
    ]
    if not rows:
        return None
    key, value, words = rng.choice(rows)
    forms = ["{}", "对了，{}", *(["{}的"] if value in ("yes", "no") else [])]
    forms += ["我们{}"] if value in ("yes", "no") and not talk.frame.firm else []
    words = rng.choice(forms).format(words)
    mends = key in talk.frame.facts
    talk.frame.facts[key] = value
    return Turn(words, f"{'mends ' if mends else ''}{key}={value}", True)


def _deniable(talk: Talk, key: str) -> bool:
    """Whether a no can stand: not where the measure's own name, or that of its sum, says yes."""
    named = {"patent_pledge", "conversion_loan", "non_performing", "lukebao_product", "first_set_product", "is_ipo"}
    return key not in {*named, "listed_recognized", "lukedan_filed", "rd_credit_loan"}


def correct(talk: Talk, rng: Random) -> Turn | None:
    """Another value for what stands."""
    key = _one_known(talk, rng)
    if not key:
        return None
    record, old = record_of(talk.measure, key), talk.frame.known(key)
    assert old is not None
    value = fresh(talk, record, rng)
    words, before = in_words(record, value, rng), in_words(record, old, rng)
    forms = ["{label}改成{new}", "{label}不是{old}，是{new}", "{label}说错了，是{new}", "更正一下，{label}{new}"]
    if _is_only_of_its_unit(talk, record):
        forms += ["不对，是{new}", "不是{old}，是{new}", "说错了，应该是{new}", "改成{new}"]
    form = rng.choice(forms)
    talk.frame.put(key, value)
    figures = said(record, value, words) + (said(record, old, before) if "{old}" in form else ())
    return Turn(form.format(label=record.label, old=before, new=words), f"{form} {record.unit}", True, figures)


def what_if(talk: Talk, rng: Random) -> Turn | None:
    """A value tried on top of what stands."""
    key = _one_known(talk, rng)
    if not key:
        return None
    record = record_of(talk.measure, key)
    value = fresh(talk, record, rng)
    words = in_words(record, value, rng)
    forms = ["要是{label}{new}呢", "如果{label}是{new}呢", "{label}换成{new}能拿多少"]
    if _is_only_of_its_unit(talk, record):
        forms += ["那要是{new}呢", "如果是{new}呢"]
    form = rng.choice(forms)
    talk.frame.put(key, value)
    return Turn(form.format(label=record.label, new=words), f"{form} {record.unit}", True, said(record, value, words))


def _one_known(talk: Talk, rng: Random) -> str:
    """A quantity of one value: with several parts, one that is not theirs."""
    known = [k for k in statable(talk.measure) if talk.frame.known(k) is not None]
    if len(talk.frame.parts) > 1:
        known = [k for k in known if k in talk.frame.values]
    return rng.choice([k for k in known if k != "start"] or [""])


def _is_only_of_its_unit(talk: Talk, record: InputRecord) -> bool:
    return sum(other.unit == record.unit for other in talk.measure.inputs if other.key in statable(talk.measure)) == 1


def add(talk: Talk, rng: Random) -> Turn | None:
    """One more loan, policy, financing."""
    frame, key = talk.frame, talk.frame.main
    record = talk.measure.input(key)
    if record is None or not record.required or frame.known(key) is None or len(frame.parts) > 3:
        return None
    if any("start" in part for part in frame.parts):  # whether a loan added later was paid out on the same day is open
        return None
    others = [i for i in talk.measure.inputs if i.required and i.unit == "yuan" and i.key != key]
    value = fresh(talk, record, rng)
    words = in_words(record, value, rng)
    part: dict[str, Value] = {key: value}
    figures = said(record, value, words)
    forms = ["再加{new}", "还有一笔{new}", "另外还有一笔{label}{new}", "漏了一笔，{label}{new}"]
    if others:
        forms = ["再加一份，{label}{new}", "还有一份保单，{label}{new}"]
    form = rng.choice(forms)
    text = form.format(new=words, label=record.label)
    for other in others:
        more = fresh(talk, other, rng)
        told = in_words(other, more, rng)
        text += f"，{other.label}{told}"
        part[other.key] = more
        figures += said(other, more, told)
    term = talk.measure.input("term_months")
    # The term of one more loan is only known to be the same where it is added to the one that stands
    if term and term.of_a_part and (not form.startswith("再加") or rng.random() < 0.5):
        months = fresh(talk, term, rng)
        text += f"，{in_words(term, months, rng)}"
        part["term_months"] = months
        form += "+term"
    frame.add(part)
    return Turn(text, form, True, figures)


def take_away(talk: Talk, rng: Random) -> Turn | None:
    """One of several parts is taken back."""
    parts = talk.frame.parts
    if len(parts) < 2:
        return None
    index = rng.randrange(len(parts))
    called = _name_of(talk, index, rng)
    if called is None:
        return None
    name, form, figures = called
    verb = rng.choice(["不要了", "不算了", "去掉", "不报了"])
    talk.frame.take_away(index)
    return Turn(name + verb, f"{form}{verb}", True, figures)


def address(talk: Talk, rng: Random) -> Turn | None:
    """One of several parts gets another sum or term."""
    parts = talk.frame.parts
    if len(parts) < 2:
        return None
    index = rng.randrange(len(parts))
    called = _name_of(talk, index, rng)
    if called is None:
        return None
    name, form, figures = called
    of_a_part = [i for i in talk.measure.inputs if i.key in ("term_months", talk.frame.main) and i.key in parts[index]]
    record = rng.choice(of_a_part)
    value = fresh(talk, record, rng)
    words = in_words(record, value, rng)
    way = rng.choice(["改成{}", "其实是{}", "应该是{}"])
    parts[index][record.key] = value
    return Turn(name + way.format(words), f"{form}{way} {record.unit}", True, (*figures, *said(record, value, words)))


def _name_of(talk: Talk, index: int, rng: Random) -> tuple[str, str, tuple[Said, ...]] | None:
    """第二笔, 最后那笔, 200万那笔; None where nothing tells it from the others."""
    parts, noun = talk.frame.parts, "份" if len([i for i in talk.measure.inputs if i.of_a_part]) == 1 else "笔"
    noun = "笔" if "term_months" in talk.measure.of_a_part else noun
    amount = parts[index][talk.frame.main]
    record = record_of(talk.measure, talk.frame.main)
    names: list[tuple[str, str, tuple[Said, ...]]] = []
    if not talk.frame.renumbered:
        names.append((f"第{'一二三四五'[index]}{noun}", "nth ", ()))
    if index == len(parts) - 1:
        names.append((f"最后那{noun}", "last ", ()))
    if isinstance(amount, Decimal) and [part[talk.frame.main] for part in parts].count(amount) == 1:
        words = in_words(record, amount, rng)
        names.append((f"{words}那{noun}", "amount ", said(record, amount, words, names=True)))
    return rng.choice(names) if names else None


# --- other firms and measures -----------------------------------------------------------------------------------------


def other_firm(talk: Talk, rng: Random) -> Turn | None:
    """Another firm's case of the same measure, with figures of its own."""
    if talk.frame.firm or any(one.firm and one.measure == talk.measure for one in talk.frames):
        return None
    firm = rng.choice(FIRMS)
    turn = opening(talk, rng, talk.measure, firm)
    return replace(turn, form=firm)


def back(talk: Talk, rng: Random) -> Turn | None:
    """Back to the own firm."""
    own = next((one for one in talk.frames if not one.firm and one.measure == talk.measure), None)
    if not talk.frame.firm or own is None:
        return None
    talk.turn_to(own)
    return _fixed("back", rng, moves=True)


def switch(talk: Talk, rng: Random) -> Turn | None:
    """Another measure by its name and with its figures; none whose figures would carry over."""
    needed = _required(talk.measure)
    fresh_ones = [
        one
        for one in talk.knowledge.measures
        if one.policy == talk.measure.policy
        and _required(one) != needed
        and not any(frame.measure == one for frame in talk.frames)
    ]
    if talk.frame.firm or not fresh_ones:
        return None
    measure, left = rng.choice(fresh_ones), talk.frame
    turn = replace(opening(talk, rng, measure), form=measure.id)
    asked = {condition.key for condition in measure.conditions}
    known = talk.knowledge.facts
    talk.frame.facts |= {k: v for k, v in left.facts.items() if k in asked and k in known and known[k].of == "firm"}
    return turn


def _required(measure: Measure) -> set[str]:
    return {i.key for i in measure.inputs if i.required}


def come_back(talk: Talk, rng: Random) -> Turn | None:
    """Back to a measure that was left."""
    left = [one for one in talk.frames if not one.firm and one.measure != talk.measure]
    if talk.frame.firm or not left:
        return None
    frame = rng.choice(left)
    talk.turn_to(frame)
    name = rng.choice(NAMES[frame.measure.id])
    form = rng.choice(["回到{}", "还是说{}", "刚才的{}接着算", "回到刚才{}那个"])
    return Turn(form.format(name), form, True)


# --- acts that change nothing -----------------------------------------------------------------------------------------


def doubt(talk: Talk, rng: Random) -> Turn | None:
    """A question or complaint that repeats the sum just shown."""
    amount = talk.frame.shown
    if not amount or amount != talk.amount:
        return None
    words = rng.choice(sums_in_words(amount))
    turn = _fixed("doubt", rng)
    return replace(turn, text=turn.text.format(words), figures=(Said(words, amount),))


def guess(talk: Talk, rng: Random) -> Turn | None:
    """The user's own idea of the sum."""
    amount = talk.frame.shown
    if not amount or amount != talk.amount:
        return None
    near = [amount * Decimal(n) / 10 for n in (5, 8, 12, 15, 20, 30)]
    taken = {*_decimals(talk.frame), amount, *(f.value for f in talk.measure.figures)}
    values = [v for v in near if v not in taken and not v % 100]
    if not values:
        return None
    value = rng.choice(values)
    words = rng.choice(sums_in_words(value))
    turn = _fixed("guess", rng)
    return replace(turn, text=turn.text.format(words), figures=(Said(words, value),))


def remark(talk: Talk, rng: Random) -> Turn | None:
    """Something of the firm that no measure asks for, with a figure or without."""
    value = Decimal(rng.choice((1100, 2300, 3700)) * WAN)
    turn = _fixed("remark", rng)
    if talk.frame.firm and "我们" in turn.text:  # that would go back to the own firm
        return None
    if "{}" not in turn.text:
        return turn
    words = money_in_words(value, rng)
    return replace(turn, text=turn.text.format(words), figures=(Said(words, value),))


def _fixed(kind: str, rng: Random, moves: bool = False) -> Turn:
    text = rng.choice(FIXED[kind])
    return Turn(text, text, moves)


def wait(talk: Talk, rng: Random) -> Turn | None:
    """Something has to be looked up first; the condition that was asked is not asked again, nor when the talk comes
    back to an earlier measure that has it too."""
    for frame in talk.frames:
        frame.unsure = True
    return _fixed("wait", rng)


def fixed(kind: str) -> Act:
    return lambda talk, rng: _fixed(kind, rng)


def cancel(talk: Talk, rng: Random) -> Turn | None:
    """Everything is dropped; what comes next begins anew."""
    turn = _fixed("cancel", rng)
    talk.frames.clear()
    talk.frame = Frame(talk.measure)
    return turn


ACTS: Mapping[str, Act] = {
    "state": state,
    "answer": answer,
    "condition": condition,
    "correct": correct,
    "what_if": what_if,
    "add": add,
    "take_away": take_away,
    "address": address,
    "other_firm": other_firm,
    "back": back,
    "switch": switch,
    "come_back": come_back,
    "doubt": doubt,
    "guess": guess,
    "remark": remark,
    "side": fixed("side"),
    "foreign": fixed("foreign"),
    "small": fixed("small"),
    "noise": fixed("noise"),
    "wait": wait,
    "cancel": cancel,
}
OFTEN = ("answer", "condition", "correct", "add", "doubt", "remark", "state", "take_away", "address")
KINDS = (*ACTS, *OFTEN)
NEUTRAL = frozenset(("doubt", "guess", "remark", "side", "foreign", "small", "noise", "wait"))
Script = Sequence[tuple[str, int]]


# --- what must hold ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Violation:
    """``check``: what does not hold; ``act`` and ``form`` of the turn; the talk up to it."""

    check: str
    act: str
    form: str
    measure: str
    detail: str
    lines: tuple[str, ...]
    reply: str

    def __str__(self) -> str:
        told = "\n".join(f"  > {line}" for line in self.lines)
        return f"{self.check} by {self.act} [{self.form}] of {self.measure}: {self.detail}\n{told}\n  {self.reply}"


HARMLESS = frozenset(("books_open", "no_sum", "still_after_change", "no_working", "raw_key", "percent_above_100"))
RAW_KEY = re.compile(r"[a-z]+(?:_[a-z]+)+")
PERCENT = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)%")


def broken(talk: Talk, turn: Turn, kind: str, reply: Payload, shown_last: Decimal | None) -> Iterator[tuple[str, str]]:
    """Every check the reply fails, with the detail."""
    yield from _sum(talk, turn, kind, reply)
    if reply["inputs"]:
        yield from _standing(talk, kind, reply["inputs"])
    yield from _books(talk, turn, reply)
    yield from _words(talk, reply, shown_last)
    if reply["measure"] not in (talk.measure.id, None) or (turn.moves and reply["measure"] is None):
        yield "measure_lost", str(reply["measure"])


def _sum(talk: Talk, turn: Turn, kind: str, reply: Payload) -> Iterator[tuple[str, str]]:
    right, got = talk.amount, reply["amount_yuan"]
    if got is not None and (right is None or Decimal(got) != right):
        yield "wrong_sum", f"{got}, right {right}"
    asks_again = talk.frame.bars() & set(reply["unconfirmed"])  # whether what bars the sum still does
    if got is None and right is not None and (turn.moves or kind == "guess") and not asks_again:
        yield "no_sum", f"right {right}"
    if turn.moves and right is None and reply["measure"] and talk.frame.missing() and not reply["missing"]:
        yield "not_asked", str(talk.frame.missing())


def _standing(talk: Talk, kind: str, inputs: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The figures are the oracle's; stated conditions hold; what changes nothing leaves all as it was."""
    right, known = talk.frame.inputs(), {i.key for i in talk.measure.inputs}
    for key in known & ({*inputs} | {*right}):
        if not _same(right.get(key), inputs.get(key)):
            check = "figure_lost" if key not in inputs else "figure_changed" if key in right else "figure_from_nowhere"
            yield check, f"{key}: {inputs.get(key)}, right {right.get(key)}"
    items = [dict(item) for item in inputs.get("items", ())]
    wanted = talk.frame.items()
    given = [{**inputs, **item} for item in items]  # what all parts share may stand above them
    if len(items) != len(wanted) or not all(map(_is_part, wanted, given)):
        yield "parts", f"{items}, right {wanted}"
    for key, value in talk.frame.facts.items():
        if inputs.get(key) != {"yes": True, "no": False}.get(value, value):
            yield "condition_lost", f"{key}: {inputs.get(key)}, right {value}"
    before = talk.frame.seen
    if kind in NEUTRAL and before is not None and dict(inputs) != dict(before):
        yield "moved_by_nothing", f"{dict(before)} → {dict(inputs)}"


def _is_part(right: Part, got: Mapping[str, object]) -> bool:
    return all(_same(value, got.get(key)) for key, value in right.items())


def _same(right: Value | None, got: object) -> bool:
    if right is None or got is None:
        return right is got
    if isinstance(right, Decimal):
        try:
            return Decimal(str(got)) == right
        except ArithmeticError:
            return False
    return str(right) == str(got)


def _books(talk: Talk, turn: Turn, reply: Payload) -> Iterator[tuple[str, str]]:
    """Every figure of the message is an input, a part, another reading, set aside, or the document's own."""
    inputs = reply["inputs"]
    every = [*inputs.values(), *(v for item in inputs.get("items", ()) for v in item.values()), reply["amount_yuan"]]
    every += [one["amount_yuan"] for one in reply["alternatives"]]
    there = {Decimal(value) for value in every if isinstance(value, str) and re.fullmatch(r"[0-9.]+", value)}
    there |= {figure.value for figure in talk.measure.figures}
    for figure in turn.figures:
        aside = any(figure.text in one["text"] or one["text"] in figure.text for one in reply["unused"])
        if not (figure.names or aside or figure.value in there):
            yield "books_open", f"{figure.text} ({reply['kind']})"


def _words(talk: Talk, reply: Payload, shown_last: Decimal | None) -> Iterator[tuple[str, str]]:
    """「还是」 only of an equal sum; a sum that moved has its working; no raw key, no percent above 100."""
    text, got = reply["text"], reply["amount_yuan"]
    amount = None if got is None else Decimal(got)
    if "金额还是" in text and amount not in (talk.frame.shown, shown_last):
        yield "still_after_change", f"{talk.frame.shown} → {got}"
    if amount and amount != talk.frame.shown and "怎么算的" not in text:
        yield "no_working", f"{talk.frame.shown} → {got}"
    if raw := RAW_KEY.search(text):
        yield "raw_key", raw[0]
    if above := [one for one in PERCENT.findall(text) if Decimal(one.replace(",", "")) > 100]:
        yield "percent_above_100", str(above)
    if "没处理好" in text:
        yield "failed", text


# --- playing ----------------------------------------------------------------------------------------------------------


def play(live: Live, first: tuple[str, int], script: Script) -> tuple[int, list[Violation]]:
    """The number of turns, and what they break, up to the first turn after which what stands is not the oracle's.
    ``first``: the measure and a number."""
    knowledge = live.knowledge
    measure = next(one for one in knowledge.measures if one.id == first[0])
    talk = Talk(knowledge, Frame(measure))
    advisor, name = Advisor(live, None), f"generated-{next(numbers)}"
    lines: list[str] = []
    every: list[Violation] = []
    shown_last: Decimal | None = None
    for drawn, number in (("open", first[1]), *script):
        rng, kind = Random(number), drawn if talk.frames else "open"  # after a cancel too
        turn = opening(talk, rng, talk.measure) if kind == "open" else ACTS[kind](talk, rng)
        if turn is None:
            continue
        lines.append(turn.text)
        reply = advisor.reply(Message(name, turn.text, DAY)).payload
        if kind == "cancel":
            shown_last = None
            if reply["measure"] is not None or reply["inputs"]:
                return len(lines), [*every, _violation("not_cancelled", "", kind, turn, talk, lines, reply)]
            continue
        found = dict.fromkeys(broken(talk, turn, kind, reply, shown_last))
        every += [_violation(check, why, kind, turn, talk, lines, reply) for check, why in found]
        if any(check not in HARMLESS for check, _ in found):
            break
        talk.reply, talk.said_wan = reply, "万" in turn.text
        if reply["inputs"]:
            talk.frame.seen = reply["inputs"]
        if reply["amount_yuan"] is not None:
            talk.frame.shown = shown_last = Decimal(reply["amount_yuan"])
    return len(lines), every


def _violation(
    check: str, detail: str, kind: str, turn: Turn, talk: Talk, lines: Sequence[str], reply: Payload
) -> Violation:
    told = {key: reply[key] for key in ("kind", "measure", "inputs", "missing", "amount_yuan", "unused")}
    said_back = " / ".join(reply["text"].splitlines()[:4])
    return Violation(check, kind, turn.form, talk.measure.id, detail, tuple(lines), f"{told}\n  {said_back}")


def shrunk(live: Live, first: tuple[str, int], script: Script, kind: tuple[str, str]) -> Violation | None:
    """The first violation of a ``kind`` (check, act) with as few turns as can be; None where there is none."""
    found = _first(live, first, script, kind)
    script, index = list(script), 0
    while found and index < len(script):
        shorter = [*script[:index], *script[index + 1 :]]
        if other := _first(live, first, shorter, kind):
            script, found = shorter, other
        else:
            index += 1
    return found


def _first(live: Live, first: tuple[str, int], script: Script, kind: tuple[str, str]) -> Violation | None:
    every = play(live, first, script)[1]
    return next((one for one in every if (one.check, one.act) == kind), None)


__all__ = ["ACTS", "KINDS", "Violation", "play", "shrunk"]
