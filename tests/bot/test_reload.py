import threading
import time
from datetime import date
from itertools import pairwise

import pytest

from bot.bootstrap import bootstrap
from bot.measures.contract import checked
from bot.messages import Message
from bot.reload import Renewal, renew
from bot.settings import read_settings
from knowledge.classifier.match import Matcher
from knowledge.records.schema import DataError
from knowledge.store import StoreError
from tests.city import shipped_files

DAY = date(2025, 11, 22)
MEASURES = "policies/liaocheng-2024/measures.toml"
WORDS = "市级补贴最高不超过"
QUESTION = "鲁科保省里补了8万"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = bootstrap(read_settings({}, home=str(tmp_path_factory.mktemp("home"))), shipped=shipped_files())
    yield house
    house.close()


def spoken(word):
    files = shipped_files()
    return files | {MEASURES: files[MEASURES].replace(WORDS, f"{word}最高不超过")}


def ask(house, name):
    return house.advisor.reply(Message(name, QUESTION, DAY))


def told(house):
    return [reason.sentence for reason in house.readiness.reasons()]


def until(holds):
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_nothing_new_changes_nothing(house):
    live = house.advisor.live
    assert not renew(house) and house.advisor.live is live


def test_what_is_published_comes_into_force_by_itself(house):
    with Renewal(house, every=0.05):
        version = house.store.publish(spoken("市里补贴"), author="王", note="")
        until = time.monotonic() + 60
        while house.advisor.live.knowledge.version != version.number and time.monotonic() < until:
            time.sleep(0.05)
    answer = ask(house, "new")
    assert answer.reply.version == version.number and "市里补贴最高不超过" in answer.text


def test_one_edited_example_is_answered_by_while_it_runs_and_as_if_learnt_from_nothing(house, tmp_path):
    files, path = shipped_files(), "policies/liaocheng-2024/examples/4.1.txt"
    lines = files[path].splitlines()
    place = next(i for i, line in enumerate(lines) if line and line[0] not in "#[")
    lines[place] = "狻猊囚牛睚眦咋能进"
    files |= {path: "\n".join(lines)}
    asked = ("狻猊囚牛睚眦能进吗", QUESTION, "企业白名单怎么进", "住房公积金怎么提取", "这个文件哪天失效")
    before = house.advisor.live.matcher.match(asked[0])
    with Renewal(house):
        version = house.store.publish(files, author="王", note="改一句")
        until(lambda: house.advisor.live.knowledge.version == version.number)
    after, anew = house.advisor.live.matcher, Matcher(checked(files), tmp_path / "empty")
    assert [after.match(text) for text in asked] == [anew.match(text) for text in asked]
    assert "4.1" not in [hit.clause for hit in before.hits]
    assert after.match(asked[0]).hits[0].clause == "4.1"


def test_what_cannot_be_read_is_not_tried_at_every_look(house, monkeypatch):
    tries = []

    def unreadable():
        tries.append(time.monotonic())
        raise StoreError("读不了")

    monkeypatch.setattr(house.store, "published", unreadable)
    with Renewal(house, every=0.01, again=0.2):
        until(lambda: len(tries) == 3)
    assert min(later - earlier for earlier, later in pairwise(tries)) >= 0.2


def test_a_version_that_makes_no_knowledge_leaves_the_old_one_in_force(house):
    before = house.advisor.live
    house.store.publish({"series/lpr.toml": "row = []"}, author="王", note="错的")
    with pytest.raises(DataError):
        renew(house)
    assert house.advisor.live is before


def test_a_version_that_makes_no_knowledge_is_told_once_and_until_a_good_one_comes(house, caplog):
    with Renewal(house, every=0.01):
        for note in ("错的", "又错"):
            number = house.store.publish({"series/lpr.toml": f"row = [] # {note}"}, author="王", note=note).number
            until(lambda number=number: any(f"发布的第 {number} 版" in one for one in told(house)))
            time.sleep(0.2)  # many looks at the broken one
            lines = [line for line in caplog.messages if f"发布的第 {number} 版资料用不了" in line]
            assert len(lines) == 1 and "Traceback" not in caplog.text
        house.store.publish(spoken("好了"), author="王", note="")
        until(lambda: not told(house))
    assert "好了最高不超过" in ask(house, "good").text


def test_twenty_publishes_while_a_thousand_questions_are_asked(house):
    """Published in the store and put in force as a running server does; each answer shows the words of its version."""
    words, stop, faults = {}, threading.Event(), []

    def publish():
        try:
            for i in range(20):
                files = spoken(f"第{i}次补贴")
                words[house.store.publish(files, author="王", note="").number] = f"第{i}次补贴最高不超过"
                renew(house)
        except Exception as fault:
            faults.append(fault)
        stop.set()

    publisher = threading.Thread(target=publish)
    publisher.start()
    answers = []
    while not stop.is_set() or len(answers) < 1000:
        answers.append(ask(house, f"ask-{len(answers)}"))
        time.sleep(0.002 if len(answers) < 1000 else 0.02)  # the rest of the publishes need not wait for so many
    publisher.join()
    assert not faults
    known = [answer for answer in answers if answer.reply.version in words]
    assert len({answer.reply.version for answer in known}) >= 18
    assert all(words[answer.reply.version] in answer.text for answer in known)
    assert ask(house, "last").reply.version == max(words)
