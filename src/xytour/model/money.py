"""Amounts of money as people read them, in whatever currency a region has."""

from __future__ import annotations

SIGNS = {"CNY": "¥", "EUR": "€", "GBP": "£"}
"""Currencies that have a sign of their own here; all others go by their code."""


def money_text(amount: float, currency: str) -> str:
    r"""Return an amount with its currency.

    Parameters
    ----------
    amount
        In whole units; decimals are shown where there are any.
    currency
        ISO 4217.

    Examples
    --------
    >>> money_text(80.0, "CNY"), money_text(12.5, "EUR"), money_text(1200, "JPY")
    ('¥80', '€12.50', 'JPY\xa01,200')
    """
    sign = SIGNS.get(currency, f"{currency}\N{NO-BREAK SPACE}")
    return f"{sign}{amount:,.0f}" if amount == int(amount) else f"{sign}{amount:,.2f}"
