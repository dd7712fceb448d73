"""Files as people have them (txt, html, docx, pdf) → text; what cannot be read is refused in words."""
