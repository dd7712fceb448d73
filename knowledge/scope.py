"""Is this ours at all? Rules that staff edit in scope.toml: other places, persons, taxes, small talk."""

import re
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
# 「把杭州那家投股权的请来」「我们是上海的基金」: the place says where an investor comes from, not whose policy is meant
COMING = re.compile(r"(?:我们?是|一家|一只|有家|有个|招|请|引|拉|把|从|来自|总部在|母公司在|注册在)$")
INVESTOR = re.compile(r"基金|创投|风投|资本|投资|投股|投项目|专投|管理人|[^a-z](?:vc|pe|gp|lp|cvc)(?![a-z])")


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
        if found := list(self._places.find(inside)):
            home = any(True for _ in self._home.find(inside))
            coming = INVESTOR.search(f" {inside}") and all(COMING.search(inside[: said.start]) for said in found)
            return Ruling(PLACE, "passing" if home or coming else "place", (found[0].phrase,))
        around = self._ignored.without(whole)
        passing = next(self._places.find(around), None)
        if passing and not any(True for _ in self._home.find(around)):
            return Ruling(PLACE, "passing", (passing.phrase,))
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
