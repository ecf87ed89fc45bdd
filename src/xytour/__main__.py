"""Run the command line as ``python -m xytour``."""

from xytour.cli import main

main()
