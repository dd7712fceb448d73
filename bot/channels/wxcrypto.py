"""Signature and cipher of callbacks, as 公众号 and 企业微信 share them. ``cryptography`` is loaded by a cipher alone.

An encrypted message is base64 of AES-256-CBC over: 16 random bytes, its length (4 bytes, big endian), its UTF-8, the
receiver's id; filled up to blocks of 32 as PKCS#7 says. The key is the EncodingAESKey, its first 16 bytes the vector.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import struct
import time
from collections.abc import Callable

BLOCK = 32
HEAD = 16 + 4
WINDOW = 300.0  # seconds a timestamp may be off


class ForgedError(ValueError):
    """A callback that the platform did not send, or sent long ago."""


def signature(*parts: str) -> str:
    """SHA-1 over the sorted parts: token, timestamp, nonce, and the encrypted message where there is one."""
    return hashlib.sha1("".join(sorted(parts)).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def same(told: str, right: str) -> bool:
    """Whether two signatures are one, in a time that tells nothing."""
    return hmac.compare_digest(told.encode("utf-8", "surrogatepass"), right.encode())


def check_time(timestamp: str, now: Callable[[], float] = time.time) -> None:
    """Raises ForgedError for a time that is none or lies outside the window: what was heard once may be sent again."""
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 16):
        raise ForgedError("the timestamp is none")
    if abs(now() - int(timestamp)) > WINDOW:
        raise ForgedError("the timestamp is older than five minutes, or the clock of this machine is wrong")


class Cipher:
    """Encrypts and decrypts for one receiver. ``receiver``: AppID or CorpID, "" where the platform sends none."""

    def __init__(self, aes_key: str, receiver: str) -> None:
        from cryptography.hazmat.primitives.ciphers import Cipher as Block
        from cryptography.hazmat.primitives.ciphers import algorithms, modes

        key = base64.b64decode(aes_key + "=")
        self._block, self._receiver = Block(algorithms.AES256(key), modes.CBC(key[:16])), receiver.encode()

    def encrypt(self, text: str, head: bytes = b"") -> str:
        """``head``: the 16 random bytes; chosen when none are given."""
        words = text.encode()
        plain = (head or secrets.token_bytes(16)) + struct.pack("!I", len(words)) + words + self._receiver
        missing = BLOCK - len(plain) % BLOCK
        made = self._block.encryptor()
        return base64.b64encode(made.update(plain + bytes([missing]) * missing) + made.finalize()).decode()

    def decrypt(self, text: str) -> str:
        """Raises ForgedError for what was not encrypted for this receiver."""
        try:
            sealed = base64.b64decode(text, validate=True)
            made = self._block.decryptor()
            plain = made.update(sealed) + made.finalize()
        except (ValueError, binascii.Error) as error:
            raise ForgedError("the message cannot be decrypted") from error
        return self._opened(plain)

    def _opened(self, plain: bytes) -> str:
        filled = plain[-1] if plain else 0
        if not 1 <= filled <= BLOCK or len(plain) < HEAD + filled or plain[-filled:] != bytes([filled]) * filled:
            raise ForgedError("the message is not filled up as it should be")
        plain = plain[:-filled]
        (length,) = struct.unpack("!I", plain[16:HEAD])
        words, receiver = plain[HEAD : HEAD + length], plain[HEAD + length :]
        if len(words) != length or not hmac.compare_digest(receiver, self._receiver):
            raise ForgedError("the message is for another receiver")
        try:
            return words.decode()
        except UnicodeDecodeError as error:
            raise ForgedError("the message is no text") from error
