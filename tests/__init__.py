"""Tests. This file makes them the package `tests`, whatever an installed package calls its own."""
