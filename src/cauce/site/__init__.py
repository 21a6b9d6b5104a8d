"""The web site: configuration, settings, addresses, navigation, templates and static files."""
