"""From draft to version and back: the second signature, deputies, dates, changes put together, counties."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from knowledge.drafts import Office
from knowledge.people import Hand
from knowledge.publish import Files
from knowledge.records.model import KnowledgeError
from knowledge.store import Draft, Person, Store, StoreError, open_store

A, B, TEXT = "policies/city/a.toml", "policies/city/b.toml", "one\ntwo\nthree\nfour\nfive\n"
FILES = {A: TEXT, B: "x\n", "policies/county/policy.toml": 'region = "冠县"\n', "policies/county/a.toml": "y\n"}
PEOPLE = {role: Person(role, role, role) for role in ("viewer", "editor", "approver", "admin")}
PEOPLE["second"] = Person("second", "second", "approver")
PEOPLE["county"] = Person("county", "county", "editor", "冠县")


def sound(files: Files) -> None:
    for path, text in files.items():
        if "broken" in text:
            raise KnowledgeError(f"{path}：坏了")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s.db") as opened:
        opened.publish(FILES, author="shipped", note="first")
        for person in PEOPLE.values():
            opened.people().put(person, hand("tests").note("account", person.name), secret="", new=True).result()
        yield opened


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store, sound)


def hand(who: str, day: str = "2026-11-26") -> Hand:
    return Hand(who, "10.0.0.1", f"{day}T10:00:00+08:00")


def drafted(office: Office, files: dict[str, str | None], who: str = "editor") -> Draft:
    """A draft that changes these files, handed in."""
    draft = office.begin(PEOPLE[who], hand(who))
    office.write(draft, PEOPLE[who], hand(who), files)
    return office.submit(draft.number, PEOPLE[who], hand(who))


def sign(office: Office, draft: Draft, who: str = "approver", due: str = "") -> Draft:
    return office.sign(draft.number, PEOPLE[who], hand(who), due)


def actions(store: Store) -> list[str]:
    return [one.note.what for one in reversed(store.trail().lines())]


def test_a_draft_is_nobodys_knowledge_until_another_has_signed(office: Office, store: Store) -> None:
    draft = drafted(office, {A: TEXT.replace("two", "2")})
    assert store.published().number == 1
    assert sign(office, draft).state == "published"
    assert store.files_of(2)[A] == TEXT.replace("two", "2") and store.files_of(2)[B] == "x\n"
    assert store.files_of(1) == dict(sorted(FILES.items()))
    assert actions(store)[-5:] == ["draft", "edit", "submit", "sign", "publish"]
    assert "签发：approver" in store.published().note


@pytest.mark.parametrize("who", ["approver", "second"])
def test_who_changed_anything_in_it_cannot_sign(office: Office, store: Store, who: str) -> None:
    """Neither its author nor one who helped with it."""
    draft = office.begin(PEOPLE["approver"], hand("approver"))
    office.write(draft, PEOPLE["approver"], hand("approver"), {A: "1\n"})
    office.write(draft, PEOPLE["second"], hand("second"), {B: "2\n"})
    office.submit(draft.number, PEOPLE["approver"], hand("approver"))
    with pytest.raises(KnowledgeError, match="不能自己审核"):
        sign(office, draft, who)
    assert store.published().number == 1 and actions(store)[-1] == "refused"


@pytest.mark.parametrize("who", ["viewer", "editor", "admin"])
def test_only_an_approver_signs(office: Office, store: Store, who: str) -> None:
    draft = drafted(office, {A: "1\n"}, "approver")
    with pytest.raises(KnowledgeError, match="审核的权限"):
        sign(office, draft, who)
    assert actions(store)[-1] == "refused"


def test_a_deputy_signs_for_so_long_and_never_his_own(office: Office) -> None:
    office.name_deputy(PEOPLE["approver"], hand("approver"), "editor", date(2026, 11, 26), date(2026, 11, 27))
    assert office.may_sign(PEOPLE["editor"], date(2026, 11, 27))
    assert not office.may_sign(PEOPLE["editor"], date(2026, 11, 28))
    own = drafted(office, {B: "1\n"})
    with pytest.raises(KnowledgeError, match="不能自己审核"):
        sign(office, own, "editor")
    others = drafted(office, {A: "1\n"}, "second")
    assert sign(office, others, "editor").state == "published"
    with pytest.raises(KnowledgeError, match="审核的权限"):
        office.sign(drafted(office, {A: "2\n"}, "second").number, PEOPLE["editor"], hand("editor", "2026-11-28"))


def test_it_is_published_when_its_time_has_come(office: Office, store: Store) -> None:
    draft = sign(office, drafted(office, {A: "1\n"}), due="2027-01-01T00:00:00+08:00")
    assert draft.state == "due"
    assert office.publish_due(hand("clock", "2026-12-31")) == ()
    [version] = office.publish_due(Hand("clock", "here", "2027-01-01T00:00:00+08:00"))
    assert (version.number, store.files_of(2)[A]) == (2, "1\n")
    assert office.publish_due(hand("clock", "2027-01-02")) == ()


def test_what_cannot_be_published_on_its_day_goes_back_with_the_reason(office: Office) -> None:
    due = sign(office, drafted(office, {A: TEXT.replace("two", "2")}), due="2027-01-01T00:00:00+08:00")
    sign(office, drafted(office, {A: TEXT.replace("two", "zwei")}, "second"))
    assert office.publish_due(hand("clock", "2027-01-01")) == ()
    back = office.draft(due.number)
    assert back.state == "open" and "改过同一处" in back.reason


def test_changes_in_different_places_are_put_together(office: Office, store: Store) -> None:
    first, second = (
        drafted(office, {A: TEXT.replace("two", "2")}),
        drafted(office, {A: TEXT.replace("five", "5")}, "second"),
    )
    sign(office, first)
    sign(office, second)
    assert store.files_of(3)[A] == TEXT.replace("two", "2").replace("five", "5")


def test_changes_of_the_same_place_are_told_and_not_published(office: Office, store: Store) -> None:
    first, second = (
        drafted(office, {A: TEXT.replace("two", "2")}),
        drafted(office, {A: TEXT.replace("two", "II")}, "second"),
    )
    sign(office, first)
    with pytest.raises(KnowledgeError, match=r"第 2 版改过同一处：policies/city/a\.toml"):
        sign(office, second)
    assert store.published().number == 2 and office.draft(second.number).state == "review"


def test_the_second_of_two_on_one_file_sees_the_first(office: Office) -> None:
    draft = office.begin(PEOPLE["editor"], hand("editor"))
    office.write(draft, PEOPLE["editor"], hand("editor"), {A: "1\n"}, was={A: TEXT})
    with pytest.raises(StoreError, match="别人改过同一处") as refused:
        office.write(draft, PEOPLE["second"], hand("second"), {A: "2\n"}, was={A: TEXT})
    assert refused.value.kind == "changed"
    office.write(draft, PEOPLE["second"], hand("second"), {A: "2\n"}, was={A: "1\n"})


def test_what_is_handed_in_cannot_be_changed_until_it_comes_back(office: Office) -> None:
    draft = drafted(office, {A: "1\n"})
    with pytest.raises(StoreError, match="不在修改中"):
        office.write(draft, PEOPLE["editor"], hand("editor"), {A: "2\n"})
    with pytest.raises(KnowledgeError, match="为什么退回"):
        office.send_back(draft.number, PEOPLE["approver"], hand("approver"), " ")
    back = office.send_back(draft.number, PEOPLE["approver"], hand("approver"), "原话抄错了")
    assert (back.state, back.reason) == ("open", "原话抄错了")
    office.write(draft, PEOPLE["editor"], hand("editor"), {A: "2\n"})


def test_faulty_and_empty_drafts_are_not_taken(office: Office) -> None:
    draft = office.begin(PEOPLE["editor"], hand("editor"))
    with pytest.raises(KnowledgeError, match="什么都没有改"):
        office.submit(draft.number, PEOPLE["editor"], hand("editor"))
    office.write(draft, PEOPLE["editor"], hand("editor"), {A: "broken"})
    with pytest.raises(KnowledgeError, match="坏了"):
        office.submit(draft.number, PEOPLE["editor"], hand("editor"))
    office.write(draft, PEOPLE["editor"], hand("editor"), {A: TEXT})  # as it was: no change any more
    assert office.changed(draft) == ()


def test_a_gate_keeps_a_draft_from_being_published(store: Store) -> None:
    office = Office(store, sound, lambda draft, files: "对了 90.0%，下限是 100%")
    draft = drafted(office, {A: "1\n"})
    with pytest.raises(KnowledgeError, match="下限"):
        sign(office, draft)
    assert store.published().number == 1 and office.draft(draft.number).state == "review"


def test_one_step_back_is_a_version_of_its_own_with_a_reason(office: Office, store: Store) -> None:
    sign(office, drafted(office, {A: "wrong\n"}))
    with pytest.raises(KnowledgeError, match="没有写回退原因"):
        office.rollback(1, PEOPLE["approver"], hand("approver"), "")
    with pytest.raises(KnowledgeError, match="审核的权限"):
        office.rollback(1, PEOPLE["editor"], hand("editor"), "写错了")
    version = office.rollback(1, PEOPLE["approver"], hand("approver"), "封顶写错了")
    assert version.number == 3 and store.files_of(3) == store.files_of(1)
    assert [one.status for one in store.versions()] == ["superseded", "superseded", "published"]
    assert store.trail().last().note.after == "封顶写错了"


def test_a_county_editor_touches_nothing_of_the_city(office: Office) -> None:
    draft = office.begin(PEOPLE["county"], hand("county"))
    with pytest.raises(KnowledgeError, match="只管冠县"):
        office.write(draft, PEOPLE["county"], hand("county"), {A: "1\n"})
    with pytest.raises(KnowledgeError, match="只管冠县"):
        office.write(draft, PEOPLE["county"], hand("county"), {"vocabulary/words.txt": "1\n"})
    office.write(draft, PEOPLE["county"], hand("county"), {"policies/county/a.toml": "z\n"})


def test_a_draft_of_somebody_else_can_be_gone_on_with(office: Office) -> None:
    draft = office.begin(PEOPLE["editor"], hand("editor"))
    assert office.open_draft(PEOPLE["second"]) is None
    office.work_on(draft.number, PEOPLE["second"], hand("second"))
    assert office.open_draft(PEOPLE["second"]).number == draft.number


def test_every_change_leaves_what_went_and_what_came(office: Office, store: Store) -> None:
    office.write(
        office.begin(PEOPLE["editor"], hand("editor")), PEOPLE["editor"], hand("editor"), {A: TEXT.replace("two", "2")}
    )
    note = store.trail().last().note
    assert (note.who, note.where, note.before, note.after) == ("editor", "10.0.0.1", "two", "2")
    assert store.trail().broken() == 0
