"""
A Stripe that lives in this project: same requests, same answers, signed webhooks, play money.

Used by the demo, by developers and by tests; it refuses to load in production. Shop code reaches
it through the official client and `STRIPE_API_BASE`, so what is tried here is the real path.
"""
