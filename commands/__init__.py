"""The `trestle` command line."""

import gc

# A start makes half a million objects that all stay. Python would look through them for garbage whenever 700
# were added, which took a sixth of the start, and goes on to in every busy process.
gc.set_threshold(10_000, 20, 20)
