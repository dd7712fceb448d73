"""Settings → Advisor: opens the store, publishes the shipped knowledge when it is new, builds the index."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from bot.advisor import Advisor, Live
from bot.settings import Settings
from knowledge.build import build
from knowledge.files import shipped_files
from knowledge.learned import Tell, silent
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
    """Raises DataError naming file, key and remedy when the files do not make a knowledge base."""
    build(files)


def bootstrap(
    settings: Settings,
    *,
    now: Callable[[], datetime] | None = None,
    shipped: Mapping[str, str] | None = None,
    tell: Tell = silent,
) -> House:
    """Builds everything. Raises StoreError or DataError with a Chinese sentence that names the remedy.

    ``tell`` hears the share done where examples must be learnt first, which takes 3 s.
    """
    store = Store.open(settings.database)
    try:
        version = ensure_published(store, shipped_files() if shipped is None else shipped, check)
        live = load(store.files_of(version.number), version.number, settings, tell)
    except BaseException:
        store.close()
        raise
    return House(settings, store, Advisor(live, store, now))


def load(files: Mapping[str, str], number: int, settings: Settings, tell: Tell = silent) -> Live:
    """One version as it answers: checked records and their index."""
    knowledge = build(files, number)
    return Live(knowledge, Remembered(Matcher(knowledge, settings.cache, tell=tell)))


def published_knowledge(settings: Settings) -> Knowledge:
    """The published version's records alone, without index; the shipped folder is published first when new."""
    with Store.open(settings.database) as store:
        version = ensure_published(store, shipped_files(), check)
        return build(store.files_of(version.number), version.number)
