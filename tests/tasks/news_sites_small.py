"""Pages in the layouts of local papers, blogs and whoever else publishes with what is to be had."""

from html import escape

from news_page import Page, each, joined, linked, links, told
from news_stories import Story

ELSEWHERE = ("Council to vote on parking fees", "Photos: the winter fair", "Man held after fire at boathouse")


def blog(story: Story) -> Page:
    """Print it as WordPress does with its usual plug-ins."""
    address = f"https://orvanevoice.example/{story.published:%Y/%m/%d}/{story.slug}/"
    html = f"""<!DOCTYPE html><html lang="en-US"><head><meta charset="UTF-8"><title>{
        escape(story.title)
    } - Orvane Voice</title><link rel="canonical" href="{address}">
<meta property="og:locale" content="en_US"><meta property="og:type" content="article"><meta property="og:title" content="{
        escape(story.title)
    } - Orvane Voice">
<meta property="og:site_name" content="Orvane Voice"><meta property="article:published_time" content="{story.published.isoformat()}">
<meta name="author" content="{story.authors[0]}"><meta name="twitter:label1" content="Written by"></head><body class="post-template-default single">
<div id="page" class="site"><header class="site-header"><p class="site-title"><a href="/">Orvane Voice</a></p><p class="site-description">News from the
valley since 2009</p><nav>{links("Home", "About", "Contact", "Donate")}</nav></header><div id="content"><main><article id="post-88" class="post hentry
category-{story.section.lower()}"><header class="entry-header"><h1 class="entry-title">{escape(story.title)}</h1><div class="entry-meta"><span
class="posted-on">Posted on <a href="{address}"><time class="entry-date published" datetime="{story.published.isoformat()}">{
        story.published:%B %-d, %Y}</time>
</a></span><span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/x/">{
        story.authors[0]
    }</a></span></span></div></header>
<div class="entry-content">{each("<p>{}</p>", story.paragraphs)}<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul>
{links("Facebook", "X", "Email")}</ul></div><div class="sharedaddy jetpack-likes"><h3>Like this:</h3><span>Like</span> <span>Loading...</span></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3><em>Related</em></h3>{
        links(*ELSEWHERE, form="<div><h4>{}</h4><p>March 1, 2024</p><p>In News</p></div>")
    }
</div></div><footer class="entry-footer"><span class="cat-links">Posted in {links(story.section, form="{}")}</span><span class="tags-links">Tagged
{links("harbour", "council", form="{}, ")}</span></footer></article><nav class="post-navigation"><h2>Post navigation</h2>{
        links("Previous: The fair is back", "Next: Rain again", form="<div>{}</div>")
    }</nav><div id="comments"><h2>2 thoughts on “{escape(story.title)}”</h2><ol class="comment-list"><li
class="comment"><div class="comment-author vcard"><b class="fn">Gull</b> <span class="says">says:</span></div><div class="comment-metadata"><time
datetime="2024-05-30T10:00:00+00:00">May 30, 2024 at 10:00 am</time></div><div class="comment-content"><p>I have lived here for forty years and this is the
first time that anybody from the council has told us anything before it was too late to do something about it.</p></div></li><li class="comment"><div
class="comment-author vcard"><b class="fn">Old Salt</b></div><div class="comment-content"><p>Nonsense. They told us in 1998, and nobody came to the meeting,
which I remember well because I was the only one there apart from the caretaker and his dog.</p></div></li></ol><h3>Leave a Reply</h3><p>Your email address will
not be published. Required fields are marked *</p></div></main><aside id="secondary" class="widget-area"><section class="widget"><h2>Recent Posts</h2><ul>
{links(*ELSEWHERE)}</ul></section></aside></div><footer class="site-footer">Proudly powered by WordPress</footer></div></body></html>"""
    return told(story, html, authors=story.authors[:1], publisher="Orvane Voice", canonical=address)


def county_paper(story: Story) -> Page:
    """Print it with microdata, a wall of offers and buttons for what readers feel."""
    block = '<p dir="ltr">{}</p>'
    offer = """<div class="subscriber-only-offer" data-nosnippet><h4>Support local news</h4><p>Get unlimited access to every story for only $1 for 6 months.
Subscribe today and help keep our reporters on the street.</p><a href="/subscribe" class="btn">Subscribe</a></div>"""
    html = f"""<!DOCTYPE html><html lang="en"><head><title>{escape(story.title)} | {story.section} | corrincountytimes.example</title>
<meta name="author" content="{escape(joined(story.authors))} newsroom@corrincountytimes.example"><meta property="og:title" content="{
        escape(story.title)
    }">
<meta property="og:site_name" content="Corrin County Times"></head><body><div id="site-top-nav-container">{
        links("News", "Obituaries", "Sports", "e-Edition")
    }
</div><div class="main-content" itemscope itemtype="https://schema.org/NewsArticle"><meta itemprop="isAccessibleForFree" content="true"><h1 class="headline">
<span itemprop="headline">{escape(story.title)}</span></h1><div class="meta"><ul class="list-inline"><li><span itemprop="author" itemscope
itemtype="https://schema.org/Person"><span itemprop="name">{
        escape(joined(story.authors))
    }</span></span></li><li>Posted <time class="tnt-date asset-date"
itemprop="datePublished" datetime="{story.published.isoformat()}">{story.published:%b %-d, %Y}</time></li></ul></div><div class="share-container">{
        links("Facebook", "Twitter", "WhatsApp", "SMS", "Email")
    }</div><div id="asset-content" class="asset-content"><div class="asset-photo"><figure><img><figcaption><span
class="caption-text"><p>{escape(story.caption)}</p></span><span class="credit">Emil Ferro / Corrin County Times</span></figcaption></figure></div><div
itemprop="articleBody" class="asset-body">{each(block, story.paragraphs[:2])}{offer}{
        each(block, story.paragraphs[2:])
    }</div><div class="asset-tags"><h4>Tags</h4><ul>
{
        links("Schools", "County Council")
    }</ul></div><div class="emotion-meter"><h4>What do you feel about this story?</h4><ul><li>Love</li><li>Sad</li><li>Angry</li>
</ul></div></div><div id="asset-below"><h3>Trending Now</h3><ul>{
        links(*ELSEWHERE)
    }</ul><h3>Sign up for our newsletter</h3><p>Get the top local headlines
delivered to your inbox every morning at 6 a.m.</p><p>You must be <a href="/login">logged in</a> to react. Click any reaction to login.</p></div></div><footer>
<p>© Copyright 2026 Corrin County Times, 12 Mill Street, Corrin | Terms of Use | Privacy Policy</p></footer></body></html>"""
    return told(story, html, publisher="Corrin County Times", section=None)


def bare(story: Story) -> Page:
    """Print it with nothing but headings and paragraphs."""
    html = f"<html><head><title>{escape(story.title)}</title></head><body><h1>{escape(story.title)}</h1>{each('<p>{}</p>', story.paragraphs)}</body></html>"
    return told(story, html, authors=(), date=None, section=None)


def old_tables(story: Story) -> Page:
    """Print it as pages were made before style sheets."""
    form = '<font face="Verdana" size="2">{}</font><br><br>'
    cells = "".join(
        f'<tr><td bgcolor="#003366"><a href="{n}.htm"><font color="#FFFFFF">{n}</font></a></td></tr>' for n in ("Home", "News", "Tides", "Links")
    )
    html = f"""<HTML><HEAD><TITLE>The Skerra Beacon: {escape(story.title)}</TITLE><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1252">
</HEAD><BODY BGCOLOR="#FFFFFF"><CENTER><IMG SRC="logo.gif" ALT="The Skerra Beacon"></CENTER><TABLE WIDTH="760" BORDER="0"><TR><TD WIDTH="140" VALIGN="TOP"><TABLE>
{cells}</TABLE></TD><TD WIDTH="480" VALIGN="TOP"><FONT FACE="Verdana" SIZE="4"><B>{escape(story.title)}</B></FONT><BR><FONT SIZE="1">By
{joined(story.authors)}<BR>Posted on {story.published:%B %-d, %Y}</FONT><BR><BR>{each(form, story.paragraphs)}</TD><TD WIDTH="140" VALIGN="TOP"><B>Other news</B>
<UL>{links(*ELSEWHERE)}</UL></TD></TR></TABLE><HR><CENTER><FONT SIZE="1">Copyright 2004 The Skerra Beacon. All rights reserved.<BR><A HREF="mailto:x">Contact the
webmaster</A></FONT></CENTER></BODY></HTML>"""
    return told(story, html, publisher="The Skerra Beacon", section=None)


def broken_lines(story: Story) -> Page:
    """Print it in one element, its paragraphs parted by line breaks, its date by numbers in the American order."""
    words = "<br />\n<br />\n".join(escape(paragraph, quote=False) for paragraph in story.paragraphs)
    html = f"""<html lang="en-us"><head><title>KVEL 7 News - {escape(story.title)}</title></head><body><div id="hd">{
        links("Weather", "Traffic", "Sports", "Contests", form="{} | ")
    }</div><div id="main"><div class="storyTitle"><h2>{escape(story.title)}</h2></div><div class="storyInfo">Posted:
{story.published.month}/{story.published.day}/{story.published.year} {story.published:%-I:%M %p}<br>Reported by: {joined(story.authors)}</div><div
id="storyText">{
        words
    }<br /><br /><i>Copyright 2024 KVEL 7. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.</i>
</div><div id="storyTools"><a href="#">Print</a> <a href="#">Email</a></div></div><div id="rail"><h4>Most Popular</h4>{
        links(*ELSEWHERE, form="<p>{}</p>")
    }</div>
</body></html>"""
    copyright_line = "Copyright 2024 KVEL 7. All rights reserved. This material may not be published, broadcast, rewritten or redistributed."
    return told(story, html, publisher="KVEL 7 News", section=None, beside=(copyright_line,))


def borough_paper(story: Story) -> Page:
    """Print it with a date by numbers in the British order, seen in the page only."""
    html = f"""<!doctype html><html lang="en-GB"><head><title>{escape(story.title)} | Vell Borough Gazette</title><meta name="viewport" content="x">
<meta property="og:site_name" content="Vell Borough Gazette"></head><body><header><a class="logo">Gazette</a><nav>{links("Local", "Courts", "Letters")}</nav></header>
<div class="layout"><div class="article"><h1>{escape(story.title)}</h1><p class="intro">{escape(story.summary)}</p><div class="info">by <span
class="author-name">{joined(story.authors)}</span> | {story.published:%d/%m/%Y} | <a href="#c">4 comments</a></div><div class="pic"><img><p class="photo-caption">
{escape(story.caption)}</p></div>{each("<p>{}</p>", story.paragraphs)}<div class="social"><p>Follow the Gazette on Facebook and X for all the news from the
borough.</p></div></div><div class="sidebar"><h3>Latest</h3>{links(*ELSEWHERE, form="<p>{}</p>")}</div></div><footer><p>Registered in England 0123.</p></footer>
</body></html>"""
    follow = "Follow the Gazette on Facebook and X for all the news from the borough."
    return told(story, html, publisher="Vell Borough Gazette", section=None, beside=(story.summary, follow))


def date_in_address(story: Story) -> Page:
    """Print it with several authors and no date but the one in its address."""
    address = f"https://www.islandpost.example/{story.published:%Y/%m/%d}/{story.slug}.html"
    names = "".join(
        f'<li class="author"><a rel="author" href="/by/{n}">{name}</a><p class="bio">{name} covers the islands.</p></li>'
        for n, name in enumerate(story.authors)
    )
    html = f"""<!doctype html><html><head><meta charset="utf-8"><title>{escape(story.title)} – Island Post</title><meta property="og:url" content="{address}">
<meta property="og:title" content="{escape(story.title)}"></head><body><div class="top">{links("Front", "Sea", "Land", "Letters")}</div><div class="wrap"><h1
class="hed">{escape(story.title)}</h1><ul class="authors">{names}</ul><div class="story">{each("<p>{}</p>", story.paragraphs)}</div><div class="promo"><h3>You
might also like</h3>{links(*ELSEWHERE, form="<div><img>{}</div>")}</div></div></body></html>"""
    return told(story, html, publisher="Island Post", canonical=address, section=None)


def ministry(story: Story) -> Page:
    """Print it as a press release of a government."""
    address = f"https://www.gov.example/government/news/{story.slug}"
    about: dict[str, object] = {
        "@context": "http://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.published.isoformat(),
    }
    about |= {
        "publisher": {"@type": "Organization", "name": "Government of Maravia"},
        "author": {"@type": "Organization", "name": "Ministry of Transport"},
    }
    notes = ("The report can be read on the pages of the ministry.", "Figures are for the year to March and are not adjusted for the season.")
    html = f"""<!DOCTYPE html><html lang="en" class="govuk-template"><head><title>{escape(story.title)} - GOV.EXAMPLE</title><link rel="canonical" href="{address}">
<meta property="og:site_name" content="GOV.EXAMPLE">{linked(about)}</head><body><div id="global-cookie-message" class="gem-c-cookie-banner"><h2>Cookies on
GOV.EXAMPLE</h2><p>We’d like to set additional cookies to understand how you use GOV.EXAMPLE, remember your settings and improve government services.</p></div>
<div class="govuk-breadcrumbs"><ol>{links("Home", "Transport", "Roads")}</ol></div><main id="content"><span class="govuk-caption-xl">Press release</span><h1>
{escape(story.title)}</h1><p class="gem-c-lead-paragraph">{escape(story.summary)}</p><dl class="gem-c-metadata__list"><dt>From:</dt><dd><a href="/m">Ministry of
Transport</a></dd><dt>Published</dt><dd>{story.published:%-d %B %Y}</dd><dt>Last updated</dt><dd>1 June 2025</dd></dl><div class="govspeak">
{each("<p>{}</p>", story.paragraphs)}<h2 id="notes">Notes to editors</h2><ol>{each("<li>{}</li>", notes)}</ol></div><div class="gem-c-share-links"><h2>Share this
page</h2><ul>{links("Share on Facebook", "Share on X")}</ul></div><div class="published-dates">Published {story.published:%-d %B %Y}<a href="#">See all updates</a>
</div></main><div class="gem-c-contextual-sidebar"><h2>Related content</h2><ul>{links(*ELSEWHERE)}</ul></div><div class="gem-c-feedback"><h2>Is this page
useful?</h2><button>Yes</button><p>Help us improve GOV.EXAMPLE. To help us improve, we’d like to know more about your visit today.</p></div></body></html>"""
    body = (*story.paragraphs, "Notes to editors", *notes)
    return told(
        story,
        html,
        body=body,
        authors=("Ministry of Transport",),
        publisher="Government of Maravia",
        canonical=address,
        section=None,
        beside=(story.summary,),
    )
