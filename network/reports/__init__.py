"""What a quarter was like, for funders and the council: kept as it was given out, and signed."""
