"""A PDF as a printer and a phone see it: how many pages, their words, and what the codes on them lead to."""

import subprocess
from pathlib import Path

import numpy
import zxingcpp


def pages_of(pdf: Path) -> int:
    """How many A4 pages it has."""
    told = subprocess.run(["/usr/bin/pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    facts = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    assert "(A4)" in facts["Page size"], facts["Page size"]
    return int(facts["Pages"])


def words_on(pdf: Path) -> list[str]:
    """The words of each page, without blanks."""
    told = subprocess.run(["/usr/bin/pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return [page.replace("\n", "").replace(" ", "") for page in told.split("\f")[:-1]]


def codes_on(pdf: Path) -> list[str]:
    """What the code of each page leads to; the head of a page is where it stands."""
    head = ["-r", "100", "-gray", "-x", "500", "-y", "0", "-W", "327", "-H", "300"]
    subprocess.run(["/usr/bin/pdftoppm", *head, pdf, pdf.with_suffix("")], check=True)
    return [_read(picture) for picture in sorted(pdf.parent.glob(f"{pdf.stem}*.pgm"))]


def every_code_on(pdf: Path) -> list[set[str]]:
    """What all codes of each page say, wherever they stand."""
    subprocess.run(["/usr/bin/pdftoppm", "-r", "110", "-gray", pdf, pdf.with_suffix("")], check=True)
    pictures = sorted(pdf.parent.glob(f"{pdf.stem}*.pgm"))
    return [{one.text for one in zxingcpp.read_barcodes(_pixels(picture))} for picture in pictures]


def _read(picture: Path) -> str:
    [found] = zxingcpp.read_barcodes(_pixels(picture))
    return found.text


def _pixels(picture: Path) -> numpy.ndarray:
    head, _, rest = picture.read_bytes().partition(b"\n255\n")
    width, height = map(int, head.split()[-2:])
    return numpy.frombuffer(rest, dtype=numpy.uint8).reshape(height, width)
