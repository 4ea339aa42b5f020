"""Slow work, done later from rows of the same database."""
