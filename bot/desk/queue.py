"""What staff have to answer: missed and unsure questions, answers that seem to have missed, votes against an answer,
what was left for them. What says nearly the same is one item; each has an owner, a day, an answer, and an end with
names and times."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import jieba
from rapidfuzz import fuzz, process

from bot.desk import wording
from bot.desk.asked import CHANNELS, marks
from bot.desk.signals import is_weak, signals
from bot.kit.events import is_missed
from knowledge.people import Hand
from knowledge.publish import Files
from knowledge.records.model import KnowledgeError
from knowledge.store import Store, Turn, Wanted
from knowledge.text.tokens import fold
from knowledge.writing import TomlFile

KIND = "queue"  # the kind of entry in the ledger
DAYS, MOST = 90, 5_000  # how far back is looked, and how many turns
ALIKE = 62  # of 100, from which two questions are one
FAR = 30  # of 100, below which two questions share hardly a letter
DUE_DAYS = 5  # until a question should be answered
BEHIND = re.compile(r"（(?:答错了|说没用)[^（）]*）$")  # what is put behind a question that comes from a vote
# The conclusion of an answer that has none
DECLINED = re.compile("文件(?:都)?(?:没写|未写明|没有写)|^这里只答|可拨[0-9]")
FAQ_HEAD = "# 常见问答：在知识台里填，一字不差或差一两个字的问法就照这里答；不是文件原文。\n"
# Words of asking that say nothing of what is asked
PLAIN = frozenset(
    (
        *"的了吗呢啊呀吧么我你您咱要想能是有啥哪",
        *("我们", "你们", "请问", "能不能", "可以", "可不可以", "没有", "怎么", "怎样", "如何", "什么", "哪里", "多少"),
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """One question. ``key``: its name, "t12" a turn, "q3" one left for staff; ``why``: how it came here."""

    key: str
    at: str
    day: str
    channel: str
    text: str
    why: str
    reply: str = ""
    clause: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """Questions that are one. ``name``: the key of the first; ``state``: "open", "answered" (in a draft), "done"."""

    name: str
    said: tuple[Said, ...]
    owner: str = ""
    due: str = ""
    state: str = "open"
    draft: int = 0
    answer: str = ""
    by: str = ""
    at: str = ""

    @property
    def count(self) -> int:
        return len(self.said)

    @property
    def first(self) -> Said:
        return self.said[0]

    @property
    def newest(self) -> Said:
        return self.said[-1]

    @property
    def wordings(self) -> tuple[str, ...]:
        """Each wording once."""
        return tuple({fold(one.text): one.text for one in self.said}.values())

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """Why it is here, each reason with how often, the most frequent first."""
        return tuple(Counter(one.why for one in self.said).most_common())

    @property
    def kinds(self) -> frozenset[str]:
        """The reasons without what each has of its own."""
        return frozenset(one.why.partition("：")[0] for one in self.said)

    @property
    def is_weak(self) -> bool:
        """Whether every answer was given and only seems to have missed."""
        return all(is_weak(one.why) for one in self.said)

    @property
    def call_backs(self) -> tuple[Said, ...]:
        """Who left a way to call back."""
        return tuple(one for one in self.said if one.phone)

    def is_late(self, today: date) -> bool:
        return self.state == "open" and self.due < today.isoformat()


def items(store: Store, today: date) -> list[Item]:
    """All of them: the open ones first, of these what was answered last, of these the most frequent first, of these the
    oldest."""
    told = {entry.name: json.loads(entry.data) for entry in store.ledger().latest(KIND)}
    groups = grouped(_signals(store, today))
    published = {one.number: one for one in store.drafts().all() if one.state == "published"}
    found = [_item(group, told, published) for group in groups]
    order = {"open": 0, "answered": 1, "done": 2}
    return sorted(found, key=lambda one: (order[one.state], one.is_weak, -one.count, one.first.at))


def item(store: Store, name: str, today: date) -> Item:
    """The item in which this question is. Raises KnowledgeError when there is none."""
    for one in items(store, today):
        if name in {said.key for said in one.said}:
            return one
    raise KnowledgeError("没有这一条，或者提问的人已经把它删了。请回到单子上再看。")


def grouped(signals: Iterable[Said]) -> list[list[Said]]:
    """Questions that say nearly the same together, in the order in which they came."""
    groups: list[list[Said]] = []
    wordings: list[str] = []
    owner: list[int] = []
    for one in signals:
        words = words_of(one.text)
        near = process.extractOne(words, wordings, scorer=_alike, score_cutoff=ALIKE)
        if near is None:
            groups.append([])
        place = owner[near[2]] if near else len(groups) - 1
        groups[place].append(one)
        if near is None or near[1] < 100:
            wordings.append(words)
            owner.append(place)
    return groups


def words_of(text: str) -> str:
    """The words of a question that say what is asked, apart by spaces."""
    cut = [word for word in jieba.cut(fold(text)) if word.strip() and (word.isalnum())]
    said = [word for word in cut if word not in PLAIN]
    return " ".join(said or cut)


def is_alike(one: str, other: str) -> bool:
    """Whether two questions say nearly the same. What shares few letters is not cut into words at all, since every page
    asks for the queue."""
    return fuzz.ratio(one, other) >= FAR and _alike(words_of(one), words_of(other)) >= ALIKE


def _alike(one: Any, other: Any, *, score_cutoff: float | None = 0) -> float:
    """Of 100. Sharing one short word is no likeness: the shorter of the two must have two words."""
    if min(one.count(" "), other.count(" ")) < 1:
        return float(fuzz.ratio(one, other))
    return max(fuzz.token_sort_ratio(one, other), 0.9 * fuzz.token_set_ratio(one, other))


def assign(store: Store, name: str, hand: Hand, owner: str, due: str) -> None:
    """Who answers it, and until when."""
    try:
        date.fromisoformat(due)
    except ValueError:
        raise KnowledgeError("期限写成 2026-11-30 这样。") from None
    _keep(store, name, hand, "修改", {"owner": owner, "due": due})


def answered(store: Store, one: Item, hand: Hand, draft: int, words: str) -> None:
    """It is answered in a draft; when that is published, so are all its wordings."""
    told = {"state": "answered", "draft": draft, "answer": words, "by": hand.who, "at": hand.at}
    _keep(store, one.name, hand, "答复", told)


def close(store: Store, one: Item, hand: Hand, why: str) -> None:
    """It needs no answer, for a reason; what was left for staff is closed with it. Raises KnowledgeError."""
    if not why.strip():
        raise KnowledgeError("请写一句为什么不用答，例如：闲话；已经电话答复。")
    _keep(store, one.name, hand, "办结", {"state": "done", "answer": why.strip(), "by": hand.who, "at": hand.at})
    for said in one.said:
        if said.key.startswith("q"):
            store.questions().close(int(said.key[1:])).result()


def reopen(store: Store, one: Item, hand: Hand) -> None:
    """It is not done with after all."""
    _keep(store, one.name, hand, "重开", {"state": "open", "draft": 0})


def with_faq(
    files: Files, policy: str, asks: Sequence[str], says: str, of: str, by: str, on: date
) -> dict[str, str | None]:
    """The file with an answer to these wordings. Raises KnowledgeError."""
    words = says.strip().replace("\r\n", "\n")
    if not words:
        raise KnowledgeError("请写怎么答。")
    path = f"policies/{policy}/faq.toml"
    file = TomlFile(files.get(path, FAQ_HEAD), path)
    taken = {str(text) for row in file.records("faq") for text in row.get("asks", [])}
    new = [text for text in asks if text not in taken]
    if not new:
        raise KnowledgeError("这些问法已经有答案了，请到“常见问答”里改。")
    record = {"asks": new, "says": words, "by": by, "on": on.isoformat()}
    file.add("faq", record | ({"of": of} if of else {}))
    return {path: file.text()}


def with_examples(files: Files, one: Item, policy: str, clause: str, section: str) -> dict[str, str | None]:
    """The files with all its wordings as examples of what answers them already. Raises KnowledgeError."""
    changed: dict[str, str | None] = {}
    for text in one.wordings:
        now = {**files, **{path: words for path, words in changed.items() if words is not None}}
        if text not in {line.text for line in wording.alike(files, text)}:
            changed |= wording.with_example(now, policy, clause, section, text)
    if not changed:
        raise KnowledgeError("这些话已经是例句了。")
    return changed


def call_list(found: Iterable[Item]) -> list[tuple[Item, Said]]:
    """Whom to call back, oldest first; of what is answered or done too, until the question is closed."""
    return sorted(((one, said) for one in found for said in one.call_backs), key=lambda pair: pair[1].at)


def _item(group: Sequence[Said], told: Mapping[str, Mapping[str, object]], published: Mapping[int, object]) -> Item:
    kept = next((told[one.key] for one in group if one.key in told), {})
    first = group[0]
    due = (date.fromisoformat(first.day) + timedelta(days=DUE_DAYS)).isoformat()
    values = {key: str(kept.get(key, "")) for key in ("owner", "due", "answer", "by", "at")}
    draft, state = int(str(kept.get("draft", 0))), str(kept.get("state", "open"))
    if state == "answered" and draft in published:
        state = "done"
    name = next((one.key for one in group if one.key in told), first.key)
    return Item(
        name,
        tuple(group),
        values["owner"],
        values["due"] or due,
        state,
        draft,
        *(values[k] for k in ("answer", "by", "at")),
    )


def _signals(store: Store, today: date) -> list[Said]:
    """What is to be looked at, oldest first. What was forgotten is not there."""
    since = (today - timedelta(days=DAYS)).isoformat()
    wrong = marks(store)
    found = []
    turns = store.counts().listed(Wanted(since, today.isoformat(), limit=MOST))
    missed = signals(reversed(turns), is_alike)
    for number, turn in turns:
        why = "答错了" if number in wrong else _why(turn) or missed.get(number, "")
        if turn.text and why and turn.channel != "desk":
            clause, channel = turn.clause or "", CHANNELS.get(turn.channel, turn.channel)
            found.append(Said(f"t{number}", turn.at, turn.day, channel, turn.text, why, turn.reply, clause))
    for one in store.questions().open():
        why = next((name for name in ("说没用", "答错了") if f"（{name}" in one.text), "留给工作人员")
        text = BEHIND.sub("", one.text)
        at = f"{one.day}T23:59:59+00:00"
        if why != "答错了":  # a marked answer is among the turns already
            channel = CHANNELS.get(one.channel, one.channel)
            found.append(Said(f"q{one.number}", at, one.day, channel, text, why, phone=one.phone))
    return sorted(found, key=lambda said: said.at)


def _why(turn: Turn) -> str:
    """Why staff should look at an answer, "" where it was one."""
    if DECLINED.search(turn.reply.partition("\n")[0]):
        return "文件没写" if is_sure_of_ours(turn) else "没答上"
    if is_missed(turn):
        return "没把握" if turn.kind in ("answer", "ask") else "没答上"
    return ""


def is_sure_of_ours(turn: Turn) -> bool:
    """Whether it is a question about a document, which does not say."""
    return turn.sure and turn.kind in ("answer", "meta")


def _keep(store: Store, name: str, hand: Hand, what: str, told: Mapping[str, object]) -> None:
    history = store.ledger().history(KIND, name)
    data = {**(json.loads(history[-1].data) if history else {}), **told}
    note = hand.note("queue", f"待答 {name}", after=f"{what}：{json.dumps(told, ensure_ascii=False)}")
    entry = json.dumps(data, ensure_ascii=False)
    store.ledger().put(KIND, name, entry, at=hand.at, author=hand.who, note=note).result()
