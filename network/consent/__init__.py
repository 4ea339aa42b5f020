"""A person gives, narrows or takes back consent."""
