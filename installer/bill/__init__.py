# SPDX-License-Identifier: EUPL-1.2
"""The bill of a frozen folder: what is really in it and under which licences, for people and for machines."""
