"""Lines: marks are read back whatever the words, blank lines are left out, the first that concludes leads."""

import pytest

from bot.replies.lines import Line, Role, bullet, label, mark, of_words, read, words


def test_each_line_has_the_role_and_the_label_it_was_marked_with():
    rendered = (
        f"预计 6 万元。\n{label('source', '依据')}一、（一）\n{bullet('  · ')}第一步\n{mark('caveat')}仅供参考。\n另外"
    )
    assert read(rendered) == (
        Line(Role.LEAD, "预计 6 万元。"),
        Line(Role.SOURCE, "一、（一）", "依据："),
        Line(Role.ITEM, "第一步", "  · "),
        Line(Role.CAVEAT, "仅供参考。"),
        Line(Role.TEXT, "另外"),
    )


def test_plain_joins_label_and_text():
    assert [line.plain for line in read(f"{label('offices', '找谁')}市科技局\n{bullet('1. ')}甲")] == [
        "找谁：市科技局",
        "1. 甲",
    ]


@pytest.mark.parametrize("rendered", ["", "\n", " \n\t\n", "\n\n\n"])
def test_of_blank_lines_nothing_is_left(rendered):
    assert read(rendered) == ()


def test_blank_lines_between_are_left_out_and_ends_are_stripped():
    assert read("\n甲  \n\n   \n乙\n") == (Line(Role.LEAD, "甲"), Line(Role.TEXT, "乙"))


@pytest.mark.parametrize("role", [Role.HEARD, Role.PROBLEM, Role.NOTICE])
def test_asides_may_stand_before_the_conclusion(role):
    assert [line.role for line in read(f"{mark(role)}按减去理解\n结论\n其余")] == [role, Role.LEAD, Role.TEXT]


def test_what_is_marked_first_keeps_its_role_and_nothing_after_it_leads():
    assert [line.role for line in read(f"{mark('quote')}「甲」\n乙")] == [Role.QUOTE, Role.TEXT]


def test_a_colon_makes_no_label():
    assert read("依据：一、（一）") == (Line(Role.LEAD, "依据：一、（一）"),)


def test_an_unknown_role_is_an_error():
    with pytest.raises(ValueError, match="poem"):
        read(f"{mark('poem')}甲")


@pytest.mark.parametrize(("text", "bare"), [("「甲「乙」丙」", "甲「乙」丙"), ("甲", "甲"), ("「甲", "甲")])
def test_a_quote_without_its_marks(text, bare):
    assert Line(Role.QUOTE, text).quoted == bare


def test_of_words_alone_the_first_line_leads():
    assert of_words("甲\n\n依据：乙\n") == (Line(Role.LEAD, "甲"), Line(Role.TEXT, "依据：乙"))


@pytest.mark.parametrize(
    "rendered",
    [
        "",
        "\n  \n",
        f"{label('source', '依据')}一、（一）\n\n{mark('quote')}「原文」  \n普通一行",
        f"  \n{bullet('  · ')}一件\n{bullet('2. ')}另一件",
    ],
)
def test_the_words_are_what_the_lines_say(rendered: str) -> None:
    assert words(rendered) == "\n".join(line.plain for line in read(rendered))
