"""What follows a plan: reasons, other plans, new plans under way, risk, edits.

Everything here asks the optimiser again, with the problem changed a little and the plan at
hand to begin from; nothing is guessed.
"""
