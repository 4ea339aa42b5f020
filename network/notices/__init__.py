"""Tells people what happened: turns events into letters, sends them, tries again, gives up."""
