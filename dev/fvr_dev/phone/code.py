"""A QR code in the terminal."""
import io

import qrcode


def in_terminal(text):
    """Return ``text`` as a QR code made of half blocks, readable on dark and light terminals."""
    code = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_L)
    code.add_data(text)
    out = io.StringIO()
    code.print_ascii(out=out, invert=True)
    return out.getvalue()
