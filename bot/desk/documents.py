"""A document that staff bring: read, looked over, and made the folder of a policy; a re-issue held against the old."""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from re import fullmatch
from threading import Lock

from rapidfuzz import fuzz

from bot.measures.case import FORMULAS
from knowledge.document.reading import Reading, read_document
from knowledge.document.sums import Sum, sums
from knowledge.importers.files import Imported, read_file
from knowledge.importers.folder import document_text, new_folder
from knowledge.publish import Files
from knowledge.records.document import ParseError, parse
from knowledge.records.model import Clause, Knowledge, KnowledgeError, Policy
from knowledge.text.pinyin import sound

SAME_TITLE = 90  # of 100, from which a document is one that is known
FEW = 5  # clauses named in a warning
LONGEST = 200_000  # characters
PLACE = re.compile("([一-鿿]{2,6}?)(?:省|市|县|区|州|盟|旗)")
PART = re.compile(r"([A-Z])\.")  # before the number of a clause, where several parts of a file count anew
# A reader may take 200 MB and 4 s: never two at once, however many upload
ONE_AT_A_TIME, WAIT = Lock(), 5
LONG_PAGES = 30_000  # characters, from which somebody should ask himself whether this is one policy


@dataclass(frozen=True, slots=True)
class Found:
    """What was read. ``warnings``: what to look at; ``known``: the policy it seems to be issued anew."""

    text: str
    reading: Reading
    clauses: tuple[Clause, ...]
    sums: tuple[Sum, ...]
    warnings: tuple[str, ...]
    known: Policy | None = None


@dataclass(frozen=True, slots=True)
class Aligned:
    """A clause of the old and of the new document; "" where there is none. ``touches``: what was written for it."""

    old: str
    new: str
    title: str
    changed: bool
    touches: tuple[str, ...] = ()


def text_of(name: str, data: bytes, pasted: str) -> str:
    """The text of an upload, or what was pasted. Raises KnowledgeError with the reason."""
    if not data:
        if not pasted.strip():
            raise KnowledgeError("请选一个文件，或者把全文粘贴进来。")
        _check_length(pasted)
        return document_text(Imported(pasted, exact=True))
    if not ONE_AT_A_TIME.acquire(timeout=WAIT):
        raise KnowledgeError("别人的文件正在读，请过几秒钟再选一次。")
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / (Path(name.replace("\\", "/")).name[:80].replace("\0", "") or "文件")
            path.write_bytes(data)
            return document_text(read_file(path))
    finally:
        ONE_AT_A_TIME.release()


def look(known: Knowledge, text: str) -> Found:
    """What the text is read as. Raises KnowledgeError where it is no policy."""
    _check_length(text)
    reading = read_document(text)
    if reading.refused:
        raise KnowledgeError(reading.refused)
    try:
        clauses = parse(text, "new").clauses
    except ParseError as error:
        raise KnowledgeError(f"{error}。请在下面的框里把条款的序号改规范，再看一次。") from None
    warnings = [str(one) for one in reading.warnings]
    if len(text) > LONG_PAGES:
        warnings.append(f"全文 {len(text)} 字，比一般的措施长得多，看看是不是夹了别的文件")
    if how := _several(text, clauses):
        warnings.insert(0, how)
    if bare := [one for one in clauses if not one.offices]:
        named = "、".join(one.printed for one in bare[:FEW]) + ("……" if len(bare) > FEW else "")
        warnings.append(f"{len(bare)} 条没有认出部门（{named}）：原文没写的不用管")
    same = max(known.policies, key=lambda one: fuzz.ratio(one.title, reading.title), default=None)
    again = same if same and reading.title and fuzz.ratio(same.title, reading.title) >= SAME_TITLE else None
    return Found(text, reading, clauses, tuple(sums(reading.clauses)), tuple(warnings), again)


def _check_length(text: str) -> None:
    if len(text) > LONGEST:
        raise KnowledgeError(f"文字有 {len(text)} 字，太长了（最多 {LONGEST // 10_000} 万字），请只留政策文件本身。")


def _several(text: str, clauses: tuple[Clause, ...]) -> str:
    """What tells that there are several documents in one text, "" where nothing does."""
    parts = {found[1] for one in clauses if (found := PART.match(one.id))}
    if len(parts) > 1:
        return (
            f"像是 {len(parts)} 份文件放在了一起：条款的编号从头数了 {len(parts)} 回。请在下面的框里只留一份，"
            "别的另外导入；附件要是也有条款，可以留着"
        )
    notices = {one.strip() for one in text.splitlines() if one.strip().endswith("的通知")}
    if text.count("特此通知") > 1 or len(notices) > 1:
        return "像是两份文件放在了一起，请在下面的框里只留一份，别的另外导入"
    return ""


def proposed_name(found: Found, files: Files, year: int) -> str:
    """A name for its folder that nobody has: how its place is spelled, and the year it was issued in or ``year``."""
    place = PLACE.match((*found.reading.issuers, found.reading.title)[0])
    spelled = "".join(sound(place[1])) if place else ""
    stem = f"{spelled if spelled.isascii() and spelled else 'policy'}-{(found.reading.issued or date(year, 1, 1)).year}"
    taken = {path.split("/")[1] for path in files if path.startswith("policies/")}
    return next(one for one in (stem, *(f"{stem}-{n}" for n in range(2, 999))) if one not in taken)


def as_draft(text: str, name: str, files: Files) -> dict[str, str | None]:
    """The files of a new policy's folder. Raises KnowledgeError."""
    _check_length(text)
    if not fullmatch(r"[a-z0-9][a-z0-9-]{1,40}", name):
        raise KnowledgeError("文件夹名请用小写字母、数字和短横，例如 liaocheng-2027。")
    if any(path.startswith(f"policies/{name}/") for path in files):
        raise KnowledgeError(f"「{name}」已经有了，请换一个名字。")
    with tempfile.TemporaryDirectory() as folder:
        made, _ = new_folder(Imported(text, exact=True), name, Path(folder), FORMULAS)
        return {
            f"policies/{name}/{path.relative_to(made).as_posix()}": path.read_text("utf-8")
            for path in sorted(made.rglob("*"))
            if path.is_file()
        }


def aligned(known: Knowledge, old: Policy, new: tuple[Clause, ...]) -> list[Aligned]:
    """Clause by clause: the new one whose title is nearest, and what staff wrote for the old one."""
    rows, left = [], list(new)
    for clause in old.clauses:
        best = max(left, key=lambda one: _nearness(clause, one), default=None)
        if best is None or _nearness(clause, best) < 50:
            rows.append(Aligned(clause.id, "", clause.title, changed=True, touches=touched(known, clause)))
            continue
        left.remove(best)
        changed = "".join(clause.body.split()) != "".join(best.body.split())
        rows.append(Aligned(clause.id, best.id, best.title, changed, touched(known, clause) if changed else ()))
    return rows + [Aligned("", one.id, one.title, changed=True) for one in left]


def touched(known: Knowledge, clause: Clause) -> tuple[str, ...]:
    """What stands on a clause, in words."""
    measures = [one for one in known.measures if one.home == (clause.policy, clause.id)]
    of = {clause.id, *(one.id for one in measures)}
    counts: Mapping[str, int] = {
        "句例句": sum(one.policy == clause.policy and one.label == clause.id for one in known.examples),
        "条答案": sum(one.policy == clause.policy and one.of in of for one in known.answers),
        "个口径": sum(one.policy == clause.policy and one.of == clause.id for one in known.rulings),
    }
    return (*(one.name for one in measures), *(f"{count} {name}" for name, count in counts.items() if count))


def _nearness(one: Clause, other: Clause) -> float:
    return max(fuzz.ratio(one.title, other.title), fuzz.ratio(one.body[:400], other.body[:400]))
