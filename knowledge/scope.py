"""Is this ours at all? Rules that staff edit in scope.toml: other places, persons, taxes, small talk."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.asking import SHORT
from knowledge.model import Topic
from knowledge.sayings import Sayings
from knowledge.words import fold

PLACE = "other_place"
# Of these only a text that is hardly more than the phrase itself counts: 「你好，专利贷款贴多少」 is no greeting
BARE = frozenset({"greeting", "thanks", "goodbye", "filler", "complaint_empty"})
BARE_REST = 4
LEAST_KNOWN = 2


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules say: ``topic`` key ("" = nothing), how: "sole", "place", "said", "passing" or "", and why."""

    topic: str = ""
    how: str = ""
    reasons: tuple[str, ...] = ()


NOTHING = Ruling()


class Scope:
    """The topics of one version of scope.toml, ready to look for."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self._places = _only(topics, PLACE)
        self._home = Sayings(dict.fromkeys(topics[PLACE].unless, (PLACE,)) if PLACE in topics else {})
        self._ignored = Sayings(dict.fromkeys(topics[PLACE].ignore, (PLACE,)) if PLACE in topics else {})
        self._bare = Sayings(_words(topics, BARE))
        self._topics = Sayings(_words(topics, set(topics) - BARE - {PLACE}))
        self._unless = {key: Sayings(dict.fromkeys(topic.unless, (key,))) for key, topic in topics.items()}

    def judge(self, text: str, request: str) -> Ruling:
        """``text``: the whole message; ``request``: the part of it that asks. Neither needs folding."""
        whole, end = fold(text), fold(request)
        return self._sole(whole) or self._place(whole, end) or self._topic(whole, end) or NOTHING

    def _sole(self, whole: str) -> Ruling | None:
        found = next(self._bare.find(whole), None)
        if not found or any(True for _ in self._unless[found.means[0]].find(whole)):
            return None
        rest = [character for character in self._bare.without(whole) if character.isalnum()]
        return Ruling(found.means[0], "sole", (found.phrase,)) if len(rest) <= BARE_REST else None

    def _place(self, whole: str, end: str) -> Ruling | None:
        """A place elsewhere in the request itself, and no word for home beside it."""
        inside = self._ignored.without(end)
        if found := next(self._places.find(inside), None):
            home = any(True for _ in self._home.find(inside))
            return Ruling(PLACE, "passing" if home else "place", (found.phrase,))
        around = self._ignored.without(whole)
        found = next(self._places.find(around), None)
        if found and not any(True for _ in self._home.find(around)):
            return Ruling(PLACE, "passing", (found.phrase,))
        return None

    def _topic(self, whole: str, end: str) -> Ruling | None:
        """The topic most is said of; in a long story its words count only inside the request."""
        said: dict[str, list[str]] = {}
        for found in self._topics.find(end if len(whole) > SHORT else whole):
            for key in found.means:
                said.setdefault(key, []).append(found.phrase)
        left = {key: words for key, words in said.items() if not any(True for _ in self._unless[key].find(whole))}
        if not left:
            return None
        key = max(left, key=lambda key: sum(map(len, left[key])))
        return Ruling(key, "said", tuple(dict.fromkeys(left[key])))


def _only(topics: Mapping[str, Topic], key: str) -> Sayings:
    return Sayings(_words(topics, {key} & set(topics)))


def _words(topics: Mapping[str, Topic], keys: set[str] | frozenset[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key in sorted(keys & set(topics)):
        for word in topics[key].words:
            found.setdefault(word, []).append(key)
    return found
