"""A file → the documents in it: a notice, what it carries, a second document, attachments."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.document.front import ONLY_DAY, PUBLIC, is_issuer, signature, titles
from knowledge.document.markers import ARTICLE, CHAPTERS, DIGIT, HAN_COMMA, marker_of
from knowledge.document.paragraphs import Paragraph

OPENS_ATTACHMENT = re.compile(r"附\s*[件表录]\s*(?:[\d一二三四五六七八九十]{1,3})?\s*:?\s*$")
LISTS_ATTACHMENT = re.compile(r"附\s*(?:[件表录]\s*(?:[\d一二三四五六七八九十]{1,3})?\s*[:、.\s]|:)\s*\S")
CONTENTS = re.compile(r"目\s*[录次]$")
RULES = re.compile(r"(?:办法|细则|措施|规定|方案|意见|政策|条例|规则|计划)(?:\s*[(〔][^()]*[)〕])*$")
DEBRIS = re.compile(
    r"【[^】]{2,12}】|- ?\[|\[?(?:打印|关闭|分享|返回|上一[篇条]|下一[篇条]|相关(?:链接|文档|解读|附件)|扫一扫"
    r"|字体|浏览次数|责任编辑|信息来源|来源)[^。]{0,60}$"
    r"|(?:主办|承办|版权所有|网站标识码|备案)[^。]{0,80}$|抄\s*送|主题词|分送|报\s*送"
)
SHORT_ENTRY = 60
MOST_ENTRIES = 60


@dataclass(slots=True)
class Part:
    """Paragraphs that have numbers of their own; ``attached``: they stand behind 附件."""

    paragraphs: list[Paragraph]
    attached: bool = False
    title: str = ""


@dataclass(slots=True)
class File:
    """The parts of a file in order, and paragraphs that belong to none: tables of contents, lists of attachments."""

    parts: list[Part]
    contents: list[Paragraph] = field(default_factory=list)
    lists: list[Paragraph] = field(default_factory=list)


def split(paragraphs: Sequence[Paragraph], document: str) -> File:
    """The parts of a file."""
    contents = _contents(paragraphs)
    lists = _listed(paragraphs)
    apart = {id(one) for one in (*contents, *lists)}
    parts: list[Part] = [Part([])]
    for paragraph in paragraphs:
        if id(paragraph) in apart:
            continue
        if OPENS_ATTACHMENT.match(paragraph.fold) or LISTS_ATTACHMENT.match(paragraph.fold):
            parts.append(Part([], attached=True))
        parts[-1].paragraphs.append(paragraph)
    found = [piece for part in parts if part.paragraphs for piece in _restarts(part, document)]
    return File(found, contents, lists)


def _contents(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """A table of contents: from 目录 until its first entry comes again."""
    for at, paragraph in enumerate(paragraphs):
        if not CONTENTS.match(paragraph.fold) or at + 1 == len(paragraphs):
            continue
        first = _entry(paragraphs[at + 1])
        for end in range(at + 2, len(paragraphs)):
            if _entry(paragraphs[end]) == first:
                return list(paragraphs[at:end])
            if "。" in paragraphs[end].fold:
                break
    return []


def _entry(paragraph: Paragraph) -> str:
    """A heading without its page number and the dots before it."""
    return re.sub(r"[\s.…·\-\t]*\d*$", "", re.sub(r"\s", "", paragraph.fold))


def _listed(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Where the attachments are only named: 附件：1.甲 and the lines 2.乙 … below it."""
    found: list[Paragraph] = []
    signed = False
    for at, paragraph in enumerate(paragraphs):
        signed = signed or ONLY_DAY.match(paragraph.fold) is not None
        opens = signed and len(paragraphs) - at > 5  # 附件1：甲办法, with all of it below
        heading = OPENS_ATTACHMENT.match(paragraph.fold), LISTS_ATTACHMENT.match(paragraph.fold)
        if opens or len(paragraph.fold) > 2 * SHORT_ENTRY or not any(heading):
            continue
        entries = _entries(paragraphs[at + 1 : at + 1 + MOST_ENTRIES])
        behind = paragraphs[at + 1 + len(entries) : at + 2 + len(entries)]
        if heading[1] or (entries and (not behind or _closes(behind[0]))):
            found += [paragraph, *entries]
    return found


def _entries(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """The lines of a list of attachments."""
    found: list[Paragraph] = []
    for entry in paragraphs:
        marker = marker_of(entry.fold)
        if not marker or marker.kind != DIGIT or len(entry.fold) > SHORT_ENTRY or "。" in entry.fold:
            break
        found.append(entry)
    return found


def _closes(paragraph: Paragraph) -> bool:
    fold = paragraph.fold
    return bool(is_issuer(fold) or ONLY_DAY.match(fold) or PUBLIC.match(fold) or OPENS_ATTACHMENT.match(fold))


def _restarts(part: Part, document: str) -> list[Part]:
    """The part, cut where a new title comes and the numbers begin again behind it."""
    found = list(titles(part.paragraphs, document))
    cuts = [0]
    numbered = False
    at_title = -1
    begins = {title.begin for title in found}
    for at, paragraph in enumerate(part.paragraphs):
        if at in begins:
            at_title = at
        marker = None if paragraph.is_row else marker_of(paragraph.fold)
        if marker is None:
            continue
        opens = marker.number == 1 and marker.kind in (*CHAPTERS, ARTICLE, HAN_COMMA)
        if opens and numbered and at_title > cuts[-1]:
            cuts.append(at_title)
        numbered, at_title = True, -1
    ends = [*cuts[1:], len(part.paragraphs)]
    pieces = [Part(part.paragraphs[a:b], part.attached) for a, b in zip(cuts, ends, strict=True)]
    for piece in pieces:
        piece.title = _title_of(piece, document)
    return pieces


def _title_of(part: Part, document: str) -> str:
    """The last title before the first number."""
    head = []
    for paragraph in part.paragraphs:
        if marker_of(paragraph.fold) and not paragraph.is_row:
            break
        head.append(paragraph)
    found = [title.words for title in titles(head, document)]
    return found[-1] if found else ""


def closing(paragraphs: Sequence[Paragraph]) -> int:
    """At which paragraph the signature, the date or what a page adds begins; their number where nothing of it does."""
    _, _, signed = signature(paragraphs)
    ends = [len(paragraphs)] if signed < 0 else [signed]
    for at, paragraph in enumerate(paragraphs):
        fold = paragraph.fold
        if PUBLIC.match(fold) or DEBRIS.match(fold) or LISTS_ATTACHMENT.match(fold) or ONLY_DAY.match(fold):
            ends.append(at)
    return min(ends)
