"""The pages: hosted checkout, the bank's pages, onboarding. No script, no cookie, no login."""
