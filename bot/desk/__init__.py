"""What is done at the desk, apart from its pages: the pages and the commands both stand on it."""
