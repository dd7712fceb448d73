"""Settings → Advisor: opens the store, publishes the shipped knowledge when it is new, builds the index.

A disk that is full, or a version that makes no knowledge base, does not keep it from answering: ``House.readiness``
tells what is wrong.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bot.advisor import Advisor, Live
from bot.dialogue.side_by_side import Desk
from bot.kit.how_far import how_far
from bot.kit.reminders import without_wish
from bot.kit.reminding import Reach, reminding
from bot.listening.listener import listener_for
from bot.measures.contract import checked
from bot.memo import Recalled, forget_texts, grow_old
from bot.nlu.hearing import Listener
from bot.operations.home import check_not_lost
from bot.operations.readiness import Readiness
from bot.settings import Settings
from bot.states import states_of
from bot.turns import Beside
from knowledge.classifier.cache import make_room
from knowledge.classifier.match import Match, Matcher
from knowledge.classifier.model import Tell, silent
from knowledge.publish import ensure_published
from knowledge.records.files import shipped_files
from knowledge.records.model import Knowledge, Policy
from knowledge.records.narrowed import narrowed
from knowledge.search.clauses import spoken_of
from knowledge.store import Shelf, Store, StoreError, open_later, open_store, rescue, unwritable
from knowledge.text.spelling import Pairs
from knowledge.text.tokens import clean, fold

if TYPE_CHECKING:
    from aiohttp import web  # half a second, which a command without a page need not wait

log = logging.getLogger("fudaoyuan")
REMEMBERED = 4096
PIECES = 2048  # pieces of messages: half a megabyte
AS_INSTALLED = 0  # the number of the shipped files while they are no version of the store
Files = Mapping[str, str]
Probe: TypeAlias = Callable[[], Mapping[str, str]]
Mount: TypeAlias = "Callable[[web.Application], None]"


@dataclass(frozen=True, slots=True)
class House:
    """The parts of a running advisor; ``close`` writes what waits and closes the file.

    ``mounts``: each adds routes to the application of the served page before it starts, for a channel within it;
    ``stops``: told when the page begins to stop, so that a channel beside it stops meanwhile;
    ``probes``: each asks a channel what is wrong with it, kind → remedy; ``readiness``: what is wrong; ``unseen``:
    shipped files that could not be looked at or published yet.
    """

    settings: Settings
    store: Store
    advisor: Advisor
    mounts: list[Mount] = field(default_factory=list)
    stops: list[Callable[[], None]] = field(default_factory=list)
    probes: list[Probe] = field(default_factory=list)
    readiness: Readiness = field(default_factory=Readiness)
    unseen: list[Files] = field(default_factory=list)

    def close(self) -> None:
        self.store.close()


class Remembered:
    """A matcher that looks each question up once: the first questions of a page are asked by everybody, and pieces of
    longer ones as well."""

    def __init__(self, matcher: Matcher, listener: Listener, whole: "Remembered | None" = None) -> None:
        """``whole``: of all documents, for one without examples of its own: how people ask about a document, and what
        is small talk, is the same for all."""
        self.listener = listener
        find = matcher.match if whole is None else partial(_or_of_any, matcher.match, whole.match)
        cached = lru_cache(maxsize=REMEMBERED)(find)
        self.match: Callable[[str], Match] = cached
        self.pieces: Recalled[tuple[str, date], tuple[str, float]] = Recalled(PIECES)
        self.slips = matcher.slips
        self.explain, self.kinds = matcher.explain, matcher.kinds
        self._clear = cached.cache_clear, matcher.forget, self.pieces.forget

    def repaired(self, text: str) -> Pairs:
        """What was misspelt in it and what is understood instead."""
        return self.match(text).repaired if self.slips(text) else ()

    def forget(self) -> None:
        """Drops every text it remembers, and those that were remembered on the way to it."""
        for clear in (*self._clear, self.listener.forget, forget_texts, clean.cache_clear, fold.cache_clear):
            clear()


def _or_of_any(alone: Callable[[str], Match], whole: Callable[[str], Match], text: str) -> Match:
    match = alone(text)
    if match.verdict == "sure":
        return match
    other = whole(text)
    return other if other.verdict in ("meta", "smalltalk") else match


def check(files: Files) -> None:
    """Raises DataError with a line for each fault (file, key, remedy) when the files do not make a knowledge base,
    or do not give their formulas what these want."""
    checked(files)


def bootstrap(
    settings: Settings,
    *,
    now: Callable[[], datetime] | None = None,
    shipped: Files | None = None,
    tell: Tell = silent,
) -> House:
    """Builds everything. Raises StoreError or DataError with a Chinese sentence that names the remedy.

    ``tell`` hears the share done where examples must be learnt first, which takes 3 s.
    """
    files = shipped_files() if shipped is None else shipped
    readiness, unseen = Readiness(), [files]
    store, shelf = _opened(settings, readiness)
    try:
        if not readiness.reasons():
            _look_at_shipped(store, unseen, readiness)
        live = _last_good(shelf, files, settings, readiness, tell)
    except BaseException:
        store.close()
        raise
    advisor = Advisor(live, store, now, states_of(store))
    advisor.beside, advisor.heed = beside_of(settings, store), without_wish
    return House(settings, store, advisor, readiness=readiness, unseen=unseen)


def beside_of(settings: Settings, store: Store) -> Beside:
    """What may be asked beside the documents."""
    ways = {"telegram": "push", "wecom": "push" if settings.wecom.connects else ""}
    ways["wechat"] = "window" if settings.wechat.app_secret else ""
    home = settings.page.public_url + settings.page.base_path if settings.page.public_url else ""
    asked = (how_far(store.ledger), reminding(store.reminders, Reach(ways, home, settings.wecom.connects)))
    return lambda *said: next((reply for one in asked if (reply := one(*said))), None)


def _opened(settings: Settings, readiness: Readiness) -> tuple[Store, Shelf]:
    """The store, and where the versions are read: when there is no room to open it, out of the file as it lies."""
    if settings.database_url:  # whose server is away has nothing to read from either: the start says so
        shared = open_store(settings.store)
        return shared, shared
    check_not_lost(settings.database)
    try:
        store = open_store(settings.database)
    except StoreError as error:
        if not (kind := unwritable(error, settings.database)):
            raise
        readiness.found(kind, str(error))
        return open_later(settings.database), rescue(settings.database)
    unwritten = store.pulse().beat().exception()
    if isinstance(unwritten, StoreError) and unwritten.kind in ("full", "disk"):
        readiness.found(unwritten.kind, str(unwritten))
    return store, store


def _look_at_shipped(store: Store, unseen: list[Files], readiness: Readiness) -> None:
    """Publishes the shipped files when they are new; on a full disk they stay ``unseen``."""
    try:
        ensure_published(store, unseen[0], check)
    except StoreError as error:
        if error.kind not in ("full", "disk"):
            raise
        readiness.found(error.kind, str(error))
        return
    unseen.clear()


def _last_good(shelf: Shelf, shipped: Files, settings: Settings, readiness: Readiness, tell: Tell) -> Live:
    """The published version as it answers; when it does not, the one before it, and in the end the shipped files.

    Raises what was wrong with the first when none of them answers.
    """
    first: tuple[int, Exception] | None = None
    for number in [*_numbers(shelf), AS_INSTALLED]:
        try:
            live = load(shelf.files_of(number) if number else shipped, number, settings, tell)
        except Exception as error:
            first = first or (number, error)
            continue
        if first:
            readiness.found("version", str(first[1]), broken(first[0], number))
        return live
    assert first
    raise first[1]


def _numbers(shelf: Shelf) -> list[int]:
    """The published version and those that were, newest first; none when they cannot be read."""
    try:
        found = [version for version in shelf.versions() if version.status != "draft"]
    except StoreError as error:
        log.error("the versions cannot be read: %s", error)
        return []
    return [one.number for one in sorted(found, key=lambda one: (one.status == "published", one.number), reverse=True)]


def broken(number: int, instead: int) -> str:
    """Says that a version cannot be used, and from which is answered."""
    used = f"第 {instead} 版" if instead else "随程序安装的资料"
    return f"发布的第 {number} 版资料用不了，现在按{used}答复。原因见日志；请改好再发布，或者回退到能用的一版。"


def load(files: Files, number: int, settings: Settings, tell: Tell = silent) -> Live:
    """One version as it answers: checked records and their index, of several documents that of each one besides."""
    return live_of(checked(files, number), settings.cache, tell)


def live_of(knowledge: Knowledge, cache: Path | None, tell: Tell = silent) -> Live:
    """Checked records with their index; ``cache``: where what is learnt is kept. What was made of versions that are
    answered from no longer is let go by and by."""
    grow_old()
    whole, desks = finders(knowledge, cache, tell)
    asked = [whole, *(finder for _, finder in desks.values())]

    def forget() -> None:
        for one in asked:
            one.forget()

    return Live(knowledge, whole, forget, {name: Desk(*desk) for name, desk in desks.items()})


def finders(
    knowledge: Knowledge, cache: Path | None, tell: Tell = silent
) -> tuple["Remembered", dict[str, tuple[Knowledge, "Remembered"]]]:
    """What finds in all documents, and where there are several, by id, what each knows alone and what finds in it.

    A document no turn is annotated for is listened to as the first one is that has some: what people do by what they
    say is the same everywhere, and roles and conditions are heard of the measures alone that were taught.
    """
    make_room(len(knowledge.policies))
    if not knowledge.apart:
        matcher = Matcher(knowledge, cache, tell=tell)
        return _remembered(matcher, listener_for(knowledge, matcher.features, cache, tell)), {}
    alone = {policy.id: narrowed(knowledge, policy.id) for policy in taught_first(knowledge)}
    matchers = {name: Matcher(one, cache, tell=tell) for name, one in alone.items()}
    listeners: dict[str, Listener] = {}
    for name, one in alone.items():
        taught = not listeners or any(turn.policy == name for turn in knowledge.annotated)
        heard = listener_for(one, matchers[name].features, cache, tell) if taught else next(iter(listeners.values()))
        listeners[name] = heard
    whole = _remembered(Matcher(knowledge, cache, tell=tell), next(iter(listeners.values())))
    spoken = spoken_of(knowledge)
    desks = {}
    for name, one in alone.items():
        desks[name] = one, _remembered(matchers[name], listeners[name], None if name in spoken else whole)
    return whole, desks


def taught_first(knowledge: Knowledge) -> list[Policy]:
    """The documents, those first that turns are annotated for, of these the main one."""
    taught = {turn.policy for turn in knowledge.annotated}
    return sorted(knowledge.policies, key=lambda one: (one.id not in taught, one.id != knowledge.site.main))


def _remembered(matcher: Matcher, listener: Listener, whole: "Remembered | None" = None) -> "Remembered":
    matcher.features.gather([*matcher.known_runs(), *listener.known_runs()])
    return Remembered(matcher, listener, whole)


def published_knowledge(settings: Settings) -> Knowledge:
    """The published version's records alone, without index; the shipped folder is published first when new."""
    with open_store(settings.store) as store:
        version = ensure_published(store, shipped_files(), check)
        return checked(store.files_of(version.number), version.number)
