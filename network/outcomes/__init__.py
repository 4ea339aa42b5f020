"""What came of a referral: appointments, first service, engaged, completed; who says so, on what evidence."""
