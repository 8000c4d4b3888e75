# SPDX-License-Identifier: EUPL-1.2
"""The blind server that keeps and forwards sealed parcels; it comes with the change that adds it."""
