"""What is made anew in each turn: dataclasses that nothing changes once they are made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(*, frozen: bool, **options: Any) -> Callable[[type], type]:
        """``dataclass`` for what a turn makes by the hundred. That none is changed (``frozen``), mypy sees to; a field
        of one that is frozen as it runs costs five times as much to set, a fiftieth of a turn."""
        assert frozen
        return dataclass(unsafe_hash=True, **options)


__all__ = ["record"]
