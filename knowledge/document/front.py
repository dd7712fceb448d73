"""What stands around the clauses: title, issuer, number, date, signature; recognised line by line."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.document.markers import marker_of
from knowledge.document.numerals import DAY, day_in
from knowledge.document.paragraphs import Paragraph

KIND = (
    "(?:措施|办法|意见|方案|政策|规定|细则|通知|条例|计划|规划|公告|通告|决定|指南|规程|规则|纲要|要点|指引|清单|举措|[\\d一二三四五六七八九十]+条"
    "|条措施|行动|章程|准则|批复|通报|报告|预案|制度|意见书|标准|目录|要求|倡议|公报|命令|函)"
)
IN_TAIL = r"(?:\s*[(〔][^()〔〕]{1,24}[)〕])*"
TITLE = re.compile(rf".{{4,}}{KIND}{IN_TAIL}$|.*(?:印发|发布|公布)《.{{4,}}{KIND}{IN_TAIL}》$")
TITLE_FOR_SURE = re.compile(
    rf"(?:措施|办法|意见|方案|政策|规定|细则|通知|条例|公告|通告|决定|规则|批复|复函){IN_TAIL}$"
)
ISSUER_END = (
    "(?:人民政府(?:办公[厅室])?|政府办公[厅室]|办公[厅室]|委员会(?:办公室)?|管委会|管理局|总局|监管局|厅|局|[省市县区]委|国务院|常务委员会|分行|银行"
    "|部(?!门)|[区市县]政府|法院|检察院|工商联|联合会|税务局|领导小组|[总审]署|科学院|中国科协|[监协商]会|总工会|委)"
)
ISSUER = re.compile(rf"国务院|中共中央|(?=[一-鿿])[^\s,。;:、《》()\d]{{2,30}}?{ISSUER_END}")
NUMBER = re.compile(
    r"([一-鿿]{1,16}(?:[一-鿿]|\[\w\])?)\s*[〔\[(【]\s*((?:19|20)\s?\d\s?\d)\s*[〕\])】]\s*(?:第\s*)?(\d[\d\s]{0,5})\s*号"
)
LABEL = r"[\s*]*(?:发文字号|发文文号|文\s*号|文件编号|文件号|字号)[\s*]*:[\s*]*"
ORGAN = re.compile(
    r"[\s*]*(?:发文机关|制发机关|发文单位|制定机关|印发机关)[\s*]*:?[\s*]+(\S{2,40})|[\s*]*(?:发文机关|制定机关)[\s*]*:[\s*]*(\S{2,40})"
)
WRITTEN = re.compile(r"[\s*]*(?:成文日期|发文日期|印发日期|签发日期)[\s*]*:?[\s*]*(\S.*)")
ADOPTED = re.compile(
    rf"({DAY})\s*(\S{{2,30}}?)(?:第[一二三四五六七八九十百\d]+届)(\S{{2,20}}?委员会|\S{{2,20}}?大会)第\S+?会议"
)
PASSED = re.compile(rf"({DAY})[^。]{{0,20}}?(?:会议|常务会)[^。]{{0,20}}?(?:通过|修订|修正)")
ISO_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
ONLY_DAY = re.compile(rf"[(]?\s*({DAY})\s*(?:印发|发布)?[)]?$")
PUBLIC = re.compile(r"[(〔]?(?:此件|本件|本文|信息公开|公开属性|公开方式|有删减)[^。]{0,20}[)〕]?$")
PERIOD = re.compile(r"[(〔][^()〔〕]{0,6}(?:\d{4}|[试暂修征]|第)[^()〔〕]{0,16}[)〕]$")
ATTACHMENT = re.compile(r"附\s*[件表录]")
LONGEST_LINE = 45
LONGEST_DECREE = 400


@dataclass(frozen=True, slots=True)
class Title:
    """The words of a title over the paragraphs from ``begin`` up to before ``end``."""

    begin: int
    end: int
    words: str


def titles(paragraphs: Sequence[Paragraph], document: str) -> Iterator[Title]:
    """Every title, in order: lines without a full stop that end with the kind of a document."""
    at = 0
    while at < len(paragraphs):
        if title := _title_at(paragraphs, at, document):
            yield title
            at = title.end
        else:
            at += 1


def _title_at(paragraphs: Sequence[Paragraph], begin: int, document: str) -> Title | None:
    whole, shown = "", ""
    if paragraphs[begin].fold.startswith("("):
        return None
    for end in range(begin, min(begin + 5, len(paragraphs))):
        line = paragraphs[end]
        if not is_line(line) or is_issuer(line.fold) or number_in(line.fold) or ONLY_DAY.match(line.fold):
            return None
        whole, shown = whole + line.fold, shown + line.text(document)
        if TITLE.match(whole) and _is_closed(whole) and not _goes_on(whole, paragraphs, end + 1):
            after = paragraphs[end + 1] if end + 1 < len(paragraphs) else None
            if after and PERIOD.match(after.fold) and not ONLY_DAY.match(after.fold) and not number_in(after.fold):
                return Title(begin, end + 2, _plain(shown + after.text(document)))
            return Title(begin, end + 1, _plain(shown))
        if _stands_alone(paragraphs, begin, end):
            return None
    return None


def _stands_alone(paragraphs: Sequence[Paragraph], begin: int, end: int) -> bool:
    """Whether a short line is a heading of the page (政策全文), not the beginning of the title below it."""
    behind = paragraphs[end + 1].fold if end + 1 < len(paragraphs) else ""
    if re.search("关于|印发", paragraphs[end].fold):
        return False
    return begin == end and len(paragraphs[end].fold) <= 8 and re.search("关于|《", behind) is not None


def _goes_on(whole: str, paragraphs: Sequence[Paragraph], at: int) -> bool:
    """Whether the next line is the rest of the title: it says so (的通知), or the title so far ends in a word that
    seldom ends one (制度) and the next line ends one."""
    if at >= len(paragraphs):
        return False
    line = paragraphs[at]
    if re.match(r"(?:》|的|及其|补充)\S{0,20}$", line.fold):
        return True
    weak = "关于" in whole and not TITLE_FOR_SURE.search(whole)
    return weak and "关于" not in line.fold and is_line(line) and not is_issuer(line.fold) and not number_in(line.fold)


def is_line(paragraph: Paragraph) -> bool:
    """A line that may be part of a title: short, without the signs of a sentence, without a number before it."""
    bare = re.sub("《[^》]*》?|[(〔][^)〕]*[)〕]", "", paragraph.fold)
    long = len(paragraph.fold) > (LONGEST_LINE if "《" not in paragraph.fold else 2 * LONGEST_LINE)
    return not (
        long
        or not re.search("[一-鿿]", bare or paragraph.fold)
        or "> " in f"{paragraph.fold} "
        or re.search("(?:社|报|讯).*电(?:$| )", bare)
        or re.search("[。;:!?,\t|]|http", bare)
        or marker_of(paragraph.fold)
        or PUBLIC.match(paragraph.fold)
        or ATTACHMENT.match(paragraph.fold)
        or re.search(r"令$|^\(?第\s*\d+\s*号\)?$|令\s*\(?第", paragraph.fold)
    )


def _is_closed(text: str) -> bool:
    return text.count("《") == text.count("》") and text.count("(") == text.count(")")


def _plain(shown: str) -> str:
    """A title without the marks of Markdown and without blanks at its ends."""
    return re.sub(r"\*\*|^[\s#]+|\s+$", "", shown).strip()


DECREE = re.compile(
    rf"([一-鿿]{{2,24}}{ISSUER_END})令\s*[(]?(?:[(]?(\d{{4}})年[)]?)?第\s*([\d零〇一二三四五六七八九十百]{{1,5}})\s*号"
)


def decree(paragraphs: Sequence[Paragraph]) -> tuple[list[str], str]:
    """Who decreed a regulation, and its number: 甲市人民政府令第12号."""
    names: list[str] = []
    number = ""
    for at, paragraph in enumerate(paragraphs):
        behind = paragraphs[at + 1].fold if at + 1 < len(paragraphs) else ""
        fold = f"{paragraph.fold} {behind}" if paragraph.fold.endswith("令") else paragraph.fold
        bare = re.sub(r"[\s()]|(?:第\S{1,2}次)?(?:修订|修正|公布|发布)|根据", " ", re.sub(DAY, " ", fold))
        if len(fold) <= LONGEST_DECREE and DECREE.match(bare.strip()):
            for found in DECREE.finditer(bare):
                who = found[1].removeprefix("中华人民共和国")
                names, number = [who], f"{who}令第{found[3]}号"
    return names, number


def beside_title(paragraphs: Sequence[Paragraph], document: str) -> list[str]:
    """The offices on the line right above or below a title."""
    for title in titles(paragraphs, document):
        for at in (title.begin - 1, title.end):
            if 0 <= at < len(paragraphs) and is_issuer(paragraphs[at].fold):
                return issuers_of(paragraphs[at].fold)
    return []


def inner(title: str) -> str:
    """The title of the document that a notice says it issues, "" when it is no such notice."""
    bare = title.replace("（", "(").replace("）", ")")
    if plain := re.search(rf"(?:关于印发(?![我本])|^印发(?=关于))([^《》]+{KIND}{IN_TAIL})的通知$", bare):
        return title[plain.start(1) : plain.end(1)]
    found = re.search(
        r"(?:印发|发布|公布|转发|出台|下发)[^《]{0,6}《([^》]+(?:《[^》]*》[^》]*)?)》(?:.{0,14}(?:通知|公告|通告|决定|令)|$)",
        title,
    )
    return found[1] if found else ""


def is_issuer(fold: str) -> bool:
    """Whether a line holds names of offices and nothing else."""
    return bool(issuers_of(fold)) and "关于" not in fold


def issuers_of(fold: str) -> list[str]:
    """The offices a line consists of; none where it holds anything else."""
    words = [word for word in re.split(r"[\s、,]+", re.sub(r"[(]?(?:盖章|代章|印)[)]?$", "", fold.strip())) if word]
    if len(words) > 1 and not all(_is_office(word) for word in words):
        words = ["".join(words)]
    return words if words and len(words) <= 12 and all(_is_office(word) for word in words) else []


def _is_office(word: str) -> bool:
    begun = word.startswith(("中共", "中国共产党"))
    return bool(ISSUER.fullmatch(word)) or (
        begun and re.fullmatch(r"\S{4,24}委(?:员会)?(?:办公[室厅])?", word) is not None
    )


def signature(paragraphs: Sequence[Paragraph]) -> tuple[list[str], date | None, int]:
    """Who signed, when, and at which paragraph it begins; ([], None, -1) without one."""
    for at, paragraph in enumerate(paragraphs):
        day = re.search(rf"({DAY})\s*$", paragraph.fold)
        if not day or len(paragraph.fold) > 80:
            continue
        if same := issuers_of(paragraph.fold[: day.start()]):
            return same, day_in(day[1]), at
        if not ONLY_DAY.match(paragraph.fold):
            continue
        names: list[str] = []
        begin = at
        while begin and (above := issuers_of(paragraphs[begin - 1].fold)) and at - begin < 12:
            names, begin = above + names, begin - 1
        if names:
            return names, day_in(day[1]), begin
    return [], None, -1


def number_in(fold: str) -> str:
    """A document number that stands alone on its line, or behind the word for it."""
    found = re.fullmatch(rf"(?:{LABEL})?[(]?\s*{NUMBER.pattern}\s*[)]?", fold.strip())
    return f"{found[1]}〔{re.sub(chr(32), '', found[2])}〕{re.sub(r'[^0-9]', '', found[3])}号" if found else ""


def titled_issuer(title: str) -> list[str]:
    """Who issues, by the title: 甲市人民政府办公室关于印发…"""
    found = re.match(r"([^《》]{2,60}?)(?:关于|印发|转发)", title)
    return issuers_of(found[1].strip()) if found else []


def adopted(paragraphs: Sequence[Paragraph]) -> tuple[list[str], date | None]:
    """The body that adopted a regulation last, and when."""
    names: list[str] = []
    day = None
    for paragraph in paragraphs:
        for found in PASSED.finditer(paragraph.fold):
            day = day_in(found[1])
        for found in ADOPTED.finditer(paragraph.fold):
            names, day = [found[2] + found[3]], day_in(found[1])
    return names, day


def dated(paragraphs: Sequence[Paragraph]) -> date | None:
    """A day alone in brackets under the title, or the day of writing that a page names beside the text."""
    for paragraph in paragraphs:
        if alone := ONLY_DAY.match(paragraph.fold):
            return day_in(alone[1])
    for paragraph in paragraphs:
        if written := WRITTEN.match(paragraph.fold):
            iso = ISO_DAY.search(written[1])
            return _iso(iso) if iso else day_in((re.search(DAY, written[1]) or [""])[0])
    return None


def _iso(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def named_organ(paragraphs: Sequence[Paragraph]) -> list[str]:
    """发文机关, as the table over the text on a government's page names it."""
    for paragraph in paragraphs:
        if (found := ORGAN.match(paragraph.fold)) and (names := issuers_of(found[1] or found[2])):
            return names
    return []
