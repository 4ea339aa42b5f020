"""What needs somebody now. Every count anywhere (home, today, inbox, board, referrals) is one of these."""
