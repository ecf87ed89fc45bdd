"""What visits are worth to whom, and how a trip measures up."""
