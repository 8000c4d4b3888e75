# SPDX-License-Identifier: EUPL-1.2
"""The steps that bring a ledger's tables to this version, run at every start."""
