"""Running the service: logs, readiness, the data folder, retention, forgetting and personal data."""
