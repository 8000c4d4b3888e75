# SPDX-License-Identifier: EUPL-1.2
"""Keys: passphrase to key, key slots, sealing, signing, wrapping, recovery shares (docs/key-schedule.md)."""
