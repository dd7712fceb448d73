"""A PDF → its text, read by a process of its own that may use only so much memory and time."""

import subprocess
import sys

from knowledge.importers import limits
from knowledge.importers.refusal import UnreadableError

FEWEST_CHARACTERS = 30  # of a page, on average: below it the pages are pictures
WORKER = "knowledge.importers.pdf_worker"


def pdf_text(data: bytes) -> str:
    """The text of a PDF, a printed line a line. Raises UnreadableError for a scan, a broken file or a bomb."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", WORKER], input=data, capture_output=True, timeout=limits.PDF_SECONDS + 1, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError("读了太久，没有读完，像是特意做坏的文件。请另存为 docx 或 txt 再试") from None
    if done.returncode:
        raise UnreadableError(_reason(done.returncode))
    pages = done.stdout.decode("utf-8", errors="replace").split("\f")
    text = "\n".join(pages)
    if len("".join(text.split())) < FEWEST_CHARACTERS * len(pages):
        raise UnreadableError("里面没有文字，是扫描的图片。请先用识别软件（OCR）转成文字，或者找 Word 版")
    return text


def _reason(code: int) -> str:
    """What the exit of the worker means; it has 3 for a password, 4 for too many pages, 5 for too much text."""
    return {
        3: "文件加了密码，打不开。请去掉密码再试",
        4: f"超过 {limits.PDF_PAGES} 页，太长了，请只留政策文件本身",
        5: "文字太多，不像一份政策文件",
        6: "文件坏了，打不开。请重新下载，或另存为 docx 再试",
    }.get(code, "读的时候内存或时间超了限，没有读完。请另存为 docx 或 txt 再试")
