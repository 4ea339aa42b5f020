"""What the network is and does; it has never heard of the web."""
