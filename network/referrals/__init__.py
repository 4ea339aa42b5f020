"""A person is referred to a service: prepared, sent, answered, followed to its end."""
