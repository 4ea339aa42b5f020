"""Makes the files of `data/` from the published ones; run when the sources change, never by the product."""
