"""Generated talks over all measures: what stands changes only by an act that changes it, the books are closed, 「还是」
is said of equal sums alone, a running calculation is never lost, and no sum differs from the oracle's."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from knowledge.records.model import Knowledge
from tests.bot.dialogue.generated import ACTS, KINDS, play
from tests.bot.dialogue.oracle import Frame, record_of
from tests.bot.dialogue.wording import NAMES, in_characters

TALKS = 2_000
PROFILE = settings(
    max_examples=TALKS // len(NAMES),
    derandomize=True,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
number = st.integers(0, 2**20)
scripts = st.lists(st.tuples(st.sampled_from(KINDS), number), min_size=8, max_size=11)


@pytest.mark.parametrize("measure", NAMES)
def test_no_talk_breaks_what_must_hold(house, measure):
    @PROFILE
    @given(seed=number, script=scripts)
    def talks(seed, script):
        found = play(house.advisor.live, (measure, seed), script)[1]
        assert not found, "\n" + "\n".join(map(str, found))

    talks()


def test_talks_begin_with_every_measure_that_has_a_sum(known: Knowledge) -> None:
    assert set(NAMES) == {one.id for one in known.measures if one.policy == known.policies[0].id}


def test_every_act_is_drawn() -> None:
    assert set(ACTS) == set(KINDS)


def test_the_oracle_adds_parts_and_takes_them_away(known: Knowledge) -> None:
    frame = Frame(known.measure("patent_pledge_interest"))
    frame.put("principal_yuan", Decimal(5_000_000))
    assert frame.missing() == ["term_months"] and frame.amount(known) is None
    frame.put("term_months", Decimal(12))
    assert frame.amount(known) == Decimal("60000.00")
    frame.add({"principal_yuan": Decimal(1_000_000)})
    assert frame.amount(known) == Decimal("72000.00") and frame.known("term_months") == 12
    frame.parts[1]["term_months"] = Decimal(6)
    assert frame.amount(known) == Decimal("66000.00") and frame.known("term_months") is None
    frame.facts["repaid_on_time"] = "no"
    assert frame.amount(known) == 0
    assert record_of(frame.measure, "principal_yuan").required


WRITTEN = {10: "十", 15: "十五", 30: "三十", 105: "一百零五", 1200: "一千二百", 4008: "四千零八"}


@pytest.mark.parametrize(("value", "words"), WRITTEN.items())
def test_numbers_in_characters(value, words):
    assert in_characters(value) == words
