# SPDX-License-Identifier: EUPL-1.2
"""Importing: persons, households and diary of another program, from a CSV or XLSX file, all or nothing."""
