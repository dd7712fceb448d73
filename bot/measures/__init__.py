"""A measure meets what is known: its case for the formula, the outcome, and the contract between data and formula."""
