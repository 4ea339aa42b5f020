"""Answering without an account: links from messages, codes by another channel, and where they are sent."""
