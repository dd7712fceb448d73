"""What staff add to a document, kept apart from its words: answers to questions in people's wording (faq.toml),
rulings on what it leaves open (rulings.toml), and guides on how each measure is applied for (guides.toml)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

# Fields of a guide in the order in which they are told → what each is called
GUIDE_FIELDS = {
    "who": "对象",
    "terms": "条件",
    "materials": "材料",
    "deadline": "申报时限",
    "address": "受理地址",
    "phone": "咨询电话",
    "process": "流程",
    "paid": "兑现时限",
}
LONGEST = 600  # characters of what is said


@dataclass(frozen=True, slots=True)
class Faq:
    """An answer by staff. ``asks``: the wordings it answers; ``of``: the clause it is about, "" for none; ``by`` and
    ``on``: whose answer it is, and since when."""

    policy: str
    asks: tuple[str, ...]
    says: str
    of: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Ruling:
    """A point that a document leaves open. ``says``: the ruling, "" while there is none; ``asks``: wordings it answers;
    ``words``: one of them in a question about the clause ``of`` means this point ("" is the whole document);
    ``given_by``: department and person; ``basis``: a document or a call; ``until``: ``date.max`` for no end."""

    policy: str
    id: str
    of: str
    question: str
    says: str
    asks: tuple[str, ...]
    words: tuple[str, ...]
    given_by: str
    basis: str
    on: date
    until: date

    def holds(self, day: date) -> bool:
        """Whether there is a ruling, and it is in force on this day."""
        return bool(self.says) and self.on <= day <= self.until

    @property
    def ends(self) -> bool:
        return self.until < date.max


@dataclass(frozen=True, slots=True)
class Guide:
    """How a measure is applied for, as staff found out. ``told``: field → words, those alone that are known;
    ``source``: from whom or where; ``checked_on``: the day it was last found right."""

    policy: str
    measure: str
    told: Mapping[str, str]
    source: str
    checked_on: date

    @property
    def complete(self) -> str:
        return f"{len(self.told)}/{len(GUIDE_FIELDS)}"
