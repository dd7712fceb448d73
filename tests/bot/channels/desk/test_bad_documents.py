"""What staff bring by mistake, or is brought to choke a reader: each is refused or warned of in words that say what to
do, within bounds, and nothing of it is kept."""

import io
import os
import zipfile
from threading import Thread

import pytest
from aiohttp import FormData

from bot.bootstrap import House
from bot.channels.desk.routes import LARGE
from bot.desk import documents
from bot.desk.documents import LONGEST, text_of
from knowledge.importers import limits
from knowledge.records.model import KnowledgeError
from tests.bot.channels.desk.conftest import Enter
from tests.bot.channels.desk.test_documents import NEW, OWN, upload
from tests.knowledge.importers.made import archive, docx, paragraph, pdf

OCR = "请先用识别软件（OCR）转成文字"
ANSWER = "问：专利质押贷款怎么贴息？\n答：按期还清以后，向市科技局申请。\n问：要什么材料？\n答：以通知为准。\n"
CLAUSE = "第{n}条　支持企业扩大投资。对符合条件的企业，按投资额的8%给予补助，最高{n}万元。（牵头单位：市财政局）"
TITLE = "临海市人民政府办公室关于支持企业扩大投资的若干措施"


def long_pdf(pages: int) -> bytes:
    """A document of so many pages, three clauses on each."""
    clauses = [CLAUSE.format(n=n) for n in range(1, 3 * pages + 1)]
    lines = [[one[at : at + 34] for at in range(0, len(one), 34)] for one in clauses]
    sheets = [[*lines[at], *lines[at + 1], *lines[at + 2]] for at in range(0, len(lines), 3)]
    return pdf([[TITLE, *sheets[0]], *sheets[1:]])


def many_clauses() -> bytes:
    return docx(*(paragraph(line) for line in [TITLE, *(CLAUSE.format(n=n) for n in range(1, 700))]))


REFUSED = {
    "a scan of 200 pages": ("通知扫描件.pdf", pdf([[]] * 200), f"里面没有文字，是扫描的图片。{OCR}"),
    "a photograph": ("通知.docx", b"\x89PNG" + bytes(100), f"这是一张图片，{OCR}"),
    "a program by another name": ("关于印发措施的通知.pdf", b"MZ\x90\0" + os.urandom(4000), "这是一个程序（exe、dll）"),
    "a program called a text": ("说明.txt", b"MZ\x90\0" + os.urandom(4000), "这是一个程序（exe、dll）"),
    "a zip bomb": ("通知.docx", archive({"word/document.xml": " " * 60_000_000}), "像是压缩炸弹"),
    "a bomb of many files": (
        "通知.docx",
        archive({f"a{n}": "" for n in range(limits.ARCHIVE_MEMBERS + 1)}),
        "像是压缩炸弹",
    ),
    "more pages than any policy": (
        "汇编.pdf",
        pdf([[]] * (limits.PDF_PAGES + 1)),
        f"超过 {limits.PDF_PAGES} 页，太长了",
    ),
    "questions with answers": ("常见问答.txt", ANSWER.encode(), "这是一问一答（第1行「问:"),
    "a letter": ("来信.txt", "老王：\n下周来开会。\n".encode(), "没有找到带编号的条款"),
    "nothing": ("空.txt", b"   ", "文件是空的"),
    "an old Word file": ("通知.doc", b"\xd0\xcf\x11\xe0" + bytes(500), "请在 Word 或 WPS 里另存为 docx"),
}


@pytest.mark.parametrize("what", REFUSED)
async def test_it_is_refused_with_its_reason_and_nothing_is_kept(enter: Enter, desk_house: House, what: str) -> None:
    name, data, says = REFUSED[what]
    editor = await enter("editor")
    await editor.get("/desk/documents")
    store = desk_house.store
    drafts, line = len(store.drafts().all()), store.trail().last().number
    status, page = await upload(editor, "/desk/documents", "file", name, data)
    told = page.partition('class="wrong" role="alert"')[2].partition("</div>")[0]
    assert status == 400 and says in told
    assert len(store.drafts().all()) == drafts and store.trail().last().number == line


@pytest.mark.parametrize(("name", "data"), [("汇编.pdf", long_pdf(200)), ("汇编.docx", many_clauses())])
async def test_two_hundred_pages_are_read_and_asked_about(enter: Enter, name: str, data: bytes) -> None:
    editor = await enter("editor")
    await editor.get("/desk/documents")
    status, page = await upload(editor, "/desk/documents", "file", name, data)
    assert status == 200 and "比一般的措施长得多" in page and "最高599万元" in page


async def test_two_documents_in_one_are_told_apart(enter: Enter, desk_house: House) -> None:
    editor = await enter("editor")
    await editor.get("/desk/documents")
    drafts = len(desk_house.store.drafts().all())
    for text, says in (
        (f"{OWN}\n{NEW}", "像是 2 份文件放在了一起：条款的编号从头数了 2 回"),
        (f"{OWN}\n特此通知。\n\n特此通知。\n", "像是两份文件放在了一起"),
    ):
        page = await (await editor.post("/desk/documents", text=text)).text()
        assert says in page.partition("请核对：")[2].partition("</section>")[0] and "只留一份" in page
    assert len(desk_house.store.drafts().all()) == drafts
    assert "放在了一起" not in await (await editor.post("/desk/documents", text=OWN)).text()


async def test_what_is_too_large_is_not_even_read(enter: Enter) -> None:
    editor = await enter("editor")
    await editor.get("/desk/documents")
    status, page = await upload(editor, "/desk/documents", "file", "通知.txt", bytes(LARGE + 1))
    assert status == 413 and "最多 12 MB" in page
    for path in ("/desk/documents", "/desk/documents/draft"):
        form = FormData(default_to_multipart=True)
        form.add_field("mark", editor.mark)
        form.add_field("name", "linhai-2026")
        form.add_field("text", "一" * (LONGEST + 1))
        answer = await editor.client.post(path, data=form)
        assert answer.status == 400 and "最多 20 万字" in await answer.text()


async def test_a_bomb_in_place_of_a_folder_is_refused(enter: Enter, desk_house: House) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("linhai/policy.toml", "#" * 30_000_000)
    editor = await enter("editor")
    await editor.get("/desk/documents")
    drafts = len(desk_house.store.drafts().all())
    status, page = await upload(editor, "/desk/documents/folder", "folder", "linhai.zip", made.getvalue())
    assert status == 400 and "展开以后太大了" in page
    assert len(desk_house.store.drafts().all()) == drafts


def test_no_two_files_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader may take 200 MB: many uploads at once take no more than one."""
    monkeypatch.setattr(documents, "WAIT", 0.01)
    reads: list[str] = []
    with documents.ONE_AT_A_TIME:
        other = Thread(target=lambda: reads.append(_told("通知.txt", OWN.encode())))
        other.start()
        other.join()
    assert reads == ["别人的文件正在读，请过几秒钟再选一次。"]
    assert _told("通知.txt", OWN.encode()).startswith("印发关于")


def _told(name: str, data: bytes) -> str:
    try:
        return text_of(name, data, "")
    except KnowledgeError as error:
        return str(error)
