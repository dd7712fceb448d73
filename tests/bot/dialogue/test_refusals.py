"""What is not ours: the office named is right or it is 12345, and the places of the region are ours by every name."""

import re
from itertools import count

import pytest

from bot.advisor import Advisor
from bot.messages import Message
from tests.bot.dialogue.conftest import DAY

names = count()
ANY = "12345"
# The public lines a refusal may name, and the topics each is for
LINES = {
    "12366": {"tax"},
    "12333": {"social_security", "labour", "talent", "personal_credit"},
    "12329": {"housing_fund"},
    "12363": {"personal_credit"},
    "12378": {"finance_other", "insurance_personal"},
    "12386": {"stock"},
    "12393": {"insurance_personal"},
    "12348": {"legal"},
    "12315": {"consumer", "registration", "ip_service"},
    "12328": {"transport"},
    "12360": {"trade"},
    "12320": {"health"},
    "12121": {"weather"},
    "95598": {"energy"},
    "122": {"transport"},
    "120": {"health"},
}
OFFICES = ("主管部门", "农业农村局", "商务局", "工业和信息化局", "科技局", "财政局", "自然资源和规划局", "教育部门")
OTHERS = ("人社部门", "住建部门", "生态环境局", "文化和旅游局", "开户银行", "当地银行", "国家知识产权局")
NO_MATTER = {"injection", "english_misc"}  # nothing that an office could see to
COUNTIES = ("东昌府区", "茌平区", "临清市", "冠县", "莘县", "阳谷县", "东阿县", "高唐县")
ZONES = ("聊城经济技术开发区", "聊城高新技术产业开发区", "江北水城旅游度假区", "聊城经开区", "聊城高新区", "江北水城")
BARE = ("东昌府", "茌平", "临清", "阳谷", "东阿", "高唐")


def reply(house, line: str):
    return Advisor(house.advisor.live, None).reply(Message(f"refusals-{next(names)}", line, DAY))


def test_every_topic_sends_to_its_own_office_or_to_12345(known) -> None:
    for key, topic in known.topics.items():
        lines = set(re.findall(r"(?<!\d)(?:1\d{2}|1\d{4}|95\d{3})(?!\d)", topic.refer))
        for line in lines - {ANY}:
            assert key in LINES[line], f"{key} sends to {line}: {topic.refer}"
        if topic.kind == "out_of_scope" and key not in NO_MATTER:
            assert lines or any(office in topic.refer for office in (*OFFICES, *OTHERS)), f"{key}: {topic.refer}"


def test_every_line_named_in_the_table_is_named_by_a_topic(known) -> None:
    said = "".join(topic.refer for topic in known.topics.values())
    assert [line for line in LINES if line not in said] == []


def test_what_is_refused_is_told_the_office_of_its_topic(known, house) -> None:
    """Of each topic the questions that staff wrote as examples: those refused name that topic's office."""
    wrong = []
    for key, topic in known.topics.items():
        mine = [one.text for one in known.examples if one.label == "none" and one.section == key][:4]
        for text in mine if topic.kind == "out_of_scope" else ():
            got = reply(house, text)
            view = got.reply.view
            found = getattr(view, "topic", None)
            if got.payload["kind"] == "out_of_scope" and (found is None or found.refer.rstrip("。") not in got.text):
                wrong.append((key, text))
    assert not wrong


@pytest.mark.parametrize("place", [*COUNTIES, *BARE, *ZONES])
def test_a_firm_of_the_region_is_ours_by_every_name_of_its_place(house, place) -> None:
    got = reply(house, f"我们公司在{place}，拿专利质押贷了300万，一年期，能贴多少")
    assert got.payload["amount_yuan"] == "36000.00", got.text


@pytest.mark.parametrize("place", [*COUNTIES, *BARE])
def test_a_question_of_the_region_is_not_refused(house, place) -> None:
    got = reply(house, f"{place}的企业做鲁科担，担保费市里补不补")
    assert got.payload["kind"] not in ("out_of_scope", "smalltalk"), got.text
    assert got.payload["clauses"][0]["clause"] == "1.2"


@pytest.mark.parametrize("place", ["高密", "邹平", "济宁任城", "新泰", "馆陶县", "范县", "齐河", "即墨"])
def test_a_question_of_another_county_is_sent_there(house, place) -> None:
    got = reply(house, f"{place}的企业专利质押贷款贴息怎么申请")
    assert got.payload["kind"] == "out_of_scope" and "当地" in got.text, got.text


def test_the_districts_are_data_of_the_policy(known) -> None:
    policy = known.policy(known.site.main)
    assert set(COUNTIES) <= set(policy.districts)
    assert not set(BARE) - set(known.topics["other_place"].unless)
