# SPDX-License-Identifier: EUPL-1.2
"""The passaggio di consegne: what an operator holds, cartella by cartella, and how it goes to another and back."""
