# SPDX-License-Identifier: EUPL-1.2
"""The windows; the only package that knows Qt."""
