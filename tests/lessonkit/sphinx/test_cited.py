"""What a page cites is found without a look at all other pages, and is the same."""

from __future__ import annotations

import pickle

from sphinxcontrib.bibtex.domain import BibtexDomain

from lessonkit.sphinx.cited import CitedDomain


def test_each_page_lists_what_the_domain_that_it_is_made_from_lists(site):
    environment = site.parent / ".doctrees" / "environment.pickle"
    env = pickle.loads(environment.read_bytes())
    domain = CitedDomain.__new__(CitedDomain)
    domain.env, domain.data = env, env.domaindata["cite"]
    listed = [[*domain.get_filtered_entries(key)] for key in domain.bibliographies]
    assert listed == [[*BibtexDomain.get_filtered_entries(domain, key)] for key in domain.bibliographies]
    assert sum(map(len, listed)) > len(listed) > 50
