"""Pages in the layouts of broadcasters, national papers and agencies."""

from html import escape

from news_page import Page, each, joined, linked, links, told
from news_stories import Story

ELSEWHERE = ("Ten beaches to see before the summer ends", "Why the price of herring doubled", "Football: Vell beat Orvane in extra time")
SCRIPT = "<script>window.__data={'a':[1,2,3],'html':'<p>Not an article</p>'};(function(){var x='<div>';})();</script>"


def broadcaster(story: Story) -> Page:
    address = f"https://news.ebc.example/articles/{story.slug}"
    about: dict[str, object] = {
        "@context": "http://schema.org",
        "@type": "ReportageNewsArticle",
        "url": address,
        "publisher": {"@type": "NewsMediaOrganization", "name": "EBC News", "logo": {"@type": "ImageObject", "url": "https://x.example/l.png"}},
        "datePublished": story.published.isoformat(),
        "dateModified": story.published.replace(day=28).isoformat(),
        "headline": story.title,
        "author": [{"@type": "Person", "name": name} for name in story.authors],
    }
    block = '<div data-component="text-block" class="ssrcss-uf6wea-RichTextComponentWrapper"><p class="ssrcss-1q0x1qg-Paragraph">{}</p></div>'
    html = f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(story.title)} - EBC News</title>
<link rel="canonical" href="{address}"><meta property="og:title" content="{escape(story.title)}"><meta property="og:site_name" content="EBC News">
<meta property="article:section" content="{story.section}"><meta name="description" content="{escape(story.summary)}">{linked(about)}{SCRIPT}</head>
<body><div id="cookies" role="dialog"><h2>Let us know you agree to cookies</h2><p>We use cookies to give you the best online experience. Please let us
know if you agree to all of these cookies.</p><button>Yes, I agree</button></div><nav aria-label="EBC"><ul>{links("Home", "News", "Sport", "Weather")}
</ul></nav><main id="main-content"><article class="ssrcss-pv1rh6-ArticleWrapper"><header data-component="headline-block"><h1 id="main-heading">
{escape(story.title)}</h1></header><div data-component="byline-block"><div class="ssrcss-TextContributorName">{escape(joined(story.authors))}</div>
<div class="ssrcss-TextContributorRole">{story.section} correspondent</div><time datetime="{story.published.isoformat()}">{story.published:%-d %B %Y}
</time></div><div data-component="share-tools"><button>Share</button><button>Save</button></div><figure data-component="image-block"><img src="a.jpg"
alt="x"><span role="text">Getty Images</span><figcaption><span class="visually-hidden">Image caption, </span>{escape(story.caption)}</figcaption></figure>
{each(block, story.paragraphs[:3])}<div data-component="links-block"><p>Read more:</p><ul>{links(*ELSEWHERE)}</ul></div>
<div data-component="subheadline-block"><h2 class="ssrcss-Heading">‘No way back’</h2></div>{each(block, story.paragraphs[3:])}
<section data-component="tag-list"><h2>Related topics</h2><ul>{links("Maravia", "Ports", "Fishing")}</ul></section></article>
<section data-component="links-block"><h2>More on this story</h2><ul>{links(*ELSEWHERE)}</ul></section></main><footer><p>Copyright © 2026 EBC. The EBC
is not responsible for the content of external sites. <a href="/x">Read about our approach to external linking.</a></p></footer></body></html>"""
    body = (*story.paragraphs[:3], "‘No way back’", *story.paragraphs[3:])
    return told(story, html, body=body, publisher="EBC News", canonical=address)


def liberal_daily(story: Story) -> Page:
    address = f"https://www.thecourier.example/world/2024/mar/05/{story.slug}"
    rich = (
        f'<aside data-component="rich-link"><div class="dcr-h1"><span>Related: </span>{links(ELSEWHERE[0], form="{}")}<p>Read more</p></div></aside>'
    )
    sign_up = """<figure class="dcr-newsletter"><a href="#EmailSignup-skip" class="skip">skip past newsletter promotion</a><aside aria-label="newsletter
promotion"><h2>Sign up to First Tide</h2><p>Our morning email breaks down the key stories of the day, telling you what is happening and why it matters
</p><form><label>Enter your email address</label><input type="email"><button>Sign up</button></form><span><strong>Privacy Notice: </strong>Newsletters
may contain info about charities, online ads, and content funded by outside parties. For more information see our <a href="/p">Privacy Policy</a>.</span>
</aside><p id="EmailSignup-skip">after newsletter promotion</p></figure>"""
    html = f"""<!doctype html><html lang="en"><head><title>{escape(story.title)} | {story.section} | The Courier</title>
<meta property="og:title" content="{
        escape(story.title)
    }"><meta property="og:site_name" content="the Courier"><meta property="og:type" content="article">
<meta property="article:published_time" content="{story.published.isoformat()}"><meta property="article:modified_time" content="2026-01-02T03:04:05Z">
<meta property="article:author" content="https://www.thecourier.example/profile/{story.authors[0].lower().replace(" ", "-")}">
<meta name="author" content="{escape(story.authors[0])}"><meta property="article:section" content="{story.section}"><link rel="canonical" href="{
        address
    }">
</head><body><a href="#maincontent" class="dcr-skip">Skip to main content</a><div id="bannerandheader"><nav>{
        links("News", "Opinion", "Sport", form="{}")
    }
</nav><p>Support the Courier</p><p>Fund independent journalism</p></div><main><div data-gu-name="headline"><h1>{escape(story.title)}</h1></div>
<div data-gu-name="standfirst"><p>{escape(story.summary)}</p></div><div data-gu-name="media"><figure><img src="x.jpg"><figcaption><span>
{
        escape(story.caption)
    } Photograph: Emil Salas/The Courier</figcaption></figure></div><aside data-gu-name="meta"><address aria-label="Contributor info">
<a rel="author" href="/profile/x">{joined(story.authors)}</a> in Vell</address><details><summary>{
        story.published:%a %-d %b %Y %H.%M} GMT</summary></details>
<div class="dcr-share">Share</div></aside><div id="maincontent" class="article-body-commercial-selector">{
        each("<p class='dcr-16'>{}</p>", story.paragraphs[:2])
    }{rich}{each("<p class='dcr-16'>{}</p>", story.paragraphs[2:4])}{sign_up}{each("<p class='dcr-16'>{}</p>", story.paragraphs[4:])}
</div><div class="submeta"><span>Explore more on these topics</span><ul>{
        links("World", "Maravia")
    }</ul><a href="/reuse">Reuse this content</a></div></main>
<section><h2>Most viewed</h2><ol>{links(*ELSEWHERE)}</ol></section></body></html>"""
    return told(story, html, authors=story.authors[:1], publisher="the Courier", canonical=address, beside=(story.summary,))


def wire(story: Story) -> Page:
    address = f"https://www.meridian.example/world/{story.slug}-2024-03-05/"
    dateline = f"{story.place}, {story.published:%b} {story.published.day} (Meridian) - "
    first = dateline + story.paragraphs[0].removeprefix("HALDEN — ")
    credit = f"Reporting by {joined(story.authors)}; Editing by Ruth Arden and Pavel Teller"
    block = '<div data-testid="paragraph-{n}" class="text__text__1FZLe article-body__paragraph__2-BtD">{}</div>'
    about = [
        {"@context": "http://schema.org", "@type": "BreadcrumbList", "itemListElement": []},
        {
            "@context": "http://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "author": [{"@type": "Person", "name": name, "url": "https://www.meridian.example/authors/x/"} for name in story.authors],
            "publisher": {"@type": "Organization", "name": "Meridian"},
            "datePublished": story.published.isoformat(),
            "articleSection": story.section,
        },
    ]
    html = f"""<!DOCTYPE html><html lang="en"><head><meta charset="UTF-8"><title>{escape(story.title)} | Meridian</title>{linked(about)}
<link rel="canonical" href="{address}"></head><body><div id="fusion-app"><header><div class="ticker">{links("SKX 1,204.2", "MAR 98.20", form="<span>{}</span>")}
</div></header><main><article data-testid="Article"><header><nav>{links("World", "Europe", form="{}")}</nav><h1 data-testid="Heading">{escape(story.title)}
</h1><div><span>By {links(*story.authors, form="{} ")}</span></div><time><span>{story.published:%B} {story.published.day}, {story.published.year}</span>
<span>{story.published:%-I:%M %p} UTC</span><span>Updated 3 days ago</span></time></header><div data-testid="primary-image"><img src="i.jpg"><div
data-testid="caption"><span>{escape(story.caption)} MERIDIAN/Idris Novak <a href="/l">Purchase Licensing Rights</a>, opens new tab</span></div></div>
<ul data-testid="Summary"><li>Summary</li></ul><div class="article-body__content">{each(block, (first, *story.paragraphs[1:5]))}<div
data-testid="promo-box"><p>The Meridian Tariff Watch newsletter is your daily guide to trade. Sign up <a href="/n">here.</a></p></div>
{each(block, story.paragraphs[5:])}<p data-testid="Body" class="sign-off">{escape(credit)}</p><p data-testid="Body">Our Standards: <a href="/t">The Meridian
Trust Principles.</a>, opens new tab</p></div><div class="toolbar"><ul><li>Suggested Topics:</li>{links("Europe", "Ports")}</ul></div></article>
<div class="author-bio"><h2>{story.authors[0]}</h2><p>Meridian correspondent based in Vell. Covers ports, shipping and the sea. Previously worked as a
reporter for a number of newspapers in Maravia and abroad.</p></div><section><h2>Read Next</h2>{links(*ELSEWHERE, form="<div><h3>{}</h3><p>March 4, 2024 ago</p></div>")}
</section></main><footer><p>All quotes delayed a minimum of 15 minutes.</p><p>© 2026 Meridian. All rights reserved</p></footer></div></body></html>"""
    return told(story, html, body=(first, *story.paragraphs[1:]), publisher="Meridian", canonical=address, beside=(credit, "Summary"))


def cooperative(story: Story) -> Page:
    first = f"{story.place}, Maravia (MP) — {story.paragraphs[0].removeprefix('HALDEN — ')}"
    advert = '<div class="SovrnAd Advertisement"><div class="Advertisement-label">Advertisement</div></div>'
    about: dict[str, object] = {"@type": "NewsArticle", "headline": story.title, "datePublished": story.published.isoformat()}
    about |= {"author": [{"@type": "Person", "name": name.upper()} for name in story.authors], "publisher": {"name": "MP News"}}
    html = f"""<!DOCTYPE html><html class="Page ArticlePage" lang="en"><head><title>{escape(story.title)} | MP News</title>
<meta property="og:title" content="{escape(story.title)}"><meta property="og:site_name" content="MP News">
<meta property="article:published_time" content="{story.published.isoformat()}"><meta property="article:section" content="{story.section}">
{linked(about)}</head><body><bsp-header><div class="Page-header-bar">{links("World", "Politics", "Sports", form="{}")}</div></bsp-header><div
class="Page-content"><main class="Page-main"><h1 class="Page-headline">{escape(story.title)}</h1><div class="Page-lead"><bsp-figure><figure class="Figure">
<img><figcaption class="Figure-caption"><p>{escape(story.caption)} (MP Photo/Noor Arden)</p></figcaption></figure></bsp-figure></div><div
class="Page-byline"><div class="Page-authors">By&nbsp;<span class="Link">{joined(story.authors).upper()}</span></div><div class="Page-dateModified"><bsp-timestamp
data-timestamp="1709650000000">Updated 6:40 PM UTC, {story.published:%B} {story.published.day}, {story.published.year}</bsp-timestamp></div></div><div
class="RichTextStoryBody RichTextBody">{each("<p>{}</p>", (first, *story.paragraphs[1:3]))}{advert}<div class="HtmlModuleEnhancement"><div class="PageListEnhancementGeneric">
<h2>Related Stories</h2>{links(*ELSEWHERE, form='<div class="PagePromo"><h3 class="PagePromo-title">{}</h3></div>')}</div></div>
{each("<p>{}</p>", story.paragraphs[3:])}<p>___</p><p>Associated writers in Vell and Skerra contributed to this report.</p></div><div class="Tags"><div
class="Tags-title">Most read</div>{links(*ELSEWHERE, form="<div>{}</div>")}</div></main></div><footer><p>The Maravia Press is an independent global news organization
dedicated to factual reporting.</p></footer></body></html>"""
    names = tuple(name.upper() for name in story.authors)
    beside = ("Associated writers in Vell and Skerra contributed to this report.", "___")
    return told(story, html, body=(first, *story.paragraphs[1:]), authors=names, publisher="MP News", beside=beside)


def gulf_network(story: Story) -> Page:
    address = f"https://www.almanar.example/news/2024/3/5/{story.slug}"
    about: dict[str, object] = {
        "@type": "NewsArticle",
        "mainEntityOfPage": address,
        "headline": story.title,
        "datePublished": story.published.isoformat().replace("+00:00", "Z"),
        "author": {"@type": "Person", "name": story.authors[0]},
        "publisher": {"@type": "Organization", "name": "Al Manar English"},
        "articleSection": [story.section, "News"],
    }
    recommended = f"""<div class="more-on"><h2 class="more-on__heading">Recommended Stories</h2><span class="screen-reader-text">list of 3 items</span><ul>
{links(*ELSEWHERE, form='<li><span class="screen-reader-text">list 1 of 3</span>{}</li>')}</ul><span class="screen-reader-text">end of list</span></div>"""
    html = f"""<!DOCTYPE html><html lang="en"><head><title>{escape(story.title)} | {story.section} News | Al Manar</title><link rel="canonical"
href="{address}"><meta property="og:site_name" content="Al Manar">{linked(about)}</head><body><div id="root"><div class="container--header"><div
class="bypass-block-links"><a href="#main">Skip to Content</a></div>{links("News", "Opinion", "Video", form="{}")}</div><main id="main-content-area">
<header class="article-header"><div class="topics">News|{links("Fishing", "Maravia", form="{}")}</div><h1>{escape(story.title)}</h1><p
class="article__subhead"><em>{escape(story.summary)}</em></p></header><figure class="article-featured-image"><img><figcaption>{escape(story.caption)}
[Lena Dahl/Al Manar]</figcaption></figure><div class="article-info-block"><div class="article-author-name"><span class="article-author-name-item"><a
class="author-link" href="/author/x">{story.authors[0]}</a></span></div><div class="article-dates"><div class="date-simple"><span
class="screen-reader-text">Published On {story.published:%-d %b %Y}</span><span aria-hidden="true">{story.published:%-d %b %Y}</span></div></div></div>
<div class="wysiwyg wysiwyg--all-content" aria-live="polite">{each("<p>{}</p>", story.paragraphs[:3])}{recommended}{each("<p>{}</p>", story.paragraphs[3:])}
</div><div class="article-source">Source: Al Manar and news agencies</div></main><footer><ul>{links("About Us", "Code of Ethics", "Terms and Conditions")}
</ul><p>© 2026 Al Manar Media Network</p></footer></div></body></html>"""
    beside = (story.summary, "Source: Al Manar and news agencies")
    return told(story, html, authors=story.authors[:1], publisher="Al Manar English", canonical=address, beside=beside)
