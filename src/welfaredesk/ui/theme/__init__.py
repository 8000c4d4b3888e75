# SPDX-License-Identifier: EUPL-1.2
"""The look of the program: colours, type, spaces, icons and the one style sheet made from them."""
