"""Write generated news articles: invented people and places, with quotations, reports and unattributed sentences as news has them."""

import random
from pathlib import Path

FIRST = ("Ada", "Tomas", "Maren", "Ines", "Oskar", "Lena", "Pavel", "Ruth", "Idris", "Clara", "Noor", "Emil")
LAST = ("Lindqvist", "Ferro", "Calder", "Okonjo", "Dahl", "Brandt", "Salas", "Whitcombe", "Rahimi", "Novak", "Teller", "Arden")
ROLES = ("Mayor", "Finance Minister", "Police Chief", "Professor", "Senator", "Judge")
PLACES = ("Port Ellery", "Vell", "Orvane", "Skerra", "Maravia", "Halden", "Corrin")
BODIES = ("the Maravia Water Board", "the Orvane Port Authority", "the Skerra Fishing Union", "the Halden Research Institute")
THINGS = ("the harbour", "the new bridge", "the water supply", "the ferry line", "the tax on nets", "the inquiry", "the coastal road")
EVENTS = ("would close in May", "had cost more than planned", "needed urgent repair", "would be paid for by the state", "was safe")
SENTENCES = (
    "“{Thing} {event},” said {role} {first} {last}. “Nobody in {place} should be surprised.”",
    "{last} said on Monday that {thing} {event}.",
    "According to {body}, {thing} {event}.",
    "{Body} denied that {thing} {event}, and officials declined to say more.",
    "Experts said that {thing} {event}, although a report by {body} found otherwise.",
    "“We have waited for years,” he said, “and {thing} {event}.”",
    "{Thing} lies a few miles north of {place}, where the weather has been poor since the beginning of the year.",
    "Several hundred people gathered in {place} last week, and shops along the main street stayed shut until the afternoon.",
    "The council of {place} meets again on 12 March, when the cost of the work is to be published for the first time.",
    "{first} {last}, a spokeswoman for {body}, told reporters that the so-called “quiet plan” had been dropped.",
)


def article(number: int) -> str:
    """Return an article of about 350 words; the same number gives the same article."""
    chance = random.Random(number)  # noqa: S311 - not for secrets
    place = chance.choice(PLACES)
    title = f"{chance.choice(THINGS).removeprefix('the ').capitalize()} divides {place}"
    paragraphs = [" ".join(sentence(chance, place) for _ in range(2)) for _ in range(8)]
    return "\n\n".join([title, f"By {chance.choice(FIRST)} {chance.choice(LAST)}", *paragraphs, "Source: Maravia Herald"])


def sentence(chance: random.Random, place: str) -> str:
    """Return a sentence about something in a place."""
    thing, body = chance.choice(THINGS), chance.choice(BODIES)
    words = {"thing": thing, "Thing": thing.capitalize(), "body": body, "Body": body[0].upper() + body[1:], "place": place}
    words |= {"first": chance.choice(FIRST), "last": chance.choice(LAST), "role": chance.choice(ROLES), "event": chance.choice(EVENTS)}
    return chance.choice(SENTENCES).format(**words)


def write(folder: Path, count: int) -> None:
    """Write so many articles into a folder, a file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:06}.txt").write_text(article(number), "utf-8")
