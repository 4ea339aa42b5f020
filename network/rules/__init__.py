"""The law of the network, pure and short: nothing here opens a database."""
