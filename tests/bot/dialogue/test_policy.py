"""Each rule of the calculation by itself, and that a message is read once, whoever asks."""

from collections import Counter
from datetime import date

import pytest

from bot.dialogue import turn as turns
from bot.dialogue.measure_policy import CALCULATION
from bot.dialogue.policy import STEPS, respond
from bot.dialogue.state import State
from bot.dialogue.turn import Turn
from bot.nlu.utterance import Utterance

DAY = date(2025, 11, 22)
PLEDGE = "专利质押贷了500万，一年期"

# what was said before, the message, the rule that decides on it
RULES = [
    ([PLEDGE], "办了", "answers the question that was put"),
    ([PLEDGE], "这个找哪个部门办", "asks about the rule of the measure under way"),
    ([PLEDGE], "我们公司80个人，成立12年了", "is about the measure under way"),
    ([], "你们几点上班", "names no measure"),
    ([PLEDGE], "保费也付了，一年的，放款是2024年8月", "gives the current, hardly names another"),
    ([], "青岛的专利质押贷款有没有贴息", "is small talk, about the document, or not ours"),
    ([], "鲁科担代偿了，市里给担保公司补多少", "is surely about another clause"),
    ([], "专利质押贷款贴息找哪个部门", "asks about the rule of the measure named"),
    ([], "专利质押是怎么回事", "gives nothing to compute with"),
    ([], "科转贷和银行怎么分担风险的", "names several measures"),
    ([], PLEDGE, "names a measure and gives it something"),
    ([], "新三板挂牌奖励能拿多少", "names a measure and gives it something"),
]


def turn_after(house, lines: list[str], text: str) -> Turn:
    live, state = house.advisor.live, State()
    for line in lines:
        state = respond(Utterance.read(line, DAY, live.knowledge, live.matcher), state).state
    return Turn(Utterance.read(text, DAY, live.knowledge, live.matcher), state)


@pytest.mark.parametrize(("lines", "text", "name"), RULES)
def test_the_rule_that_decides(house, lines: list[str], text: str, name: str) -> None:
    turn = turn_after(house, lines, text)
    assert next(rule.name for rule in CALCULATION if rule.applies(turn)) == name


def test_the_table_ends_with_a_rule_that_always_applies(house) -> None:
    assert CALCULATION[-1].applies(turn_after(house, [], "你好"))
    assert len({rule.name for rule in CALCULATION}) == len(CALCULATION)
    assert len(set(STEPS)) == len(STEPS)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([], f"{PLEDGE}，能贴多少"),
        ([PLEDGE], "不对，是800万"),
        ([PLEDGE], "办了"),
        ([PLEDGE, "办了"], "贷500万和800万分别多少"),
    ],
)
def test_a_message_is_read_once_for_a_measure_and_a_state(house, lines, text, monkeypatch) -> None:
    read: Counter[tuple] = Counter()
    extract = turns.extract

    def counted(utterance, state, measure, acts):
        read[(measure.id, state.asked, state.unit, state.said, repr(state.topic.standing))] += 1
        return extract(utterance, state, measure, acts)

    turn = turn_after(house, lines, text)
    monkeypatch.setattr(turns, "extract", counted)
    respond(turn.utterance, turn.state)
    assert read and max(read.values()) == 1, read
