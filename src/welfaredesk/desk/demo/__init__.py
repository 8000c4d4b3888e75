# SPDX-License-Identifier: EUPL-1.2
"""The demo ente: a fictional district, the same at every making from the same seed."""
