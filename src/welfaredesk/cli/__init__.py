# SPDX-License-Identifier: EUPL-1.2
"""The commands: the same verbs as the screens, for scripts, tests and unattended nodes."""
