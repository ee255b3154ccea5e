"""One POST of one event."""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from stripe_sandbox.destinations import Destination

TIMEOUT = 5  # seconds


def post(destination: Destination, payload: str, signature: str | None) -> str:
    """Post a body; returns the status code as text, or why there was none."""
    parts = urlsplit(destination.url)
    connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = connect(parts.hostname or "", parts.port, timeout=TIMEOUT)
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Stripe/1.0 (sandbox)"}
    if signature is not None:
        headers["Stripe-Signature"] = signature
    if destination.host:
        headers["Host"] = destination.host
    try:
        connection.request("POST", parts.path or "/", payload.encode(), headers)
        return str(connection.getresponse().status)
    except (OSError, HTTPException) as error:
        return f"{type(error).__name__}: {error}"
    finally:
        connection.close()
