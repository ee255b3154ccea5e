"""Every component in every state, in each theme; development and tests only."""
