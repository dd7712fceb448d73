"""Reads a QR code as a phone does, from the SVG that the page shows."""

import re

import numpy
import zxingcpp

SCALE = 4
STEP = re.compile(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?")


def read_qr(svg: str) -> str:
    """What the code says. The drawing is rows of strokes: ``M``/``m`` move, ``h`` draws one module high."""
    size = int(re.search(r'width="(\d+)"', svg)[1]) // SCALE  # type: ignore[index]
    dark = numpy.zeros((size, size), dtype=bool)
    x = y = 0.0
    path = re.findall(r' d="([^"]+)"', svg)[-1]
    for step, first, second in STEP.findall(path):
        if step == "h":
            dark[int(y), int(x) : int(x + float(first))] = True
            x += float(first)
        else:
            x, y = (float(first), float(second)) if step == "M" else (x + float(first), y + float(second))
    pixels = numpy.where(numpy.kron(dark, numpy.ones((SCALE, SCALE), dtype=bool)), 0, 255).astype(numpy.uint8)
    [code] = zxingcpp.read_barcodes(pixels)
    return code.text
