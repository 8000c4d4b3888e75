# SPDX-License-Identifier: EUPL-1.2
"""The exchange of sealed parcels with a server; it comes with the change that adds the server."""
