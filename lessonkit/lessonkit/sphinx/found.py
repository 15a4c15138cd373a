"""Where the course is on the web, and what follows: data for search engines, and the theme's buttons.

``_config.yml`` alone knows the two addresses: ``html.baseurl`` of the site, ``repository.url`` of its source.
"""

from __future__ import annotations

import functools
import json
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import yaml
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinx.util import logging

from lessonkit.course import current
from lessonkit.exports.typesetting import typeset
from lessonkit.page.tokens import colour
from lessonkit.quiz.index import chapters_with_banks
from lessonkit.quiz.places import places
from lessonkit.sphinx.description import description

logger = logging.getLogger(__name__)

PROFILE = "https://bioschemas.org/profiles/TrainingMaterial/1.0-RELEASE"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
AUDIENCE = ("students of neuroscience and nutrition", "teachers of neuroscience and nutrition")
PICTURE = "_static/course/card.png"
BUTTONS = ("use_repository_button", "use_edit_page_button", "use_issues_button")
LAUNCH = ("binderhub_url", "jupyterhub_url", "colab_url", "deepnote_url")
WITHOUT_SITE = (
    "_config.yml has no html.baseurl: pages go without canonical address, link preview and data for search "
    "engines, and there is no sitemap.xml"
)
WITHOUT_REPOSITORY = (
    "_config.yml has no repository.url: readers will miss the buttons that open a page on Binder, show "
    "its source, edit it and report a mistake"
)
WITHOUT_LAUNCH = (
    "_config.yml names no service under launch_buttons: readers will miss the button that opens a page on "
    "Binder"
)


def prepare(app: Sphinx, config: Config) -> None:
    """Check the two addresses, and give the pages the buttons that the repository makes possible.

    Raises
    ------
    sphinx.errors.ExtensionError
        If one of them is no whole address.
    """
    theme = config.html_theme_options
    addresses = {"html.baseurl": config.html_baseurl, "repository.url": theme.get("repository_url")}
    for setting, address in addresses.items():
        parts = urlsplit(address or "")
        if address and not (parts.scheme in ("http", "https") and parts.netloc and not parts.query):
            raise ExtensionError(
                f"_config.yml, {setting}: {address!r} is no whole address: write one such as "
                "https://example.org/course/"
            )
    if config.html_baseurl:
        config.html_baseurl = config.html_baseurl.rstrip("/") + "/"
    if theme.get("repository_url"):
        for button in BUTTONS:
            theme[button] = True


def tell(app: Sphinx) -> None:
    """Say once what the site goes without, as long as an address is missing."""
    theme = app.config.html_theme_options
    if not app.config.html_baseurl:
        logger.info(WITHOUT_SITE)
    if not theme.get("repository_url"):
        logger.info(WITHOUT_REPOSITORY)
    elif not any(theme.get("launch_buttons", {}).get(name) for name in LAUNCH):
        logger.info(WITHOUT_LAUNCH)


def add_to_page(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the page its link preview and its data for search engines, once the site has an address."""
    site = app.config.html_baseurl
    if not site or doctree is None:
        return
    course = app.config.html_title
    title, about = context["title"], description(doctree, context["title"], course)
    tags = {
        "og:type": "website" if pagename == app.config.root_doc else "article",
        "og:site_name": course,
        "og:title": title,
        "og:description": about,
        "og:url": context["pageurl"],
        "og:image": urljoin(site, PICTURE),
        "og:image:alt": f"{course}: an interactive course",
    }
    context["metatags"] += "".join(
        f'\n    <meta property="{name}" content="{escape(text)}">' for name, text in tags.items()
    )
    context["metatags"] += '\n    <meta name="twitter:card" content="summary_large_image">'
    data = json.dumps(_training_material(app, pagename, title, about, context["pageurl"]), ensure_ascii=False)
    data = data.replace("</", r"<\/")
    context["metatags"] += f'\n    <script type="application/ld+json">{data}</script>'


def citation(source: Path) -> dict[str, Any]:
    """Return what ``CITATION.cff`` says of the course.

    Raises
    ------
    sphinx.errors.ExtensionError
        If the file is missing.
    """
    try:
        return yaml.safe_load((source / "CITATION.cff").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ExtensionError(
            f"{source / 'CITATION.cff'}: missing: it has the authors and keywords for search engines"
        ) from None


def _training_material(app: Sphinx, pagename: str, title: str, about: str, address: str) -> dict[str, Any]:
    """Return a page as TrainingMaterial of Bioschemas, an application of schema.org's LearningResource."""
    cited = citation(Path(app.srcdir))
    site = urljoin(app.config.html_baseurl, app.builder.get_target_uri(app.config.root_doc))
    is_course = pagename == app.config.root_doc
    material = {
        "@context": "https://schema.org/",
        "@type": "LearningResource",
        "@id": address,
        "http://purl.org/dc/terms/conformsTo": {"@type": "CreativeWork", "@id": PROFILE},
        "name": cited["title"] if is_course else title,
        "description": about,
        "keywords": cited["keywords"],
        "about": [{"@type": "Thing", "name": keyword} for keyword in cited["keywords"][:3]],
        "audience": [{"@type": "Audience", "audienceType": who} for who in AUDIENCE],
        "author": [{"@type": "Organization", "name": _name(author)} for author in cited["authors"]],
        "dateModified": str(cited["date-released"]),
        "version": cited["version"],
        "educationalLevel": "Intermediate",
        "identifier": address,
        "inLanguage": app.config.language.replace("_", "-"),
        "isAccessibleForFree": True,
        "learningResourceType": ["e-learning module", "simulation", "quiz"],
        "license": LICENCE,
        "url": address,
    }
    if is_course:
        return {**material, "abstract": cited["abstract"]}
    part_of = {"@type": "LearningResource", "@id": site, "name": cited["title"], "url": site}
    if teaches := _taught().get(app.builder.get_relative_uri(app.config.root_doc, pagename)):
        material["teaches"] = teaches
    return {**material, "isPartOf": part_of}


@functools.cache  # a build reads the banks once
def _taught() -> dict[str, list[str]]:
    """Return by address what a page teaches: the first of a chapter all of it, a lesson what it asks."""
    found = {}
    for chapter, bank in chapters_with_banks():
        asked = places(chapter, bank)
        for page in chapter.pages:
            objectives = {item.objective for item in bank.items if asked[item.id] == page.address}
            found[page.address] = [text for id, text in bank.objectives.items() if id in objectives]
        found[chapter.page.address] = [*bank.objectives.values()]
    return found


def _name(author: dict[str, str]) -> str:
    return author.get("name") or f"{author['given-names']} {author['family-names']}"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Write sitemap, file for robots and picture of the link preview, once the site has an address."""
    site = app.config.html_baseurl
    if exception or app.builder.name != "html" or not site:
        return
    folder = Path(app.outdir)
    pages = [urljoin(site, app.builder.get_target_uri(docname)) for docname in sorted(app.env.found_docs)]
    lines = "".join(f"  <url><loc>{escape(page)}</loc></url>\n" for page in pages)
    (folder / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n',
        encoding="utf-8",
    )
    if urlsplit(site).path == "/":  # robots ask for it at the root of a host alone
        (folder / "robots.txt").write_text(
            f"User-agent: *\nAllow: /\nSitemap: {urljoin(site, 'sitemap.xml')}\n", encoding="utf-8"
        )
    course = current()
    card = {
        "title": app.config.html_title,
        "kind": "An interactive course",
        "figure": (course.root / course.picture).read_text(encoding="utf-8") if course.picture else "",
        **{name: colour(name) for name in ("paper", "ink", "muted", "accent")},
    }
    template = Path(__file__).with_name("card.typ")
    (folder / PICTURE).write_bytes(typeset(template, "png", inputs={"card": card}, ppi=72))
