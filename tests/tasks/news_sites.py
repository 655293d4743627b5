"""The pages of all kinds of news site: what the reader of web pages is measured on."""

from collections.abc import Iterator
from itertools import cycle, islice
from typing import Final

import news_sites_forms as forms
import news_sites_large as large
import news_sites_loud as loud
import news_sites_others as others
import news_sites_small as small
from news_page import Page
from news_stories import STORIES

SITES: Final = (
    *(large.broadcaster, large.liberal_daily, large.wire, large.cooperative, large.gulf_network),
    *(small.blog, small.county_paper, small.bare, small.old_tables, small.broken_lines, small.borough_paper, small.date_in_address, small.ministry),
    *(forms.live_blog, forms.interview, forms.teaser, forms.accelerated, forms.full_of_links, forms.several, forms.with_data, forms.in_german),
    *(others.wiki, others.independent, others.program, others.radio, others.newsletter, others.behind_banner, others.pictures),
    *(loud.tabloid, loud.cable_channel, loud.paper_of_record, loud.right_wing_channel, loud.state_agency, loud.release, loud.diary),
)
A_SITE: Final = 3
"""Stories printed by each site."""


def pages() -> Iterator[tuple[str, Page]]:
    """Yield the pages of each site with its name; sites print different stories."""
    for number, site in enumerate(SITES):
        for story in islice(cycle(STORIES.values()), number, number + A_SITE):
            yield site.__name__, site(story)
