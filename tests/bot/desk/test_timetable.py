"""What was signed for a day is published when it comes, by the running service itself."""

from datetime import UTC, datetime
from pathlib import Path
from time import sleep

from bot.bootstrap import bootstrap
from bot.clock import BEIJING
from bot.desk.house import Drafted, office_of
from bot.desk.known import Known
from bot.desk.replay import set_floor
from bot.desk.timetable import Timetable, look
from bot.reload import renew
from bot.settings import read_settings
from knowledge.people import Hand
from knowledge.store import Person
from tests.city import shipped_files

CONTACTS = "policies/liaocheng-2024/contacts.toml"


def test_a_signed_draft_is_published_on_its_day_and_answered_from(tmp_path: Path) -> None:
    files = {path: text for path, text in shipped_files().items() if not path.endswith("golden.jsonl")}
    moment = [datetime(2026, 12, 31, 15, tzinfo=UTC)]
    house = bootstrap(read_settings({}, home=str(tmp_path)), shipped=files, now=lambda: moment[0])
    drafted = Drafted(house.settings)
    office = office_of(house.store, lambda: house.advisor.live, drafted, Known())
    li, wang = Person("li", "李四", "editor"), Person("wang", "王五", "approver")
    for person in (li, wang):
        house.store.people().put(person, hand(person).note("account", person.name), secret="", new=True).result()
    set_floor(house.store, 0, hand(wang))
    draft = office.begin(li, hand(li))
    told = {"department": "市科技局", "phone": "0635-1234567", "source": "单位网站", "checked_on": "2026-12-01"}
    contact = "\n[[contact]]\n" + "".join(f'{key} = "{value}"\n' for key, value in told.items())
    office.write(draft, li, hand(li), {CONTACTS: files[CONTACTS] + contact})
    office.submit(draft.number, li, hand(li))
    due = datetime(2027, 1, 1, tzinfo=BEIJING).isoformat(timespec="seconds")
    assert office.sign(draft.number, wang, hand(wang), due).state == "due"

    look(house)
    assert house.store.published().number == 1
    moment[0] = datetime(2026, 12, 31, 16, 0, 1, tzinfo=UTC)  # the first second of the year in Beijing
    with Timetable(house, every=0.05):
        for _ in range(400):
            if house.store.published().number == 2:
                break
            sleep(0.05)
    assert house.store.published().number == 2 and renew(house)
    assert house.advisor.live.knowledge.main.contacts[-1].phone == "0635-1234567"
    assert house.store.trail().last().note.who == "到时发布"
    drafted.close()
    house.close()


def hand(person: Person) -> Hand:
    return Hand(person.name, "10.0.0.1", "2026-12-31T10:00:00+08:00")
