"""Our words for what services are (kinds), what to know before sending someone (facts), and crosswalks."""
