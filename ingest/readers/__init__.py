"""One module a format: from the bytes of a file to its text, tables as the rows that ``ingest.tables`` reads."""
