"""Vacancies that teams write here: pasted, corrected, published as posts of a source of their own."""
