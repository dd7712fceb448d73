"""How a change gets into force: drafted by one, approved by another, published whole; and how it gets out again."""

import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from knowledge.audit import cut
from knowledge.merging import together
from knowledge.people import Hand, may
from knowledge.publish import Files, diff
from knowledge.records.files import text_digest
from knowledge.records.model import KnowledgeError
from knowledge.store import Draft, DraftFile, Person, Store, StoreError, Version, merged

Check = Callable[[Files], None]
Gate = Callable[[Draft, Files], str]  # why a draft may not be published, "" when it may
DEPUTY, WORKING = "deputy", "working"  # kinds of entries in the ledger
STATES = {"open": "修改中", "review": "待审核", "due": "已签发，到时发布", "published": "已发布", "dropped": "已作废"}
OWN = "这份草稿里有您自己的修改，不能自己审核。请找另一位有审核权限的同事，或者请他定一位代签人。"
CLASH = (
    "草稿起草以后，别人发布的第 {number} 版改过同一处：{paths}。两处改动合不到一起，没有发布。"
    "请退回修改，按现在的内容再改一次。"
)


def no_gate(draft: Draft, files: Files) -> str:
    """Lets everything through."""
    return ""


class Office:
    """What can be done to drafts and versions. ``check``: raises when files make no knowledge base; ``gate``: tells
    why a draft may not be published."""

    def __init__(self, store: Store, check: Check, gate: Gate = no_gate) -> None:
        self._store, self._check, self._gate = store, check, gate
        self._drafts = store.drafts()

    # Reading

    def published(self) -> int:
        """The number of the version in force, 0 for none."""
        version = self._store.published()
        return version.number if version else 0

    def drafts(self) -> tuple[Draft, ...]:
        """Every draft, newest first."""
        return self._drafts.all()

    def draft(self, number: int) -> Draft:
        """Raises KnowledgeError when there is no such draft."""
        found = self._drafts.find(number)
        if found is None:
            raise KnowledgeError(f"没有第 {number} 号草稿。请回到草稿列表看一看。")
        return found

    def base_files(self, draft: Draft) -> dict[str, str]:
        """The version it began from."""
        return self._store.files_of(draft.base)

    def files(self, draft: Draft) -> dict[str, str]:
        """The knowledge as the draft would have it."""
        return merged(self.base_files(draft), self._drafts.files(draft.number))

    def changed(self, draft: Draft) -> tuple[DraftFile, ...]:
        """The files it changes."""
        return self._drafts.files(draft.number)

    def hands(self, draft: Draft) -> frozenset[str]:
        """Everybody whose work is in it."""
        return self._drafts.hands(draft.number) | {draft.author} | ({draft.submitted_by} - {""})

    def open_draft(self, person: Person) -> Draft | None:
        """The draft a person works on: the one chosen last while it is open, else the own one begun last."""
        drafts = self._drafts.all()
        kept = self._store.ledger().history(WORKING, person.name)
        chosen = json.loads(kept[-1].data)["draft"] if kept else 0
        mine = [one for one in drafts if one.state == "open" and (one.number == chosen or one.author == person.name)]
        return max(mine, key=lambda one: (one.number == chosen, one.number), default=None)

    def work_on(self, number: int, person: Person, hand: Hand) -> None:
        """From now on what a person changes goes into this draft, whoever began it."""
        self._needs(person, "editor", hand, f"第 {number} 号草稿")
        if self.draft(number).state != "open":
            raise StoreError(f"第 {number} 号草稿不在修改中，不能接着改。", "state")
        data = json.dumps({"draft": number})
        self._store.ledger().put(WORKING, person.name, data, at=hand.at, author=person.name).result()

    # Editing

    def begin(self, person: Person, hand: Hand, title: str = "") -> Draft:
        """A new draft from the version in force."""
        self._needs(person, "editor", hand, "起草")
        words = " ".join(title.split())[:60] or f"{person.shown} {hand.at[:10]} 的修改"
        return self._drafts.begin(words, person.name, self.published(), hand.note("draft", "", after=words)).result()

    def write(
        self,
        draft: Draft,
        person: Person,
        hand: Hand,
        files: Mapping[str, str | None],
        *,
        on: str = "",
        was: Mapping[str, str] | None = None,
    ) -> Draft:
        """Changes files of an open draft; ``on``: what is changed, in words; ``was``: the texts its author saw.

        Raises StoreError of kind "changed" where somebody was quicker.
        """
        self._needs(person, "editor", hand, on)
        for path in files:
            self.check_county(person, path, self.files(draft))
        old = self.files(draft)
        before, after = _change(old, {**old, **{path: text or "" for path, text in files.items()}})
        note = hand.note("edit", f"第 {draft.number} 号草稿：{on or '、'.join(files)}", before, after)
        seen = None if was is None else {path: text_digest(text, path) for path, text in was.items()}
        return self._drafts.write(draft.number, files, note, was=seen).result()

    def check_county(self, person: Person, path: str, files: Files) -> None:
        """Raises KnowledgeError when the file is none of the person's county; who has none may change all."""
        if person.county and _county_of(path, files) != person.county:
            raise KnowledgeError(f"您的账号只管{person.county}的内容，全市的内容请市里的同事改。")

    # From draft to version

    def submit(self, number: int, person: Person, hand: Hand) -> Draft:
        """Hands it in; one that changes nothing, or makes no knowledge base, is not taken."""
        self._needs(person, "editor", hand, f"第 {number} 号草稿")
        draft = self.draft(number)
        if not self.changed(draft):
            raise KnowledgeError("这份草稿什么都没有改，不用送审。")
        self._check(self.files(draft))
        moved = replace(draft, state="review", submitted_by=person.name, submitted_at=hand.at, reason="")
        return self._drafts.move(moved, "open", hand.note("submit", _name(draft))).result()

    def send_back(self, number: int, person: Person, hand: Hand, reason: str) -> Draft:
        """Back to its author, by the author or by whoever may sign, with a reason; one that waits for its day too."""
        draft = self.draft(number)
        if person.name not in self.hands(draft):
            self._needs_signature(person, hand, draft)
            if not reason.strip():
                raise KnowledgeError("请写一句为什么退回，作者好照着改。")
        moved = replace(draft, state="open", reason=reason.strip(), signed_by="", signed_at="", due="")
        if draft.state not in ("review", "due"):
            raise StoreError(f"第 {number} 号草稿{STATES[draft.state]}，不用退回。", "state")
        return self._drafts.move(moved, draft.state, hand.note("back", _name(draft), after=reason.strip())).result()

    def drop(self, number: int, person: Person, hand: Hand) -> Draft:
        """It is not wanted any more; it is kept to be read."""
        draft = self.draft(number)
        if person.name not in self.hands(draft):
            self._needs_signature(person, hand, draft)
        if draft.state not in ("open", "review", "due"):
            raise StoreError(f"第 {number} 号草稿{STATES[draft.state]}，不能作废。", "state")
        return self._drafts.move(replace(draft, state="dropped"), draft.state, hand.note("drop", _name(draft))).result()

    def sign(self, number: int, person: Person, hand: Hand, due: str = "") -> Draft:
        """Approves a draft of others: published at once, or from the ISO time ``due`` on."""
        draft = self.draft(number)
        self._needs_signature(person, hand, draft)
        if person.name in self.hands(draft):
            self._refuse(hand, _name(draft), "自己审核自己的修改")
            raise KnowledgeError(OWN)
        draft = self.up_to_date(draft, hand)
        self._check_before(draft)
        signed = replace(draft, state="due", signed_by=person.name, signed_at=hand.at, due=due)
        note = hand.note("sign", _name(draft), after=f"{due} 起发布" if due else "")
        signed = self._drafts.move(signed, "review", note).result()
        if not due:
            self.publish(signed, hand)
            return self.draft(number)
        return signed

    def publish_due(self, hand: Hand) -> tuple[Version, ...]:
        """Publishes what was signed and whose time has come, oldest first; what cannot be goes back to its author."""
        done = []
        for draft in reversed(self._drafts.all()):
            if draft.state == "due" and draft.due <= hand.at:
                try:
                    done.append(self.publish(self.up_to_date(draft, hand), hand))
                except StoreError as error:
                    if error.kind != "state":  # somebody else was quicker
                        raise
                except KnowledgeError as error:
                    back = replace(draft, state="open", reason=str(error), signed_by="", signed_at="", due="")
                    self._drafts.move(back, "due", hand.note("back", _name(draft), after=cut(str(error)))).result()
        return tuple(done)

    def publish(self, draft: Draft, hand: Hand) -> Version:
        """Puts a signed draft in force."""
        self._check_before(draft)
        words = f"第 {draft.number} 号草稿：{draft.title}（签发：{draft.signed_by}）"
        note = hand.note("publish", _name(draft), f"第 {draft.base} 版")
        return self._drafts.publish(draft, self.files(draft), "due", note, words=words).result()

    def up_to_date(self, draft: Draft, hand: Hand) -> Draft:
        """The draft on the version in force now, its changes put together with those made meanwhile. Raises
        KnowledgeError where both changed the same."""
        number = self.published()
        if draft.base == number:
            return draft
        files = self.brought_forward(draft)
        note = hand.note("edit", f"{_name(draft)}：接到第 {number} 版上", f"第 {draft.base} 版", f"第 {number} 版")
        return self._drafts.rebase(draft.number, number, files, note).result()

    def brought_forward(self, draft: Draft) -> dict[str, str | None]:
        """What the draft would change in the version in force. Raises KnowledgeError where both changed the same."""
        number = self.published()
        base, now = self.base_files(draft), self._store.files_of(number)
        found: dict[str, str | None] = {}
        clashes = []
        for path, text, _, _ in self.changed(draft):
            if now.get(path) == base.get(path):
                found[path] = text
                continue
            apart = text is None or path not in now or path not in base
            both = None if apart else together(base[path], text or "", now[path])
            if both is None:
                clashes.append(path)
            else:
                found[path] = both
        if clashes:
            raise KnowledgeError(CLASH.format(number=number, paths="、".join(clashes)))
        return found

    # Out again

    def rollback(self, number: int, person: Person, hand: Hand, reason: str) -> Version:
        """An earlier version in force again, as a new version; one signature is enough: it was approved before."""
        self._needs(person, "approver", hand, f"第 {number} 版")
        files, now = self._store.files_of(number), self.published()
        status = next(version.status for version in self._store.versions() if version.number == number)
        if status == "published":
            raise KnowledgeError(f"第 {number} 版正在使用，不用回退。请选一个更早的版本。")
        if status == "draft":
            raise KnowledgeError(f"第 {number} 版没有发布过，不能回退到它。请选一个发布过的版本。")
        if not reason.strip():
            raise KnowledgeError("没有写回退原因。请写一句为什么回退，日后好查。")
        self._check(files)
        trail = hand.note("rollback", f"第 {number} 版", f"第 {now} 版", reason.strip())
        words = f"回到第 {number} 版：{reason.strip()}"
        return self._store.publish(files, author=person.name, note=words, trail=trail, was=now)

    def at_once(
        self, person: Person, hand: Hand, files: Mapping[str, str | None], what: str, on: str, words: str
    ) -> Version:
        """A change that cannot wait for a second signature, such as a pause, as a version of its own."""
        self._needs(person, "approver", hand, on)
        now = self.published()
        old = self._store.files_of(now)
        new = merged(old, [DraftFile(path, text, person.name, hand.at) for path, text in files.items()])
        self._check(new)
        trail = hand.note(what, on, *_change(old, new))
        return self._store.publish(new, author=person.name, note=words, trail=trail, was=now)

    # Who may

    def may_sign(self, person: Person, day: date) -> bool:
        """Whether the person may give the second signature: an approver, or who stands in for one on this day."""
        return may(person, "approver") or bool(self.stands_in_for(person, day))

    def stands_in_for(self, person: Person, day: date) -> tuple[str, ...]:
        """The approvers who have named this person as their deputy for this day."""
        if not may(person, "editor"):
            return ()
        found = [(entry.name, json.loads(entry.data)) for entry in self._store.ledger().latest(DEPUTY)]
        today = day.isoformat()
        named = [who for who, one in found if one["deputy"] == person.name and one["since"] <= today <= one["until"]]
        return tuple(who for who in named if (own := self._store.people().find(who)) and may(own, "approver"))

    def name_deputy(self, person: Person, hand: Hand, deputy: str, since: date, until: date) -> None:
        """Names who signs in an approver's place; ``deputy`` "" ends it."""
        self._needs(person, "approver", hand, "代签")
        if deputy:
            other = self._store.people().find(deputy)
            if other is None or deputy == person.name or not may(other, "editor"):
                raise KnowledgeError("代签人要是另一位编辑或审核人员。请从名单里选一位。")
            if until < since:
                raise KnowledgeError("结束的日子在开始之前。请改一改日期。")
        data = json.dumps({"deputy": deputy, "since": since.isoformat(), "until": until.isoformat()})
        told = f"{deputy}，{since} 至 {until}" if deputy else "不再代签"
        ledger = self._store.ledger()
        note = hand.note("deputy", person.name, after=told)
        ledger.put(DEPUTY, person.name, data, at=hand.at, author=person.name, note=note).result()

    def _needs(self, person: Person, role: str, hand: Hand, on: str) -> None:
        if not may(person, role):
            self._refuse(hand, on, f"要有{_ROLE[role]}的权限")
            raise KnowledgeError(f"这件事要有{_ROLE[role]}的权限。请找管理员，或请有权限的同事来做。")

    def _needs_signature(self, person: Person, hand: Hand, draft: Draft) -> None:
        if not self.may_sign(person, date.fromisoformat(hand.at[:10])):
            self._needs(person, "approver", hand, _name(draft))

    def _refuse(self, hand: Hand, on: str, why: str) -> None:
        self._store.trail().append(hand.note("refused", on, after=why)).result()

    def _check_before(self, draft: Draft) -> None:
        files = self.files(draft)
        self._check(files)
        if why := self._gate(draft, files):
            raise KnowledgeError(why)


_ROLE = {"editor": "编辑", "approver": "审核"}


def _name(draft: Draft) -> str:
    return f"第 {draft.number} 号草稿"


def _change(old: Files, new: Files) -> tuple[str, str]:
    """The lines that go and those that come, as the trail keeps them."""
    changes = diff(old, new)
    before = "\n".join(line for one in changes for line in one.removed)
    after = "\n".join(line for one in changes for line in one.added)
    return cut(before), cut(after)


def _county_of(path: str, files: Files) -> str:
    """The county a file is about: that of its policy; "" for the whole city and for what all share."""
    parts = path.split("/")
    if len(parts) < 3 or parts[0] != "policies":
        return ""
    about = tomllib.loads(files.get(f"policies/{parts[1]}/policy.toml", ""))
    return str(about.get("region", ""))
