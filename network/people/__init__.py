"""People who are being helped: their caseload, case and its clock, needs, and how they may be reached."""
