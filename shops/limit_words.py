"""What is said beside a field when the plan has no room for more."""

from django.utils.translation import ngettext

from shops.services.keep_limit import LimitReached


def limit_words(error: LimitReached) -> str:
    """Return the sentence in the active language: the limit, whose it is, and where to change it."""
    words = {
        "max_products": ngettext(
            "Your plan %(plan)s has room for %(limit)d product. Archive it, or take another plan under More, Your subscription.",
            "Your plan %(plan)s has room for %(limit)d products. Archive some, or take another plan under More, Your subscription.",
            error.limit,
        ),
        "max_people": ngettext(
            "Your plan %(plan)s has room for %(limit)d person, invitations included. Take another plan under More, Your subscription.",
            "Your plan %(plan)s has room for %(limit)d people, invitations included. Take another plan under More, Your subscription.",
            error.limit,
        ),
        "max_languages": ngettext(
            "Your plan %(plan)s has room for %(limit)d language. Leave some out, or take another plan under More, Your subscription.",
            "Your plan %(plan)s has room for %(limit)d languages. Leave some out, or take another plan under More, Your subscription.",
            error.limit,
        ),
    }
    return words[error.kind] % {"plan": error.plan, "limit": error.limit}
