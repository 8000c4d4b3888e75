# SPDX-License-Identifier: EUPL-1.2
"""The exchange of a desk with its server: one round both ways, and what a broken line or server needs."""
