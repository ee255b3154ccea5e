"""What Stripe asks of a shop, sorted into what a person would gather on the table before sitting down."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# By Accounts v2 and v1 names, the first that is found counts: a document of the representative is a document.
PATTERNS = (
    ("terms", r"terms_of_service|tos_acceptance|attestations"),
    ("document", r"verification|document|liveness|proof"),
    ("bank_account", r"external_account|bank_account|payout|outbound"),
    ("owners", r"owner|director|executive|person_|persons|relationship"),
    ("you", r"representative|individual|date_of_birth|\bdob\b|given_name|surname"),
    ("contact", r"support|contact|phone|email"),
    ("what_you_sell", r"\bmcc\b|product_description|business_profile|\burl\b|website|statement_descriptor|estimated|volume"),
    ("business", r"business_details|company|business_type|entity_type|identity\.country|tax_id|registration|address"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """What is asked of one kind; `code` is a name of PATTERNS or "other", whose `details` say it in Stripe's words made readable."""

    code: str
    details: tuple[str, ...] = ()


def groups_of(descriptions: Iterable[str]) -> list[Group]:
    """
    Return what is asked, each kind once, in the order in which Stripe asks; what we do not know comes last, readable.

    `descriptions` as in an account's requirements: identity.business_details, external_account, ...
    """
    codes: dict[str, list[str]] = {}
    for description in descriptions:
        codes.setdefault(_code_of(description), []).append(_readable(description))
    known = [Group(code) for code in codes if code != "other"]
    return known + ([Group("other", tuple(dict.fromkeys(codes["other"])))] if "other" in codes else [])


def _code_of(description: str) -> str:
    return next((code for code, pattern in PATTERNS if re.search(pattern, description)), "other")


def _readable(description: str) -> str:
    """Return "risk.source_of_funds" as "Source of funds": its last part that says something."""
    parts = [re.sub(r"[_\W]+", " ", part).strip() for part in re.split(r"[.\[\]]", description)]
    text = next((part for part in reversed(parts) if re.search(r"[a-z]{3}", part)), description)
    return (text[:1].upper() + text[1:])[:80]
