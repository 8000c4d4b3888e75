# SPDX-License-Identifier: EUPL-1.2
"""What every layer may use: errors, ids, the clock, text, the log, places."""
