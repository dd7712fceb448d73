"""What a one-page handout says beside the records it is made from. Frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class HandoutRecord:
    """Of a measure or a clause, ``of``, of ``policy``: ``who`` it is for, in the document's words; ``example``: what is
    filled into the measure's form for the sum that is worked out as an example, name → what is written there."""

    policy: str
    of: str
    who: tuple[str, ...]
    example: Mapping[str, str] = field(default_factory=dict)
