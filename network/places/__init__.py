"""Where places are: distances, ZIP codes, cities, counties, time zones, and what somebody typed for a place."""
