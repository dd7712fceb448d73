"""Department questions both ways: who for a clause, which clauses for a department."""

from datetime import date

import pytest

from bot.dialogue.departments import duties_of
from bot.messages import Message

DAY = date(2025, 11, 22)


@pytest.mark.parametrize(
    ("question", "clauses", "words"),
    [
        ("市税务局配合哪些条款", ["4.3", "5.1"], "配合 2 条，没有牵头的"),
        ("市委组织部牵头哪些", ["5.2"], "牵头 1 条，没有配合的"),
        ("大数据局配合哪几条", ["4.3", "5.1"], "配合 2 条，没有牵头的"),
        ("教体局负责哪些事", ["5.2"], "牵头 1 条，没有配合的"),
    ],
)
def test_a_department_s_clauses_with_the_role(house, known, question, clauses, words):
    answer = house.advisor.reply(Message(f"duty-{question}", question, DAY))
    assert answer.payload["kind"] == "meta"
    assert [hit["clause"] for hit in answer.payload["clauses"]] == clauses
    first, *lines = answer.text.splitlines()
    assert words in first
    role = words[:2]
    expected = [known.policies[0].clause(clause) for clause in clauses]
    assert lines[: len(clauses)] == [f"{role}　{clause.printed}{clause.title}" for clause in expected]
    assert not [line for line in lines if line.startswith("配合" if role == "牵头" else "牵头")]


def test_every_department_s_duties_equal_the_clauses(known):
    policy = known.main
    for name in known.departments:
        duties = duties_of(policy, name)
        assert {d.clause.id for d in duties if d.leads} == {c.id for c in policy.clauses if name in c.lead}
        assert {d.clause.id for d in duties if not d.leads} == {c.id for c in policy.clauses if name in c.cooperate}


def test_a_department_that_leads_nothing_is_said_so(house):
    text = house.advisor.reply(Message("duty-none", "市税务局牵头哪些", DAY)).text
    assert "没有牵头" in text


def test_asking_which_office_for_a_clause_names_its_leaders(house):
    answer = house.advisor.reply(Message("duty-office", "科技型企业白名单找哪个部门", DAY))
    assert answer.payload["lead"] == ["市科技局", "市工业和信息化局", "中国人民银行聊城市分行"]
    assert answer.payload["kind"] == "answer"
