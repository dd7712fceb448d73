"""A reminder as a file that every calendar takes (iCalendar, RFC 5545): for where nobody can be written to."""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from bot.clock import BEIJING

AT, LASTS = time(9), timedelta(minutes=30)
WIDEST = 75  # bytes of a line


def calendar_file(words: str, more: str, day: date, now: datetime) -> bytes:
    """One entry on the morning of ``day`` that rings; ``words``: its title, ``more``: what stands below it."""
    begins = datetime.combine(day, AT, BEIJING)
    uid = sha256(f"{words}\n{more}\n{day}".encode()).hexdigest()[:32]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//fudaoyuan//reminder//ZH",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{uid}@fudaoyuan",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(begins)}",
        f"DTEND:{_utc(begins + LASTS)}",
        f"SUMMARY:{_text(words)}",
        f"DESCRIPTION:{_text(more)}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(words)}",
        "TRIGGER:PT0S",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A long line goes on in the next one, after a space; no character is cut in two."""
    found, room = [""], WIDEST
    for sign in line:
        size = len(sign.encode())
        if size > room:
            found.append("")
            room = WIDEST - 1
        found[-1] += sign
        room -= size
    return "\r\n ".join(found)
