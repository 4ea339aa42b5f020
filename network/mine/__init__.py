"""What somebody who is being helped does on their own page: look, say whether they come, end a consent."""
