"""What `make drills` runs: people who act at the same moment, and processes that are killed in the middle.

It uses the tests' cast and throwaway databases, and prints what was tried, won, lost and doubled.
"""
