"""The Django applications: what people do with data, one application for each part of the work."""
