"""Vacancies that teams write here."""
