"""Files of resumes, made for a test; VERA is one that a browser printed, of an invented person."""

import io
import zipfile
from pathlib import Path

from docx import Document
from pypdf import PdfWriter

VERA = (Path(__file__).parents[1] / "samples" / "resumes" / "vera.pdf").read_bytes()
TEXT = """Игорь Пробный
Ищу работу: SMM-менеджер, опыт 3 года
Москва или удалённо, от 90 000 ₽
Телефон: +7 900 000-45-67, телеграм @igor_probny_demo"""


def encrypted(password: str, owner: str = "an-owner") -> bytes:
    """VERA behind a password; an empty one lets everybody read."""
    writer = PdfWriter(clone_from=io.BytesIO(VERA))
    writer.encrypt(password, owner, algorithm="AES-256")
    return written(writer)


def blank(pages: int = 1) -> bytes:
    """A PDF without a word."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    """A PDF's bytes."""
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def docx() -> bytes:
    """A document with its contacts in the header, a table of labels, a list and a link."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Ольга Пробная, +7 900 000-12-34"
    document.add_heading("Копирайтер")
    table = document.add_table(rows=0, cols=2)
    for label, value in (("Город", "Самара"), ("Зарплата", "70 000 ₽"), ("Опыт", "2 года")):
        row = table.add_row().cells
        row[0].text, row[1].text = label, value
    document.add_paragraph("Пишу лендинги, рассылки и сценарии\tдля роликов", style="List Bullet")
    document.part.relate_to(
        "https://t.me/olga_probnaya_demo",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def bomb() -> bytes:
    """A small document that unpacks to a hundred megabytes."""
    source = zipfile.ZipFile(io.BytesIO(docx()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
        target.writestr("word/media/image1.png", b"\0" * 100_000_000)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """The document with one part replaced."""
    source = zipfile.ZipFile(io.BytesIO(docx()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for one in source.namelist():
            target.writestr(one, content if one == name else source.read(one))
    return out.getvalue()


def endless() -> bytes:
    """A PDF whose page draws itself through thirty forms, each of which draws the next one many times."""
    depth, many = 30, 40
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    objects.append(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>"
    )
    call = "/F Do " * many
    objects.append(f"<< /Length {len(call)} >>\nstream\n{call}\nendstream")
    for number in range(5, 5 + depth):
        further = f"/Resources << /XObject << /F {number + 1} 0 R >> >>" if number < 4 + depth else ""
        head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] {further} /Length {len(call)} >>"
        objects.append(f"{head}\nstream\n{call}\nendstream")
    out = "%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
    )
    return (out + f"startxref\n{start}\n%%EOF").encode()
