# SPDX-License-Identifier: EUPL-1.2
"""The pure core: record types, entries and their fold, checks, access; no Qt, SQL, HTTP, clock or chance."""
