"""The licences of what the service runs on, as the installed packages say; refuses the GPL family and what says none.

usage: python deploy/licences.py           checks, and compares with deploy/LICENCES.md
       python deploy/licences.py --write   writes deploy/LICENCES.md
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

sys.path = [p for p in sys.path if Path(p).resolve() != Path(__file__).resolve().parent]
TOP = Path(__file__).resolve().parent.parent
FILE = TOP / "deploy/LICENCES.md"
SAID = {"pysqlite3": "zlib"}  # no licence in its metadata; its own LICENSE file is the zlib licence
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.M)
# Installed by those alone who keep their data in PostgreSQL; a library that is imported and not changed. The LGPL
# allows that under any licence, as long as who gets it may put another version in its place: pip does.
OPTIONAL = {"psycopg": "LGPL-3.0-only", "psycopg-binary": "LGPL-3.0-only", "psycopg-pool": "LGPL-3.0-only"}
GPL = re.compile(r"\b[AL]?GPL|General Public", re.IGNORECASE)
HEAD = """# 用到的组件和许可证

`python deploy/licences.py --write` 按装好的包写的，`make audit` 核对。没有 GPL、AGPL。
LGPL 的只有 psycopg 一家三个包，选装（`make pg`，数据放 PostgreSQL 才要）：原样调用、没有改过，谁都可以换成别的版本，
所以不要求公开本程序的代码；它们自带的 libpq 是 PostgreSQL 许可证，OpenSSL 是 Apache-2.0。
把它们和程序一起转给别人，要连同它们的许可证一起给。
MPL-2.0 的两个（certifi、orjson）没有改过，照原样使用不要求公开本程序的代码。jieba、numpy 等的版权声明在各自的包里。
知识台的网页带着 htmx 2.0.11（0BSD，bot/channels/desk/static）。

| 组件 | 版本 | 许可证 |
|---|---|---|
"""


def licence(name: str) -> str:
    """What the package says: an expression, its classifiers, or the first line of its licence; "" for nothing."""
    told = metadata(name)
    classifiers = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier", []) if one.startswith("License ::")]
    plain = (told.get("License") or "").strip().partition("\n")[0]
    found = told.get("License-Expression") or " / ".join(c for c in classifiers if c != "OSI Approved") or plain
    return found or SAID.get(name, "")


def table() -> str:
    """The whole file. Raises SystemExit naming the packages whose licence will not do."""
    rows, refused = [], []
    pins = PIN.findall((TOP / "requirements.txt").read_text("utf-8"))
    for name in dict.fromkeys(name for name, _ in pins):
        versions = " 或 ".join(version for one, version in pins if one == name)
        try:
            found = licence(name)
        except PackageNotFoundError:
            continue  # for another system
        rows.append(f"| {name} | {versions} | {found} |\n")
        if not found or GPL.search(found):
            refused.append(f"{name}: {found or '没有写许可证'}")
    for name, version in PIN.findall((TOP / "requirements-pg.txt").read_text("utf-8")):
        if name in dict(pins):
            continue
        found, seen = _of_optional(name), OPTIONAL.get(name)
        rows.append(f"| {name}（选装） | {version} | {found} |\n")
        if found != seen:
            refused.append(f"{name}: {found or '没有写许可证'}（看过的是 {seen or '没有看过'}）")
    if refused:
        raise SystemExit("不能用的许可证：" + "；".join(refused))
    return HEAD + "".join(rows)


def _of_optional(name: str) -> str:
    """What the package says; where it is not installed, what is written above."""
    try:
        return licence(name)
    except PackageNotFoundError:
        return OPTIONAL.get(name, "")


if __name__ == "__main__":
    made = table()
    if "--write" in sys.argv:
        FILE.write_text(made, "utf-8")
    elif FILE.read_text("utf-8") != made:
        raise SystemExit("deploy/LICENCES.md 和装好的不一样。请运行：python deploy/licences.py --write")
