"""Resumes that a team brings in itself: the text of a file, a table's rows, what is kept of them and on what ground."""
