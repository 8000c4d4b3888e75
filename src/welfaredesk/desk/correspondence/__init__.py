# SPDX-License-Identifier: EUPL-1.2
"""Letters of a cartella: whom they may go to, their paper and their DOCX, and what is copied into GePI."""
