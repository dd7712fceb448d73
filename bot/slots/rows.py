"""A message that lists: which stretches of it are its rows, marked ①②, A/B, 甲/乙, 户一/户二, or by lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.figures import Figure

KIND = "(?:笔|户|单|份|张|项|家银行|行)?"
BEFORE = r"(?:^|(?<=[\n。；;：:，,、！？\s（(]))"
BEHIND_ONE = r"(?:^|(?<=[\n。；;：:，,、！？\s（(万元亿]))"  # also right behind the sum of the row before
# Marks in their order; those of one row stand at its head
FAMILIES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("([①-⑳])"), "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"),
    (
        re.compile(
            f"{BEHIND_ONE}([A-H])(?:{KIND}(?=[：:、.．\\s0-9一二三四五六七八九十百千])[：:、.．]?|[户笔](?!的))"
        ),
        "ABCDEFGH",
    ),
    (re.compile(f"{BEFORE}([a-h])[：:、.．]?\\s*(?=[0-9])"), "abcdefgh"),
    (re.compile(f"{BEFORE}P([1-9])[：:、.．\\s]?"), "123456789"),
    (re.compile(f"{BEHIND_ONE}([甲乙丙丁戊己]){KIND}(?![方公企厂])[：:、\\s]?"), "甲乙丙丁戊己"),
    (re.compile(f"{BEFORE}(?:户|笔|单)([一二三四五六七八九])(?![般些直次年个])[：:、]?"), "一二三四五六七八九"),
    (re.compile("(?:第|头)([一二三四五六七八九])(?:笔|份|张|户|单|家)"), "一二三四五六七八九"),
    (re.compile("[（(]([一二三四五六七八九])[）)]"), "一二三四五六七八九"),
    (re.compile("[（(]([1-9])[）)]"), "123456789"),
    (re.compile(r"(?:^|[\s：:；;，,。、])([1-9])[)）]"), "123456789"),
    (re.compile(r"(?:^|\n)\s*([1-9])\s*(?:[、:：)）|｜]|[.．](?![0-9])|(?=\s))"), "123456789"),
)
# Numbers of contracts, ends of them, names in brackets: DB-2024-017, 尾号33的, 017号, 「城西」 right before a figure
CODE_OF = r"(?:合同|保单|借据|借款|批单|凭证|单)*(?:编?号(?:码)?)?(?:为|是)?[：:]?\s*"
CODES = tuple(
    re.compile(sign)
    for sign in (
        f"{CODE_OF}(?<![0-9A-Za-z.])([A-Za-z]{{1,6}}[-—－_/]?[0-9]+(?:[-—－_/]?[0-9]+)*(?<=[0-9]{{2}}))"
        "(?![0-9A-Za-z.万亿元%％千百十])(?:号?(?:合同|保单|借据)|号)?",
        "((?:尾号|末尾)[0-9]{2,6})的?",
        f"{CODE_OF}(?<![0-9A-Za-z.月/-])(0[0-9]{{1,4}})号?(?:合同|保单|借据|(?<=号))",
        "[「“『]([^」”』]{1,10})[」”』](?=[^，。；、0-9]{0,6}[0-9一二三四五六七八九十])",
    )
)
LEDGER = re.compile("[|｜\t]")
ENDS = re.compile(
    "[。！？!?\n]|(?<=[，,；; ])"
    "(?=(?:这|以上)?(?:都|均|全部?|各|一共|合计|总共|共计|加起来|能|请|问|补|贴|先[算说看讲来])"
    ")|(?<=[，,；;])(?=[^，,。；;0-9万亿元\\s]{0,10}(?:多少|几个?钱|[啥什]么?数))"
)
NUMERALS = "一二三四五六七八九"
NUMBERS = f"(第?[1-9{NUMERALS}](?:[、和跟与及 ]*第?[1-9{NUMERALS}])*)(?![0-9.万千百十])[行笔项个号张份]?"
ONLY = re.compile(f"(?:只|光|就)(?:看|算|要|报|取|认){NUMBERS}")
NEVER = re.compile(f"(?<![0-9.]){NUMBERS}(?:都|就)?(?:别|不|不要|甭|不用)(?:算|看|计|要|报|管)")
COMMA = re.compile("[，,；;](?![0-9]{3}(?![0-9]))")
NAME = re.compile(r"(?:^|[：:])\s*([一-鿿]{2,10})\s*(?:[，,、|｜\t]|\s(?=[0-9]))")
SUM = ("money", "number")
LEAST_ROWS = 2


@dataclass(frozen=True, slots=True)
class Listed:
    """``rows``: begin and end of each, without its mark, in order; ``marks``: by which each is called, "" by none."""

    text: str
    rows: tuple[tuple[int, int], ...]
    marks: tuple[str, ...]

    def row(self, i: int) -> str:
        begin, end = self.rows[i]
        return LEDGER.sub("，", self.text[begin:end]).strip()

    def left_out(self) -> frozenset[int]:
        """The rows that what is said besides them leaves out by their numbers: 「只看1和3」, 「2、4别算」."""
        said = self.besides()
        only, never = ONLY.search(said), NEVER.search(said)
        gone = frozenset(_numbers(never[1])) if never else frozenset()
        rest = frozenset(range(len(self.rows))) - frozenset(_numbers(only[1])) if only else frozenset()
        return gone | rest

    def besides(self, dropped: Sequence[int] = (), kept: Sequence[int] = ()) -> str:
        """The message without its rows, but for the ``kept`` ones."""
        gone = [span for i, span in enumerate(self.rows) if i in dropped or i not in kept]
        out, at = [], 0
        for begin, end in gone:
            out.append(self.text[at:begin])
            at = end
        return "\n".join([*out, self.text[at:]])


def _numbers(said: str) -> list[int]:
    return [int(sign) - 1 if sign.isascii() else NUMERALS.index(sign) for sign in re.findall(f"[1-9{NUMERALS}]", said)]


def listed(text: str, figures: Sequence[Figure]) -> Listed | None:
    """The rows of a message of which at least two hold a sum; None when it lists nothing."""
    if sum(map(_is_sum, figures)) < LEAST_ROWS:
        return None
    for said, spans, marks in (*_coded(text), *((text, *one) for one in _candidates(text))):
        rows = tuple((begin, end) for begin, end in spans if _sums(figures, begin, end))
        if len(rows) >= LEAST_ROWS and len(rows) == len(spans):
            return Listed(said, rows, marks)
    return None


def _coded(text: str) -> Iterator[tuple[str, list[tuple[int, int]], tuple[str, ...]]]:
    """The rows that begin with a number or a name of their own, and the text without these, in which they are no
    figures. What is said after the last of rows of one clause each is said of all."""
    for code in CODES:
        found = list(code.finditer(text))
        marks = tuple(one[1] for one in found)
        if len(set(marks)) < 2 or len(set(marks)) < len(marks):
            continue
        spans = _spans(text, found)
        if not any(COMMA.search(text[begin:end].strip("，,、；; ")) for begin, end in spans[:-1]):
            begin, end = spans[-1]
            comma = COMMA.search(text, begin + 1, end)
            spans[-1] = (begin, comma.start() if comma else end)
        without = list(text)
        for one in found:
            without[one.start() : one.end()] = " " * (one.end() - one.start())
        yield "".join(without), spans, marks


def marked(text: str) -> Iterator[tuple[str, list[str]]]:
    """What stands before the rows of a message that are marked ①②, 1）2）, （一）（二）, and these rows."""
    for mark, order in FAMILIES:
        run = _run(text, mark, order)
        if len(run) > 1:
            yield text[: run[0].start()], [text[begin:end].strip("，,；; \n") for begin, end in _spans(text, run)]


def _run(text: str, mark: re.Pattern[str], order: str) -> list[re.Match[str]]:
    """The marks of one family that stand in their order."""
    if order[0] not in text:
        return []
    run: list[re.Match[str]] = []
    for found in mark.finditer(text):
        if len(run) < len(order) and found[1] == order[len(run)]:
            run.append(found)
    return run


def _candidates(text: str) -> Iterator[tuple[list[tuple[int, int]], tuple[str, ...]]]:
    for mark, order in FAMILIES:
        run = _run(text, mark, order)
        if len(run) > 1:
            yield _spans(text, run), tuple(found[1] for found in run)
    lines = [(line.start(), line.end()) for line in re.finditer("[^\n]+", text)]
    spans = [span for span in lines if re.search("[0-9]", text[slice(*span)])]
    names = tuple(name_of(text[slice(*span)]) for span in spans)
    yield spans, names if len({*names} - {""}) == len(names) else ("",) * len(spans)


def name_of(row: str) -> str:
    """What a row begins with that is no figure, or the number it is called by: 「责任险，保额500万」."""
    found = NAME.search(row) or CODES[0].search(row)
    return found[1] if found else ""


def _spans(text: str, marks: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    spans = []
    for i, mark in enumerate(marks):
        last = i + 1 == len(marks)
        stop = len(text) if last else marks[i + 1].start()
        end = ENDS.search(text, mark.end() + 1, stop)
        spans.append((mark.end(), end.start() if end and (last or text[end.start()] in "。\n") else stop))
    return spans


def _sums(figures: Sequence[Figure], begin: int, end: int) -> bool:
    return any(begin <= one.start < end and _is_sum(one) for one in figures)


def _is_sum(figure: Figure) -> bool:
    return figure.kind in SUM and (figure.kind == "money" or figure.unit_missing)
