"""Whole pages of the storefront, kept in each process for as long as what they say holds (docs/adr/0008)."""
