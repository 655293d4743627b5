"""Pages in the layouts of tabloids, television and platforms, with much between the paragraphs, and of offices with little."""

from html import escape

from news_page import Page, each, joined, linked, links, told
from news_stories import Story

ELSEWHERE = ("Star seen buying bread", "You will not believe what the tide brought in", "Revealed: the island where nobody pays tax")


def tabloid(story: Story) -> Page:
    points = ("The decision was made behind closed doors", "Families say they were never asked")
    shown = '<div class="artSplitter mol-img-group"><div class="mol-img"><img></div><p class="imageCaption">' + escape(story.caption) + "</p></div>"
    html = f"""<!DOCTYPE html><html lang="en-gb"><head><title>{escape(story.title)} | Daily Gull Online</title><meta property="og:title" content="{
        escape(story.title)
    }
"><meta property="og:site_name" content="Daily Gull Online"><meta property="article:published_time" content="{
        story.published.isoformat()
    }"><meta name="author"
content="{joined(story.authors)}"></head><body><div class="page-header">{links("Home", "Showbiz", "Femail", "Royals", form="{}")}</div><div
class="article-text wide" id="js-article-text"><h2>{escape(story.title)}</h2><ul class="mol-bullets-with-font">{
        each("<li><strong>{}</strong></li>", points)
    }</ul><p
class="author-section byline-plain">By <a class="author" rel="nofollow">{
        joined(story.authors).upper()
    } FOR THE DAILY GULL</a></p><p class="byline-section"><span
class="article-timestamp-published">Published: <time datetime="{story.published.isoformat()}">{
        story.published:%H:%M, %-d %B %Y}</time></span> | <span>Updated: <time>09:11, 6 March 2025
</time></span></p><div class="share-bar"><ul><li>e-mail</li><li>12k shares</li></ul><p class="count-number">243</p><p class="count-text">View comments</p></div><div
itemprop="articleBody">{each('<p class="mol-para-with-font">{}</p>', story.paragraphs[:2])}{shown}{
        each('<p class="mol-para-with-font">{}</p>', story.paragraphs[2:4])
    }
<div class="related-carousel"><h3>TRENDING</h3>{
        links(*ELSEWHERE, form="<div>{}<span>42.1k viewing now</span></div>")
    }</div><div class="mol-factbox"><h3>WHAT IS A
QUAY?</h3><p>A quay is a wall built along the water so that ships may come to land at it and be loaded.</p></div>{
        each('<p class="mol-para-with-font">{}</p>', story.paragraphs[4:])
    }</div><h3 class="share-comment">Share or comment on this article: {escape(story.title)}</h3><div id="reader-comments"><h3>Comments 243</h3><div
class="comment"><p>Another fine mess, and who will pay for it? We will, as we always do, and they know it.</p></div></div></div><div class="beta">{
        links(*ELSEWHERE, form="<p>{}</p>")
    }</div></body></html>"""
    beside = (*points, "WHAT IS A QUAY?", "A quay is a wall built along the water so that ships may come to land at it and be loaded.")
    return told(story, html, publisher="Daily Gull Online", section=None, beside=beside)


def cable_channel(story: Story) -> Page:
    block = '<p class="paragraph inline-placeholder vossi-paragraph" data-component-name="paragraph">{}</p>'
    about: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": "Quick read: " + story.title[:40],
        "datePublished": story.published.isoformat(),
        "publisher": {"name": "MNN"},
    }
    about |= {"author": [{"@type": "Person", "name": name} for name in story.authors], "articleSection": [story.section.lower(), "europe"]}
    advert = '<div class="ad-slot"><div class="ad-feedback-link"><div class="ad-feedback-link__label">Ad Feedback</div></div></div>'
    updated = "This story has been updated with additional information."
    html = f"""<!DOCTYPE html><html lang="en"><head><title>{escape(story.title)} | MNN</title>{linked(about)}<meta property="og:title" content="{escape(story.title)} | MNN">
<meta property="og:site_name" content="MNN"></head><body class="layout"><header class="header__wrapper">{links("Watch", "Listen", "Live TV", form="{}")}<button>Subscribe</button>
</header><section class="layout__top"><div class="headline"><h1 id="maincontent" class="headline__text">{escape(story.title)}</h1><div class="headline__sub-text"><div
class="byline__names">By {links(*story.authors, form="<span>{}</span>, ")} MNN</div><div class="timestamp">3 min read<br> Updated 6:55 PM EST, Tue March 5, 2026</div></div></div>
</section><section class="layout__main"><main class="article__main"><div class="image__lede"><div class="image__metadata"><div itemprop="caption"
class="image__caption"><span>{escape(story.caption)}</span> <figcaption class="image__credit">Emil Dahl/MNN</figcaption></div></div></div><div class="article__content"
itemprop="articleBody">{each(block, story.paragraphs[:3])}{advert}<div class="related-content related-content--article"><a href="/r"><div>Related article</div><span>
{ELSEWHERE[0]}</span><div>2 min read</div></a></div>{each(block, story.paragraphs[3:])}<p class="paragraph"><em>{updated}</em></p></div></main></section><section
class="zone"><h2>Up next</h2>{links(*ELSEWHERE, form="<div>{} <span>4 minute read</span></div>")}</section></body></html>"""
    return told(story, html, publisher="MNN", section=story.section.lower(), beside=(updated,))


def paper_of_record(story: Story) -> Page:
    def column(paragraphs: tuple[str, ...]) -> str:
        return f'<div class="css-s99gbd StoryBodyCompanionColumn"><div class="css-53u6y8">{each("<p>{}</p>", paragraphs)}</div></div>'

    advert = """<div id="story-ad-1-wrapper" class="css-1xdhyk6"><div class="css-hpdjef"><a href="#after">SKIP ADVERTISEMENT</a></div><div class="css-tyqz"><p
class="css-64ee">Advertisement</p></div><div id="after"></div></div>"""
    address = f"https://www.vtimes.example/{story.published:%Y/%m/%d}/world/{story.slug}.html"
    about: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.published.isoformat(),
        "url": address,
        "inLanguage": "en",
    }
    about |= {
        "author": [{"@type": "Person", "name": name, "url": "https://x.example"} for name in story.authors],
        "publisher": {"@id": "https://www.vtimes.example/#publisher"},
    }
    outlet = {"@type": "NewsMediaOrganization", "name": "The Vell Times", "@id": "https://www.vtimes.example/#publisher"}
    bio = f"{story.authors[0]} is a reporter in Vell, covering the islands."
    html = f"""<!DOCTYPE html><html lang="en"><head><title data-rh="true">{escape(story.title)} - The Vell Times</title>{linked([about, outlet])}<meta
property="article:section" content="{story.section}"><meta name="byl" content="By {joined(story.authors)}"></head><body><div id="app"><div class="css-skip"><a>Skip to
content</a></div><header>{links("U.S.", "World", "Arts", form="{}")}</header><main id="site-content"><article id="story" class="css-1vxca1d"><header class="css-1r1"><h1
class="css-88wicj">{escape(story.title)}</h1><p id="article-summary" class="css-79rysd">{escape(story.summary)}</p><div class="css-listen"><span>Listen to this article
· 6:12 min</span> <a>Learn more</a></div></header><figure class="css-fig"><img><figcaption><span>{escape(story.caption)}</span><span class="css-credit">Credit...
<span>Ines Arden for The Vell Times</span></span></figcaption></figure><div class="css-byline"><p class="css-4anu6l">By {links(*story.authors, form="{} ")}</p><p>
{joined(story.authors)} reported from Vell.</p><time datetime="{story.published.isoformat()}">{story.published:%b. %-d, %Y}</time></div><section name="articleBody"
class="meteredContent">{column(story.paragraphs[:2])}{advert}{column(story.paragraphs[2:5])}{advert}{column(story.paragraphs[5:])}</section><div class="bottom-of-article">
<p><a href="/by">{bio}</a> <a>More about {story.authors[0]}</a></p><p>A version of this article appears in print on March 6, 2024, Section A, Page 9 of the Vell edition.
<a>Order Reprints</a> | <a>Subscribe</a></p></div></article></main><div><h2>Site Index</h2>{links("News", "Books", "Best Sellers")}</div></div></body></html>"""
    reported = f"{joined(story.authors)} reported from Vell."
    return told(story, html, publisher="The Vell Times", canonical=address, beside=(story.summary, reported))


def right_wing_channel(story: Story) -> Page:
    between = iter(
        (
            "<p><strong><a href='/1'>MINISTER FACES ANGRY CROWD AT HARBOUR GATES</a></strong></p>",
            '<div class="video-container"><div class="info"><h4><a>Minister on the bridge</a></h4><p><span class="dek">The minister answers questions on the morning show.</span></p></div></div>',
            "<p><a href='/2'><strong>CLICK HERE TO GET THE CROW NEWS APP</strong></a></p>",
        )
    )
    body = "".join(f'<p class="speakable">{escape(paragraph)}</p>{next(between, "")}' for paragraph in story.paragraphs)
    html = f"""<!doctype html><html lang="en"><head><title>{escape(story.title)} | Crow News</title><meta name="dc.title" content="{escape(story.title)}"><meta
name="dc.date" content="{story.published.isoformat()}"><meta name="dc.creator" content="{joined(story.authors)}"><meta property="og:site_name" content="Crow News"></head><body
class="fn article-single"><header class="site-header">{links("U.S.", "Politics", "Media", form="{}")}</header><div class="page"><main class="main-content"><article
class="article-wrap"><header class="article-header"><div class="eyebrow"><a>{story.section}</a></div><h1 class="headline speakable">{escape(story.title)}</h1><h2
class="sub-headline speakable">{escape(story.summary)}</h2><div class="author-byline">By <span>{links(*story.authors, form="{} ")}</span> <a>Crow News</a></div><div
class="article-date">Published <time>{story.published:%B %-d, %Y %-I:%M%p} EST</time></div></header><div class="article-content"><div class="article-body">{body}<p><em>
The Maravia Press contributed to this report.</em></p></div><div class="article-meta"><p>{story.authors[0]} is a reporter for Crow News. Story tips can be sent to
tips@crow.example and on X: @crow.</p></div></div></article></main><aside><h3>Hot topics</h3>{links(*ELSEWHERE, form="<p>{}</p>")}</aside></div></body></html>"""
    return told(story, html, publisher="Crow News", section=None, beside=(story.summary, "The Maravia Press contributed to this report."))


def state_agency(story: Story) -> Page:
    html = f"""<!DOCTYPE html><html><head><title>{escape(story.title)} - World - MASS</title><meta property="og:title" content="{
        escape(story.title)
    }"><meta
property="og:locale" content="en_GB"></head><body><header class="header">{
        links("Politics", "World", "Economy", "Press Releases", form="{}")
    }</header><div id="news"
class="section-news"><div class="news-header"><div class="news-header__top"><span class="news-header__date">{story.published:%-d %b %Y}, {
        story.published:%H:%M}</span></div>
<h1 class="news-header__title">{escape(story.title)}</h1><div class="news-header__lead">{
        escape(story.summary)
    }</div></div><div class="news-media"><div class="news-media__photo">
<img></div><div class="news-media__author">© Pavel Novak/MASS</div></div><div class="text-content"><div class="text-block">{
        each("<p>{}</p>", story.paragraphs)
    }</div></div><div
class="news-actions"><div class="tags">Tags {links("Harbour", form="{}")}</div></div></div><div class="section-more"><h3>Read more</h3>{
        links(*ELSEWHERE, form="<div><a>{}</a><div>A short text says what is in it and ends before it</div></div>")
    }</div></body></html>"""
    return told(story, html, authors=(), publisher=None, section=None, beside=(story.summary,))


def release(story: Story) -> Page:
    """Print it as a press release of an office that keeps to paper's ways."""
    lines = ("FOR IMMEDIATE RELEASE", f"{story.published:%B %-d, %Y}", "Media contact: press@port.example, 555 0142")
    first = f"{story.place} – {story.paragraphs[0].removeprefix('HALDEN — ')}"
    html = f"""<html lang="en"><head><title>{escape(story.title)} | Port Authority of Orvane</title><link rel="canonical" href="https://port.example/press/{story.slug}">
</head><body class="path-node"><div class="region-header">{links("About", "Ships", "Tenders", "Press", form="{}")}</div><div class="region-content"><h1 class="page-title">
{escape(story.title)}</h1><div class="node node--type-press-release"><div class="field field--name-field-date">{story.published:%A, %B %-d, %Y}</div><div
class="field field--name-body">{each("<p>{}</p>", (lines[0], first, *story.paragraphs[1:]))}<p>###</p><p><strong>About the Port Authority of Orvane</strong></p><p>The Port
Authority of Orvane runs the largest port of Maravia and employs four thousand people.</p><p>{lines[2]}</p></div></div></div><div class="region-footer"><p>1 Quay Road,
Orvane. All rights reserved.</p></div></body></html>"""
    about = (
        "###",
        "About the Port Authority of Orvane",
        "The Port Authority of Orvane runs the largest port of Maravia and employs four thousand people.",
    )
    body = (first, *story.paragraphs[1:])
    address = f"https://port.example/press/{story.slug}"
    return told(story, html, body=body, authors=(), publisher="Port Authority of Orvane", canonical=address, section=None, beside=(*lines, *about))


def diary(story: Story) -> Page:
    """Print it as weblogs of the first years are, in lines without paragraphs."""
    words = "<div><br></div>".join(f"<div>{escape(paragraph)}</div>" for paragraph in story.paragraphs)
    html = f"""<!DOCTYPE html><html dir="ltr" xmlns="http://www.w3.org/1999/xhtml"><head><title>Notes from Skerra: {escape(story.title)}</title><meta
content="{escape(story.title)}" property="og:title"></head><body class="item-view"><div class="header-outer"><h1 class="title"><a>Notes from Skerra</a></h1></div><div
class="main section" id="main"><h2 class="date-header"><span>{story.published:%A, %B %-d, %Y}</span></h2><div class="post hentry"><h3 class="post-title entry-title">
{escape(story.title)}</h3><div class="post-body entry-content">{words}<div style="clear: both;"></div></div><div class="post-footer"><span class="post-author vcard">
Posted by <span class="fn">{story.authors[0]}</span></span> <span class="post-timestamp">at <abbr class="published" title="{story.published.isoformat()}">9:12 PM</abbr></span>
</div></div><div id="comments"><h4>1 comment:</h4><div class="comment"><p>I was there, and it was just as you say, only colder.</p></div></div></div><div
class="sidebar"><h2>Blog Archive</h2><ul>{links("March (4)", "February (2)")}</ul></div></body></html>"""
    return told(story, html, authors=story.authors[:1], publisher="Notes from Skerra", section=None)
