"""Is this ours at all? Rules that staff edit in scope.toml: other places, persons, taxes, small talk."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from knowledge.records.model import ScopeTopic
from knowledge.records.places import PLACE as PLACE
from knowledge.records.places import Places
from knowledge.text.phrase_search import FoundSaying, Sayings, without
from knowledge.text.request import SENTENCE, SHORT

Kinds = dict[str, list[tuple[FoundSaying, str]]]
# Of these only a text that is hardly more than the phrase itself counts: 「你好，专利贷款贴多少」 is no greeting
BARE = frozenset({"greeting", "thanks", "goodbye", "filler", "complaint_empty"})
BARE_REST = 4
# 「把杭州那家投股权的请来」「我们是上海的基金」: the place says where an investor comes from, not whose policy is meant
COMING = re.compile(r"(?:我们?是|一家|一只|有家|有个|招|请|引|拉|把|从|来自|总部在|母公司在|注册在)$")
# Where a short name of a place is one: at the beginning, before what somebody there does or wants
BEGIN = r"(?:您好|你好|请问|领导|我们?|俺们?|咱们?|是|在|家在|[ ,.!。，！、])*"
BEHIND = r"(?=$|[ ,.!?。，！？、的这那市县区做搞有申报上办企公科工厂专高新老]|开发|政府|经信)"
ELSEWHERE = re.compile(
    "老家|外[地省市县国]|[别其]的?[他的]?[市省县]|他们[市县省]|[你他]们那|人家那|邻[市县]|隔壁[市县]|全国|国家|省里"
)
INVESTOR = re.compile(r"基金|创投|风投|资本|投资|投股|投项目|专投|管理人|[^a-z](?:vc|pe|gp|lp|cvc)(?![a-z])")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rules say: ``topic`` key ("" = nothing), how: "sole", "place", "said", "passing" or "", and why."""

    topic: str = ""
    how: str = ""
    reasons: tuple[str, ...] = ()


NOTHING = Ruling()
NO_PLACE = re.compile(r"(?!)")


class Scope:
    """The topics of one version of scope.toml, ready to look for: all their phrases in one pass over a message.

    What a phrase stands for is (kind, topic): a word of small talk ("bare"), of a place ("place", "home",
    "ignored"), of another topic ("topic"), or one that keeps a topic from counting ("unless").
    """

    def __init__(self, topics: Mapping[str, ScopeTopic], places: Mapping[str, str] | None = None) -> None:
        """``places``: names of places elsewhere, each with a short one, "" for none."""
        said: dict[str, list[str]] = {}
        for name in places or ():
            said.setdefault(name, []).append(f"place {PLACE}")
        short = sorted(filter(None, (places or {}).values()), key=len, reverse=True)
        self._begins = re.compile(f"{BEGIN}({'|'.join(map(re.escape, short))}){BEHIND}") if short else NO_PLACE
        for key, topic in sorted(topics.items()):
            kind = "bare" if key in BARE else "place" if key == PLACE else "topic"
            kept = "home" if key == PLACE else "unless"
            for name, words in (
                (kind, topic.words),
                (kept, topic.unless),
                ("ignored", topic.ignore if key == PLACE else ()),
            ):
                for word in words:
                    said.setdefault(word, []).append(f"{name} {key}")
        self._sayings = Sayings(said)
        self._places = Places(topics[PLACE]) if PLACE in topics else None

    def without_others(self, whole: str) -> str:
        """``whole`` without the places elsewhere where only another than the firm is; "" when there are none."""
        return self._places.without_others(whole) if self._places else ""

    def besides(self, whole: str) -> int:
        """Characters of the stretches of ``whole`` (folded) that have no word of small talk."""
        stretches = filter(None, SENTENCE.split(whole))
        return sum(len(one) for one in stretches if "bare" not in _kinds(self._sayings.find(one)))

    def names_no_place(self, whole: str) -> bool:
        """Whether no place elsewhere is named in ``whole`` (folded), nor hinted at (老家, 外地)."""
        said = _kinds(self._sayings.find(whole))
        return "place" not in said and not self._begins.match(whole) and not ELSEWHERE.search(whole)

    def judge(self, whole: str, end: str) -> Ruling:
        """``whole``: the message; ``end``: the part of it that asks, with which it ends; both folded."""
        said = _kinds(self._sayings.find(whole))
        if (begins := self._begins.match(whole)) and "home" not in said:
            return Ruling(PLACE, "place", (begins[1],))
        if not said:
            return NOTHING
        return self._sole(whole, said) or self._place(whole, end, said) or self._topic(whole, end, said) or NOTHING

    def _sole(self, whole: str, said: Kinds) -> Ruling | None:
        if "bare" not in said or _is_kept(said["bare"][0][1], said):
            return None
        first, key = said["bare"][0]
        rest = [sign for sign in without(whole, [one for one, _ in said["bare"]]) if sign.isalnum()]
        return Ruling(key, "sole", (first.phrase,)) if len(rest) <= BARE_REST else None

    def _place(self, whole: str, end: str, said: Kinds) -> Ruling | None:
        """A place elsewhere in the request itself, and no word for home beside it; it counts for nothing where only
        another than the firm is."""
        if "place" not in said:
            return None
        if self._places and (left := self._places.without_others(whole)):
            named, said = said["place"][0][0], _kinds(self._sayings.find(left))
            whole, end = left, left[len(whole) - len(end) :]
            if "place" not in said:
                ours = any(one.here and one.of == "firm" for one in self._places.find(whole))
                return None if ours else Ruling(PLACE, "passing", (named.phrase,))
        inside, here = self._looked(end, said, len(whole) - len(end))
        if "place" in here:
            places = [one for one, _ in here["place"]]
            coming = INVESTOR.search(f" {inside}") and all(COMING.search(inside[: one.start]) for one in places)
            return Ruling(PLACE, "passing" if "home" in here or coming else "place", (places[0].phrase,))
        _, around = self._looked(whole, said, 0)
        if "place" in around and "home" not in around:
            return Ruling(PLACE, "passing", (around["place"][0][0].phrase,))
        return None

    def _looked(self, text: str, said: Kinds, begin: int) -> tuple[str, Kinds]:
        """``text``, which begins at ``begin`` of the message, without what is to be ignored, and what is said in it."""
        kinds = {k: [(one._replace(start=one.start - begin), key) for one, key in v] for k, v in said.items()}
        kinds = {k: inside for k, v in kinds.items() if (inside := [pair for pair in v if pair[0].start >= 0])}
        if "ignored" not in kinds:
            return text, kinds
        left = without(text, [one for one, _ in kinds["ignored"]])
        return left, _kinds(self._sayings.find(left))

    @staticmethod
    def _topic(whole: str, end: str, said: Kinds) -> Ruling | None:
        """The topic most is said of; in a long story its words count only inside the request."""
        begin = len(whole) - len(end) if len(whole) > SHORT else 0
        words: dict[str, list[str]] = {}
        for one, key in said.get("topic", ()):
            if one.start >= begin:
                words.setdefault(key, []).append(one.phrase)
        left = {key: phrases for key, phrases in words.items() if not _is_kept(key, said)}
        if not left:
            return None
        key = max(left, key=lambda key: sum(map(len, left[key])))
        return Ruling(key, "said", tuple(dict.fromkeys(left[key])))


def _kinds(found: Iterable[FoundSaying]) -> Kinds:
    kinds: Kinds = {}
    for one in found:
        for meant in one.means:
            kind, key = _kind_and_topic(meant)
            if kind in kinds:
                kinds[kind].append((one, key))
            else:
                kinds[kind] = [(one, key)]
    return kinds


@cache
def _kind_and_topic(meant: str) -> tuple[str, str]:
    """What a phrase of the topics stands for, of which there are a few dozen."""
    kind, _, key = meant.partition(" ")
    return kind, key


def _is_kept(topic: str, said: Kinds) -> bool:
    """Whether a word is said that keeps the topic from counting."""
    return any(key == topic for _, key in said.get("unless", ()))
