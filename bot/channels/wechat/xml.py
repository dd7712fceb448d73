"""WeChat's XML: read within bounds and without anything it could refer to, written with every field as CDATA."""

from collections.abc import Mapping
from xml.parsers import expat

LARGEST = 64 * 1024  # bytes; a text is at most 2 KB, an encrypted one twice that
DEEPEST, MOST = 6, 200  # levels and elements
LONGEST_TEXT = 16 * 1024  # characters of a field
Fields = dict[str, str]


class UnreadableError(ValueError):
    """A body that is no message."""


def read(body: bytes) -> Fields:
    """The fields below the root; those within one another are joined with a dot. Of equal ones the first counts.

    Raises UnreadableError. A document type, and with it every entity, is refused: no message has one.
    """
    if len(body) > LARGEST:
        raise UnreadableError("larger than a message")
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = reader.refuse
    parser.ExternalEntityRefHandler = parser.ProcessingInstructionHandler = reader.refuse
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, RecursionError) as error:
        raise UnreadableError(str(error)) from None
    return reader.fields


class _Reader:
    def __init__(self) -> None:
        self.fields: Fields = {}
        self._path: list[str] = []
        self._parts: list[str] = []
        self._seen = self._length = 0

    def begin(self, name: str, attributes: object) -> None:
        self._seen += 1
        if self._seen > MOST or len(self._path) >= DEEPEST:
            raise UnreadableError("more elements than a message has")
        self._path.append(name)
        self._parts, self._length = [], 0

    def text(self, data: str) -> None:
        self._length += len(data)
        if self._length > LONGEST_TEXT:
            raise UnreadableError("a field is longer than any of a message")
        self._parts.append(data)

    def end(self, name: str) -> None:
        if len(self._path) > 1:
            self.fields.setdefault(".".join(self._path[1:]), "".join(self._parts).strip())
        self._path.pop()
        self._parts = []

    def refuse(self, *declared: object) -> int:
        raise UnreadableError("a message declares nothing and refers to nothing")


def written(fields: Mapping[str, str | int]) -> str:
    """The fields as a message; a number stands plain."""
    return "<xml>" + "".join(f"<{name}>{_value(value)}</{name}>" for name, value in fields.items()) + "</xml>"


def _value(value: str | int) -> str:
    return str(value) if isinstance(value, int) else f"<![CDATA[{value.replace(']]>', ']]]]><![CDATA[>')}]]>"
