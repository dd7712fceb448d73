"""What comes into force, and when: the shipped folder, staff changes beside it, going back, and files out again."""

import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.publish import Change, diff, ensure_published, export, rollback
from knowledge.records.files import digest, shipped_files
from knowledge.records.model import KnowledgeError
from knowledge.store import Store
from tests.knowledge.engines import ENGINES

A, B, C = ({"series/lpr.toml": text} for text in ("一\n", "二\n", "三\n"))
OURS = {"series/lpr.toml": "本市\n"}


def in_force(store: Store) -> dict[str, str]:
    published = store.published()
    assert published is not None
    return store.files_of(published.number)


def statuses(store: Store) -> list[str]:
    return [version.status for version in store.versions()]


def test_the_first_start_publishes_the_shipped_folder(store):
    files = shipped_files()
    version = ensure_published(store, files)
    assert (version.number, version.author, version.status) == (1, "shipped", "published")
    assert version.shipped == version.digest == digest(files)
    assert in_force(store) == files


def test_the_next_start_changes_nothing(store):
    assert ensure_published(store, A) == ensure_published(store, A)
    assert statuses(store) == ["published"]


def test_a_newer_folder_is_published_where_nobody_changed_anything(store):
    for files in (A, B, C):
        assert ensure_published(store, files).digest == digest(files)
    assert statuses(store) == ["superseded", "superseded", "published"]


def test_an_older_package_put_back_is_published_too(store):
    for files in (A, B, A):
        ensure_published(store, files)
    assert in_force(store) == A


def test_staff_changes_stay_in_force_and_the_newer_folder_is_drafted_once(store):
    ensure_published(store, A)
    staff = store.publish(OURS, author="王", note="本市口径")
    for files in (A, B, B, C, B, C):
        assert ensure_published(store, files) == staff
    assert in_force(store) == OURS
    assert statuses(store) == ["superseded", "published", "draft", "draft"]
    assert [store.files_of(number) for number in (3, 4)] == [B, C]
    assert "第 2 版有本单位的改动" in store.versions()[2].note


def test_staff_who_take_the_shipped_folder_get_the_next_one_by_itself(store):
    ensure_published(store, A)
    store.publish(OURS, author="王", note="")
    ensure_published(store, B)
    store.publish(B, author="王", note="采用草稿", shipped=digest(B))
    assert ensure_published(store, C).digest == digest(C)


def test_a_folder_that_staff_published_themselves_is_nothing_new(store):
    ensure_published(store, A)
    store.publish(B, author="王", note="")
    ensure_published(store, B)
    assert statuses(store) == ["superseded", "published"]


@pytest.mark.parametrize("make", ENGINES.values())
def test_starts_at_the_same_moment_make_one_version(tmp_path, make):
    gate = threading.Barrier(4)

    def start(engine) -> int:
        gate.wait()
        with engine.open(wait=60) as store:
            return ensure_published(store, A).number

    with ThreadPoolExecutor(4) as pool:
        for n in range(25 // make.DEAR):
            engine = make(tmp_path / str(n))
            assert list(pool.map(start, [engine] * 4)) == [1] * 4
            engine.gone()


@pytest.mark.parametrize("before", [[], [A], [A, OURS]])
def test_a_folder_that_fails_its_check_is_not_kept(store, before):
    def check(files):
        raise KnowledgeError(f"{next(iter(files))}：写错了")

    for files in before:
        store.publish(files, author="a", note="", shipped=digest(A))
    kept = store.versions()
    with pytest.raises(KnowledgeError, match="写错了"):
        ensure_published(store, C, check)
    assert store.versions() == kept


def test_going_back_is_a_new_version_and_the_next_start_does_not_undo_it(store):
    ensure_published(store, A)
    ensure_published(store, B)
    version = rollback(store, 1, "李", "第 2 版利率录错")
    assert (version.number, version.author, version.note) == (3, "李", "回到第 1 版：第 2 版利率录错")
    assert in_force(store) == A
    assert ensure_published(store, B) == version
    assert ensure_published(store, C) == version
    assert statuses(store) == ["superseded", "superseded", "published", "draft"]


@pytest.mark.parametrize(
    ("number", "reason", "sentence"),
    [(9, "错", "没有第 9 版"), (2, "错", "正在使用"), (3, "错", "是草稿"), (1, " ", "没有写回退原因")],
)
def test_going_back_is_refused(store, number, reason, sentence):
    ensure_published(store, A)
    ensure_published(store, B)
    store.save_draft(C, author="王", note="")
    with pytest.raises(KnowledgeError, match=sentence):
        rollback(store, number, "李", reason)
    assert in_force(store) == B


def test_going_back_checks_the_old_files_too(store):
    def check(files):
        raise KnowledgeError(f"{len(files)} 个旧文件不合现在的格式")

    ensure_published(store, A)
    ensure_published(store, B)
    with pytest.raises(KnowledgeError, match="1 个旧文件"):
        rollback(store, 1, "李", "错", check)
    assert in_force(store) == B


def test_diff_shows_what_changed_line_by_line():
    old = {"a.txt": "一\n二\n三\n", "gone.txt": "旧\n", "same.txt": "同\n", "ends.txt": "行\n"}
    new = {"a.txt": "一\n贰\n三\n四", "new.txt": "新\n", "same.txt": "同\n", "ends.txt": "行\r\n"}
    assert diff(old, new) == [
        Change("a.txt", added=("贰", "四"), removed=("二",)),
        Change("ends.txt", added=("行",), removed=("行",)),
        Change("gone.txt", added=(), removed=("旧",)),
        Change("new.txt", added=("新",), removed=()),
    ]
    assert diff(old, old) == []


def test_export_gives_the_files_back_byte_for_byte(store, tmp_path):
    shipped = shipped_files() | {"policies/a/document.txt": "一\r\n二\n"}
    store.publish(shipped, author="a", note="")
    export(store, 1, tmp_path / "out")
    assert shipped_files(tmp_path / "out") == shipped
    with pytest.raises(KnowledgeError, match="里已经有文件"):
        export(store, 1, tmp_path / "out")


def test_export_to_where_nothing_can_be_written(store, tmp_path):
    store.publish(A, author="a", note="")
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(KnowledgeError, match="写不进去"):
            export(store, 1, folder)


OUTSIDE = {"../x.toml": "一\n"}


class Tampered:
    """A store into whose files somebody has written by other means."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def files_of(self, number: int) -> dict[str, str]:
        return self._store.files_of(number) | OUTSIDE


def test_a_file_outside_the_folder_is_neither_published_nor_exported(store, tmp_path):
    with pytest.raises(KnowledgeError, match="文件名不能用"):
        store.publish(OUTSIDE, author="a", note="")
    assert store.versions() == ()
    store.publish(A, author="a", note="")
    with pytest.raises(KnowledgeError, match="文件名不能用"):
        export(Tampered(store), 1, tmp_path / "out")
    assert not (tmp_path / "x.toml").exists() and not (tmp_path / "out").exists()


STEPS = st.one_of(
    st.tuples(st.just("ship"), st.sampled_from([A, B, C])),
    st.tuples(st.just("edit"), st.sampled_from([A, OURS])),
    st.tuples(st.just("draft"), st.sampled_from([B, OURS])),
    st.tuples(st.just("back"), st.integers(0, 6)),
)


def take(store: Store, step: str, what: object) -> None:
    if step == "ship":
        ensure_published(store, what)
    elif step == "edit":
        store.publish(what, author="王", note="")
    elif step == "draft":
        store.save_draft(what, author="王", note="")
    else:
        rollback(store, what, "李", "错")


@pytest.mark.parametrize("make", ENGINES.values())
def test_whatever_is_done_exactly_one_version_is_in_force_and_none_is_lost(make):
    @settings(deadline=None, max_examples=60 // make.DEAR)
    @given(steps=st.lists(STEPS, max_size=8))
    def check(steps):
        with tempfile.TemporaryDirectory() as folder:
            engine = make(Path(folder))
            with engine.open() as store:
                hold_through(store, steps)
            engine.gone()

    check()


def hold_through(store, steps):
    ensure_published(store, A)
    for step, what in steps:
        before = [(version.number, version.digest, version.note) for version in store.versions()]
        try:
            take(store, step, what)
        except KnowledgeError:
            assert step == "back"
        assert statuses(store).count("published") == 1
        after = [(version.number, version.digest, version.note) for version in store.versions()]
        assert after[: len(before)] == before
        assert [number for number, _, _ in after] == list(range(1, len(after) + 1))
    assert all(digest(store.files_of(version.number)) == version.digest for version in store.versions())
