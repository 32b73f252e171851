"""A client by a stranger, who has the documents alone."""
