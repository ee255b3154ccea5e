"""Bank statements as files: read here, without Django, into lines of money that came in."""
