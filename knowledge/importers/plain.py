"""Bytes → text: UTF-8, UTF-16 with its mark, else what Chinese editors on Windows write (GB 18030)."""

import re

from knowledge.importers.refusal import UnreadableError

DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([a-zA-Z0-9_-]{2,20})""")
CHINESE = ("gb2312", "gbk", "gb18030", "x-gbk")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f]")


def decoded(data: bytes) -> str:
    """The text, line ends as they are and without the mark before it. Raises UnreadableError where it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(_of(data, "utf-16"))
    declared = DECLARED.search(data[:4096])
    order = ["utf-8-sig", "gb18030"]
    if declared and declared[1].decode("ascii").lower() == "big5":
        order.insert(1, "big5")
    for encoding in order:
        try:
            return _checked(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise UnreadableError("里面不是文字（不是 UTF-8，也不是 GBK）。请用编辑器打开看看，另存为 UTF-8 再试")


def _of(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableError("文字残缺，读不出来。请用编辑器打开，另存为 UTF-8 再试") from None


def _checked(text: str) -> str:
    if len(CONTROLS.findall(text[:200_000])) > max(3, len(text) // 1000):
        raise UnreadableError("里面不是文字，是程序或数据。请选 txt、html、docx 或带文字的 pdf")
    return CONTROLS.sub("", text)
