# SPDX-License-Identifier: EUPL-1.2
"""Progetti personalizzati: goals, actions and money, their reviews, and the contracts that come of them."""
