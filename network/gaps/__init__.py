"""Needs for which nothing was found: what surveys count, what leadership is shown, and what becomes of it."""
