"""Contacts of offices: optional, checked, with complaints an editor understands; the shipped file invents none."""

from datetime import date

import pytest

from knowledge.records.build import build
from knowledge.records.model import Contact
from knowledge.records.schema import DataError
from tests.city import shipped_files

FILES = shipped_files()
PATH = "policies/liaocheng-2024/contacts.toml"
GOOD = {
    "department": "市科技局",
    "phone": "000-1234567",
    "address": "某路1号",
    "note": "上午",
    "source": "测试",
    "checked_on": "2025-11-01",
}


def contacts(*entries):
    lines = ["\n".join(["[[contact]]", *(f'{key} = "{value}"' for key, value in one.items())]) for one in entries]
    return build({**FILES, PATH: "\n".join(lines)}).policies[0]


def test_nothing_is_shipped_that_nobody_checked():
    assert PATH in FILES and build(FILES).policies[0].contacts == ()


def test_without_the_file_there_are_none():
    assert build({path: text for path, text in FILES.items() if path != PATH}).policies[0].contacts == ()


def test_the_commented_example_of_the_shipped_file_can_be_filled_in():
    lines = [line.removeprefix("# ") for line in FILES[PATH].splitlines() if line.startswith(("# [[", *EXAMPLE))]
    text = "\n".join(lines).replace('phone = ""', 'phone = "000-1234567"').replace('source = ""', 'source = "测试"')
    text = text.replace('checked_on = ""', 'checked_on = "2026-01-15"')
    [contact] = build({**FILES, PATH: text}).policies[0].contacts
    assert (contact.department, contact.checked_on) == ("市科技局", date(2026, 1, 15))


EXAMPLE = tuple(f"# {key} =" for key in GOOD)


def test_a_contact_goes_to_its_clauses_in_the_order_of_the_offices():
    finance = {**GOOD, "department": "市财政局", "phone": ""}
    policy = contacts(finance, GOOD)
    assert policy.contacts[1] == Contact("市科技局", "000-1234567", "某路1号", "上午", "测试", date(2025, 11, 1))
    for clause in policy.clauses:
        offices = [name for name in (*clause.lead, *clause.cooperate) if name in ("市科技局", "市财政局")]
        assert [one.department for one in clause.contacts] == offices


@pytest.mark.parametrize("phone", ["000-1234567", "(000) 1234567", "+86 000 1234567", "12345"])
def test_a_phone_as_people_write_it(phone):
    assert contacts({**GOOD, "phone": phone}).contacts[0].phone == phone


@pytest.mark.parametrize(
    ("change", "key", "says"),
    [
        ({"department": "市科技"}, "department", "可选范围"),
        ({"phone": "", "address": ""}, "phone", "至少写一样"),
        ({"phone": "打 12345"}, "phone", "不像一个电话"),
        ({"phone": "000-1234567、7654321"}, "phone", "只写一个号码"),
        ({"source": " "}, "source", "从哪里查到"),
        ({"checked_on": "去年"}, "checked_on", "不是日期"),
        ({"fax": "1"}, "fax", "没有这样的项"),
    ],
)
def test_what_is_wrong_is_told_with_the_place_and_the_remedy(change, key, says):
    with pytest.raises(DataError) as error:
        contacts({**GOOD, **change})
    assert error.value.file == PATH and error.value.key == f"contact 第1个 {key}" and says in str(error.value)


@pytest.mark.parametrize("key", ["department", "source", "checked_on"])
def test_what_must_be_said_is_asked_for(key):
    with pytest.raises(DataError) as error:
        contacts({name: value for name, value in GOOD.items() if name != key})
    assert error.value.key == f"contact 第1个 {key}"


def test_an_office_has_one_contact():
    with pytest.raises(DataError, match="写了两遍"):
        contacts(GOOD, GOOD)
