# SPDX-License-Identifier: EUPL-1.2
"""Reports and statutory flows, one file each; they come with the change that adds the first."""
