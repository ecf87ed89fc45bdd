"""A client of the OCTO specification, by which ticket sellers and tour suppliers speak."""
