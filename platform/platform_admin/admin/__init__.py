"""What platform staff see and may do, one module for each kind of thing. Django finds this package by its name."""

from platform_admin.admin import background, domains, people, plans, shops, subscriptions, support

__all__ = ["background", "domains", "people", "plans", "shops", "subscriptions", "support"]
