# SPDX-License-Identifier: EUPL-1.2
"""The pages of a PDF as pictures, drawn from the memory: nothing is written to the disk."""

from PySide6.QtGui import QImage

import pypdfium2

POINTS_PER_INCH = 72


def pages_of(pdf: bytes, *, dots_per_inch: int) -> list[QImage]:
    """Return one picture for each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_drawn(page, dots_per_inch) for page in document]
    finally:
        document.close()


def _drawn(page: pypdfium2.PdfPage, dots_per_inch: int) -> QImage:
    bitmap = page.render(scale=dots_per_inch / POINTS_PER_INCH, prefer_bgrx=True, rev_byteorder=False)
    image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
    image.setDotsPerMeterX(round(dots_per_inch / 0.0254))
    image.setDotsPerMeterY(round(dots_per_inch / 0.0254))
    return image.copy()  # the picture outlives the bytes it was made of
