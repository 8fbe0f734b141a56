"""QR codes as pictures: coded by reportlab, which Odoo needs anyway, drawn by Pillow.

Odoo's own drawing of bar codes wants a further library from 17.0 on (rlPyCairo), which not every server has.
"""
import base64
import io

from PIL import Image
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

#: Pixels of a module, and modules of the white border that cameras need.
SCALE, BORDER = 8, 4


def qr_picture(text):
    """Return a PNG of the QR code of ``text`` as base64."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    side = code.getModuleCount()
    picture = Image.new("1", (side + 2 * BORDER, side + 2 * BORDER), 1)
    for row in range(side):
        for column in range(side):
            picture.putpixel((column + BORDER, row + BORDER), 0 if code.isDark(row, column) else 1)
    data = io.BytesIO()
    picture.resize((picture.width * SCALE, picture.height * SCALE)).save(data, "PNG")
    return base64.b64encode(data.getvalue())
