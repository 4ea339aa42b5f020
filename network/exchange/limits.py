"""How much of somebody else's directory is read, so that a hostile or broken file cannot fill the machine."""

MOST_BYTES = 500_000_000  # of one directory when unpacked
MOST_DOWNLOADED = 300_000_000  # bytes over the network
MOST_FILES = 500  # in a zip
LONGEST_CELL = 20_000_000  # characters; longer, and the file is not what it says
LONGEST_LINE = 100_000_000  # bytes of one ndjson line
LARGEST_DOCUMENT = 200_000_000  # bytes of JSON that is read at once
MOST_REDIRECTS = 5
CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0  # between two pieces
DOWNLOAD_SECONDS = 1800.0  # altogether
