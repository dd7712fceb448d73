"""A policy document as its city printed it → its clauses, offices and dates; nothing of the text is lost."""
