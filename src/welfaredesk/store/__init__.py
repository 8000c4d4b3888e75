# SPDX-License-Identifier: EUPL-1.2
"""The store: the only package of a desk that knows SQL."""
