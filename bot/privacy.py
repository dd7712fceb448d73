"""mask(text) → the same text without phone numbers."""

import re

PHONE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")


def mask(text: str) -> str:
    """``text`` with each mobile number replaced by 〔手机号〕."""
    return PHONE.sub("〔手机号〕", text)
