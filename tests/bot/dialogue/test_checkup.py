"""「体检」 in the talk: at most ten questions that matter, each skippable; the same table as the command gives."""

from datetime import date

import pytest

from bot.advisor import Advisor
from bot.dialogue.checkup import checkup
from bot.dialogue.state import Going, State, recall
from bot.dialogue.turn import Turn
from bot.measures.checkup_questions import MOST
from bot.messages import Message, ReplyKind
from bot.nlu.utterance import Utterance
from bot.replies.checkup import check_line
from bot.replies.views import CheckupView

DAY = date(2025, 11, 22)


class Talk:
    """One conversation about a check-up."""

    def __init__(self, advisor: Advisor, name: str) -> None:
        self._advisor, self._name = advisor, name

    def say(self, text: str) -> CheckupView:
        answer = self._advisor.reply(Message(self._name, text, DAY, "test"))
        assert isinstance(answer.reply.view, CheckupView), answer.text
        return answer.reply.view

    def other(self, text: str) -> str:
        return str(self._advisor.reply(Message(self._name, text, DAY, "test")).payload["kind"])

    @property
    def state(self) -> State:
        kept = self._advisor._states.state_of(self._name)
        return recall(kept, self._advisor.now()).state


@pytest.fixture
def talk(house, request):
    return Talk(house.advisor, f"checkup:{request.node.name}")


def sums(view: CheckupView) -> dict[str, str]:
    return {item.name: str(item.amount) for item in view.money}


@pytest.mark.parametrize("text", ["体检", "我要体检", "看我能拿哪些", "给我们公司做个体检"])
def test_it_begins_with_what_there_is_something_of(talk, text):
    view = talk.say(text)
    assert view.question and view.question.target == "has" and len(view.question.parts) == 8


@pytest.mark.parametrize("text", ["体检报告上的结节要紧吗", "职工体检费有补贴吗", "驾照换证要体检吗"])
def test_a_medical_one_is_none(house, text):
    answer = house.advisor.reply(Message(f"medical:{text}", text, DAY, "test"))
    assert not isinstance(answer.reply.view, CheckupView)


def test_what_is_told_in_free_words_is_not_asked(talk):
    view = talk.say("体检：科小，规下，专利押了300万，刚还清")
    going = talk.state.checkup
    assert going and going.facts["tech_sme"] == "yes" and going.facts["above_scale"] == "no"
    standing = going.standings["liaocheng-2024/patent_pledge_interest"]
    assert str(standing.inputs["principal_yuan"].value) == "3000000"
    asked = [part.key for part in view.question.parts] if view.question else []
    assert "patent_loan" not in asked and "regional" not in asked  # told already; ruled out by what was told


def test_every_question_may_be_skipped_and_there_are_at_most_ten(talk):
    view, number = talk.say("体检"), 1
    talk.say("1、2、3、5、8")
    while view.question and number <= MOST + 1:
        view = talk.say("跳过")
        number += 1
    assert view.question is None and number <= MOST and not view.money


def test_the_sum_so_far_stands_after_each_answer(talk):
    talk.say("体检")
    view = talk.say("1")
    assert view.so_far == ()
    view = talk.say("300万，一年，3.1%的LPR")
    assert [str(item.amount) for item in view.so_far] == ["37200.00"]


def test_a_question_that_changes_nothing_is_not_put(talk):
    """Nothing but the patent loan: whether the enterprise is above a scale or young is nobody's matter then."""
    talk.say("体检")
    view, targets = talk.say("1"), []
    while view.question:
        targets.append(view.question.key)
        view = talk.say("跳过")
    assert "above_scale" not in targets and "early_stage" not in targets and "principal_yuan" in targets


def test_the_same_facts_give_the_same_table_as_the_command(talk, known):
    talk.say("体检：科技型中小企业，规下")
    talk.say("1、3")
    view = talk.say("专利质押贷了300万，一年，LPR3.1%，登记办了，本息按期还清了")
    view = talk.say("鲁科担担保500万，备案了，费率0.4%，没有反担保")
    view = view if view.question is None else talk.say("出结果")
    profile = {
        "type": ["科技型中小企业"],
        "scale": "规下",
        "facts": {
            "patent_loan": {
                "principal_yuan": 3000000,
                "lpr": 0.031,
                "years": 1,
                "collateral": "专利权",
                "registered": True,
                "status": "按期还清本息",
            },
            "guarantee": {
                "product": "鲁科担",
                "filed": True,
                "amount_yuan": 5000000,
                "fee_rate": 0.004,
                "counter": "无",
            },
            "asof": DAY.isoformat(),
        },
    }
    line = check_line(known, profile)
    command = {one["item"]: one["amount_yuan"] for one in line["available"] if "/" in one["item"]}
    assert sums(view) == command == {"1.1/patent_pledge_interest": "37200.00", "1.2/guarantee_fee": "10000.00"}


def test_a_question_in_between_is_answered_and_the_check_up_goes_on(talk):
    talk.say("体检")
    assert talk.other("这个文件什么时候到期？") == ReplyKind.META
    assert talk.say("1").question


def test_cancelling_ends_it(talk):
    talk.say("体检")
    assert talk.other("算了不算了") == ReplyKind.CANCELLED
    assert talk.state.checkup is None


def test_what_came_of_it_can_be_gone_on_with_by_name(talk, house):
    talk.say("体检：科小，专利质押贷了300万，一年，LPR3.1%")
    talk.say("出结果")
    answer = house.advisor.reply(Message(talk._name, "专利权质押贷款贴息", DAY, "test"))
    assert answer.payload["amount_yuan"] == "37200.00"


def test_what_was_worked_out_before_is_not_told_again(talk):
    talk.other("专利质押贷了300万，一年，LPR3.1%，能贴多少")
    talk.say("体检")
    view = talk.say("出结果")
    assert [str(item.amount) for item in view.so_far] == ["37200.00"]


def test_a_firm_elsewhere_is_told_at_once(talk):
    view = talk.say("体检：我们公司注册在济南，科小，专利质押贷了300万")
    assert view.question is None and not view.money and not view.services


def test_its_state_reads_back(talk):
    talk.say("体检：科小，专利质押贷了300万")
    going = talk.state.checkup
    assert going is not None and recall(talk.state.dump(), talk._advisor.now()).state.checkup == going


def test_measures_offered_in_between_are_no_answer_to_what_there_is(house):
    live, offered = house.advisor.live, ("保费补贴", "measure:liaocheng-2024/first_set_insurance")
    state = State(checkup=Going(open="has"), choices=(offered,))
    result = checkup(Turn(Utterance.read("1", DAY, live.knowledge, live.matcher), state))
    assert result is not None and isinstance(result.reply.view, CheckupView)
    assert result.reply.view.question.target == "has" and not result.state.checkup.standings
