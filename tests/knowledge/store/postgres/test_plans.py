"""How the server goes about the statements that stand in the way of an answer: by an index, however much there is.

The statements are those the store really makes. With 200,000 turns in eight months each takes less than 0.3 ms.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from knowledge.store import Answered, Incoming, Outgoing, Store
from knowledge.store.postgres import connection, months
from tests import postgres
from tests.knowledge.said import TURN

MANY, FEW = 12_000, 200  # rows of the log; rows that are read through sooner than looked up
NOW = datetime(2026, 5, 20, tzinfo=UTC)
ASKED = ("SELECT", "INSERT", "UPDATE", "DELETE")
SIZES = "SELECT relname, reltuples FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
AT = "to_char(timestamp '2026-05-20' - (? - n) * interval '10 minutes', 'YYYY-MM-DD\"T\"HH24:MI:SS+00:00')"
FILL = (
    f"""
    INSERT INTO turns (conversation, channel, day, at, text, kind, measure, sure, version, reply, payload, client_id)
    SELECT 'tg:' || n / 6, 'telegram', substr(at, 1, 10), at, CASE WHEN n > ? / 3 THEN 'words' ELSE '' END, 'sum',
        CASE WHEN mod(n, 3) = 0 THEN 'm' || mod(n, 9) END, true, 1, '', '{{}}', CASE WHEN n > ? / 3 THEN 'k' || n END
    FROM (SELECT n, {AT} AS at FROM generate_series(1, ?) AS n) AS one""",
    "INSERT INTO conversations SELECT 'tg:' || n, '{}' FROM generate_series(1, ?) AS n",
    f"INSERT INTO inbox SELECT 'telegram:1', n, '7', '', {AT}, 'done', 'tg:' || n FROM generate_series(1, ?) AS n",
    f"""
    INSERT INTO outbox (channel, update_id, part, chat, conversation, method, payload, at, sent_at)
    SELECT 'telegram:1', n, 0, '7', 'tg:' || n, 'sendMessage', '', {AT}, 'sent' FROM generate_series(1, ?) AS n""",
    f"INSERT INTO past_answers SELECT 'telegram:1', n, 'tg:' || n, {AT}, ',5,', '{{}}' FROM generate_series(1, ?) AS n",
    "INSERT INTO questions (conversation, channel, day, at, text, state)"
    f" SELECT 'tg:' || n, 'web', '', {AT}, '', 'done' FROM generate_series(1, ?) AS n",
    "INSERT INTO event_talks SELECT 'expo', 'tg:' || n, '' FROM generate_series(1, ?) AS n",
    "INSERT INTO tallies SELECT n, 1, 1 FROM generate_series(1, ?) AS n",
)


@pytest.fixture
def full(one: Store, url: str) -> Iterator[Store]:
    with postgres.connected(url) as link:
        link.execute("BEGIN")
        months.add_months(link, ["2026-03", "2026-04", "2026-05"])
        for statement in FILL:
            link.execute(statement, [MANY] * statement.count("?"))
        link.execute("COMMIT")
        link.execute("VACUUM ANALYZE")
    yield one


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Statement → values, of all that is asked of the server."""
    found: dict[str, Any] = {}
    execute, executemany = connection.Link.execute, connection.Link.executemany

    def one(self: Any, statement: str, values: Any = (), /) -> Any:
        found.setdefault(statement, values)
        return execute(self, statement, values)

    def many(self: Any, statement: str, rows: Any, /) -> Any:
        if rows:
            found.setdefault(statement, rows[0])
        return executemany(self, statement, rows)

    monkeypatch.setattr(connection.Link, "execute", one)
    monkeypatch.setattr(connection.Link, "executemany", many)
    return found


def use(store: Store) -> None:
    """What an answer needs, and what is done beside it."""
    talks, tallies, box = store.talks(), store.tallies(), store.outbox("telegram:1")
    assert talks and tallies
    said = TURN._replace(conversation="tg:1900", at=NOW.isoformat(), client_id="new", left="问")
    with talks.together(["tg:1900"]):
        store.record(said, "{}")
    store.turns("tg:1900")
    store.reply_to("tg:1900", "k11400")
    tallies.settle({"a": 1})
    box.take([Incoming(MANY + 1, "7", "{}", "album")]).result()
    box.unanswered(100)
    box.album("7", "album")
    calls = [Outgoing("7", "sendMessage", "x")]
    turn = said._replace(client_id="newer")
    [row] = box.answer(MANY + 1, Answered("tg:1900", calls, turn, "{}", 5)).result()
    box.unsent(100)
    with box.hold(row.id):
        box.sent(row.id, 6).result()
    box.past("tg:1900", 5)
    box.about("tg:1900", 6, NOW)
    box.counts()
    store.questions().call_back("tg:1900", "1").result()
    store.counts().measures("2026-05-01", "2026-05-20")
    store.counts().kinds((NOW - timedelta(days=1)).isoformat())
    store.forget("tg:1800").result()
    store.sweep((NOW - timedelta(days=82)).isoformat(), rest=lambda: False)


def test_nothing_that_an_answer_waits_for_reads_a_table_through(full: Store, url: str, made: dict[str, Any]) -> None:
    use(full)
    asked = {text: values for text, values in made.items() if text.split()[0] in ASKED}
    assert len(asked) > 30
    with postgres.connected(url) as link:
        big = {name for name, rows in link.execute(SIZES).fetchall() if rows > FEW}
        assert {"turns_2026_05", "turns_counted", "inbox", "outbox", "past_answers", "conversations"} <= big
        through = []
        for statement, values in asked.items():
            [[told]] = link.execute(f"EXPLAIN (FORMAT JSON) {statement}", values).fetchall()
            through += [(name, statement) for name in read_through(told[0]["Plan"]) if name in big]
    assert through == []


def read_through(plan: dict[str, Any]) -> Iterator[str]:
    """The tables that a plan reads from the first row to the last."""
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for part in plan.get("Plans", ()):
        yield from read_through(part)
