# SPDX-License-Identifier: EUPL-1.2
"""WelfareDesk: the cartella sociale of an Italian ente, on the desk of who writes it."""
