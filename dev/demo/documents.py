"""Sales documents that the demo's reps take along: a leaflet and a picture, drawn here."""
import base64
import struct
import zlib

from rpc import Odoo

LINES = ("Coffee machines 2026", "", "Rental from 89 EUR a month, service included.",
         "Beans: 12.50 EUR a kilo from 20 kilos on.", "Delivery in Helsinki on the next working day.")


def load_documents(odoo: Odoo, company: int) -> None:
    """Create the documents of the company, once."""
    for name, file_name, note, content in (
            ("Price list", "price-list.pdf", "Machines, beans and service", _pdf(LINES)),
            ("Colours of the machines", "colours.png", "To show on the phone", _png())):
        odoo.ensure("field.visit.document", [("name", "=", name), ("company_id", "=", company)], {
            "name": name, "file_name": file_name, "note": note, "company_id": company,
            "file": base64.b64encode(content).decode()})


def _pdf(lines) -> bytes:
    """One page with lines of text."""
    text = "BT /F1 16 Tf 60 760 Td 24 TL " + " ".join(f"({line}) '" for line in lines) + " ET"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
               "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
               f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"]
    body, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    rows = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    return (f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}"
            f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n").encode("ascii")


def _png(colors=((113, 75, 103), (26, 101, 112), (125, 80, 0), (29, 26, 34)), side=120) -> bytes:
    """A row of coloured squares."""
    row = b"\0" + b"".join(bytes(color) * side for color in colors)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side * len(colors), side, 8, 2, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(row * side)) + chunk(b"IEND", b""))
