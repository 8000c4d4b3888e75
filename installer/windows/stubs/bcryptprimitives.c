/* SPDX-License-Identifier: EUPL-1.2
 * The source of chance of Windows 10, for a Wine that lacks it: it asks the older one, which Wine has.
 * For the test prefix only: Windows 10 and later have the real library.
 */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
    return RtlGenRandom(data, (ULONG)length);
}
