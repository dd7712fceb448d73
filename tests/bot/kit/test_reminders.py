"""「到期前提醒我」: what a message wishes for and by when, and what is none of our reminders."""

from datetime import date

import pytest

from bot.dialogue.state import State
from bot.kit.calendar_file import WIDEST, calendar_file
from bot.kit.reminders import OWN, asked_of, cancels, lists, which, wishes, without_wish
from bot.operations.retention import utc_now

TODAY = date(2026, 11, 27)
# Said → the kind, when it is due and when it is told
SAID = {
    "贷款明年8月15号到期，提前一个月提醒我": ("loan_due", "2027-08-15", "2027-07-15"),
    "2027-08-15还款，提前10天提醒一下": ("loan_due", "2027-08-15", "2027-08-05"),
    "贷款2027.8.15到期，头一天提醒我": ("loan_due", "2027-08-15", "2027-08-14"),
    "本金明年3月31号还，提前半个月提醒我们": ("loan_due", "2027-03-31", "2027-03-16"),
    "贷款明年3月31号到期，到期前提醒我": ("loan_due", "2027-03-31", "2027-03-01"),
    "贷款明年3月31号到期，当天提醒我": ("loan_due", "2027-03-31", "2027-03-31"),
    "2026年8月15号放款的，一年期，到期前提醒我": ("loan_due", "2027-08-15", "2027-07-16"),
    "贷款明年8月到期，提前两周提醒我": ("loan_due", "2027-08-01", "2027-07-18"),
    "保险明年5月6号到期，提醒我续保": ("insurance_ends", "2027-05-06", "2027-04-06"),
    "12月31号前要备案，提前一周提醒我": ("filing_by", "2026-12-31", "2026-12-24"),
    "质押登记3月1号到期，请提醒我": ("registration_by", "2027-03-01", "2027-01-30"),
    "贷款12月1号到期，提前一个月提醒我": ("loan_due", "2026-12-01", "2026-11-28"),
    "后天提醒我去银行签字": (OWN, "2026-11-29", "2026-11-29"),
    "下周一提醒我们交材料": (OWN, "2026-11-30", "2026-11-30"),
    "3个月后提醒我": (OWN, "2027-02-27", "2027-02-27"),
    "设个提醒，12月20号去科技局": (OWN, "2026-12-20", "2026-12-20"),
    "10月1号提醒我": (OWN, "2027-10-01", "2027-10-01"),
}
NOT_OURS = (
    "旁边人提醒我，这家规模算大型",
    "会计刚提醒我：那笔没办登记",
    "主任提醒我一下，保额抄错了",
    "银行没提醒我",
    "客户经理提醒我说能贴息",
    "没人提醒我们，就没备案",
    "刚才有人提醒我要先登记",
    "谢谢提醒",
    "提醒了也没用",
    "专利质押贷了500万，能贴多少",
    "局里提醒过我们12月31号前备案",
    "到期怎么还",
    "到期以后怎么办",
)


@pytest.mark.parametrize(("text", "wanted"), SAID.items(), ids=SAID)
def test_what_is_wished_for_and_when(known, text, wanted) -> None:
    assert wishes(text)
    asked = asked_of(text, TODAY, State(), known)
    assert (asked.kind, str(asked.due), str(asked.day)) == wanted


@pytest.mark.parametrize("text", NOT_OURS)
def test_what_others_remind_of_is_no_wish(text) -> None:
    assert not wishes(text) and not cancels(text) and not lists(text) and without_wish(text) == text


def test_what_is_to_be_thought_of_is_kept_in_the_persons_own_words_without_numbers_of_persons(known) -> None:
    asked = asked_of("下周三提醒我给13800138000打电话", TODAY, State(), known)
    assert "打电话" in asked.words and "〔手机号〕" in asked.words and "13800138000" not in asked.words


def test_how_a_day_was_read_is_told(known) -> None:
    assert "按1日算" in asked_of("贷款明年8月到期，提前两周提醒我", TODAY, State(), known).read
    assert "一年期" in asked_of("2026年8月15号放款的，一年期，到期前提醒我", TODAY, State(), known).read
    assert not asked_of("贷款明年8月15号到期，提前两周提醒我", TODAY, State(), known).read


@pytest.mark.parametrize("text", ["到期前提醒我", "贷款到期提前一个月提醒我", "能提醒我吗"])
def test_without_a_day_there_is_none(known, text) -> None:
    assert wishes(text) and asked_of(text, TODAY, State(), known).due is None


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("专利质押贷了500万，一年，能贴多少？到期前一个月提醒我", "专利质押贷了500万，一年，能贴多少"),
        ("担保500万，费率0.5%，提前30天提醒我", "担保500万，费率0.5%"),
    ],
)
def test_a_message_that_says_more_is_heard_without_the_wish(text, left) -> None:
    assert not wishes(text) and without_wish(text) == left


@pytest.mark.parametrize("text", ["有哪些提醒", "我的提醒", "看看提醒", "提醒有哪些？", "查一下提醒", "提醒"])
def test_they_are_listed(text) -> None:
    assert lists(text) and not cancels(text)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("取消提醒", ()),
        ("不用提醒了", ()),
        ("别提醒我了", ()),
        ("取消第2个提醒", (1,)),
        ("第三个提醒不要了", (2,)),
        ("提醒全部取消", (0, 1, 2)),
        ("取消第9个提醒", ()),
    ],
)
def test_they_are_cancelled(text, places) -> None:
    assert cancels(text) and which(text, 3) == places
    assert which(text, 1) == (() if "第" in text else (0,))


def test_the_file_for_a_calendar_is_as_calendars_want_it() -> None:
    data = calendar_file(
        "2027年8月15日：贷款到期", "还清后；第二天, 起\n申报\\" + "长" * 60, date(2027, 7, 15), utc_now()
    )
    lines = data.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= WIDEST for line in lines)
    whole = data.decode().replace("\r\n ", "")
    assert "DTSTART:20270715T010000Z" in whole and "SUMMARY:2027年8月15日：贷款到期\r\n" in whole
    assert "DESCRIPTION:还清后；第二天\\, 起\\n申报\\\\" + "长" * 60 + "\r\n" in whole
    assert "BEGIN:VALARM" in whole and whole.count("BEGIN:V") == whole.count("\nEND:V") == 3
