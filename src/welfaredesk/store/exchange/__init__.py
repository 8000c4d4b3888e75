# SPDX-License-Identifier: EUPL-1.2
"""The desk's side of the exchange in the vault: what waits to leave, what arrived, up to which position."""
