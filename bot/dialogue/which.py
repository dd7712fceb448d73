"""Which of several documents a message names: by its title or number, or by a place that one of them is for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.memo import PerObject
from bot.nlu.firm_place import places_here
from bot.nlu.utterance import Utterance
from knowledge.records.model import Knowledge, Policy, is_basis
from knowledge.records.places import Place, names_of
from knowledge.text.phrase_search import Sayings
from knowledge.text.tokens import fold

APART = re.compile(r"[^\w一-鿿]|_")  # what a number is written with or without: 〔2023〕, (2023)
NUMBER = re.compile(r"(?P<office>[^\W\d_]*)(?P<year>\d{4})(?P<number>\d+)号")
OF_PROVINCE = (
    "省里的文件",
    "省里文件",
    "省的文件",
    "省级文件",
    "省文件",
    "省里的政策",
    "省的政策",
    "省里的措施",
    "省里那份",
)
OF_CITY = ("市里的文件", "市里文件", "市的文件", "市级文件", "市里的政策", "市的政策", "市里的措施", "市里那份")
PROVINCE, CITY = ("省", "自治区"), ("市", "州", "盟")
FILLING = re.compile(
    "我们?|俺们?|咱们?|企业|公司|厂子?|单位|文件|政策|措施|这边|那边|这里|那里|当地|注册|登记|要是|如果|假如|换成|改成|"
    "多少|几个钱|怎么样?|能拿|能有|能给|[在的是呢了吗呀啊哦嘛吧那这按照算给贴补拿看问说它就也还再和跟与要市县区省里份个条家年]"
)
JOINED = re.compile("[市县区省]?的?[,，、]?(?:和|跟|与|、|还是|或者?|比|同)?")  # 「聊城和临东」: no place others are in
LEFT = 1  # characters besides names and filling words: the message says no more than where


@dataclass(frozen=True, slots=True)
class Named:
    """``groups``: for each name the documents it may mean; ``at``: where the names stand; ``firm``: a place is said to
    be the firm's; ``by_title``: a document is called by its title or number; ``hint``: nothing but where somebody else
    is tells it (「聊城的创投机构」)."""

    groups: tuple[tuple[str, ...], ...] = ()
    at: tuple[tuple[int, int], ...] = ()
    firm: bool = False
    by_title: bool = False
    hint: bool = False


class _Names:
    """What documents are called, and the places they are for."""

    def __init__(self, knowledge: Knowledge) -> None:
        titles: dict[str, list[str]] = {}
        for policy in knowledge.policies:
            for name in _titles(policy):
                titles.setdefault(fold(name), []).append(policy.id)
        self.titles = Sayings(titles)
        self.numbers = [(re.compile(one), policy.id) for policy in knowledge.policies for one in _numbers(policy)]
        self.places = {policy.id: frozenset(map(fold, names_of([policy]))) for policy in knowledge.policies}
        self.regions = {policy.id: frozenset(map(fold, (policy.region, policy.place))) for policy in knowledge.policies}


_names: PerObject[Knowledge, _Names] = PerObject(_Names)


def named(utterance: Utterance) -> Named:
    """The documents that the message names; a title outweighs places."""
    known, folded = _names(utterance.knowledge), utterance.folded
    titles = [(found.start, found.start + len(found.phrase), tuple(found.means)) for found in known.titles.find(folded)]
    titles += [(begin, end, (name,)) for begin, end, name in _by_number(known, folded)]
    if titles:
        return Named(_apart([group for *_, group in titles]), tuple((a, b) for a, b, _ in titles), by_title=True)
    found: list[tuple[Place, tuple[str, ...]]] = []
    others: list[tuple[Place, tuple[str, ...]]] = []
    firm, last = False, 0
    for place in places_here(folded, utterance.knowledge):
        group = _of_place(known, utterance.knowledge, folded[place.start : place.end])
        joined = bool(found) and JOINED.fullmatch(folded[last : place.start]) is not None
        if group and (place.of != "other" or joined):
            found.append((place, group))
            firm, last = firm or place.of == "firm", place.end
        elif group:
            others.append((place, group))
    if not found:
        groups = _apart([group for _, group in others])
        at = tuple((place.start, place.end) for place, _ in others)
        return Named(groups, at, hint=True) if len(groups) == 1 else Named()
    kept = [(place, group) for place, group in found if place.of == "firm" or not firm]
    return Named(_apart([group for _, group in kept]), tuple((p.start, p.end) for p, _ in kept), firm)


def says_only_where(utterance: Utterance, names: Named) -> bool:
    """Whether the message says hardly more than the names."""
    text = utterance.folded
    for begin, end in sorted(names.at, reverse=True):
        text = text[:begin] + text[end:]
    return not utterance.figures and len(APART.sub("", FILLING.sub("", text))) <= LEFT


def without(utterance: Utterance, names: Named) -> str:
    """The message without the names and what joins them: what is asked of each."""
    text = utterance.text if len(utterance.text) == len(utterance.folded) else utterance.folded
    for begin, end in sorted(names.at, reverse=True):
        text = f"{text[:begin]}\0{text[end:]}"
    return re.sub("(?:\0[市县省]?(?:[和跟与、,，]|还是)?(?:的(?=.*\0))?)*\0[市县省]?[的那两地]*", "", text).strip(
        "，, "
    )


def with_this(utterance: Utterance, names: Named) -> str:
    """The message that calls its document by title or number, as if it stood before us: 「这份文件什么时候到期」."""
    text = utterance.text if len(utterance.text) == len(utterance.folded) else utterance.folded
    for begin, end in sorted(names.at, reverse=True):
        text = f"{text[:begin]}这份文件{text[end:]}"
    return text.replace("这份文件文件", "这份文件").replace("这份文件文", "这份文件")


def _apart(groups: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(groups))


def _titles(policy: Policy) -> Iterator[str]:
    yield from filter(None, (policy.title, policy.short_title, policy.short_title.removesuffix("…")))
    if policy.region.endswith(PROVINCE):
        yield from OF_PROVINCE
    elif policy.region.endswith(CITY):
        yield from OF_CITY


def _numbers(policy: Policy) -> Iterator[str]:
    found = NUMBER.fullmatch(APART.sub("", fold(policy.doc_number)))
    if found:
        gap = r"[^\w一-鿿]*"
        office, year, number = re.escape(found["office"]), found["year"], f"(?:第)?{found['number']}号"
        yield f"{office}{gap}(?:{year}年?)?{gap}{number}" if office else f"{year}年?{gap}{number}"
        yield f"(?<![0-9月]){number}(?=文)"  # 「155号文件」, but not 「6月18号」


def _by_number(known: _Names, folded: str) -> Iterator[tuple[int, int, str]]:
    for pattern, name in known.numbers:
        if found := pattern.search(folded):
            yield *found.span(), name


def _of_place(known: _Names, knowledge: Knowledge, said: str) -> tuple[str, ...]:
    """The documents for a place: those of that very region, else of the region it lies in; of one that carries out
    another the former."""
    exact = [name for name, regions in known.regions.items() if any(region in said for region in regions)]
    within = [name for name, places in known.places.items() if any(place in said for place in places)]
    found = exact or within
    policies = [knowledge.policy(name) for name in found]
    above = {one.id for one in policies for other in policies if is_basis(one, other)}
    return tuple(name for name in found if name not in above) or tuple(found)
