"""What a document says of itself is found in its own words; what only looks like it is not."""

import pytest

from knowledge.document.about import About, about
from tests.city import shipped_files

TEXT = """临海市人民政府办公室关于支持海洋渔业的若干措施

各区县人民政府，市直各部门：

一、支持渔船更新。贷款到期后按期还清的，每艘补助10万元。鼓励企业制定实施细则。

二、附则
（一）本措施由市海洋发展局负责解释。
（二）申报指南由市海洋发展局另行制定。
（三）本措施施行之日前已经受理的，按原规定执行。本措施有效期届满后，已经受理的继续办理。
"""


def test_each_is_the_documents_own_sentence() -> None:
    found = about(TEXT)
    assert found == About(
        to="各区县人民政府，市直各部门",
        explains="本措施由市海洋发展局负责解释",
        before="本措施施行之日前已经受理的，按原规定执行",
        after="本措施有效期届满后，已经受理的继续办理",
        details="申报指南由市海洋发展局另行制定",
    )
    assert all(getattr(found, name) in TEXT for name in About.__slots__)


@pytest.mark.parametrize("name", ["explains", "before", "after", "details"])
def test_what_the_citys_document_does_not_say_is_not_found(name: str) -> None:
    found = about(shipped_files()["policies/liaocheng-2024/document.txt"])
    assert getattr(found, name) == "" and found.to.startswith("各县（市、区）人民政府")
