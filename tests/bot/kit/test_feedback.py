"""有用 / 没用: one vote for each answer, and what was of no use goes to staff once, with its reason."""

from datetime import UTC, datetime

from bot.kit.feedback import vote, votes
from tests.knowledge.said import TURN

NOW = datetime(2025, 11, 22, 8, tzinfo=UTC)


def cast(store, turn, useful: bool, reason: str = "", words: str = "") -> bool:
    return vote(store.ledger(), store.events(), turn, useful=useful, reason=reason, words=words, now=NOW)


def test_one_vote_for_each_answer_the_last_counts(store):
    one, two = TURN._replace(client_id="a"), TURN._replace(client_id="b")
    assert cast(store, one, True) and cast(store, two, True)
    assert not cast(store, one, False, "数不对")
    assert votes(store.ledger()) == (1, 1)


def test_what_was_of_no_use_goes_to_staff_once_with_its_reason(store):
    turn = TURN._replace(text="新三板补多少", client_id="a")
    for _ in range(3):
        cast(store, turn, False, "数不对", "打13800138000")
    [left] = store.questions().open()
    assert left.text == "新三板补多少（说没用：数不对，打〔手机号〕）"


def test_a_reason_nobody_offered_is_left_out(store):
    cast(store, TURN, False, "<script>")
    assert store.questions().open()[0].text.endswith("（说没用）")
