"""Directories in and out, in the words of the Human Services Data Specification (HSDS)."""
