"""Who counts as a visitor. Pure functions."""

import hashlib
import re
from collections.abc import Mapping

# What says itself that nobody reads along: crawlers, previews of messengers, tools, monitors, tests.
_MACHINES = re.compile(
    r"bot\b|bot[/;_ -]|crawl|spider|slurp|preview|fetch|scan|monitor|uptime|pingdom|lighthouse|headless|phantom|prerender"
    r"|facebookexternalhit|facebot|whatsapp|telegram|discord|slack|embedly|mediapartners|google-|bingpreview|yandex|baidu"
    r"|curl|wget|python|httpx|aiohttp|okhttp|go-http|java/|libwww|perl|ruby|node-fetch|axios|postman|scrapy"
    r"|ahrefs|semrush|gptbot|claude|ccbot|petal|archive\.org|validator|feed",
    re.IGNORECASE,
)


def is_a_person(environ: Mapping[str, object], *, session_cookie: str) -> bool:
    """
    Say whether a browser asked, for somebody who is no part of the shop.

    Not counted: machines, pages that a browser fetches ahead, browsers that name no language (no person's does), and
    those who are signed in.
    """
    agent = str(environ.get("HTTP_USER_AGENT") or "")
    ahead = "prefetch" in f"{environ.get('HTTP_SEC_PURPOSE', '')}{environ.get('HTTP_PURPOSE', '')}"
    if not agent or ahead or _MACHINES.search(agent) or not environ.get("HTTP_ACCEPT_LANGUAGE"):
        return False
    return f"{session_cookie}=" not in str(environ.get("HTTP_COOKIE") or "")


def visitor_name(*, address: str, agent: str, tenant_id: int, salt: bytes) -> str:
    """
    Return a name for today's visitor that tells nothing: it is another in each shop and on each day.

    Without the salt, which is thrown away at the end of the day, nobody can find out whose it was.
    """
    return hashlib.blake2b(f"{tenant_id}|{address}|{agent}".encode(), key=salt, digest_size=9).hexdigest()
