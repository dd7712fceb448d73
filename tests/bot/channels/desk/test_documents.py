"""Documents: read, looked over, corrected, drafted; a re-issue held against the old; what cannot be read is refused;
a policy's folder goes out and in again, letter for letter."""

import io
import zipfile

import pytest
from aiohttp import FormData

from bot.bootstrap import House
from bot.desk.folders import folder_of, packed, taken_in, unpacked
from knowledge.records.model import KnowledgeError
from tests.bot.channels.desk.conftest import Enter, Staff
from tests.city import shipped_files

POLICY = "liaocheng-2024"
OWN = shipped_files()[f"policies/{POLICY}/document.txt"]
NEW = OWN.replace("聊城市", "临海市").replace("科技财政金融协同服务企业创新发展", "数字经济和软件产业高质量发展")


async def upload(staff: Staff, path: str, field: str, name: str, data: bytes) -> tuple[int, str]:
    form = FormData()
    form.add_field("mark", staff.mark)
    form.add_field(field, io.BytesIO(data), filename=name)
    answer = await staff.client.post(path, data=form, allow_redirects=False)
    return answer.status, await answer.text()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig"])
async def test_the_document_itself_is_known_again(enter: Enter, encoding: str) -> None:
    editor = await enter("editor")
    await editor.get("/desk/documents")
    changed = OWN.replace("贴息额最高10万元", "贴息额最高20万元").replace("\n", "\r\n")
    status, page = await upload(editor, "/desk/documents", "file", "重印.txt", changed.encode(encoding))
    assert status == 200 and "15 条" in page and "重新印发" in page
    assert page.count("有改动") == 1 and "要重新看" in page and "专利" in page.partition("要重新看")[2][:80]


async def test_a_pasted_document_becomes_a_draft(enter: Enter, desk_house: House) -> None:
    editor = await enter("editor")
    await editor.get("/desk/documents")
    page = await (await editor.post("/desk/documents", text=NEW)).text()
    assert "15 条" in page and "数字经济" in page and 'name="name" value="linhai-2024"' in page
    refused = await editor.post("/desk/documents/draft", text=NEW, name="不行")
    assert refused.status == 400 and "小写字母" in await refused.text()
    answer = await editor.post("/desk/documents/draft", text=NEW, name="linhai-2026")
    assert answer.status == 303, await answer.text()
    draft = desk_house.store.drafts().all()[0]
    assert "policies/linhai-2026/document.txt" in {file.path for file in desk_house.store.drafts().files(draft.number)}


def test_a_folder_goes_out_and_in_again_letter_for_letter() -> None:
    files = shipped_files()
    name, folder = unpacked(packed(files, POLICY))
    assert name == POLICY and folder == folder_of(files, POLICY)
    with pytest.raises(KnowledgeError, match="一样"):
        taken_in(files, name, folder)
    changed = taken_in(files, name, {**folder, "contacts.toml": "# 空\n"} | {"new.toml": "a = 1\n"})
    assert set(changed) == {f"policies/{POLICY}/contacts.toml", f"policies/{POLICY}/new.toml"}
    del folder["handouts.toml"]
    assert taken_in(files, name, folder) == {f"policies/{POLICY}/handouts.toml": None}


@pytest.mark.parametrize("name", ["x/../../etc/policy.toml", "/x/policy.toml", "a/policy.toml b/c.txt"])
def test_a_strange_archive_is_not_taken(name: str) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for one in name.split():
            archive.writestr(one, "id = 1")
    with pytest.raises(KnowledgeError):
        unpacked(made.getvalue())
    with pytest.raises(KnowledgeError, match="能打开的 zip"):
        unpacked(b"PK nothing")
