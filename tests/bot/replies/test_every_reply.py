"""Every reply of the dialogues as a bookkeeper reads it: roundings, what is said to stand, units, what is left out."""

import re
from decimal import ROUND_HALF_UP, Decimal

from bot.figures import read_figures
from bot.messages import ReplyKind
from bot.replies.lines import Role
from bot.replies.render import lines, render
from bot.replies.views import MeasureView
from calculators.wording import money

WHOLE = re.compile(r"([\d,.]+) (万元|亿元)（([\d,]+\.\d\d)元）")
RAW = re.compile(r"[A-Za-z]+_[A-Za-z_]+")
PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
SIZES = {"万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def test_every_sum_is_shown_rounded_half_up(told):
    seen = 0
    for one in told:
        for short, unit, exact in WHOLE.findall(render(one.reply)):
            expected = (number(exact) / SIZES[unit]).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
            assert number(short) == expected, (one.say, short, exact)
            seen += 1
    assert seen > 100


def test_a_sum_that_is_still_the_same_was_said_before(told):
    last: dict[tuple[str, str], Decimal] = {}
    seen = 0
    for one in told:
        reply = one.reply
        name = (one.talk, reply.measure or "")
        if "还是" in "".join(line.text for line in lines(reply) if line.role is Role.LEAD) and reply.amount is not None:
            assert last.get(name) == reply.amount, (one.talk, one.say)
            seen += 1
        if reply.amount is not None and isinstance(reply.view, MeasureView):  # a comparison leaves what stands
            last[name] = reply.amount
    assert seen > 10


def test_a_sum_that_moved_has_its_whole_working(told):
    for one in told:
        view = one.reply.view
        if one.reply.kind is not ReplyKind.CALCULATION or not isinstance(view, MeasureView) or view.kept:
            continue
        if view.outcome.broken or view.outcome.result is None or view.outcome.result.amount is None:
            continue
        said = render(one.reply)
        for step in (*view.derived, *view.outcome.result.steps):
            assert step.words in said and step.quote in said, one.say


def test_no_key_of_a_record_is_shown(told):
    assert [one.say for one in told if RAW.search(render(one.reply))] == []


def test_no_echo_is_a_percentage_above_a_hundred(told):
    for one in told:
        echoed = [line.plain for line in lines(one.reply) if line.role is Role.HEARD]
        assert all(Decimal(found) <= 100 for text in echoed for found in PERCENT.findall(text)), (one.say, echoed)


def test_nothing_is_said_to_be_noted_that_was_not_taken(told):
    for one in told:
        if "记下了：" in render(one.reply) and isinstance(one.reply.view, MeasureView):
            extra = one.reply.view.extra
            assert extra.took and not extra.unheard, one.say


def test_every_sum_of_money_in_a_message_is_accounted_for(told):
    """In the working, in another reading, in the line of what was left out, or the document's own number."""
    seen = 0
    for one in told:
        reply, view = one.reply, one.reply.view
        if reply.kind is not ReplyKind.CALCULATION or not isinstance(view, MeasureView) or view.outcome.broken:
            continue
        said, own = render(reply), {figure.value for figure in view.measure.figures}
        for figure in read_figures(one.say, one.day):
            if figure.kind != "money" or not isinstance(figure.value, Decimal) or figure.value in own:
                continue
            assert money(figure.value) in said or figure.text in said, (one.talk, one.say, figure.text, said)
            seen += 1
    assert seen > 100


def test_what_was_left_out_is_said_with_the_words_of_the_contract(told):
    seen = 0
    for one in told:
        shown = "".join(line.text for line in lines(one.reply) if line.role is Role.UNUSED)
        for unused in one.reply.unused:
            if unused.compared:  # held against the sum in a line of its own
                continue
            assert f"{unused.text}（{unused.why}）" in shown, one.say
            seen += 1
    assert seen > 5
