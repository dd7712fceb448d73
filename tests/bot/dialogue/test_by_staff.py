"""What staff answered, ruled and found out, in replies: apart from the document's words, and only while it holds."""

from datetime import date

import pytest

from bot.advisor import Advisor
from bot.bootstrap import AS_INSTALLED, load
from bot.dialogue.by_staff import Asked
from bot.messages import Message
from bot.settings import read_settings
from knowledge.records.build import build
from tests.city import shipped_files
from tests.knowledge.records.test_staff_files import FAQ, GUIDE, HOME, RULING

CONTACTS = """
[[contact]]
department = "市科技局"
county = "冠县"
phone = "000-7654321"
source = "电话"
checked_on = "2026-11-20"
"""


@pytest.fixture(scope="module")
def advisor(tmp_path_factory: pytest.TempPathFactory) -> Advisor:
    files = shipped_files() | {
        f"{HOME}rulings.toml": RULING,
        f"{HOME}faq.toml": FAQ,
        f"{HOME}guides.toml": GUIDE.replace("ipo_award", "patent_pledge_interest"),
        f"{HOME}contacts.toml": CONTACTS,
    }
    settings = read_settings({}, home=str(tmp_path_factory.mktemp("staff")))
    return Advisor(load(files, AS_INSTALLED, settings), None)


def said(advisor: Advisor, text: str, day: date = date(2026, 11, 26)) -> str:
    return advisor.reply(Message(f"{text}{day}", text, day)).text


def test_a_ruling_stands_beside_the_documents_words_while_it_holds(advisor: Advisor) -> None:
    reply = said(advisor, "成果转化贷款坏了财政补的35%，市县各出多少")
    assert "口径（市财政局 王科长 2026年11月20日）" in reply and "市、县各承担一半" in reply
    assert "不是文件原文" in reply and "2026-11-20 电话" in reply
    over = said(advisor, "成果转化贷款坏了财政补的35%，市县各出多少", date(2028, 1, 1))
    assert "各承担一半" not in over and "文件都没写" in over


def test_the_very_question_is_answered_by_its_ruling(advisor: Advisor) -> None:
    reply = said(advisor, "科转贷风补市县怎么分？")
    assert reply.startswith("市、县各承担一半") and "文件原文没有写这一点" in reply
    assert "市、县各承担一半" not in said(advisor, "科转贷风补市县怎么分？", date(2028, 1, 1))


def test_a_question_in_nearly_the_same_words_is_answered_but_none_that_differs(advisor: Advisor) -> None:
    assert said(advisor, "贴息能走手机办吗").startswith("不能，要到窗口")
    assert said(advisor, "贴息能走手机办吗?").startswith("不能，要到窗口")
    assert said(advisor, "贴息能走手机办的吗").startswith("不能，要到窗口")
    assert "这是工作人员的答复，不是文件原话" in said(advisor, "贴息能走手机办吗")
    asked = Asked(build(shipped_files() | {f"{HOME}faq.toml": FAQ}))
    for other in ("贴息不能走手机办吗", "贴息能走手机办5次吗", "保费补贴怎么办理呢"):
        assert asked.of(other) is None, other


def test_the_guide_answers_how_and_the_county_has_its_own_telephone(advisor: Advisor) -> None:
    reply = said(advisor, "专利质押贷款贴息要什么材料")
    assert "申报指南" in reply and "咨询电话：000-1234567" in reply
    assert "冠县市科技局 000-7654321" in said(advisor, "我们是冠县的企业，专利质押贷款贴息找谁")
    assert "000-7654321" not in said(advisor, "专利质押贷款贴息找谁")
