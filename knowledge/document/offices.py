"""The offices a clause names, by role: who leads, who cooperates, who is responsible, who guides."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

ROLES = ("lead", "coop", "resp", "guide")
WORDS = {
    "lead": "总?牵头|主办|主责|组长",
    "coop": "配合|协办|协作|协同|协助|参与|参加|会办|会同",
    "guide": "业务指导|指导|督导",
    "resp": "责任|负责|落实|承办|实施|承担|主管|执行|主体",
}
UNIT = "(?:(?:责任|实施|落实)?(?:单位|部门|主体|机构|处室|科室|股室|方))"
LABEL = re.compile(
    "|".join(f"(?P<{role}>(?:{words}){UNIT})" for role, words in WORDS.items())
    + "|(?P<other>责任人|责任领导|(?<![一-鿿])[一-鿿]{2,6}(?=\\s*:))"
)
LABELLED = re.compile(rf"(?:{LABEL.pattern})\s*[:]")
LABEL_HERE = re.compile(rf"(?:{LABEL.pattern})\s*:?")
FIRST_LEADS = re.compile(
    "(?:[列排]|位列|排名)(?:在|名)?(?:第一|首)位?[^。()]{0,8}?(?:为|是|负责)[^。()]{0,3}牵头|第一个(?:单位|部门)为牵头"
)
BRACKETS, CLOSING = "([〔【", ")]〕】"
LONGEST_BRACKET = 800
ENDS_IN_DUTY = re.compile(
    "(?:负责|牵头|配合|落实|参与|承担|实施|办理|协助)(?:落实|实施|办理|推进)?(?:[,;。]?(?:[列排]|第一|并|持续|长期|下同).*)?$"
)
SEGMENT = re.compile(r"[^,;。]+")
DUTY = re.compile(
    "(?P<lead>牵头)|(?P<coop>配合|参与|参加|协同|协助|协办)|(?P<resp>按(?:照)?(?:各自)?职责|分工|负责|落实|承担|实施|办理)"
)
VERBS = re.compile(
    "(?:牵头|配合|参与|参加|协同|协助|协办|按(?:照)?(?:各自)?(?:职责|分工)|分工|分别|负责|落实|承担|实施|办理).*$"
)
AND_OTHERS = re.compile("等(?:(?:各?(?:有关|相关))?(?:职能|市直|成员)?(?:部门|单位)(?:[和及、](?:部门|单位))?)?$")
OFFICE = (
    "(?:局|委|委员会|办|办公室|厅|部|署|院|分?行|中心|政府|管委会|公司|集团|总队|支队|联合会|工商联|管理处|协会|法院"
    "|检察院|人行|会|科协|妇联|总社|中央)"
)
NAME_IN_TEXT = (
    "(?:各?[省市县区旗州]|自治区|国家|全国|中国|中央|[一-鿿]{2,4}[省市县区])"
    r"[一-鿿()]{1,16}?(?:局|委|办|厅|部(?!门)|管委会|委员会|办公室|中心|政府|银行|分行|支行)"
)
IN_SENTENCE = re.compile(
    rf"(?:由)?(?P<lead>{NAME_IN_TEXT}(?:[、和]{NAME_IN_TEXT})*)(?P<verb>牵头|会同|商)"
    rf"(?:(?:组织)?[,]?(?:会同)?(?P<coop>{NAME_IN_TEXT}(?:[、和]{NAME_IN_TEXT})*))?"
)
LONGEST_NAME = 60
LONGEST_SENTENCE = 600


class Words(NamedTuple):
    """The same stretch as the document writes it and in one way of writing, of one length."""

    text: str
    fold: str

    def cut(self, start: int, end: int) -> "Words":
        return Words(self.text[start:end], self.fold[start:end])


@dataclass(slots=True)
class Offices:
    """Offices by role in the order of the text, each once; ``marks``: where the words that name them stand."""

    lead: list[str] = field(default_factory=list)
    coop: list[str] = field(default_factory=list)
    resp: list[str] = field(default_factory=list)
    guide: list[str] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lead or self.coop or self.resp or self.guide)

    def add(self, role: str, names: list[str]) -> None:
        held = getattr(self, role)
        held += [name for name in names if name not in held]


def first_leads(fold: str) -> bool:
    """Whether the document says once and for all that the office named first leads."""
    return FIRST_LEADS.search(re.sub(r"\s", "", fold)) is not None


def offices_in(text: str, fold: str, *, first_is_lead: bool = False) -> Offices:
    """The offices that a clause names for itself."""
    found, words = Offices(), Words(text, fold)
    for start, end in brackets(fold):
        if _read_bracket(words.cut(start + 1, end - 1), found, first_is_lead):
            found.marks.append((start, end))
    for start, end in _bare_labels(fold, found.marks):
        _read_labels(words.cut(start, end), found)
        found.marks.append((start, end))
    if not found:
        _read_sentences(words, found)
    return found


@lru_cache(maxsize=256)
def brackets(fold: str) -> tuple[tuple[int, int], ...]:
    """The outermost pairs of brackets, as (start, end), in order; of one that is never closed, those within it."""
    found: list[tuple[int, int]] = []
    still_open: list[int] = []
    for at, sign in enumerate(fold):
        if sign in BRACKETS:
            still_open.append(at)
        elif sign in CLOSING and still_open:
            start = still_open.pop()
            if at - start < LONGEST_BRACKET:
                while found and found[-1][0] > start:
                    found.pop()
                found.append((start, at + 1))
    return tuple(found)


def _read_bracket(words: Words, found: Offices, first_is_lead: bool) -> bool:
    close = re.sub(r"\s", "", words.fold)
    if LABEL.match(close) and (":" in close or LABELLED.search(close)):
        _read_labels(words, found, first_is_lead)
        return True
    if len(close) <= 300 and ENDS_IN_DUTY.search(close):
        return _read_duties(words, found, first_is_lead)
    return False


def _read_labels(words: Words, found: Offices, first_is_lead: bool = False) -> None:
    """牵头单位：甲、乙；配合单位：丙."""
    labels = list(LABEL_HERE.finditer(words.fold))
    ends = [label.start() for label in labels[1:]] + [len(words.fold)]
    for label, end in zip(labels, ends, strict=True):
        names = _names(words.cut(label.end(), end))
        role = label.lastgroup or ""
        if role == "resp" and first_is_lead:
            found.add("lead", names[:1])
            found.add("coop", names[1:])
        elif role in ROLES:
            found.add(role, names)


def _read_duties(words: Words, found: Offices, first_is_lead: bool) -> bool:
    """甲牵头，乙、丙配合; 甲、乙按职责分工负责; 甲会同乙负责. False where these are no offices."""
    waiting: list[str] = []
    given: list[tuple[str, list[str]]] = []
    for segment in SEGMENT.finditer(words.fold):
        part = words.cut(*segment.span())
        if FIRST_LEADS.search(part.fold) or part.fold.strip() in ("下同", "以下同"):
            continue
        duty = DUTY.search(part.fold)
        before = part.cut(0, VERBS.search(part.fold).start()) if duty and VERBS.search(part.fold) else part  # type: ignore[union-attr]
        together = before.fold.find("会同")
        if together > 0:
            given.append(("lead", _names(before.cut(0, together))))
            given.append(("coop", _names(before.cut(together + 2, len(before.fold)))))
        elif duty is None:
            waiting += _names(before)
        else:
            given.append((duty.lastgroup or "", waiting + _names(before)))
            waiting = []
    if not given or not all(_are_offices(names) for _, names in given):
        return False
    for role, names in given:
        _give(role, names, found, first_is_lead, led=any(one == "lead" for one, _ in given))
    return True


def _give(role: str, names: list[str], found: Offices, first_is_lead: bool, led: bool) -> None:
    if role == "resp" and led:
        found.add("coop", names)
    elif role == "resp" and first_is_lead:
        found.add("lead", names[:1])
        found.add("coop", names[1:])
    else:
        found.add(role, names)


def _are_offices(names: list[str]) -> bool:
    last = re.compile(f"{OFFICE}(?:[(].*[)])?$|(?:部门|单位|[区县市镇省]|街道|园区|机构|企业)$")
    sure = [name for name in names if last.search(name.replace("（", "(").replace("）", ")"))]
    return bool(names) and 2 * len(sure) >= len(names) and max(map(len, names)) <= LONGEST_NAME


def _bare_labels(fold: str, marks: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Labels that stand without brackets, each run of them up to the end of its line."""
    taken = 0
    for found in re.finditer(rf"(?:^|(?<=[\n。;]))\s*(?:{LABELLED.pattern})", fold):
        inside = any(start <= found.start() < end for start, end in marks)
        if found.start() < taken or inside:
            continue
        line_end = fold.find("\n", found.end())
        taken = len(fold) if line_end < 0 else line_end
        yield found.start() + len(found[0]) - len(found[0].lstrip()), taken


def _read_sentences(words: Words, found: Offices) -> None:
    """由甲牵头，乙、丙按职责分工负责; 甲会同乙, in the middle of sentences, where the offices are named."""
    for sentence in re.finditer(r"[^。;\n]+", words.fold):
        if len(sentence[0]) > LONGEST_SENTENCE:
            continue
        for one in IN_SENTENCE.finditer(words.fold, *sentence.span()):
            follows = one["coop"] or ""
            if one["verb"] == "牵头" or follows:
                found.add("lead", _names(words.cut(*one.span("lead"))))
                found.add("coop", _names(words.cut(*one.span("coop"))) if follows else [])


def _names(words: Words) -> list[str]:
    """The names between 、, outside of brackets, or between blanks where there is nothing else between them."""
    separators = "、,;" if re.search("[、,;]", _outside(words.fold)) else " \n、,;"
    found = [words.cut(start, end) for start, end in _pieces(words.fold, separators)]
    return [name for piece in found for one in _conjoined(piece) if (name := _bare(one))]


def _outside(fold: str) -> str:
    """What stands outside of brackets."""
    at, kept = 0, ""
    for start, end in brackets(fold):
        kept, at = kept + fold[at:start], end
    return kept + fold[at:]


def _pieces(fold: str, separators: str) -> Iterator[tuple[int, int]]:
    inside = [at for start, end in brackets(fold) for at in range(start, end)]
    hidden, begin = set(inside), 0
    for at, sign in enumerate(fold):
        if at not in hidden and sign in separators:
            yield begin, at
            begin = at + 1
    yield begin, len(fold)


def _conjoined(piece: Words) -> list[Words]:
    """「市科技局和市财政局」 as two; 「市发展和改革委」 as one: what stands before the 和 is no office."""
    for found in re.finditer("[和及与]|以及", piece.fold):
        before = piece.fold[: found.start()].strip()
        behind = piece.fold[found.end() :].strip()
        if (
            len(before) > 2
            and re.search(f"{OFFICE}等?$", before)
            and _are_offices([behind])
            and not behind.startswith(("部门", "单位"))
        ):
            return [piece.cut(0, found.start()), *_conjoined(piece.cut(found.end(), len(piece.fold)))]
    return [piece]


def _bare(words: Words) -> str:
    """The name alone: without what only says that there are others."""
    fold = words.fold
    end = len(fold.rstrip(" \n。.;,:"))
    if (others := AND_OTHERS.search(fold[:end])) and others.start() > 0:
        end = others.start()
    start = 0
    for before in ("由", "各由"):
        if fold[:end].lstrip().startswith(before):
            start = fold.index(before) + len(before)
    name = re.sub(r"\s+", "", words.text[start:end])
    return name if 1 < len(name) <= LONGEST_NAME else ""
