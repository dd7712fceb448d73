"""Files as people have them become the same text; what is no text, or was made to choke a reader, is refused."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.document.reading import read_document
from knowledge.importers import limits
from knowledge.importers.files import read_file
from knowledge.importers.refusal import UnreadableError
from tests.knowledge.importers.made import archive, document, docx, paragraph, pdf, table

LINES = [
    "青溪市支持企业若干措施",
    "　　一、支持设备",
    "　　（一）设备补助。按设备投资额的8%给予补助。（牵头单位：市工业和信息化局）",
    "　　（二）租金补贴。每月补贴1000元。（责任单位：市财政局）",
    "　　本措施自2025年1月1日起施行，有效期至2027年12月31日。",
]
TEXT = "\n".join(LINES) + "\n"


def clauses(path: Path) -> list[tuple[str, str, list[str], list[str]]]:
    found = read_document(read_file(path).text).clauses
    return [(one.id, one.heading, one.offices.lead, one.offices.resp) for one in found]


WANTED = [("1.1", "设备补助", ["市工业和信息化局"], []), ("1.2", "租金补贴", [], ["市财政局"])]


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.encode("gbk"),
        TEXT.encode("utf-16"),
    ],
    ids=["utf-8", "with a mark", "crlf", "gbk", "utf-16"],
)
def test_a_text_file_is_read_whatever_wrote_it(tmp_path: Path, data: bytes) -> None:
    assert clauses(put(tmp_path, "措施.txt", data)) == WANTED


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
def test_a_web_page_is_read_without_its_menus(tmp_path: Path, encoding: str) -> None:
    body = "".join(f"<p>{line}</p>" for line in LINES)
    page = (
        f"<html><head><meta charset={encoding}><title>x</title><script>一、假的</script></head><body>"
        f"<ul><li><a href=#>一、首页</a></li></ul><div style='display: none'>二、藏的</div>{body}</body></html>"
    )
    path = put(tmp_path, "a.html", page.encode(encoding))
    assert clauses(path) == WANTED
    assert "假的" not in read_file(path).text and "首页" not in read_file(path).text


def test_a_table_of_a_page_or_a_document_is_a_line_for_each_row(tmp_path: Path) -> None:
    page = "<html><p>一、标准</p><table><tr><td>甲</td><td>1万元</td></tr><tr><td>乙</td><td>2万元</td></tr></table>"
    word = docx(paragraph("一、标准"), table(("甲", "1万元"), ("乙", "2万元")))
    wanted = ["一、标准", "甲\t1万元", "乙\t2万元"]
    assert read_file(put(tmp_path, "t.html", page.encode())).text.split("\n") == wanted
    assert read_file(put(tmp_path, "t.docx", word)).text.split("\n") == wanted


def test_a_word_document_is_read_with_the_numbers_that_word_counts(tmp_path: Path) -> None:
    blocks = [
        paragraph(LINES[0]),
        paragraph("支持设备", 0),
        paragraph("设备补助。按设备投资额的8%给予补助。（牵头单位：市工业和信息化局）", 1),
        paragraph("租金补贴。每月补贴1000元。（责任单位：市财政局）", 1),
        paragraph("支持人才", 0),
        paragraph("人才补助。补助人才。", 1),
    ]
    found = clauses(put(tmp_path, "a.docx", docx(*blocks)))
    assert found == [*WANTED, ("2.1", "人才补助", [], [])]


def test_a_pdf_is_read_and_its_broken_lines_are_put_together(tmp_path: Path) -> None:
    long = "　　（三）厂房奖励。对新建厂房的企业给予奖励，" + "支持企业扩大生产" * 12 + "。"
    cut = [LINES[0], *LINES[1:4], *(long[at : at + 32] for at in range(0, len(long), 32))]
    padding = [f"　　（{han}）其他支持{han}。" + "支持企业做大做强" * 3 + "。" for han in "四五六"]
    path = put(tmp_path, "a.pdf", pdf([[*cut, "- 1 -"], padding]))
    found = clauses(path)
    assert found[:3] == [*WANTED, ("1.3", "厂房奖励", [], [])]
    assert "- 1 -" not in read_file(path).text


# The large ones are made when they are used: every worker reads this file, one runs its tests
BOMBS: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "picture.docx": (b"\x89PNG" + bytes(100), "图片"),
    "program.docx": (b"MZ" + os.urandom(5000), "程序"),
    "program.txt": (b"MZ" + os.urandom(5000), "程序"),
    "old.docx": (b"\xd0\xcf\x11\xe0" + bytes(5000), "另存为 docx"),
    "noise.txt": (bytes(range(256)) * 50, "不是文字"),
    "empty.txt": (b"  \n", "空的"),
    "sheet.docx": (archive({"xl/workbook.xml": "<x/>"}), "表格"),
    "cut.docx": (docx(paragraph("一、甲"))[:200], "损坏"),
    "blank.docx": (docx(paragraph("")), "没有文字"),
    "members.docx": (archive({f"a{n}": "" for n in range(limits.ARCHIVE_MEMBERS + 1)}), "炸弹"),
    "words.docx": (lambda: docx(*[paragraph("一" * 200)] * 200_000), "太多"),
    "nodes.docx": (lambda: archive({"word/document.xml": document("<w:p/>" * 9_000_000)}), "没有读"),
    "rows.docx": (archive({"word/document.xml": document("<w:tr>" * 100_000)}), "太多层"),
    "entity.docx": (archive({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "DOCTYPE"),
    "scan.pdf": (pdf([[]]), "扫描"),
    "noise.pdf": (b"%PDF-1.5\n" + os.urandom(5000), "损坏"),
    "pages.pdf": (pdf([[]] * (limits.PDF_PAGES + 1)), "太长"),
    "script.html": (b"<html><script>var a = 1</script></html>", "没有文字"),
    "long.txt": (("一" * (limits.TEXT_CHARACTERS + 1)).encode(), "太长"),
    "lines.txt": (("甲\n" * (limits.TEXT_LINES + 1)).encode(), "太长"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, name: str) -> None:
    data, reason = BOMBS[name]
    data = data() if callable(data) else data
    with pytest.raises(UnreadableError, match=reason) as refused:
        read_file(put(tmp_path, name, data))
    assert str(refused.value).startswith(f"{name}：")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="没有这个文件"):
        read_file(tmp_path / "没有.txt")


PEAK = (
    "import re, resource, sys; from bot.commands.parse import parse_file; print(parse_file(sys.argv[1]));"
    "own = re.search('VmHWM:\\\\s+([0-9]+)', open('/proc/self/status').read())[1];"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
    "print(max(int(own), used.ru_maxrss), used.ru_utime + used.ru_stime)"
)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("words.docx", BOMBS["words.docx"][0]),
        ("deep.docx", lambda: archive({"word/document.xml": document("<x>" * 5_000_000)})),
        ("stream.pdf", lambda: pdf([["（一）甲" * 400] * 20_000], filters=2)),
    ],
    ids=["words.docx", "deep.docx", "stream.pdf"],
)
def test_a_bomb_takes_little_memory_and_little_time(tmp_path: Path, name: str, made: Callable[[], bytes]) -> None:
    path = put(tmp_path, name, made())
    done = subprocess.run([sys.executable, "-c", PEAK, str(path)], capture_output=True, text=True, check=True)
    said, used = done.stdout.splitlines()
    assert json.loads(said)["refused"]
    kilobytes, seconds = used.split()
    assert int(kilobytes) < 256 * 1024 and float(seconds) < 10
