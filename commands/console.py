"""Where commands speak to people: standard error. The site says too little to read a library for it."""

from rich.console import Console

console = Console(stderr=True)
