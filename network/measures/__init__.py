"""What becomes of referrals, counted: one computation for the page, the files and the report."""
