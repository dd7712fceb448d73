"""Settings → Advisor: opens the store, publishes the shipped knowledge when it is new, builds the index."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from bot.advisor import Advisor, Live
from bot.contract import checked
from bot.settings import Settings
from knowledge.files import shipped_files
from knowledge.match import Match, Matcher
from knowledge.model import Knowledge
from knowledge.publish import ensure_published
from knowledge.store import Store

REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class House:
    """The parts of a running advisor; ``close`` writes what waits and closes the file.

    ``doors``: called with the served page's application before it starts, for channels that live within it.
    """

    settings: Settings
    store: Store
    advisor: Advisor
    doors: list[Callable[[Any], None]] = field(default_factory=list)

    def close(self) -> None:
        self.store.close()


class Remembered:
    """A matcher that looks each question up once: the first questions of a page are asked by everybody."""

    def __init__(self, matcher: Matcher) -> None:
        self.match: Callable[[str], Match] = lru_cache(maxsize=REMEMBERED)(matcher.match)
        self.explain = matcher.explain


def check(files: Mapping[str, str]) -> None:
    """Raises DataError with a line for each fault (file, key, remedy) when the files do not make a knowledge base,
    or do not give their formulas what these want."""
    checked(files)


def bootstrap(
    settings: Settings, *, now: Callable[[], datetime] | None = None, shipped: Mapping[str, str] | None = None
) -> House:
    """Builds everything. Raises StoreError or DataError with a Chinese sentence that names the remedy."""
    store = Store.open(settings.database)
    try:
        version = ensure_published(store, shipped_files() if shipped is None else shipped, check)
        live = load(store.files_of(version.number), version.number, settings)
    except BaseException:
        store.close()
        raise
    return House(settings, store, Advisor(live, store, now))


def load(files: Mapping[str, str], number: int, settings: Settings) -> Live:
    """One version as it answers: checked records and their index."""
    knowledge = checked(files, number)
    return Live(knowledge, Remembered(Matcher(knowledge, settings.cache)))


def published_knowledge(settings: Settings) -> Knowledge:
    """The published version's records alone, without index; the shipped folder is published first when new."""
    with Store.open(settings.database) as store:
        version = ensure_published(store, shipped_files(), check)
        return checked(store.files_of(version.number), version.number)
