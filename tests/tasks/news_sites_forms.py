"""Pages of news in special forms: live blogs, interviews, tables, teasers, letters, several articles at once."""

from html import escape

from news_page import Page, each, joined, linked, links, told
from news_stories import Story

ELSEWHERE = ("A week in pictures", "The island that moved", "What the tide tables do not say")


def live_blog(story: Story) -> Page:
    """Print its paragraphs as the entries of a live blog, the latest first."""
    hours = [f"{18 - number // 2:02}:{(7 * number) % 60:02}" for number in range(len(story.paragraphs))]
    heads = [f"Update {len(story.paragraphs) - number}: what we know" for number in range(len(story.paragraphs))]
    entries = "".join(
        f"""<article class="live-entry" id="e{n}"><header><time datetime="2024-03-05T{hour}:00Z">{hour}</time><h2>{head}</h2><div class="entry-by">
<img alt="">{story.authors[0]}</div></header><div class="entry-body"><p>{escape(paragraph)}</p></div><div class="share"><a href="#e{n}">Copy link to
post</a></div></article>"""
        for n, (hour, head, paragraph) in enumerate(zip(hours, heads, story.paragraphs, strict=True))
    )
    about: dict[str, object] = {
        "@type": "LiveBlogPosting",
        "headline": story.title,
        "datePublished": story.published.isoformat(),
        "coverageEndTime": "2024-03-06T00:00:00Z",
    }
    about |= {"author": [{"@type": "Person", "name": name} for name in story.authors], "publisher": {"@type": "Organization", "name": "Vell Live"}}
    html = f"""<!doctype html><html lang="en"><head><title>{escape(story.title)} – live | Vell Live</title>{linked(about)}</head><body><nav>{
        links("Live", "News", "Sport")
    }</nav><main><h1>{escape(story.title)}</h1><div class="summary"><h3>Key events</h3><ul>{links("Quay closed", "Minister speaks")}</ul></div><div
class="live-feed">{entries}</div></main><aside><h3>Most read</h3>{links(*ELSEWHERE, form="<p>{}</p>")}</aside></body></html>"""
    body = tuple(line for pair in zip(heads, story.paragraphs, strict=True) for line in pair)
    return told(story, html, body=body, publisher="Vell Live", section=None)


def interview(story: Story) -> Page:
    """Print it as questions, in bold, and answers, with a sentence pulled out."""
    questions = [f"What do you make of it now, after {number} weeks?" for number in range(2, 2 + len(story.paragraphs))]
    talk = "".join(
        f"<p><strong>Q: {question}</strong></p><p><b>{story.authors[0].split()[1]}:</b> {escape(answer)}</p>"
        for question, answer in zip(questions, story.paragraphs, strict=True)
    )
    pulled = story.paragraphs[1][:60]
    talk = talk.replace("<p><strong>Q: What do you make of it now, after 4 weeks?", f'<aside class="pullquote"><p>{escape(pulled)}…</p></aside>\\g')
    talk = talk.replace("\\g", "<p><strong>Q: What do you make of it now, after 4 weeks?")
    html = f"""<!doctype html><html lang="en"><head><title>{escape(story.title)} - The Halden Review</title><meta property="og:title" content="{escape(story.title)}">
<meta property="og:site_name" content="The Halden Review"><meta name="author" content="{story.authors[0]}"><meta name="date"
content="{story.published.date().isoformat()}"></head><body><header class="masthead">{links("Essays", "Talks", "Fiction", form="{}")}</header><article
class="longform"><h1>{escape(story.title)}</h1><div class="dek">{escape(story.summary)}</div><div class="prose">{talk}<p class="end-note"><em>This interview has been
edited for length and clarity.</em></p></div></article><section class="more"><h2>More talks</h2>{links(*ELSEWHERE, form="<h3>{}</h3>")}</section></body></html>"""
    name = story.authors[0].split()[1]
    body = tuple(line for question, answer in zip(questions, story.paragraphs, strict=True) for line in (f"Q: {question}", f"{name}: {answer}"))
    beside = (story.summary, "This interview has been edited for length and clarity.")
    return told(story, html, body=body, authors=story.authors[:1], publisher="The Halden Review", section=None, beside=beside)


def teaser(story: Story) -> Page:
    """Print what those see who have not paid."""
    about: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.published.isoformat(),
        "isAccessibleForFree": False,
    }
    about |= {"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}, "author": {"name": story.authors[0]}}
    about |= {"publisher": {"@type": "Organization", "name": "The Maravia Ledger"}}
    html = f"""<!doctype html><html lang="en"><head><title>{escape(story.title)}</title><meta property="og:site_name" content="The Maravia Ledger">{linked(about)}</head>
<body><header>{links("Markets", "Companies", "Work", form="{}")}<a href="/login">Log in</a></header><article><h1>{escape(story.title)}</h1><p class="by">By
{story.authors[0]}</p><div class="paywall">{each("<p>{}</p>", story.paragraphs[:3])}</div></article><div class="barrier"><h2>Subscribe to unlock this article</h2><p>
Try unlimited access. Only 1 crown for 4 weeks</p><p>Then 65 crowns a month. Complete digital access to quality journalism on any device. Cancel anytime during
your trial.</p><ul><li>Global news and analysis from people who know</li><li>Expert opinion</li><li>Special features</li></ul><a>Explore more offers.</a><p>Already a
subscriber? <a href="/login">Sign in</a></p></div><footer><p>Copyright The Maravia Ledger Limited 2026. You may share using our article tools.</p></footer></body>
</html>"""
    return told(story, html, body=story.paragraphs[:3], authors=story.authors[:1], publisher="The Maravia Ledger", section=None)


def accelerated(story: Story) -> Page:
    """Print it as pages for telephones were."""
    address = f"https://m.dailytide.example/{story.slug}"
    article = {"@type": "NewsArticle", "headline": story.title, "datePublished": story.published.isoformat(), "publisher": {"name": "Daily Tide"}}
    graph = [{"@type": "WebPage", "name": "x"}, {**article, "author": [{"name": name} for name in story.authors]}]
    about = {"@context": "https://schema.org", "@graph": graph}
    html = f"""<!doctype html><html amp lang="en"><head><meta charset="utf-8"><title>{escape(story.title)}</title><link rel="canonical" href="{
        address
    }"><script async
src="https://cdn.example/v0.js"></script><style amp-boilerplate>body{{visibility:hidden}}</style>{
        linked(about)
    }</head><body><amp-sidebar id="s" layout="nodisplay">
<ul>{links("Home", "News", "Tides", "Shop")}</ul></amp-sidebar><header class="amp-header"><button on="tap:s.toggle">☰</button></header><main><h1>
{escape(story.title)}</h1><div class="amp-meta"><span>{joined(story.authors)}</span> <time datetime="{story.published.isoformat()}">{
        story.published:%d %b %Y}</time>
</div><figure><amp-img src="x.jpg" width="4" height="3"></amp-img><figcaption>{escape(story.caption)}</figcaption></figure><div class="amp-content">
{each("<p>{}</p>", story.paragraphs[:2])}<amp-ad width="300" height="250" type="x"><div placeholder>Advertisement</div></amp-ad>{
        each("<p>{}</p>", story.paragraphs[2:])
    }</div><div class="amp-related"><h4>READ NEXT</h4>{links(*ELSEWHERE, form="<p>{}</p>")}</div></main><footer><p>View full site</p></footer>
</body></html>"""
    return told(story, html, publisher="Daily Tide", canonical=address, section=None)


def full_of_links(story: Story) -> Page:
    """Print it with links to other articles between its paragraphs, as papers do that want to be clicked."""
    between = iter(
        (
            '<p><strong>READ MORE: <a href="/1">Ten beaches to see before the summer ends</a></strong></p>',
            '<p><b>ALSO READ |</b> <a href="/2">Herring prices double in a month</a></p>',
            '<div class="also-read"><span>Also Read</span><a href="/3">Who owns the sea? A guide for the perplexed</a></div>',
            '<p><a href="/4"><em>Click here to join our WhatsApp channel and get the latest news first</em></a></p>',
            '<blockquote class="twitter-tweet"><p>We will not be moved. — Union (@union)</p><a href="https://t.example/1">March 5, 2024</a></blockquote>',
        )
    )
    body = "".join(f"<p>{escape(paragraph)}</p>{next(between, '')}" for paragraph in story.paragraphs)
    about: dict[str, object] = {"@type": "NewsArticle", "headline": story.title, "datePublished": story.published.isoformat()}
    about |= {
        "author": {"@type": "Person", "name": joined(story.authors)},
        "publisher": {"name": "Orvane Express"},
        "articleBody": " ".join(story.paragraphs),
    }
    html = f"""<!doctype html><html lang="en"><head><title>{escape(story.title)} | {
        story.section
    } News - Orvane Express</title><meta property="og:title"
content="{escape(story.title)}"><meta property="article:section" content="{story.section}">{linked(about)}</head><body><div class="ie-nav">{
        links("India", "Cities", "Opinion", form="{}")
    }</div><div class="container"><h1 itemprop="headline">{escape(story.title)}</h1><h2 class="synopsis">{escape(story.summary)}</h2><div
class="editor">Written by <a href="/p">{joined(story.authors)}</a> | Updated: {story.published:%B %-d, %Y} {story.published:%H:%M} IST</div><div
class="full-details" id="pcl-full-content">{body}</div><p class="first-published">First published on: {story.published:%d-%m-%Y} at {
        story.published:%H:%M} IST</p>
<div class="ie-tags">Tags: {links("Harbour", "Fishing", form="{}")}</div></div></body></html>"""
    tweet = "We will not be moved. — Union (@union)"
    return told(story, html, publisher="Orvane Express", beside=(story.summary, tweet))


def several(story: Story) -> Page:
    """Print it above the next article, which loads as the reader scrolls."""
    other = (
        "The winter fair returns to Vell in the second week of December, its organisers said, after three years without one.",
        "“We missed it,” said one.",
    )
    about: dict[str, object] = {
        "@type": "NewsArticle",
        "headline": story.title,
        "datePublished": story.published.isoformat(),
        "author": [{"name": n} for n in story.authors],
    }
    html = f"""<!doctype html><html lang="en"><head><title>{escape(story.title)} | The Vell Mirror</title><meta property="og:site_name" content="The Vell Mirror">
<meta property="og:title" content="{escape(story.title)}">{linked(about)}</head><body><nav>{links("Home", "Vell", "World")}</nav><div class="stream"><article
class="main"><h1>{escape(story.title)}</h1><div class="text">{each("<p>{}</p>", story.paragraphs)}</div></article><article class="next"><h1>Winter fair returns
</h1><time datetime="2025-11-30">30 November 2025</time><div class="text">{each("<p>{}</p>", other)}</div></article><div class="teasers">
{links(*ELSEWHERE, form="<article><h3>{}</h3><p>In short: it was a long week, and here is what you may have missed of it.</p></article>")}</div></div></body></html>"""
    return told(story, html, publisher="The Vell Mirror", section=None)


def with_data(story: Story) -> Page:
    """Print it with a subheading, a list, a quotation set apart and a table, as a magazine of science does."""
    rows = ("Year | Boats | Catch", "2022 | 104 | 3,100 tonnes", "2023 | 91 | 2,480 tonnes")
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split(' | '))}</tr>" for row in rows)
    items = ("the movement of the quay was measured at nine places,", "the water was taken at low tide, and", "no boat was in the way.")
    set_apart = "It was never a question of whether, only of when, she wrote to the council in the autumn of the year before."
    html = f"""<!DOCTYPE html><html lang="en"><head><title>{escape(story.title)} | Deep Water</title><meta name="citation_title" content="x"><meta name="dc.date"
content="{story.published.date().isoformat()}"><meta name="dc.creator" content="{story.authors[0]}"><meta name="dc.publisher" content="Deep Water"></head><body>
<header>{links("News", "Opinion", "Careers", form="{}")}</header><main><article><h1 class="c-article-title">{escape(story.title)}</h1><div
class="c-article-body">{each("<p>{}</p>", story.paragraphs[:2])}<h2>How it was measured</h2><p>{escape(story.paragraphs[2])}</p><ul>{each("<li>{}</li>", items)}</ul>
<blockquote><p>{set_apart}</p></blockquote><p>{escape(story.paragraphs[3])}</p><table><caption>Boats and catch</caption><tbody>{table}</tbody></table>
{each("<p>{}</p>", story.paragraphs[4:])}</div><div class="c-article-references"><h3>References</h3><ol><li>Teller, C. Tides 12, 4–9 (2021).</li></ol></div></article>
</main><aside><h2>Jobs</h2>{links("Professor of tides", form="<p>{}</p>")}</aside></body></html>"""
    body = (*story.paragraphs[:2], "How it was measured", story.paragraphs[2], *items, set_apart, story.paragraphs[3], *rows, *story.paragraphs[4:])
    beside = ("Boats and catch", "References", "Teller, C. Tides 12, 4–9 (2021).")
    return told(story, html, body=body, authors=story.authors[:1], publisher="Deep Water", section=None, beside=beside)


def in_german(story: Story) -> Page:
    """Print another text, in German."""
    body = (
        "Der Hafen von Port Ellery wird im Mai für Reparaturen am östlichen Kai geschlossen, teilte die Hafenmeisterin am Dienstag mit.",
        "„Wir haben keine Wahl“, sagte Ines Calder vor Journalisten im Rathaus. „Der Kai hat sich in einem Jahr um vier Zentimeter bewegt.“",
        "Die Fischer sagten, man habe sie nicht gefragt. Der Stadtrat hat versprochen, sie für die ausgefallenen Monate zu entschädigen.",
        "Die Arbeiten sollen nach dem am Abend veröffentlichten Plan bis Ende August dauern und elf Millionen Kronen kosten.",
    )
    title = "Hafen wird für Reparaturen geschlossen"
    about: dict[str, object] = {"@type": "NewsArticle", "headline": title, "datePublished": story.published.isoformat(), "inLanguage": "de"}
    about |= {"author": {"@type": "Person", "name": story.authors[0]}, "publisher": {"name": "Maravische Zeitung"}}
    html = f"""<!doctype html><html lang="de"><head><title>{title} - Maravische Zeitung</title>{linked(about)}</head><body><nav>{links("Politik", "Wirtschaft")}</nav>
<main><article><h1>{title}</h1><div class="text">{each("<p>{}</p>", body)}</div></article></main><footer><p>Alle Rechte vorbehalten.</p></footer></body></html>"""
    return told(story, html, body=body, title=title, authors=story.authors[:1], publisher="Maravische Zeitung", language="de", section=None)
