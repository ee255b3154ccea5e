"""Pure rules: test cards, card numbers, fees. No Django, no Stripe."""
