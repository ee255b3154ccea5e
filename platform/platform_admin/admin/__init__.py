"""What platform staff see and may do, one module for each kind of thing. Django finds this package by its name."""

from platform_admin.admin import alarms, background, domains, people, plans, shops, subscriptions, support

__all__ = ["alarms", "background", "domains", "people", "plans", "shops", "subscriptions", "support"]
