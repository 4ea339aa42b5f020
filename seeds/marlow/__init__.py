"""Marlow County, which does not exist: its agencies, services and staff, as files that people read."""
