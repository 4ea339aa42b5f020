"""What was told about a person, to whom, why and by which consent; who has read what."""
