"""What training costs: ratios of things run side by side, never seconds alone."""
