"""Who hands the paper over: what he says of himself stands on it and is kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.text.tokens import clean

LONGEST = {"name": 20, "phone": 20, "office": 30}


@dataclass(frozen=True, slots=True)
class Counselor:
    """The counselor's own card; "" leaves a line to write on."""

    name: str = ""
    phone: str = ""
    office: str = ""


def counselor_of(given: Mapping[str, str]) -> Counselor:
    """The card from fields of these names, one line each and none too long for its place."""
    fields = {key: " ".join(clean(given.get(key, "")).split())[:most] for key, most in LONGEST.items()}
    return Counselor(**fields)
