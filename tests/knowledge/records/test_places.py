"""What a message says to be in the places it names."""

import pytest

from knowledge.records.model import ScopeTopic
from knowledge.records.places import Places

PLACES = Places(
    ScopeTopic(
        "places", "", "", "", ("济南", "青岛", "德州", "齐河"), ("聊城", "东阿", "临清"), ("青岛银行", "德州扒鸡")
    )
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我们厂在济南", [("济南", False, "firm")]),
        ("青岛的公司，想贷款", [("青岛", False, "firm")]),
        ("来了个德州齐河的老板", [("德州齐河", False, "firm")]),
        ("企业注册地是青岛，聊城给贴多少", [("青岛", False, "firm"), ("聊城", True, "")]),
        ("厂早搬到临清了", [("临清", True, "firm")]),
        ("厂子不在聊城", [("聊城", False, "firm")]),
        ("厂不在济南", [("济南", False, "")]),
        ("总部在青岛，工厂在东阿", [("青岛", False, "other"), ("东阿", True, "firm")]),
        ("济南的母公司投的", [("济南", False, "other")]),
        ("家住德州", [("德州", False, "other")]),
        ("我是德州户口，厂在临清", [("德州", False, "other"), ("临清", True, "firm")]),
        ("货卖给了青岛的企业", [("青岛", False, "other")]),
        ("济南有家客户拿设备贷了款", [("济南", False, "firm")]),
        ("青岛的客户想办个贷款", [("青岛", False, "firm")]),
        ("临清有个客户要贷款", [("临清", True, "firm")]),
        ("济南客户欠着货款", [("济南", False, "other")]),
        ("青岛有个客户订了三台", [("青岛", False, "other")]),
        ("在青岛银行贷的，吃着德州扒鸡", []),
        ("青岛的贴息是多少", [("青岛", False, "")]),
    ],
)
def test_what_is_in_a_place(text: str, found: list[tuple[str, bool, str]]) -> None:
    assert [(text[one.start : one.end], one.here, one.of) for one in PLACES.find(text)] == found


def test_a_text_without_the_places_of_others() -> None:
    assert PLACES.without_others("总部在青岛，厂在济南") == "总部在  ，厂在济南"
    assert not PLACES.without_others("厂在济南")
