"""What sets of files make, and what is wrong with them: read once each, since every page of the desk asks."""

from collections import OrderedDict
from threading import Lock

from bot.measures.contract import contract_faults
from knowledge.publish import Files
from knowledge.records.build import read
from knowledge.records.faults import DataError, Faults
from knowledge.records.files import digest
from knowledge.records.model import Knowledge

KEPT = 6  # sets: what is in force, a few drafts, a draft as it is typed just now
Found = tuple[Knowledge, tuple[DataError, ...]]


class Known:
    """The last few sets of files, read. Any thread may ask."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Found] = OrderedDict()
        self._lock = Lock()

    def of(self, files: Files) -> Found:
        """What they make, of use only where nothing is wrong; and everything that is."""
        name = digest(files)
        with self._lock:
            if name not in self._kept:
                self._kept[name] = _read(files)
                if len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(name)
            return self._kept[name]

    def check(self, files: Files) -> None:
        """Raises DataError with a line for each fault."""
        _, faults = self.of(files)
        if faults:
            raise DataError.of(faults)


def _read(files: Files) -> Found:
    faults = Faults()
    known = read(files, faults)
    for error in contract_faults(known):
        faults.note(error)
    return known, tuple(faults)
