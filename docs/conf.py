"""The site's settings: what Sphinx reads, and what is made of the project while it builds."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import xytour  # noqa: E402

# Read before autodoc looks: it would read it with all type-checking imports, which FastAPI's
# models do not bear.
import xytour.service.app  # noqa: E402

project = "xytour"
author = "the authors of xytour"
copyright = author
version = release = xytour.__version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "docs.ext.mathml",
    "docs.ext.gallery",
    "docs.ext.made",
    "docs.ext.printing",
]
exclude_patterns = ["ext", "gallery/*/*"]

myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
toc_object_entries = False
python_maximum_signature_line_length = 80
napoleon_google_docstring = False
napoleon_use_rtype = False
napoleon_use_ivar = True
napoleon_attr_annotations = False

# A short name in an annotation may be that of several classes, such as Day.
suppress_warnings = ["ref.python"]

html_theme = "furo"
html_title = "xytour"
html_static_path = ["style"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_math_renderer = "mathml"
