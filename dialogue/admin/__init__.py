"""The admin's pages. What partners wrote is not here, and must never be."""

from dialogue.admin import accounts, consent, couples, help_lines, retention

__all__ = ["accounts", "consent", "couples", "help_lines", "retention"]
