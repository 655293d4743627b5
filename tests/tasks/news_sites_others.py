"""Pages in the layouts of wikis, newsletters, radio stations and of sites that are programs."""

import json
from html import escape

from news_page import Page, each, joined, linked, links, told
from news_stories import Story

ELSEWHERE = ("Six poems about rain", "The last lamplighter of Vell", "Listen: a choir of gulls")


def wiki(story: Story) -> Page:
    address = f"https://en.wikitidings.example/wiki/{story.title.replace(' ', '_')}"
    sources = "".join(
        f'<li><span class="sourceTemplate">{name}. <a class="external text" href="https://x.example">“A report on it”</a> — <i>Herald</i>, '
        f"{story.published:%B %-d, %Y}</span></li>"
        for name in story.authors
    )
    html = f"""<!DOCTYPE html><html class="client-nojs" lang="en" dir="ltr"><head><meta charset="UTF-8"><title>{
        escape(story.title)
    } - Wikitidings, the free news
source</title><link rel="canonical" href="{
        address
    }"></head><body class="mediawiki"><div id="mw-page-base"></div><div id="content" class="mw-body"><h1 id="firstHeading">
{
        escape(story.title)
    }</h1><div id="bodyContent"><div id="siteSub">From Wikitidings, the free news source you can write!</div><a href="#mw-head">Jump to navigation</a>
<div id="mw-content-text" lang="en"><div class="mw-parser-output"><p><strong class="published"><span id="publishDate" class="value-title"
title="{story.published.date().isoformat()}"></span>{story.published:%A, %B %-d, %Y}</strong></p><div class="infobox noprint"><div><b>{
        story.section
    }</b></div><b>Related
articles</b><ul>{links(*ELSEWHERE)}</ul></div><div class="thumb tright"><div class="thumbinner"><img><div class="thumbcaption">{
        escape(story.caption)
    } Image: Salas.
</div></div></div>{
        each("<p>{}</p>", story.paragraphs)
    }<p><br></p><div class="mw-heading mw-heading2"><h2 id="Sources">Sources</h2><span class="mw-editsection">
<span>[</span><a href="/e">edit</a><span>]</span></span></div><ul>{sources}</ul><table class="noprint"><tbody><tr><td>Share this:</td><td>{
        links("Email", "Reddit", form="{}")
    }</td></tr></tbody></table></div><div class="printfooter">Retrieved from “{address}”</div></div><div id="catlinks"><a>Categories</a>: <ul>
{links("March 5, 2024", "Maravia", "Archived")}</ul></div></div></div><div id="mw-navigation"><h2>Navigation menu</h2>{
        links("Main page", "Newsroom", "Donate")
    }</div>
<footer id="footer"><ul><li>This page was last edited on 9 June 2026, at 10:11.</li><li>All text created after September 25, 2005 available under the terms of the
Creative Commons Attribution 2.5 License.</li></ul></footer></body></html>"""
    return told(
        story,
        html,
        authors=(),
        publisher="Wikitidings",
        section=None,
        canonical=address,
        beside=("Sources", *(f"{n}. “A report on it” — Herald, {story.published:%B %-d, %Y}" for n in story.authors)),
    )


def independent(story: Story) -> Page:
    """Print it as Ghost does, with a card for another article and one that asks for money."""
    address = f"https://corrinindependent.example/{story.slug}/"
    about: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "publisher": {"@type": "Organization", "name": "The Corrin Independent"},
    }
    about |= {"author": {"@type": "Person", "name": story.authors[0]}, "contributor": [{"@type": "Person", "name": n} for n in story.authors[1:]]}
    about |= {"headline": story.title, "url": address, "datePublished": story.published.isoformat(), "keywords": "War, Harbour"}
    card = f"""<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="/o"><div class="kg-bookmark-content"><div class="kg-bookmark-title">
{ELSEWHERE[1]}</div><div class="kg-bookmark-description">He lit them for fifty years, and then somebody invented a switch. The story of a man and his ladder.</div><div
class="kg-bookmark-metadata"><span class="kg-bookmark-author">The Corrin Independent</span><span class="kg-bookmark-publisher">Ruth Dahl</span></div></div></a>
</figure>"""
    ask = """<div class="kg-card kg-cta-card"><p><strong>Hi, this is Ruth. Thank you for reading.</strong> We have no owner and no wall. If you value what we do, please
consider becoming a member for the price of a cup of coffee a month.</p><a class="kg-btn" href="/join">Become a member</a></div>"""
    html = f"""<!DOCTYPE html><html lang="en"><head><title>{escape(story.title)}</title><link rel="canonical" href="{
        address
    }"><meta name="generator" content="Ghost 5">
<meta property="og:site_name" content="The Corrin Independent"><meta property="article:published_time" content="{story.published.isoformat()}">{
        linked(about)
    }</head>
<body class="post-template"><header class="c-header">{
        links("Latest", "War", "Opinion", "Shop", form="{}")
    }</header><article class="c-post"><div class="c-post-header">
<a href="/tag">{story.section}</a><h1>{escape(story.title)}</h1><div class="c-meta">by {links(*story.authors, form="{}, ")}<time datetime="{
        story.published.date()
    }">
{story.published:%B %-d, %Y} {story.published:%-I:%M %p}</time> 4 min read</div></div><figure class="c-feature"><img><figcaption>{
        escape(story.caption)
    }
(Tomas Teller / The Corrin Independent)</figcaption></figure><div class="c-content">{each("<p>{}</p>", story.paragraphs[:3])}{card}{
        each("<p>{}</p>", story.paragraphs[3:])
    }{ask}</div><div class="c-author-card"><h3>{story.authors[0]}</h3><p>{story.authors[0]} is a reporter at the Corrin Independent. Before that
she worked for the radio in Vell and taught history at a school.</p><a>Read more</a></div></article><section class="c-related"><h3>News Feed</h3>{
        links(*ELSEWHERE, form="<article><h4>{}</h4><p>A statement said that nobody was hurt.</p></article>")
    }</section></body></html>"""
    return told(story, html, publisher="The Corrin Independent", section=None, authors=story.authors[:1], canonical=address)


def program(story: Story) -> Page:
    """Print it as a program does that draws the page, in elements without a meaning."""
    state = {"props": {"pageProps": {"article": {"body": [{"type": "p", "text": paragraph} for paragraph in story.paragraphs]}}}}
    block = '<div class="sc-aXZVg"><div class="sc-gEvEer"><span>{}</span></div></div>'
    html = f"""<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/><title>{escape(story.title)}</title><meta property="og:title" content="{
        escape(story.title)
    }"/>
<meta property="og:site_name" content="Shore"/><meta name="parsely-pub-date" content="{story.published.isoformat()}"/><meta name="parsely-author"
content="{story.authors[0]}"/><meta name="parsely-section" content="{story.section}"/></head><body><div id="__next"><div class="sc-nav">{
        links("Now", "Later", form="<div>{}</div>")
    }</div><div class="sc-body"><div class="sc-title"><h1>{escape(story.title)}</h1></div><div class="sc-by"><div>{story.authors[0]}</div><div>4 days
ago</div></div><div class="sc-text">{each(block, story.paragraphs)}</div><div class="sc-more"><div>More like this</div>{
        links(*ELSEWHERE, form="<div>{}</div>")
    }</div>
</div><div class="sc-legal"><div>Shore is a service of Shore Media. By using it you agree to our terms of service and our rules for what may be said.</div></div></div>
<script id="__NEXT_DATA__" type="application/json">{json.dumps(state)}</script></body></html>"""
    return told(story, html, authors=story.authors[:1], publisher="Shore")


def radio(story: Story) -> Page:
    address = f"https://www.mpr.example/{story.published:%Y/%m/%d}/1236/{story.slug}"
    about: dict[str, object] = {
        "@type": "NewsArticle",
        "publisher": {"@type": "Organization", "name": "MPR"},
        "headline": story.title,
        "mainEntityOfPage": address,
    }
    about |= {"datePublished": story.published.isoformat(), "author": {"@type": "Person", "name": list(story.authors)}}
    html = f"""<!doctype html><html class="no-js" lang="en"><head><title>{escape(story.title)} : MPR</title><link rel="canonical" href="{address}">{linked(about)}
<meta property="article:section" content="{story.section}"></head><body class="news"><header>{links("Newsletters", "Sign In", "Shop", form="{}")}</header><main><section
id="main-section"><article class="story"><div class="slug-wrap"><h3 class="slug"><a>{story.section}</a></h3></div><div class="storytitle"><h1>{escape(story.title)}</h1>
</div><div id="story-meta"><div class="dateblock"><time datetime="{story.published.isoformat()}"><span class="date">{story.published:%B %-d, %Y}</span><span>6:40 PM ET
</span></time></div><div class="program-block">Heard on <a>All Things</a></div><div id="storybyline"><p class="byline__name">By {joined(story.authors)}</p></div></div>
<div id="primaryaudio"><h4>3-Minute Listen</h4><ul><li>Download</li><li>Transcript</li></ul></div><div id="storytext"><div class="bucketwrap image large"><img><div
class="credit-caption"><div class="caption-wrap"><div class="caption"><p>{escape(story.caption)} <b class="credit">Clara Salas/MPR</b> <b class="hide-caption">hide
caption</b></p></div><b class="toggle-caption">toggle caption</b></div><span class="credit">Clara Salas/MPR</span></div></div>{each("<p>{}</p>", story.paragraphs[:4])}
<aside class="bucketwrap internallink insettwocolumn"><a href="/i"><img></a><div class="bucket"><h3 class="slug">Sea</h3><h3>{ELSEWHERE[1]}</h3></div></aside>
{each("<p>{}</p>", story.paragraphs[4:])}</div><div class="tags"><ul>{links("harbour", "quay")}</ul></div></article><section class="recommended-stories"><h3>More
Stories From MPR</h3>{links(*ELSEWHERE, form="<article><h3>{}</h3></article>")}</section></section></main><footer><p>© 2026 mpr</p></footer></body></html>"""
    return told(story, html, publisher="MPR", canonical=address)


def newsletter(story: Story) -> Page:
    """Print it as a letter to subscribers."""
    about: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.published.isoformat(),
        "author": [{"@type": "Person", "name": story.authors[0]}],
    }
    about |= {"publisher": {"@type": "Organization", "name": "Salt & Rope"}}
    widget = """<div class="subscription-widget-wrap"><div class="subscription-widget show-subscribe"><div class="preamble"><p class="cta-caption">Salt &amp; Rope is a
publication that readers pay for. To receive new posts and support my work, consider becoming a free or paid subscriber.</p></div><form><input type="email"><input
type="submit" value="Subscribe"></form></div></div>"""
    html = f"""<!DOCTYPE html><html lang="en"><head><title>{escape(story.title)} - by {story.authors[0]} - Salt &amp; Rope</title>{linked(about)}</head><body><div
id="entry"><div class="main-menu">{links("Home", "Archive", "About", form="{}")}</div><article class="newsletter-post post"><div class="post-header"><h1 class="post-title">
{escape(story.title)}</h1><h3 class="subtitle">{escape(story.summary)}</h3><div class="byline-wrapper"><a>{story.authors[0]}</a><div>{story.published:%b %d, %Y}</div>
<div>12</div><div>Share</div></div></div><div class="available-content"><div class="body markup">{each("<p>{}</p>", story.paragraphs[:2])}{widget}<h3
class="header-anchor-post">The tide comes in</h3>{each("<p>{}</p>", story.paragraphs[2:])}<p class="button-wrapper"><a class="button primary">Share</a></p>{widget}</div>
</div><div class="post-footer"><div>12 Likes</div><div>Discussion about this post</div><div class="comment"><p>What a fine piece, thank you for writing it; my father
landed his catch there.</p></div></div></article></div><footer><div>© 2026 {story.authors[0]} ∙ Privacy ∙ Terms</div></footer></body></html>"""
    body = (*story.paragraphs[:2], "The tide comes in", *story.paragraphs[2:])
    return told(story, html, body=body, authors=story.authors[:1], publisher="Salt & Rope", section=None, beside=(story.summary,))


def behind_banner(story: Story) -> Page:
    """Print it behind a long notice about cookies, the metadata in names of older days."""
    partners = each("<li>{}</li>", (f"Partner {number} stores and accesses information on a device" for number in range(40)))
    html = f"""<!doctype html><html lang="en"><head><title>{escape(story.title)} - Vell Tribune</title><meta name="headline" content="{escape(story.title)}"><meta
name="sailthru.author" content="{story.authors[0]}"><meta name="sailthru.date" content="{story.published.isoformat()}"><meta name="sailthru.title"
content="{escape(story.title)}"><meta property="og:site_name" content="Vell Tribune"></head><body><div id="sp_message_container" class="consent-modal"><h2>We value your
privacy</h2><p>We and our 812 partners store and access information on a device, such as cookies, and process personal data, such as unique identifiers and standard
information sent by a device, for personalised advertising and content, advertising and content measurement, audience research and services development.</p><p>With your
permission we and our partners may use precise geolocation data and identification through device scanning. You may click to consent to our processing as described
above. Alternatively you may access more detailed information and change your preferences before consenting or to refuse consenting.</p><p>Please note that some
processing of your personal data may not require your consent, but you have a right to object to such processing. Your preferences will apply to this website only.</p>
<ul>{partners}</ul></div><div class="page"><div class="head">{links("News", "Arts", "Food", form="{}")}</div><div class="story-col"><h1>{escape(story.title)}</h1><div
class="story-meta"><div class="story-author">By {joined(story.authors)}</div></div><div class="story-text">{each("<p>{}</p>", story.paragraphs)}</div></div></div>
</body></html>"""
    return told(story, html, authors=story.authors[:1], publisher="Vell Tribune", section=None)


def pictures(story: Story) -> Page:
    """Print it with a picture after every paragraph."""
    captions = [f"Picture {number}: {story.caption} It was taken before the storm reached the coast and nobody had yet left." for number in range(3)]
    shown = [
        f'<figure class="wp-block-image"><img><figcaption class="wp-element-caption">{captions[0]}</figcaption></figure>',
        f'<div class="wp-caption alignnone"><img><p class="wp-caption-text">{captions[1]}</p></div>',
        f'<div class="media"><img><div class="media__caption">{captions[2]}</div><div class="media__credit">Photo: Lena Arden / Gannet</div></div>',
    ]
    body = "".join(f"<p>{escape(paragraph)}</p>{shown[number] if number < len(shown) else ''}" for number, paragraph in enumerate(story.paragraphs))
    about: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.published.isoformat(),
        "author": {"name": story.authors[0]},
    }
    html = f"""<!doctype html><html lang="en"><head><title>{escape(story.title)} | Gannet</title><meta property="og:site_name" content="Gannet">{linked(about)}</head><body>
<nav>{links("Pictures", "Words")}</nav><main><article><h1>{escape(story.title)}</h1><section class="body">{body}</section></article></main></body></html>"""
    return told(story, html, authors=story.authors[:1], publisher="Gannet", section=None)
