"""The draft as it would answer, and the office with its gate: what pages and commands share."""

from collections.abc import Callable
from threading import Lock

from bot.advisor import Live
from bot.bootstrap import check, load
from bot.desk.replay import Replay, floor_of, objection, replay, result_of
from bot.settings import Settings
from knowledge.drafts import Office
from knowledge.people import Hand
from knowledge.publish import Files
from knowledge.records.files import digest
from knowledge.store import Draft, Store


class Drafted:
    """Knowledge of drafts, ready to answer: the last one is kept, since it is asked again and again."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._lock = settings, Lock()
        self._kept: tuple[str, Live] | None = None

    def live(self, files: Files) -> Live:
        """Ready in a second; where examples changed they are learnt first. Raises KnowledgeError for faulty files."""
        name = digest(files)
        with self._lock:
            if self._kept is None or self._kept[0] != name:
                self._kept = None  # two would be too much memory
                self._kept = name, load(files, 0, self._settings)
            return self._kept[1]


def run_replay(store: Store, now: Callable[[], Live], drafted: Drafted, files: Files, hand: Hand) -> Replay:
    """The run of exactly these files: the one that was kept, else a new one."""
    return result_of(store, files) or replay(store, now(), drafted.live(files), files, hand)


def office_of(store: Store, now: Callable[[], Live], drafted: Drafted) -> Office:
    """The office, whose gate lets nothing through in which too much is answered wrongly. ``now``: what is in force."""

    def gate(draft: Draft, files: Files) -> str:
        hand = Hand(draft.submitted_by, "本机", draft.submitted_at)
        return objection(run_replay(store, now, drafted, files, hand), floor_of(store))

    return Office(store, check, gate)
