"""
What stands in a QR code, and which requests are a person who scanned it.

A code is short and lasts: a product's is its id, as its name and its address may change.
"""

import re

WINDOW, PICKUP = "w", "p"
NO_PERSON = re.compile(
    r"bot[-/;)]|crawl|spider|slurp|preview|facebookexternalhit|whatsapp|telegram|skype|monitor|uptime|pingdom|lighthouse|headless|"
    r"curl|wget|python|java/|okhttp|go-http|libwww|httpclient|axios|node-fetch",
    re.IGNORECASE,
)


def product_of(code: str) -> int | None:
    """Return the id of the product that a code is about, or None for the other codes and for no code at all."""
    return int(code) if re.fullmatch(r"[1-9][0-9]{0,17}", code, re.ASCII) else None


def is_a_scan(*, method: str, user_agent: str, purpose: str) -> bool:
    """
    Say whether a request is somebody who scanned a code: not a machine, and not a browser that looks ahead.

    `purpose` is what the browser says in Sec-Purpose, Purpose or X-Moz.
    """
    return (
        method == "GET" and bool(user_agent) and not NO_PERSON.search(user_agent) and not re.search(r"prefetch|preview|prerender", purpose)
    )
