"""How the profile of an enterprise is read for a policy, and the services that it gives without figures. Frozen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Trait:
    """A field that tells what the enterprise is. ``names``: a pattern of the field's name; ``says``: the words its
    value is read in, with {} for it; ``facts``: those it may settle, none when it tells whether the firm is ``small``:
    ``small`` and ``large`` are then patterns of its values."""

    names: str
    says: str = "{}"
    facts: tuple[str, ...] = ()
    small: str = ""
    large: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """What still has to happen where a field of the name ``names`` holds ``says`` (both patterns): ``need``."""

    names: str
    says: str
    need: str


@dataclass(frozen=True, slots=True)
class Part:
    """A loan, a policy, a listing: what is told of one business of the enterprise, and the measures it is for.

    ``names``: a pattern of its name; ``words``: one of what stands in it, where the name does not tell. ``given``:
    facts that are so because it is there. ``figures``, ``facts``: input or fact → pattern of the fields that give it;
    ``must``: fact → fields of which a no is a no, and a yes says nothing yet; ``free``: those in which 「无」 is a yes;
    ``named``: fact → pattern of the name that says it; ``shows``: figure → fact that is so where it is told. ``due``,
    ``done``: fields of the day by which it must be paid back, and on which it was, so that the fact ``on_time`` holds;
    ``wish``: it is only wanted."""

    key: str
    label: str
    names: str
    words: str = ""
    measures: tuple[str, ...] = ()
    given: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    must: Mapping[str, str] = field(default_factory=dict)
    waits: tuple[Wait, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    shows: Mapping[str, str] = field(default_factory=dict)
    free: Mapping[str, str] = field(default_factory=dict)
    due: str = ""
    done: str = ""
    on_time: str = ""
    wish: bool = False

    def is_named(self, name: str) -> bool:
        return re.search(self.names, name, re.IGNORECASE) is not None


@dataclass(frozen=True, slots=True)
class Service:
    """A clause that gives no money and still helps. ``says``: what it does; ``facts``: which must be so; ``words``:
    a pattern of what is wanted, "" for whoever comes; ``only``: one of what must be told, however little is wanted;
    ``unless``: one of what must not; ``parties``: to whom; ``outside``: to those elsewhere too."""

    clause: str
    says: str
    facts: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    only: str = ""
    unless: str = ""
    parties: tuple[str, ...] = ()
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Implied:
    """Facts from which others follow, for some ``measures`` only (none: for all)."""

    when: Mapping[str, str]
    then: Mapping[str, str]
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckupRecord:
    """``needs``, ``days``, ``kinds``: patterns of the fields that say what is wanted, on which day it is asked, and
    what kind of organisation asks."""

    policy: str
    needs: str
    days: str
    kinds: str
    traits: tuple[Trait, ...] = ()
    parts: tuple[Part, ...] = ()
    services: tuple[Service, ...] = ()
    implied: tuple[Implied, ...] = ()
