"""The way of one API request: key, account, idempotency, check, handler, answer (stripe.md part 5)."""
