"""Agencies, their services, opening hours, and how full they are."""
