"""Versions of the knowledge as rows; a text that stands in many is kept once."""

from collections.abc import Mapping
from dataclasses import asdict, replace

from sqlite_utils import Database

from knowledge.records.files import text_digest
from knowledge.records.model import StoreError
from knowledge.store.desk import Note
from knowledge.store.records import Version
from knowledge.store.sqlite.driver import sqlite3
from knowledge.store.sqlite.trail import append

MEANWHILE = "刚才已经有别人发布了新的一版，这一次没有发布。请打开草稿看一看变化，再发布。"


def wrap(connection: sqlite3.Connection) -> Database:
    return Database(connection, strict=True, execute_plugins=False, recursive_triggers=False)


def versions(db: Database, where: str = "") -> tuple[Version, ...]:
    return tuple(Version(**row) for row in db.query(f"SELECT * FROM versions {where} ORDER BY number"))


def add_version(
    db: Database, fresh: Version, files: Mapping[str, str], trail: Note | None = None, was: int | None = None
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
    db.table("versions").insert(asdict(version))
    db.table("texts").insert_all(({"sha256": sums[path], "text": files[path]} for path in files), ignore=True)
    db.table("version_files").insert_all({"version": number, "path": path, "sha256": sums[path]} for path in files)
    if trail is not None:
        append(db.conn, replace(trail, after=trail.after or f"第 {number} 版"))
    return version


def _key(version: Version) -> tuple[str, str | None, str]:
    return version.status, version.shipped, version.digest
