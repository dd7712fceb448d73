"""All of a store into another on another engine, and back."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from knowledge.records.model import StoreError
from knowledge.store.engine import adopt, open_store
from knowledge.store.sql.transfer import BATCH, IDENTITY, Move, Side, Tell

BROKEN = "操作记录的第 {number} 行对不上，原来的库里就是这样。请先查明：fudaoyuan knowledge audit --verify"


class Moved(NamedTuple):
    """``rows``: of all tables together; ``turns``: messages with their replies; ``trail``: lines of the desk's trail,
    which is whole."""

    rows: int
    turns: int
    trail: int


def move_store(source: Path | str, target: Path | str, tell: Tell, batch: int = BATCH) -> Moved:
    """Copies everything, or goes on where it was broken off, and reads it back; the source stays as it is.

    Raises ``StoreError`` when one of them is in use, the target is not empty, or what arrived is not what left.
    """
    if source == target:
        raise StoreError("搬出和搬进写的是同一个库。请写两个不同的。")
    with _side(source, source=True) as from_there, _side(target, source=False) as to_here:
        moved = Move(from_there, to_here, tell, batch).run()
        [identity] = to_here.connection.execute(IDENTITY).fetchone()
    if isinstance(target, Path):
        adopt(target, identity)
    with open_store(target, create=False) as store:
        trail = store.trail()
        if broken := trail.broken():
            raise StoreError(BROKEN.format(number=broken))
        last = trail.last()
    return Moved(sum(one.rows for one in moved.values()), moved["turns"].rows, last.number if last else 0)


def _side(where: Path | str, *, source: bool) -> AbstractContextManager[Side]:
    if isinstance(where, Path):
        from knowledge.store.sqlite import transfer as file

        return file.side(where, source=source)
    from knowledge.store.postgres import transfer as server

    return server.side(where, source=source)
