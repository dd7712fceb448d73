"""Versions and conversations, whatever the engine."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from knowledge.records.files import digest
from knowledge.records.model import KnowledgeError
from knowledge.store import GRACE, StoreError, Version
from tests.knowledge.said import TURN

FILES = {"policies/a/document.txt": "一\r\n", "series/lpr.toml": "二", "vocabulary/words.txt": "一\r\n"}

# Versions


def test_a_new_store_has_nothing_published(store):
    assert (store.published(), store.versions()) == (None, ())


def test_publishing_supersedes_and_keeps_every_version(engine):
    east = timezone(timedelta(hours=8))
    with engine.open(now=lambda: datetime(2024, 8, 1, 9, tzinfo=east)) as store:
        first = store.publish(FILES, author="shipped", note="初始", shipped=digest(FILES))
        second = store.publish({"series/lpr.toml": "三"}, author="王", note="改利率")
    with engine.open(create=False) as store:
        at = "2024-08-01T01:00:00+00:00"
        assert first == Version(1, "published", "shipped", "初始", at, digest(FILES), digest(FILES))
        assert store.versions() == (replace(first, status="superseded"), second)
        assert store.published() == second
        assert store.files_of(1) == FILES
        assert list(store.files_of(1)) == sorted(FILES)


def test_a_draft_changes_nothing_in_force(store):
    first = store.publish(FILES, author="a", note="")
    draft = store.save_draft({"a.txt": "草稿"}, author="b", note="")
    assert (store.published(), draft.status, draft.number) == (first, "draft", 2)


def test_the_same_shipped_folder_is_kept_once(store):
    shipped = digest(FILES)
    first = store.publish(FILES, author="shipped", note="", shipped=shipped)
    assert store.publish(FILES, author="shipped", note="again", shipped=shipped) == first
    draft = store.save_draft(FILES, author="shipped", note="", shipped=shipped)
    assert store.save_draft(FILES, author="shipped", note="again", shipped=shipped) == draft
    assert store.publish(FILES, author="王", note="").number == 3


@pytest.mark.parametrize("files", [{}, {"../a.txt": ""}, {"a.txt": "\ud800"}])
def test_files_no_folder_can_hold_are_refused(store, files):
    with pytest.raises(KnowledgeError):
        store.publish(files, author="a", note="")
    assert store.versions() == ()


def test_a_version_that_is_not_there(store):
    with pytest.raises(StoreError, match="没有第 7 版资料"):
        store.files_of(7)


# Conversations


def test_a_turn_and_the_state_are_kept_together(engine, store):
    assert store.state_of("web-1") is None
    first = store.record(TURN, '{"topic": "1.1"}').result()
    second = store.record(TURN._replace(text="改成300万", sure=False, clause=None, amount=None), "{}").result()
    assert (store.state_of("web-1"), second) == ("{}", first + 1)
    store.close()
    with engine.open() as again:
        assert [turn.text for turn in again.turns("web-1")] == ["能贴多少？", "改成300万"]
        assert again.turns("web-1")[0] == TURN
        assert [turn.text for turn in again.turns("web-1", limit=1)] == ["改成300万"]
        assert again.turns("web-1", limit=0) == again.turns("web-2") == ()


def test_a_state_of_none_is_forgotten(store):
    store.record(TURN, "{}").result()
    store.record(TURN, None).result()
    assert store.state_of("web-1") is None


def test_a_message_sent_twice_has_one_reply(store):
    turn = TURN._replace(client_id="m-1")
    assert store.reply_to("web-1", "m-1") is None
    first = store.record(turn, "first").result()
    assert store.record(turn._replace(reply="另一个"), "second").result() == first
    assert store.reply_to("web-1", "m-1") == turn
    assert store.state_of("web-1") == "first"
    assert store.record(turn._replace(conversation="web-2"), None).result() != first


def test_what_comes_late_is_kept_as_forgotten_and_after_a_while_is_not(engine):
    seconds = 0.0
    with engine.open(time=lambda: seconds) as store:
        store.record(TURN._replace(conversation="c", client_id="1"), "{}").result()
        forgetting = store.forget("c")
        late = [
            store.record(TURN._replace(conversation="c", text="红旗机床厂", client_id=None), "{}") for _ in range(50)
        ]
        assert forgetting.result() is None and len({number.result() for number in late}) == 50
        assert store.turns("c") == () and store.state_of("c") is None
        assert "红旗机床厂".encode() not in engine.content()
        assert store.counts().measures("2000-01-01", "2100-01-01") == {TURN.measure: 51}
        seconds = GRACE + 1
        store.record(TURN._replace(conversation="c"), "{}").result()
        assert len(store.turns("c")) == 1 and store.state_of("c") == "{}"


def test_forgetting_leaves_only_counts(engine, store):
    mine = TURN._replace(client_id="m-1", text="张三的公司", reply="张三您好", payload='"张三"')
    for turn in (mine, mine._replace(client_id="m-2"), TURN._replace(conversation="web-2")):
        store.record(turn, "张三").result()
    store.forget("web-1").result()
    assert store.turns("web-1") == ()
    assert store.reply_to("web-1", "m-1") is store.state_of("web-1") is None
    assert store.turns("web-2") == (TURN._replace(conversation="web-2"),)
    assert store.counts().measures(TURN.day, TURN.day) == {TURN.measure: 3}
    store.forget("web-2").result()
    assert store.empty_log()
    assert "张三".encode() not in engine.content()


def test_half_a_character_in_one_turn_does_not_fail_the_others(store):
    futures = [store.record(TURN._replace(text=text), None) for text in ("一", "\ud800", "二")]
    assert [type(future.exception()) for future in futures] == [type(None), StoreError, type(None)]
    assert [turn.text for turn in store.turns("web-1")] == ["一", "二"]
    with pytest.raises(StoreError, match="半个字符"):
        store.reply_to("web-1", "\ud800")


def test_any_text_comes_back_as_it_was(store):
    text = "\0{{7*7}}'; DROP TABLE turns;--<b>😀\u202e\r\n"
    store.record(TURN._replace(text=text), text).result()
    assert (store.turns("web-1")[0].text, store.state_of("web-1")) == (text, text)


def test_a_sound_store_is_found_sound(store):
    health = store.health()
    assert health["check"] == "ok" and health["bytes"] > 0


def test_a_closed_store_says_so(store):
    store.close()
    store.close()
    assert isinstance(store.record(TURN, None).exception(), StoreError)
    with pytest.raises(StoreError):
        store.versions()
