"""Fills the demo shops from demo/content, through the services that shopkeepers and customers use."""
