"""Counting visits without recognising anybody."""
