"""Turns as the tests of the store keep them."""

from typing import Any

from knowledge.store import Turn

TURN = Turn(
    conversation="web-1", channel="web", day="2024-08-01", at="2024-08-01T09:00:00+00:00", text="能贴多少？",
    kind="answer", clause="1.1", measure="patent_pledge", sure=True, amount="67000.00", version=1,
    reply="最多 6.7 万元", payload='{"amount": "67000.00"}', client_id=None,
)  # fmt: skip


def turn(text: str = "问", **values: Any) -> Turn:
    """One of a messenger's talk; ``values`` in place of its own."""
    said = TURN._replace(conversation="tg:7", channel="telegram", text=text, reply="答", payload="{}", client_id="1:1")
    return said._replace(**values)
