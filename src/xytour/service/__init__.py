"""The planner behind HTTP, and as tools for language models. Needs ``xytour[service]``."""
