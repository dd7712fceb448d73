"""Who sees what counselors wrote down: a counselor his own, a county's staff their county's, the city's staff all."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.kit.visits import Logged, Viewer
from knowledge.people import may
from knowledge.store import People, Person


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person sees. ``homes``: account → county, "" for the whole city."""

    person: Person
    homes: Mapping[str, str]

    @property
    def viewer(self) -> Viewer:
        """As the log of visits asks for it."""
        one = self.person
        if one.role == "counselor":
            return Viewer("counselor", one.name)
        return Viewer("county", one.name, one.county) if one.county else Viewer("city", one.name)

    def of(self, author: str) -> bool:
        """Whether what this account did is seen."""
        one = self.person
        if author == one.name:
            return True
        if one.role == "counselor":
            return False
        return not one.county or self.homes.get(author) == one.county

    @property
    def of_persons(self) -> bool:
        """Whether contacts and telephones are shown: to everybody but those who only look."""
        return self.person.role != "viewer"

    def may_change(self, one: Logged) -> bool:
        """Whether a visit that is seen may be changed."""
        return may(self.person, "counselor") and self.viewer.sees(one)

    def may_erase(self, one: Logged) -> bool:
        """Whether a firm's wish may be carried out: by whose visit it is, or by an administrator."""
        own = one.counselor == self.person.name and may(self.person, "counselor")
        return own or (may(self.person, "admin") and self.viewer.sees(one))


def sight_of(person: Person, people: People) -> Sight:
    """What this person sees. Raises StoreError."""
    return Sight(person, {one.name: one.county for one in people.everybody()})
