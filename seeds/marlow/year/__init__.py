"""A year of Marlow County: invented people, what they needed and what came of it, told by the operations of
the product under a moving clock. No row is written by hand."""
