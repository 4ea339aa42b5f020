"""Finding services for a need near a person: words, place, filters, order, and what was not found."""
