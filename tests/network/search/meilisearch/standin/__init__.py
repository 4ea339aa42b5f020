"""A small HTTP server that speaks as Meilisearch does, and answers searches from a fixed table.

It is for what we do with Meilisearch's answers: tasks that are done later or fail, keys, errors, silence. How
well Meilisearch understands misspelled words, only Meilisearch can say (TEST_MEILISEARCH_URL).
"""
