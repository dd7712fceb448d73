"""All that is wrong with a set of data files, found in one pass: a person mends ten slips at once, not one by one."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from knowledge.records.model import KnowledgeError

T = TypeVar("T")


class DataError(KnowledgeError):
    """A data file is not as it should be. The message is for the person who edits the file; of several faults each
    has a line of its own, and ``file`` and ``key`` are those of the first."""

    def __init__(self, file: str, key: str, wrong: str, write: str) -> None:
        super().__init__(f"{file}：{key}：{wrong}。{write}")
        self.file, self.key = file, key
        self.faults: tuple[DataError, ...] = (self,)

    @classmethod
    def of(cls, faults: Iterable["DataError"]) -> "DataError":
        """Several faults as one error. Raises ValueError when there is none."""
        first, *others = faults
        if not others:
            return first
        whole = cls(first.file, first.key, "", "")
        whole.faults = (first, *others)
        whole.args = ("\n".join(map(str, whole.faults)),)
        return whole


class Faults:
    """What was found so far, in the order in which it was found; nothing twice."""

    def __init__(self) -> None:
        self._found: dict[str, DataError] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def __iter__(self) -> Iterator[DataError]:
        return iter(self._found.values())

    def note(self, error: DataError) -> None:
        for one in error.faults:
            self._found.setdefault(str(one), one)

    def attempt(self, call: Callable[[], T], otherwise: T) -> T:
        """What ``call`` gives; ``otherwise`` when it raises a DataError, which is noted."""
        try:
            return call()
        except DataError as error:
            self.note(error)
            return otherwise

    def done(self) -> None:
        """Raises one DataError with a line for each fault, if there is any."""
        if self._found:
            raise DataError.of(self._found.values())
