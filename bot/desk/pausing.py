"""Stopping a measure at once, and letting it go on: one small file of its policy."""

from knowledge.publish import Files
from knowledge.records.model import KnowledgeError
from knowledge.records.paused import MOST
from knowledge.writing import TomlFile, put

HEAD = "# 停用的政策点：不给数，只说这一句。在知识台的“政策点”里停用和恢复。\n"


def paused_files(files: Files, policy: str, name: str, says: str) -> dict[str, str | None]:
    """The file in which the measure is stopped with this sentence. Raises KnowledgeError without one."""
    if not 0 < len(says.strip()) <= MOST:
        raise KnowledgeError(
            f"请写一句给企业看的话，最多 {MOST} 个字，例如：这一项正在核对口径，暂时不给数，请先问牵头单位。"
        )
    path = _path(policy)
    file = TomlFile(files.get(path, HEAD), path)
    record = file.find("paused", measure=name)
    if record is None:
        file.add("paused", {"measure": name, "says": says.strip()})
    else:
        put(record, "says", says.strip())
    return {path: file.text()}


def resumed_files(files: Files, policy: str, name: str) -> dict[str, str | None]:
    """The file without it, None where nothing else is stopped. Raises KnowledgeError where it is not stopped."""
    path = _path(policy)
    file = TomlFile(files.get(path, ""), path)
    if not file.remove("paused", measure=name):
        raise KnowledgeError("这一项没有停用，不用恢复。")
    return {path: file.text() if file.records("paused") else None}


def _path(policy: str) -> str:
    return f"policies/{policy}/paused.toml"
