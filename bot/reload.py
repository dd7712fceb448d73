"""A newly published version comes into force while we run: the old one answers until the new one is ready."""

import logging

from bot.bootstrap import House, broken, check, load
from bot.operations.background import Background
from knowledge.publish import ensure_published
from knowledge.store import StoreError, Version

log = logging.getLogger("fudaoyuan")
UNUSABLE = "随程序安装的资料有错，没有发布，原来的照用。原因见日志；请重新安装程序。"
EVERY = 0.1  # seconds between two looks at what is published: one row by its index, 0.03 ms
AGAIN = 3.0  # seconds until what went wrong is tried again, which may mean that every file is read and checked


def renew(house: House) -> bool:
    """Puts the published version in force when it is another than the live one; whether it did.

    Raises ``KnowledgeError`` when the store cannot be read or the version makes no knowledge base; then the old
    one stays. Building takes 0.3 s, and 2 s more when the examples have changed: of the models only the one that
    learns from these is learnt again.
    """
    version = _another(house)
    if version is None:
        return False
    house.advisor.swap(load(house.store.files_of(version.number), version.number, house.settings))
    log.info("version %s is in force", version.number)
    return True


def _another(house: House) -> Version | None:
    """The published version when it is not the live one; shipped files not looked at yet are looked at first."""
    if house.unseen:
        ensure_published(house.store, house.unseen[0], check)
        house.unseen.clear()
    version = house.store.announced()
    return version if version and version.number != house.advisor.live.knowledge.version else None


class Renewal(Background):
    """Looks for a newly published version in a thread of its own, while its block runs.

    In seconds: ``every``: between two looks; ``again``: until what went wrong is tried again.
    """

    def __init__(self, house: House, every: float = EVERY, again: float = AGAIN) -> None:
        self._house, self._every, self._again = house, every, again
        super().__init__("renewal")
        self._refused: int | None = None

    def _run(self) -> None:
        pause = self._every
        while not self._stop.wait(pause):
            pause = self._every if self._look() else self._again

    def _look(self) -> bool:
        """One look; whether nothing went wrong. A version that makes no knowledge base is tried once; the log and
        ``readiness`` tell of it."""
        try:
            version = _another(self._house)
        except StoreError:
            return False  # the watch tells what is wrong with the store
        except Exception as error:
            self._house.readiness.found("shipped", str(error), UNUSABLE)
            return False
        if version is None:
            self._house.readiness.over("version", "shipped")
        elif version.number != self._refused:
            return self._try(version)
        return True

    def _try(self, version: Version) -> bool:
        try:
            renew(self._house)
        except Exception as error:
            # What could not be read may be readable later; what does not build never will.
            self._refused = None if isinstance(error, StoreError) else version.number
            live = self._house.advisor.live.knowledge.version
            self._house.readiness.found("version", str(error), broken(version.number, live))
            return self._refused is not None
        return True
