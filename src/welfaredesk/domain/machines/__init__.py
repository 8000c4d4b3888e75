# SPDX-License-Identifier: EUPL-1.2
"""The state machines that record types name in their declarations."""
