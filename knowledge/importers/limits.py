"""How much of a file is read at most: a real document stays far below, a bomb does not get through."""

FILE_BYTES = 30_000_000
TEXT_CHARACTERS = 200_000
TEXT_LINES = 10_000
ARCHIVE_MEMBERS = 2_000
XML_BYTES = 24_000_000  # of one part of a document, unpacked
TABLE_DEPTH = 30
PDF_PAGES = 400
PLAIN_BYTES = 6_000_000  # of a text or a page
MEMORY_BYTES = 200_000_000
SECONDS = 4
TABLE_SECONDS = 30  # of a workbook: many small cells, not one long text
