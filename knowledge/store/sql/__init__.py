"""What engines that understand SQL share: statements, and the writer that commits them in groups."""
