"""Where places are: distances, ZIP codes, cities, counties, clocks, and what somebody typed."""
