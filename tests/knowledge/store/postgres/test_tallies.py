"""What several processes count together: nothing is lost, nobody's name is kept, and it is soon forgotten."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge.store import Store
from knowledge.store.postgres import tallies
from tests import postgres

EACH = 50
CLOCK = "extract(epoch FROM now())"


def total(store: Store, name: str) -> int:
    counting = store.tallies()
    assert counting
    return sum(number for _, number in counting.settle({name: 0}).get(name, ()))


def test_what_all_have_counted_is_told_to_each(one: Store, other: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for statement in ("ADD", "READ", "FORGET"):  # the clock stands: no step turns while they count
        told = getattr(tallies, statement).replace(CLOCK, "1000.0")
        assert "now()" not in told
        monkeypatch.setattr(tallies, statement, told)
    names = ["session\0a", "address\0::1", "c"]

    def count(store: Store) -> list[int]:
        counting = store.tallies()
        assert counting
        found = []
        for number in range(EACH):
            told = counting.settle(dict.fromkeys(names[:: 1 if number % 2 else -1], 1))
            found.append(sum(count for _, count in told["c"]))
        return found

    with ThreadPoolExecutor(4) as many:
        seen = [number for found in many.map(count, [one, other] * 2) for number in found]
    assert sorted(seen) == list(range(1, 4 * EACH + 1)), "each settlement heard of all before it, and of itself"
    assert [total(one, name) for name in (*names, "nobody")] == [4 * EACH] * 3 + [0]


def test_a_count_holds_for_a_minute_and_some_seconds_and_can_be_taken_back(one: Store, url: str) -> None:
    counting = one.tallies()
    assert counting
    [(left, number)] = counting.settle({"a": 3})["a"]
    assert number == 3 and 60.0 <= left <= 65.0
    assert sum(count for _, count in counting.settle({"a": -1})["a"]) == 2
    with postgres.connected(url) as link:
        link.execute("UPDATE tallies SET step = step - 12")
    assert total(one, "a") == 2, "the last of them was counted less than a minute ago"
    with postgres.connected(url) as link:
        link.execute("UPDATE tallies SET step = step - 1 WHERE count > 0")
    assert total(one, "a") == 0


def test_no_name_is_kept_and_what_no_longer_counts_goes(one: Store, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = one.tallies()
    assert counting
    counting.settle({"address\x0010.1.2.3": 1, "b": 1})
    with postgres.connected(url) as link:
        kept = link.execute("SELECT * FROM tallies").fetchall()
        assert len(kept) == 2 and all(isinstance(value, int) for row in kept for value in row)
        link.execute("UPDATE tallies SET step = step - 20")
        monkeypatch.setattr(tallies, "SWEPT", 0.0)
        counting.settle({"c": 1})
        assert link.execute("SELECT count(*) FROM tallies").fetchone() == (1,)
        assert link.execute("SELECT relpersistence FROM pg_class WHERE oid = 'tallies'::regclass").fetchone() == ("u",)
