"""How much of a file is read at most: a real document stays far below, a bomb does not get through."""

FILE_BYTES = 30_000_000
TEXT_CHARACTERS = 400_000
ARCHIVE_MEMBERS = 2_000
XML_BYTES = 24_000_000  # of one part of a document, unpacked
PDF_PAGES = 400
PDF_BYTES_OF_MEMORY = 220_000_000
PDF_SECONDS = 8
