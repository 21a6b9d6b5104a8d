"""The explorer: pages, files, citations and code of what somebody asks of a published table."""
