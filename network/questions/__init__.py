""" "Can you take…?", asked of up to five places without saying who it is about."""
