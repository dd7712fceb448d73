"""From settings to an advisor; versions swapped under way; what is wrong with data stops the start by name."""

import threading
import time
from contextlib import closing
from datetime import date

import pytest

from bot.advisor import Advisor
from bot.bootstrap import bootstrap, load
from bot.messages import Message
from bot.operations.watch import Watch
from bot.reload import Renewal
from bot.settings import read_settings
from knowledge.records.schema import DataError
from knowledge.store import StoreError, open_store
from knowledge.store.sqlite.database import connect
from tests.city import shipped_files
from tests.disks import WAYS, disk

DAY = date(2025, 11, 22)
MEASURES = "policies/liaocheng-2024/measures.toml"


def test_the_first_start_publishes_the_shipped_folder_and_the_second_does_not(tmp_path):
    settings = read_settings({}, home=str(tmp_path))
    for _ in range(2):
        house = bootstrap(settings)
        assert [version.status for version in house.store.versions()] == ["published"]
        house.close()


def test_a_database_and_marker_that_are_both_gone_are_not_begun_anew_unseen(tmp_path):
    settings = read_settings({}, home=str(tmp_path))
    with bootstrap_closing(settings):
        (tmp_path / "secret").write_bytes(bytes(64))
    bootstrap(settings).close()
    settings.database.unlink()
    settings.database.with_suffix(".id").unlink()
    with pytest.raises(StoreError, match=rf"从备份恢复.*删掉 {tmp_path / 'secret'} 再启动"):
        bootstrap(settings)
    (tmp_path / "secret").unlink()
    bootstrap(settings).close()


def test_a_faulty_folder_stops_the_start_with_file_key_and_remedy(tmp_path):
    files = shipped_files() | {MEASURES: shipped_files()[MEASURES].replace('value = "0.40"', 'value = "0.60"')}
    with pytest.raises(DataError, match=r"measures\.toml.*value.*引文"):
        bootstrap(read_settings({}, home=str(tmp_path)), shipped=files)


def test_a_newer_folder_is_published_and_answers_change(tmp_path):
    settings = read_settings({}, home=str(tmp_path))
    bootstrap(settings).close()
    newer = shipped_files()
    newer[MEASURES] = newer[MEASURES].replace("风险补偿预计", "风险补偿大约")
    house = bootstrap(settings, shipped=newer)
    answer = house.advisor.reply(Message("new", "科技成果转化贷款不良本金100万，备案了", DAY))
    house.close()
    assert answer.reply.version == 2 and "风险补偿大约" in answer.text


def bootstrap_closing(settings):
    return closing(bootstrap(settings))


def until(holds):
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


BROKEN = shipped_files() | {"series/lpr.toml": "row = ["}


def spoken(word: str) -> dict[str, str]:
    files = shipped_files()
    return files | {MEASURES: files[MEASURES].replace("风险补偿预计", f"风险补偿{word}")}


def answer(house):
    return house.advisor.reply(Message("good", "科技成果转化贷款不良本金100万，备案了", DAY))


def damage_text_of(path, number):
    """The text of a version's changed file is gone, as when somebody cleans up by hand."""
    with closing(connect(path, wait=1)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM version_files WHERE version = ?", [number])


def test_a_published_version_that_does_not_build_starts_with_the_last_good_one(tmp_path, caplog):
    settings = read_settings({}, home=str(tmp_path))
    house = bootstrap(settings)
    for files in (spoken("大约"), spoken("差不多"), BROKEN, BROKEN | {"x.txt": ""}):
        house.store.publish(files, author="王", note="")
    house.close()
    damage_text_of(settings.database, 3)
    house = bootstrap(settings)
    reply, [reason] = answer(house), house.readiness.reasons()
    house.close()
    assert reply.reply.version == 2 and "风险补偿大约" in reply.text
    assert reason.kind == "version" and "第 5 版资料用不了，现在按第 2 版答复" in reason.sentence
    assert len([record for record in caplog.records if record.levelname == "ERROR"]) == 1


def test_without_a_good_version_it_starts_with_the_files_as_installed(tmp_path):
    settings = read_settings({}, home=str(tmp_path))
    with open_store(settings.database) as store:
        store.publish(BROKEN, author="王", note="")
    house = bootstrap(settings)
    assert answer(house).reply.version == 0
    assert "第 1 版资料用不了，现在按随程序安装的资料答复" in house.readiness.reasons()[0].sentence
    house.store.publish(spoken("大约"), author="王", note="改好了")
    with Renewal(house, every=0.01):
        until(lambda: not house.readiness.reasons())
    assert "风险补偿大约" in answer(house).text
    house.close()


@pytest.mark.parametrize("way", WAYS)
def test_a_start_on_a_full_disk_answers_and_comes_back_by_itself(tmp_path, way):
    """From the published version, as it lies in the file; what is asked meanwhile is written when there is space."""
    with disk(tmp_path / "disk", way) as small:
        settings = read_settings({}, home=str(small.folder / "home"))
        with bootstrap_closing(settings) as first:
            first.store.publish(spoken("大约"), author="王", note="")
        small.fill()
        with bootstrap_closing(settings) as full, Renewal(full, every=0.01), Watch(full, every=0.01):
            assert full.readiness.reasons()[0].kind in ("full", "disk")
            assert "风险补偿大约" in answer(full).text and answer(full).reply.version == 2
            small.free()
            until(lambda: not full.readiness.reasons())
            until(lambda: len(full.store.turns("good")) == 2)


@pytest.mark.parametrize("way", WAYS)
def test_a_first_start_on_a_full_disk_answers_from_the_files_as_installed(tmp_path, way):
    with disk(tmp_path / "disk", way) as small:
        small.fill()
        settings = read_settings({}, home=str(small.folder / "home"))
        with bootstrap_closing(settings) as full, Renewal(full, every=0.01), Watch(full, every=0.01):
            assert full.readiness.reasons() and answer(full).reply.version == 0
            small.free()
            until(lambda: not full.readiness.reasons())
            until(lambda: full.advisor.live.knowledge.version == 1)
            assert [turn.version for turn in full.store.turns("good")] == [0]


def test_newer_shipped_files_wait_on_a_full_disk_while_the_published_version_answers(tmp_path):
    with disk(tmp_path / "disk", "limit") as small:
        settings = read_settings({}, home=str(small.folder / "home"))
        bootstrap(settings).close()
        with open_store(settings.database):  # another process keeps the log open, so that this one can open it too
            small.fill()
            full = bootstrap(settings, shipped=spoken("大约"))
            assert answer(full).reply.version == 1
            small.free()
            with Renewal(full, every=0.01), Watch(full, every=0.01):
                until(lambda: full.advisor.live.knowledge.version == 2)
            assert "风险补偿大约" in answer(full).text
            full.close()


def test_fifty_publishes_during_a_thousand_questions_never_mix_two_versions(house):
    """Each version leads its sums in with its own words: an answer must show the words of the version it names."""
    files = shipped_files()
    lives = []
    for number in (101, 102):
        spoken = files | {MEASURES: files[MEASURES].replace("市级补贴最高不超过", f"第{number}版最高不超过")}
        lives.append(load(spoken, number, house.settings))
    advisor, stop = Advisor(lives[0], None), threading.Event()
    swaps = 0

    def publish():
        nonlocal swaps
        while not stop.is_set() or swaps < 50:
            advisor.swap(lives[swaps % 2])
            swaps += 1
            stop.wait(0.002)

    publisher = threading.Thread(target=publish)
    publisher.start()
    answers = [advisor.reply(Message(f"swap-{i}", "鲁科保省里补了8万", DAY)) for i in range(1000)]
    stop.set()
    publisher.join()
    assert swaps >= 50 and {answer.reply.version for answer in answers} == {101, 102}
    for answer in answers:
        assert f"第{answer.reply.version}版最高不超过" in answer.text
