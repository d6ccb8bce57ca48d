"""Resumes of a team's own."""
