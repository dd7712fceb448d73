"""The draft as it would answer, and the office with its gate: what pages and commands share."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Lock

from bot.advisor import Live
from bot.bootstrap import load
from bot.desk.known import Known
from bot.desk.replay import Replay, floor_of, objection, replay, result_of
from bot.settings import Settings
from knowledge.drafts import Office
from knowledge.people import Hand, found
from knowledge.publish import Files
from knowledge.records.files import digest
from knowledge.records.model import KnowledgeError
from knowledge.store import Draft, Person, Store


class Drafted:
    """Knowledge of drafts, made ready to answer in a thread of its own: where examples or words changed it is learnt
    anew, which takes seconds. The last one is kept, since it is asked again and again; two would be too much memory."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._lock = settings, Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="draft")
        self._kept: tuple[str, Future[Live]] | None = None
        self._runs: dict[str, Future[Replay]] = {}

    def prepare(self, files: Files) -> "Future[Live]":
        """Begins to make it ready, unless it is; the future raises KnowledgeError for faulty files."""
        name = digest(files)
        with self._lock:
            if self._kept is None or self._kept[0] != name:
                given = dict(files)
                self._kept = name, self._thread.submit(lambda: load(given, 0, self._settings))
            return self._kept[1]

    def live(self, files: Files) -> Live:
        """Ready to answer, however long it takes."""
        return self.prepare(files).result()

    def run(self, store: Store, now: Callable[[], Live], files: Files, hand: Hand) -> "Future[Replay]":
        """Begins to run these files against what is in force; the run under way where there is one."""
        name, live = digest(files), self.prepare(files)
        with self._lock:
            running = self._runs.get(name)
            if running is None:
                given = dict(files)
                running = self._thread.submit(lambda: replay(store, now(), live.result(), given, hand))
                self._runs[name] = running
                running.add_done_callback(lambda _: self._runs.pop(name, None))
            return running

    def is_running(self, files: Files) -> bool:
        """Whether a run of these files is under way."""
        return digest(files) in self._runs

    def close(self) -> None:
        """What is under way is finished, nothing else is begun."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def office_of(store: Store, now: Callable[[], Live], drafted: Drafted, known: Known) -> Office:
    """The office, whose gate lets nothing through in which too much is answered wrongly. ``now``: what is in force."""

    def gate(draft: Draft, files: Files) -> str:
        hand = Hand(draft.submitted_by, "本机", draft.submitted_at)
        found = result_of(store, files) or drafted.run(store, now, files, hand).result()
        return objection(found, floor_of(store))

    return Office(store, known.check, gate)


def version_as_draft(store: Store, office: Office, number: int, person: Person, hand: Hand) -> Draft:
    """New data that came with the program, where staff had changed theirs, as a draft to be looked at and merged."""
    if number not in {one.number for one in store.versions()}:
        raise KnowledgeError(f"没有第 {number} 版。用 fudaoyuan knowledge versions 看有哪些。")
    made = office.begin(person, hand, f"并入第 {number} 版（随程序升级的资料）")
    base, theirs = office.base_files(made), store.files_of(number)
    changed: dict[str, str | None] = {path: text for path, text in theirs.items() if base.get(path) != text}
    return office.write(made, person, hand, changed, on=f"第 {number} 版的资料")


def pass_on(store: Store, old: Person, heir: str, hand: Hand) -> None:
    """Gives the drafts somebody works on to another editor. Raises KnowledgeError when there is none of that name."""
    found(store.people(), heir)
    for draft in store.drafts().all():
        if draft.author == old.name and draft.state in ("open", "review"):
            note = hand.note("draft", f"第 {draft.number} 号草稿", old.name, heir)
            store.drafts().move(replace(draft, author=heir), draft.state, note).result()
