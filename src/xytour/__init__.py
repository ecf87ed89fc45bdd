"""xytour plans trips."""
