"""A second document beside the shipped one, of data only: other numbering, other inputs, a figure that changes."""

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from multidict import MultiDict

from bot.advisor import Advisor, Live
from bot.bootstrap import load
from bot.channels.batch import run_batch
from bot.dialogue.choices import offer, picked
from bot.dialogue.state import State, Topic
from bot.dialogue.turn import Turn
from bot.measures.inputs import pairs_of
from bot.messages import Message
from bot.nlu.utterance import Utterance
from bot.replies.form import fields, reply_to_form
from bot.replies.render import render
from bot.settings import Settings
from knowledge.records.model import Knowledge
from tests.city import shipped_files

DAY = date(2026, 3, 1)
OTHERS = Path(__file__).parents[1] / "policies"
POLICY = "lindong-2026"


@pytest.fixture(scope="module")
def both(learning: Settings) -> Live:
    """Both documents, found as a house of its own finds them."""
    return load({**shipped_files(), **shipped_files(OTHERS)}, 7, learning)


@pytest.fixture
def advisor(both: Live) -> Advisor:
    return Advisor(both, None)


def ask(advisor: Advisor, *lines: str, day: date = DAY):
    """The last answer of one conversation."""
    return [advisor.reply(Message("second", line, day)) for line in lines][-1]


def form(known: Knowledge, name: str, *params: tuple[str, str], day: date = DAY):
    return reply_to_form(known, known.measure(f"{POLICY}/{name}"), MultiDict(params), day)


def test_a_measure_of_a_known_formula_is_data_only(advisor):
    answer = ask(advisor, "设备投资额500万，能补多少")
    assert (answer.payload["measure"], answer.payload["amount_yuan"]) == ("equipment_award", "500000.00")
    assert answer.payload["inputs"]["equipment_yuan"] == "5000000"
    assert answer.payload["missing"] == [] and answer.payload["clauses"][0]["policy"] == POLICY
    assert "设备投资额500万元 × 10% ＝ 50万元" in answer.text


def test_the_input_that_is_missing_is_asked_for_and_its_answer_taken(advisor):
    asked = ask(advisor, "设备投资能补多少")
    assert asked.payload["missing"] == ["equipment_yuan"] and "设备投资额是多少" in asked.text
    assert ask(advisor, "300万").payload["amount_yuan"] == "300000.00"
    assert ask(advisor, "不对，是800万").payload["amount_yuan"] == "800000.00"


def test_the_day_of_the_invoice_decides(advisor):
    later = ask(advisor, "设备投资额500万，2027年2月3日开的票，能补多少", day=date(2027, 6, 1))
    assert later.payload["amount_yuan"] == "400000.00" and "8%给予奖补" in later.text
    earlier = ask(advisor, "设备投资额500万，2026年5月6日开的票，能补多少", day=date(2027, 6, 1))
    assert earlier.payload["amount_yuan"] == "500000.00"


@pytest.mark.parametrize(("said", "amount"), [("300万", "80000.00"), ("200万", "80000.00"), ("199万", "0.00")])
def test_a_threshold_is_called_what_the_measure_calls_it(advisor, said, amount):
    answer = ask(advisor, f"研发投入{said}，能奖多少")
    assert (answer.payload["measure"], answer.payload["amount_yuan"]) == ("research_award", amount)
    assert f"研发投入{said}元" in answer.text and "融资" not in answer.text


def test_a_form_reads_the_measure_and_gives_its_link_again(both):
    known = both.knowledge
    reply, standing = form(known, "equipment_award", ("equipment_yuan", "500万"), ("tech_enterprise", "yes"))
    assert reply.amount == 500_000 and reply.eligible is True
    measure = known.measure(f"{POLICY}/equipment_award")
    assert [field.key for field in fields(measure, standing, (), str)] == ["equipment_yuan", "invoiced_on"]
    assert pairs_of(measure, standing) == (("equipment_yuan", "5000000"), ("tech_enterprise", "yes"))
    later, _ = form(known, "equipment_award", ("equipment_yuan", "500万"), ("invoiced_on", "2027-01-01"))
    assert later.amount == 400_000


def test_of_two_measures_of_one_name_each_has_its_own_inputs_and_figures(both):
    loan = [("loan_yuan", "500万"), ("loan_months", "一年"), ("paid_on", "2026-02-01")]
    reply, _ = form(both.knowledge, "patent_pledge_interest", *loan)
    assert reply.amount == 30_000 and "20%给予贴息" in render(reply)
    missing, _ = form(both.knowledge, "patent_pledge_interest", loan[0])
    assert missing.missing == ("loan_months",)
    old, _ = form(both.knowledge, "patent_pledge_interest", *loan[:2], ("paid_on", "2018-01-01"))
    assert old.missing == ("paid_on",)


def test_batch_answers_from_both_documents(advisor):
    lines = [
        {"text": "设备投资额500万，能补多少", "day": "2026-03-01", "conversation": "a"},
        {"text": "我们的鲁科保，省里已经补助8万元，聊城再给多少", "day": "2026-03-01", "conversation": "b"},
        {"text": "研发投入300万，能奖多少", "day": "2026-03-01", "conversation": "c"},
    ]
    out = io.BytesIO()
    run_batch(advisor, io.BytesIO("\n".join(json.dumps(line) for line in lines).encode()), out)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [answer["amount_yuan"] for answer in answers] == ["500000.00", "40000.00", "80000.00"]
    assert [answer["clauses"][0]["policy"] for answer in answers] == [POLICY, "liaocheng-2024", POLICY]


def test_measures_named_alike_are_offered_with_their_documents_and_each_can_be_taken(both):
    known = both.knowledge
    twins = tuple(measure for measure in known.measures if measure.id == "patent_pledge_interest")
    heard = Utterance.read("专利质押贷款500万，一年，能贴多少", DAY, known, both.matcher)
    offered = offer(Turn(heard, State()), twins)
    labels = [label for label, _ in offered.state.choices]
    assert labels == [f"{m.name}（{known.policy(m.policy).short_title}）" for m in twins]
    assert all(label in render(offered.reply) for label in labels)
    for said, amount in zip((*labels, "1", "2"), (60_000, 30_000) * 2, strict=True):
        taken = picked(Turn(Utterance.read(said, DAY, known, both.matcher), offered.state))
        assert taken.reply.amount == amount


def test_a_correction_stays_with_the_document_of_the_measure_under_way(both):
    topic = Topic(POLICY, "2.1", "patent_pledge_interest")
    advisor = Advisor(both, None)
    advisor.restore("second", State(topic=topic, asked="loan_yuan").dump())
    assert ask(advisor, "500万，一年").payload["amount_yuan"] == "30000.00"
    assert ask(advisor, "不对，是300万").payload["inputs"] == {"loan_yuan": "3000000", "loan_months": "12"}


def test_a_measure_is_named_by_its_key_where_its_id_is_not_enough(both):
    known = both.knowledge
    twins = [measure for measure in known.measures if measure.id == "patent_pledge_interest"]
    assert [measure.link for measure in twins] == [measure.key for measure in twins]
    assert [known.measure(measure.key) for measure in twins] == twins
    assert known.measure("patent_pledge_interest", POLICY).policy == POLICY
    assert known.measure("equipment_award").link == "equipment_award"
    with pytest.raises(KeyError, match="which policy"):
        known.measure("patent_pledge_interest")


def test_a_rate_over_its_limit_is_named_as_the_measure_names_it_and_the_sum_at_stake_is_shown(advisor):
    answer = ask(advisor, "电子保函500万，收费率1.2%，能补多少")
    assert answer.payload["amount_yuan"] == "0.00" and answer.payload["measure"] == "surety_fee"
    assert "收费率1.2%，要求不超过1%" in answer.text and "谈到1%以内的话" in answer.text
    assert ask(advisor, "不对，是0.8%").payload["amount_yuan"] == "15000.00"


def test_a_rate_per_month_and_a_fee_are_brought_to_a_rate_per_year(advisor):
    monthly = ask(advisor, "电子保函500万，收费率每月0.1%，能补多少")
    assert monthly.payload["inputs"]["charge_rate"] == "0.012"
    paid = ask(advisor, "算了", "电子保函500万，交了手续费4万，能补多少")
    assert Decimal(paid.payload["inputs"]["charge_rate"]) == Decimal("0.008")
    assert paid.payload["amount_yuan"] == "15000.00"


def test_a_rate_without_its_sign_is_asked_for_as_a_rate(advisor):
    answer = ask(advisor, "电子保函500万，收费率0.8，能补多少")
    assert answer.payload["missing"] == ["unit"] and "百分之几" in answer.text


def test_a_sum_that_is_granted_or_not_decides_its_condition(advisor):
    assert ask(advisor, "省里贴了20万，市里配套多少").payload["amount_yuan"] == "60000.00"
    assert ask(advisor, "省里还没批下来").payload["missing"] == ["upper_yuan"]
    assert ask(advisor, "省里没批").payload["eligible"] is False
    assert ask(advisor, "省里批了10万").payload["amount_yuan"] == "30000.00"
    assert ask(advisor, "算了", "省里贴了0元，市里配套多少").payload["eligible"] is False
