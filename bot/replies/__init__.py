"""What is said: replies and their views, lines, forms, records of whole results, and the templates."""
