"""From settings to an advisor; versions swapped under way; what is wrong with data stops the start by name."""

import threading
from datetime import date

import pytest

from bot.advisor import Advisor
from bot.bootstrap import bootstrap, load
from bot.messages import Message
from bot.settings import read_settings
from knowledge.files import shipped_files
from knowledge.schema import DataError

DAY = date(2025, 11, 22)
MEASURES = "policies/liaocheng-2024/measures.toml"


def test_the_first_start_publishes_the_shipped_folder_and_the_second_does_not(tmp_path):
    settings = read_settings({}, home=str(tmp_path))
    for _ in range(2):
        house = bootstrap(settings)
        assert [version.status for version in house.store.versions()] == ["published"]
        house.close()


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
