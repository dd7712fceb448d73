"""Versions of the knowledge as rows; a text that stands in many is kept once."""

from collections.abc import Mapping
from dataclasses import astuple, fields, replace

from knowledge.records.files import text_digest
from knowledge.records.model import StoreError
from knowledge.store.desk import Note
from knowledge.store.records import Version
from knowledge.store.sql.connection import Connection
from knowledge.store.sql.trail import append

NAMES = [field.name for field in fields(Version)]
COLUMNS = ", ".join(NAMES)
INSERT = f"INSERT INTO versions ({COLUMNS}) VALUES ({', '.join('?' * len(NAMES))})"
FILES_OF = "SELECT path, text FROM version_files JOIN texts USING (sha256) WHERE version = ? ORDER BY path"
MEANWHILE = "刚才已经有别人发布了新的一版，这一次没有发布。请打开草稿看一看变化，再发布。"


def versions(db: Connection, where: str = "") -> tuple[Version, ...]:
    return tuple(Version(*row) for row in db.execute(f"SELECT {COLUMNS} FROM versions {where} ORDER BY number"))


def add_version(
    db: Connection, fresh: Version, files: Mapping[str, str], trail: Note | None = None, was: int | None = None
) -> Version:
    """Keeps a version, and puts it in force when it is to be published; ``trail`` and ``was`` as ``Versions.publish``
    takes them. A shipped one that is kept already is that."""
    known = versions(db)
    if was is not None and was != next((one.number for one in known if one.status == "published"), 0):
        raise StoreError(MEANWHILE, "changed")
    for version in known:
        if fresh.shipped and _key(version) == _key(fresh):
            return version
    number = max((version.number for version in known), default=0) + 1
    if fresh.status == "published":
        db.execute("UPDATE versions SET status = 'superseded' WHERE status = 'published'")
    version = replace(fresh, number=number)
    sums = {path: text_digest(text, path) for path, text in files.items()}
    db.execute(INSERT, astuple(version))
    db.executemany("INSERT INTO texts VALUES (?, ?) ON CONFLICT DO NOTHING", [(sums[one], files[one]) for one in files])
    db.executemany("INSERT INTO version_files VALUES (?, ?, ?)", [(number, path, sums[path]) for path in files])
    if trail is not None:
        append(db, replace(trail, after=trail.after or f"第 {number} 版"))
    return version


def _key(version: Version) -> tuple[str, str | None, str]:
    return version.status, version.shipped, version.digest
