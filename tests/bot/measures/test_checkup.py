"""What fits an enterprise: profiles made up for it, against an oracle that knows the document and not the program."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.measures.checkup import Checkup, Group, check
from bot.measures.profile import day_asked, read_profile
from knowledge.records.model import Knowledge
from tests.bot.measures.checkup_oracle import expected

DAY = date(2025, 11, 22)
CASES = [json.loads(line) for line in (Path(__file__).parent / "profiles.jsonl").read_text("utf-8").splitlines()]


def checked(known: Knowledge, profile: dict[str, Any]) -> Checkup:
    day = day_asked(known, profile, DAY)
    return check(known, read_profile(known, profile, day), day)


def sorted_out(result: Checkup) -> dict[str, tuple[str, Decimal | None]]:
    return {
        item.name: (item.group.value, item.amount if item.group is Group.AVAILABLE else None)
        for item in result.items
        if item.measure
    }


@pytest.mark.parametrize("case", CASES, ids=[case["note"] for case in CASES])
def test_every_measure_is_in_the_group_and_has_the_sum_the_document_says(case, known):
    assert sorted_out(checked(known, case["profile"])) == expected(case["truth"])


@pytest.mark.parametrize("case", CASES, ids=[case["note"] for case in CASES])
def test_services_are_listed_where_they_fit_and_only_there(case, known):
    listed = {item.name for item in checked(known, case["profile"]).group(Group.AVAILABLE) if not item.measure}
    assert listed >= set(case["services"]) and not listed & set(case["no_services"])
