"""People, organisations, roles, the audit log and background jobs."""
