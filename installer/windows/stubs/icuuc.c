/* SPDX-License-Identifier: EUPL-1.2
 * The converters of ICU that Qt asks Windows for, for a Wine that has none: each says that it is not supported.
 * For the test prefix only: Windows 10 and later have the real library.
 */
#include <stddef.h>
#include <stdint.h>

#define UNSUPPORTED 16
#define EXPORT __declspec(dllexport)

static void refuse(int *status) {
    if (status != NULL && *status <= 0)
        *status = UNSUPPORTED;
}

EXPORT void *ucnv_open(const char *name, int *status) {
    (void)name;
    refuse(status);
    return NULL;
}

EXPORT void ucnv_close(void *converter) { (void)converter; }

EXPORT void ucnv_reset(void *converter) { (void)converter; }

EXPORT int8_t ucnv_getMaxCharSize(const void *converter) {
    (void)converter;
    return 1;
}

EXPORT const char *ucnv_getName(const void *converter, int *status) {
    (void)converter;
    refuse(status);
    return NULL;
}

EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, int *status) {
    (void)name;
    (void)standard;
    refuse(status);
    return NULL;
}

EXPORT int32_t ucnv_countAvailable(void) { return 0; }

EXPORT const char *ucnv_getAvailableName(int32_t index) {
    (void)index;
    return NULL;
}

/* Callbacks and conversions are reached only with an open converter, which there never is. */
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void ucnv_getToUCallBack(void) {}
EXPORT void ucnv_getFromUCallBack(void) {}
EXPORT void ucnv_setToUCallBack(void) {}
EXPORT void ucnv_setFromUCallBack(void) {}
EXPORT void ucnv_toUnicode(void) {}
EXPORT void ucnv_fromUnicode(void) {}
EXPORT void ucnv_cbToUWriteUChars(void) {}
EXPORT void ucnv_cbFromUWriteUChars(void) {}
EXPORT int32_t ucnv_toUCountPending(void) { return 0; }
EXPORT int32_t ucnv_fromUCountPending(void) { return 0; }
