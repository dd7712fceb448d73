"""What is answered about a document comes from that document: who explains it, what was before it, what comes after;
and where it does not say, that it does not."""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.bootstrap import check, load
from bot.messages import Message
from bot.replies.build import meta_reply
from bot.replies.render import render
from bot.replies.views import MetaView
from bot.settings import Settings
from knowledge.records.faults import DataError
from knowledge.records.files import plain_text
from tests.city import shipped_files

DAY = date(2026, 3, 1)
OURS, OTHER = "liaocheng-2024", "lindong-2026"
HOME = f"policies/{OTHER}/"
SAYS = (
    "\n　　本措施由市科技局会同市财政局负责解释。本措施施行之日前已经受理的，按原规定执行。"
    "本措施有效期届满后，已经受理的继续办理。申报指南由市科技局另行制定。\n"
)


def written(more: str = "", about: str = "") -> dict[str, str]:
    """The data files with a second document that says ``more``."""
    files = shipped_files(Path(__file__).parents[1] / "policies")
    text = files[f"{HOME}document.txt"].rstrip("\n") + more
    digest = sha256(plain_text(text).encode()).hexdigest()
    lines = [one for one in files[f"{HOME}policy.toml"].splitlines() if not one.startswith("sha256")]
    policy = "\n".join([*lines, f'sha256 = "{digest}"', about]) + "\n"
    return {**shipped_files(), **files, f"{HOME}document.txt": text, f"{HOME}policy.toml": policy}


@pytest.fixture(scope="module")
def advisor(learning: Settings) -> Iterator[Advisor]:
    yield Advisor(load(written(SAYS, 'doc_number = "临政办字〔2026〕3号"'), 7, learning), None)


def told(advisor: Advisor, policy: str, section: str) -> str:
    known = advisor.live.knowledge
    return render(meta_reply(MetaView(known.policy(policy), (section,), DAY)))


@pytest.mark.parametrize(
    ("section", "theirs", "ours"),
    [
        ("departments", "「本措施由市科技局会同市财政局负责解释」", "整个文件由谁解释，文件未写明"),
        ("retroactive", "「本措施施行之日前已经受理的，按原规定执行」", "没有追溯或延续的规定"),
        ("validity", "「本措施有效期届满后，已经受理的继续办理」", "到期以后怎么办，文件未写明"),
        ("silent", "「申报指南由市科技局另行制定」", "也没有附实施细则"),
        (
            "applies_to",
            "发给「各县（市、区）人民政府，市政府各部门」",
            "发给「各县（市、区）人民政府、市属开发区管委会，",
        ),
        ("number", "文号是临政办字〔2026〕3号", "我不编"),
    ],
)
def test_each_document_is_quoted_for_itself(advisor: Advisor, section: str, theirs: str, ours: str) -> None:
    other, own = told(advisor, OTHER, section), told(advisor, OURS, section)
    assert theirs in other and ours not in other
    assert ours in own and theirs not in own


def test_in_a_talk_the_document_that_is_named_answers(advisor: Advisor) -> None:
    answer = advisor.reply(Message("a", "临东的文件以前办的贷款算不算，能追溯吗", DAY))
    assert "按原规定执行" in answer.text


def test_staff_may_say_which_sentence_it_is_and_only_one_that_is_written() -> None:
    check(written(SAYS, 'explains = "本措施由市科技局会同市财政局负责解释"'))
    check(written(SAYS, 'explains = ""'))
    with pytest.raises(DataError, match="explains：「由我解释」不是原文的话"):
        check(written(SAYS, 'explains = "由我解释"'))
