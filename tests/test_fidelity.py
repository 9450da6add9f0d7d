import pytest

from ingest import samples
from ingest.clean import read_report
from tests.fidelity import FORMATS, OFFICE, converted, figures, kept
from tests.loading import loaded
from tests.shared import MORE_REPORTS, needs_reports

LEAST = 0.99


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("form", FORMATS)
def test_another_format_of_a_report_states_the_same_figures(form, tmp_path):
    reports = samples.paths()[:3]
    others = converted(reports, form, tmp_path)
    assert kept([figures(report) for report in reports], [figures(other) for other in others]) >= LEAST


@needs_reports
@pytest.mark.skipif(not (MORE_REPORTS / "formats").is_dir(), reason="the real files are not at hand")
def test_files_as_offices_publish_them_say_what_their_text_says():
    for path in sorted((MORE_REPORTS / "formats").glob("*.docx")):
        (document,) = loaded(path.read_bytes(), path.name)
        meta = read_report(document.text, path.name).meta
        (text,) = (other for other in MORE_REPORTS.glob("*.txt") if meta.region.path[0] in other.stem)
        assert kept([figures(text)], [figures(path)]) >= LEAST
        assert meta == read_report(text.read_text("utf-8"), text.name).meta
