"""Signed drafts are published when their time comes, by one of the processes that serve."""

import logging

from bot.bootstrap import House
from bot.clock import BEIJING
from bot.desk.house import Drafted, office_of
from bot.desk.known import Known
from bot.operations.background import Background
from knowledge.people import Hand
from knowledge.records.model import KnowledgeError

log = logging.getLogger("fudaoyuan")
EVERY = 5.0  # seconds between two looks
CLOCK, HERE = "到时发布", "本机"


class Timetable(Background):
    """Looks, while its block runs, whether something is due; ``every``: seconds between two looks."""

    def __init__(self, house: House, every: float = EVERY) -> None:
        self._house, self._every = house, every
        super().__init__("timetable")

    def _run(self) -> None:
        while not self._stop.wait(self._every):
            look(self._house)


def look(house: House) -> None:
    """Publishes what is due. What goes wrong is told by the log, and tried again."""
    at = house.advisor.now().astimezone(BEIJING).isoformat(timespec="seconds")
    try:
        if not house.store.is_chosen("timetable"):
            return
        office = office_of(house.store, lambda: house.advisor.live, Drafted(house.settings), Known())
        for version in office.publish_due(Hand(CLOCK, HERE, at)):
            log.info("version %s is published as planned", version.number)
    except KnowledgeError as error:
        log.error("what is due cannot be published: %s", error)
