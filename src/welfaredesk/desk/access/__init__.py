# SPDX-License-Identifier: EUPL-1.2
"""Requests of access to the papers of a cartella: their register, what goes and what stays, and the dossier."""
