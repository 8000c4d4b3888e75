# SPDX-License-Identifier: EUPL-1.2
"""Printed things, made from templates."""
