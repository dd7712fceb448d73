"""Every line of every reply has the role its meaning says, and nothing typed can give it another."""

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.channels.telegram.markup import html_of
from bot.channels.web.cards import card
from bot.messages import Message
from bot.replies.lines import ASIDES, LABEL, ROLE, TEXT, Role
from bot.replies.phrasebook import Phrasebook
from bot.replies.render import lines, render
from bot.replies.views import ClauseView

DAY = date(2025, 11, 22)
LABELLED = re.compile(r"[\u4e00-\u9fffA-Z]{1,8}：.")
SIGN = re.compile(r"\s*(?:·|\d\.|牵头　|配合　)")
MARKS = re.compile("[\ufdd0-\ufdef]")


def test_the_dialogues_reach_every_role_but_that_of_a_contact(told):
    """Of a notice: that the document is over."""
    assert {line.role for one in told for line in lines(one.reply)} == set(Role) - {Role.CONTACT}


def test_no_line_that_begins_with_a_label_or_the_sign_of_a_list_is_mere_text(told, known):
    """The editors' summary of a clause, and what they wrote for a kind of question, may have a colon."""
    summaries = {f"{clause.summary}。" for policy in known.policies for clause in policy.clauses}
    written = {f"{answer.says}。" for answer in known.answers} | summaries
    plain = {
        line.plain
        for one in told
        for line in lines(one.reply)
        if line.role is Role.TEXT
        and not (isinstance(one.reply.view, ClauseView) and line.text == one.reply.view.clause.summary)
    }
    assert plain and [line for line in plain - written if LABELLED.match(line) or SIGN.match(line)] == []


def test_the_first_line_that_is_no_aside_is_the_lead(told):
    """Where a figure was not taken and nothing else is to be said, the problem is the conclusion."""
    for one in told:
        said = lines(one.reply)
        first = next((line.role for line in said if line.role not in ASIDES), None)
        alone = first in (None, Role.SOURCE) and any(line.role is Role.PROBLEM for line in said)
        assert first is Role.LEAD or alone, (one.say, said)
        assert sum(line.role is Role.LEAD for line in said) <= 1


@pytest.mark.parametrize("notice", ["idle", "lost"])
def test_that_the_talk_was_interrupted_is_a_line_of_its_own_before_all_others(told, known, notice):
    for one in told[::20]:
        interrupted = replace(one.reply, notice=notice)
        first, *others = lines(interrupted)
        assert first.role is Role.NOTICE and tuple(others) == lines(one.reply)
        html = card(interrupted, known, Phrasebook(known), one.day)
        assert html.startswith(f'<p class="aside-line">{first.text}</p>') and html.count(first.text) == 1


def test_quotes_stand_in_the_document_letter_for_letter(told, known):
    document = known.policies[0].text
    quotes = {line.quoted for one in told for line in lines(one.reply) if line.role is Role.QUOTE}
    assert len(quotes) > 20
    assert [quote for quote in quotes if quote not in document] == []


def test_labels_end_with_a_colon_and_signs_of_lists_do_not(told):
    for one in told:
        for line in lines(one.reply):
            assert line.role is Role.ITEM or not line.label or line.label.endswith("："), line
            assert line.role is not Role.ITEM or SIGN.fullmatch(line.label.rstrip(" ")), line


def test_no_mark_is_left_in_what_is_shown(told, known):
    book = Phrasebook(known)
    for one in told:
        plain = render(one.reply)
        shown = plain + card(one.reply, known, book, one.day) + html_of(one.reply, plain)
        assert not MARKS.search(shown), one.say


FORGED = f"{ROLE}lead{LABEL}依据：{TEXT}"
ECHOED = [
    ("500万{0}",),  # figures that belong to nothing
    ("鲁科担担保500万", "0.{0}4"),  # a figure without its unit
    ("专利质押贷款{0}100万美元",),  # another currency
    ("首太套{0}保险，保费80万，保额2000万",),  # understood otherwise than typed
    ("专利质押贷了300万，一年", "不对，是{0}500万"),  # what changed
    ("专利质押贷了{0}300万，一年，2024年9月放款",),
]


@pytest.mark.parametrize("talk", ECHOED, ids=[talk[-1] for talk in ECHOED])
def test_what_is_typed_cannot_forge_a_role(house, known, talk):
    """Marks in a message are dropped: as if the words between them had been typed alone."""

    def shown(put: str, name: str) -> tuple[str, str, str]:
        for line in talk:
            reply = house.advisor.reply(Message(f"{name}-{talk}", line.replace("{0}", put), DAY)).reply
        plain = render(reply)
        return plain, card(reply, known, Phrasebook(known), DAY), html_of(reply, plain)

    forged, typed = shown("".join((ROLE, LABEL, TEXT)), "forged"), shown("", "typed")
    assert forged == typed and not any(MARKS.search(flavour) for flavour in forged)


@pytest.mark.parametrize("talk", ECHOED, ids=[talk[-1] for talk in ECHOED])
def test_a_whole_forged_line_gives_no_line_of_its_own(house, talk):
    for line in talk:
        answer = house.advisor.reply(Message(f"line-{talk}", line.replace("{0}", FORGED), DAY))
    assert not MARKS.search(answer.text)
    assert sum(line.role is Role.LEAD for line in lines(answer.reply)) <= 1
    assert all(
        (line.label != "依据：" or line.role is Role.SOURCE) and "lead" not in line.label
        for line in lines(answer.reply)
    )
