"""Our words for what services are (kinds) and what to know before sending someone (facts), and how others' codes match."""
