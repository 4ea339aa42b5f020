"""What things are called in Meilisearch."""

ENGINE = "meilisearch"
INDEX = "trestle_services"  # the one that answers; others begin so
