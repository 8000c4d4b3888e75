# SPDX-License-Identifier: EUPL-1.2
from sqlcipher3 import dbapi2 as dbapi2
