"""Who works at the desk: roles and what they may do, passwords, the login and its limits, sessions that end."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Semaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from knowledge.records.model import KnowledgeError
from knowledge.store import DeskSession, Failures, Note, People, Person, StoreError

ROLES = {"viewer": "查看", "counselor": "辅导员", "editor": "编辑", "approver": "审核", "admin": "管理员"}
# An admin keeps accounts and reads everything; what the bot says is not his to change or to approve.
MAY = {
    "viewer": frozenset({"viewer"}),
    "counselor": frozenset({"viewer", "counselor"}),
    "editor": frozenset({"viewer", "counselor", "editor"}),
    "approver": frozenset({"viewer", "counselor", "editor", "approver"}),
    "admin": frozenset({"viewer", "admin"}),
}
TRIES, SPAN = 5, timedelta(minutes=15)  # wrong passwords of one account from one place, and how long they count
TRIES_OF_ADDRESS = 60  # wrong passwords from one address, whatever the account
IDLE, WHOLE = timedelta(minutes=30), timedelta(hours=8)
TOUCHED = timedelta(minutes=1)  # how exactly it is kept when a session was last used
SHORTEST, LONGEST = 10, 200
NAME_MOST, SHOWN_MOST = 32, 20
# 19 MiB, two passes: what OWASP asks for, 28 ms here. The library's own 64 MiB would let a few logins fill the memory.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
TWO_AT_ONCE = Semaphore(2)
NOBODY = HASHER.hash("a password that no account has")  # verified for unknown names, so that they take as long
GUESSED = "an address that lets somebody in"  # under what guesses are counted; no account is called so
WECOM_MOST = 64  # characters of an id in 企业微信
WRONG = "用户名或密码不对。"
LOCKED = "密码错了太多次，请过 {minutes} 分钟再试。别处登录不受影响；忘了密码请找管理员重设。"


class LoginError(KnowledgeError):
    """Nobody is let in; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does something, from where and when: what every line of the trail says."""

    who: str
    where: str
    at: str

    def note(self, what: str, on: str, before: str = "", after: str = "") -> Note:
        return Note(self.at, self.who, self.where, what, on, before, after)


def may(person: Person, role: str) -> bool:
    """Whether the person may do what needs ``role``."""
    return person.state == "active" and role in MAY.get(person.role, frozenset())


def hashed(password: str) -> str:
    """What is kept of a password."""
    with TWO_AT_ONCE:
        return HASHER.hash(password)


def check_password(password: str, name: str) -> None:
    """Raises KnowledgeError when the password is too easily guessed."""
    weight = sum(1 if one.isascii() else 2 for one in password)  # a Chinese character is one of thousands
    if weight < SHORTEST or len(password) > LONGEST:
        raise KnowledgeError(
            f"密码至少 {SHORTEST} 个字符（汉字一个顶两个），最多 {LONGEST} 个。可以写一句自己记得住的话。"
        )
    if len(set(password)) < 5 or name.lower() in password.lower():
        raise KnowledgeError("这个密码太好猜。请不要用用户名，也不要老是同几个字符；可以写一句自己记得住的话。")


def check_account(person: Person) -> None:
    """Raises KnowledgeError with a sentence when the account cannot be kept as it is."""
    plain = person.name.isascii() and person.name.replace("-", "").replace("_", "").replace(".", "").isalnum()
    if not plain or len(person.name) > NAME_MOST:
        raise KnowledgeError(f"用户名只能用字母、数字、点、横线，最多 {NAME_MOST} 个，例如 zhangsan。")
    if not person.shown.strip() or len(person.shown) > SHOWN_MOST:
        raise KnowledgeError(f"请写上本人的姓名，最多 {SHOWN_MOST} 个字；一人一个账号，不能合用。")
    if person.role not in ROLES:
        raise KnowledgeError(f"没有「{person.role}」这种角色。可以选：{'、'.join(ROLES.values())}。")
    if len(person.wecom) > WECOM_MOST or not person.wecom.isprintable() or " " in person.wecom:
        raise KnowledgeError(
            f"企业微信账号不对：要写管理后台“通讯录”里的账号（userid），最多 {WECOM_MOST} 个字符，没有空格。"
        )


def check_wecom(people: People, person: Person) -> None:
    """Raises KnowledgeError when somebody else has the same id in 企业微信: it would not be told whose it is."""
    wanted = person.wecom.casefold()
    for one in people.everybody():
        if wanted and one.name != person.name and one.wecom.casefold() == wanted:
            raise KnowledgeError(f"企业微信账号 {person.wecom} 已经登记给{one.shown}（{one.name}），一个只能对一个人。")


def new_account(people: People, person: Person, password: str, hand: Hand) -> None:
    """Makes an account; its owner must choose another password first where ``person.fresh``. Raises KnowledgeError."""
    check_account(person)
    check_wecom(people, person)
    check_password(password, person.name)
    note = hand.note("account", person.name, after=told(person))
    kept = replace(person, at=hand.at)
    if not people.put(kept, note, secret=hashed(password), new=True).result():
        raise KnowledgeError(f"用户名 {person.name} 已经有人用了。请换一个；离职的人请停用原来的账号，不要改名再用。")


def change_account(people: People, person: Person, hand: Hand, password: str | None = None) -> None:
    """Keeps other particulars of an account, or another password. Raises KnowledgeError; the last admin stays one."""
    old = found(people, person.name)
    check_account(person)
    check_wecom(people, person)
    if password is not None:
        check_password(password, person.name)
    others = [one for one in people.everybody() if one.name != person.name and may(one, "admin")]
    if may(old, "admin") and not may(person, "admin") and not others:
        raise KnowledgeError("这是最后一个管理员，不能停用或换成别的角色。请先再设一个管理员。")
    what = "password" if password is not None and old == replace(person, fresh=old.fresh, at=old.at) else "account"
    note = hand.note(what, person.name, told(old), told(person))
    people.put(replace(person, at=hand.at), note, secret=None if password is None else hashed(password)).result()


def found(people: People, name: str) -> Person:
    """The account. Raises KnowledgeError when there is none."""
    person = people.find(name)
    if person is None:
        raise KnowledgeError(f"没有「{name}」这个账号。请在人员页看看有哪些。")
    return person


def told(person: Person) -> str:
    """An account in a line of the trail."""
    state = "" if person.state == "active" else "，已停用"
    wecom = f"，企业微信 {person.wecom}" if person.wecom else ""
    return f"{person.shown}，{ROLES.get(person.role, person.role)}，{person.county or '全市'}{wecom}{state}"


class Door:
    """The login and its sessions. ``now``: the moment, in UTC."""

    def __init__(self, people: People, now: Callable[[], datetime]) -> None:
        self._people, self._now = people, now

    def login(self, name: str, password: str, address: str, *, place: str = "") -> Person:
        """The person with this name and password. ``address``: where the request comes from; ``place``: what the
        browser was given when the same person logged in with it before, "" for none.

        Wrong passwords are counted by account and place, so that nobody can lock another one out: who logged in from
        a browser before has a count of his own there, and others have one for each address. Takes 30 ms, waits for
        the store. Raises LoginError.
        """
        own, whole = _key(name, place or address), "" if place else _key("", address)
        self._check(own, TRIES)
        if whole:
            self._check(whole, TRIES_OF_ADDRESS)
        secret, person = self._people.secret_of(name), self._people.find(name)
        if not matches(secret, password) or person is None or person.state != "active":
            self._failed(own, name, address)
            if whole:
                self._count(whole)
            raise LoginError(WRONG)
        self._people.forgive(own).result()
        return person

    def begin(self, person: Person, address: str, *, how: str = "") -> str:
        """A new session; the secret by which the browser is known again. ``how``: otherwise than by the password."""
        token, at = secrets.token_urlsafe(32), self._at()
        note = Note(at, person.name, address, "login", person.name, after=how)
        self._people.begin(DeskSession(_digest(token), person.name, at, at, address), note).result()
        return token

    def person_of(self, token: str) -> Person | None:
        """Who is logged in with it; None when nobody is any more."""
        session = self._people.session(_digest(token))
        if session is None:
            return None
        now = self._now()
        idle, whole = now - datetime.fromisoformat(session.seen), now - datetime.fromisoformat(session.begun)
        person = self._people.find(session.person)
        if idle > IDLE or whole > WHOLE or person is None or person.state != "active":
            self._people.end(session.digest)
            return None
        if idle > TOUCHED:
            with suppress(StoreError):  # a full disk must not lock everybody out
                self._people.seen(session.digest, self._at()).result()
        return person

    def end(self, token: str, person: Person, address: str) -> None:
        """Logs out."""
        self._people.end(_digest(token), Note(self._at(), person.name, address, "logout", person.name)).result()

    def check_guesses(self, address: str) -> None:
        """Raises LoginError when too many addresses that let nobody in were tried from this one."""
        self._check(_key(GUESSED, address), TRIES_OF_ADDRESS)

    def guessed(self, address: str) -> None:
        """One more of them."""
        self._count(_key(GUESSED, address))

    def _check(self, key: str, most: int) -> None:
        failures = self._people.failures(key)
        if failures.count >= most and (left := self._left(failures)) > timedelta(0):
            raise LoginError(LOCKED.format(minutes=-(-int(left.total_seconds()) // 60)))

    def _left(self, failures: Failures) -> timedelta:
        return datetime.fromisoformat(failures.since) + SPAN - self._now() if failures.since else timedelta(0)

    def _failed(self, key: str, name: str, address: str) -> None:
        if self._count(key).count == TRIES and self._people.find(name):
            trail = Note(self._at(), name, address, "locked", name)
            self._people.end("", trail).result()

    def _count(self, key: str) -> Failures:
        anew = self._left(self._people.failures(key)) <= timedelta(0)
        return self._people.failed(key, self._at(), anew=anew).result()

    def _at(self) -> str:
        return self._now().isoformat(timespec="seconds")


def matches(secret: str, password: str) -> bool:
    """Whether it is the password; takes as long where there is none to compare it with."""
    try:
        with TWO_AT_ONCE:
            return HASHER.verify(secret or NOBODY, password[:LONGEST]) and bool(secret)
    except (Argon2Error, InvalidHashError):
        return False


def mark_of(token: str) -> str:
    """What the forms of a session carry, so that no page of another site can send them."""
    return _digest(f"form {token}")[:32]


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _key(name: str, place: str) -> str:
    return _digest(f"{name}\n{place}")
