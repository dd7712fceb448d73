"""From a check-up in the chat to the page that prints it: the same sums, or no short way at all."""

import json
from datetime import date
from pathlib import Path

from multidict import MultiDict

from bot.measures.checkup import check
from bot.measures.profile import read_profile
from bot.replies.checkup import view_of
from bot.replies.checkup_form import params_of, read_checkup_form
from bot.replies.phrasebook import phrasebook_of

DAY = date(2025, 11, 22)
PROFILES = Path(__file__).parents[1] / "measures" / "profiles.jsonl"
MONEY = ("available", "conditional", "not_met")


def test_the_form_is_filled_so_that_the_sums_are_the_same_or_not_at_all(known) -> None:
    book, filled, every = phrasebook_of(known), 0, 0
    for line in PROFILES.read_text("utf-8").splitlines():
        checkup = check(known, read_profile(known, json.loads(line)["profile"], DAY), DAY)
        every += 1
        if not (pairs := params_of(known, book, checkup)):
            continue
        filled += 1
        again = check(known, read_checkup_form(known, book, MultiDict(pairs), DAY).known, DAY)
        rows, others = (view_of(known, one).table["groups"] for one in (checkup, again))
        for group in MONEY:
            told, seen = ({row["name"]: row["sum"] for row in one[group]} for one in (rows, others))
            assert told == seen, (line, group)
    assert every > 30 and filled >= every // 2, (filled, every)
