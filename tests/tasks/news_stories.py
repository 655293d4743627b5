"""Invented news, to be printed in the layouts of many kinds of site."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, NamedTuple


class Story(NamedTuple):
    """An article as its author wrote it, and what stands about it."""

    slug: str
    title: str
    summary: str
    authors: tuple[str, ...]
    published: datetime
    section: str
    place: str
    caption: str
    paragraphs: tuple[str, ...]


HARBOUR: Final = Story(
    "harbour-to-close-for-repairs",
    "Harbour to close for repairs after quay moves four centimetres",
    "Fishing crews in Port Ellery face a summer ashore as engineers rebuild the eastern quay.",
    ("Ada Lindqvist",),
    datetime(2024, 3, 5, 18, 40, tzinfo=timezone(timedelta(hours=2))),
    "Maravia",
    "PORT ELLERY",
    "The eastern quay of Port Ellery, seen from the old light on Monday.",
    (
        "The harbour of Port Ellery will close in May for repairs to its eastern quay, the harbour master said on Tuesday, in a decision that keeps "
        "more than ninety boats ashore for the best part of the season.",
        "“We have no choice,” Ines Calder told reporters at the town hall. “The quay moved four centimetres in a year, and it is moving still.”",
        "Fishermen said they had not been asked. The council has promised to pay them for the months in which they cannot put to sea, but has not "
        "said how much.",
        "Tomas Ferro, whose family has landed herring at the quay for three generations, said the money would not be enough.",
        "“A boat that does not sail loses its crew,” he said. “They find work on land, and they do not come back.”",
        "Engineers from the Halden Research Institute measured the movement with instruments sunk into the sea bed last spring. Their report, which "
        "was published on Monday evening, blames the tides of two wet winters.",
        "The opposition in the council asked why the report had been kept back since November. Calder denied that it had been.",
        "Work is expected to last until the end of August and to cost eleven million crowns, according to the plan.",
    ),
)
WATER: Final = Story(
    "water-board-admits-meters-were-wrong",
    "Water board admits 40,000 meters were wrong",
    "Households in Orvane paid too much for two years, an inquiry finds",
    ("Maren Okonjo", "Pavel Salas"),
    datetime(2023, 11, 9, 6, 15, tzinfo=UTC),
    "Business",
    "ORVANE",
    "Water meters at a depot of the Maravia Water Board.",
    (
        "The Maravia Water Board has admitted that some 40,000 meters in the city of Orvane ran fast for almost two years, and that households were "
        "charged for water that they never drew.",
        "An inquiry ordered by the city found that the board knew of the fault by the summer of last year and went on sending bills.",
        "“People trusted the figure on the paper,” said Judge Ruth Whitcombe, who led the inquiry. “They should have been able to.”",
        "The board said in a statement that it regretted the delay. It would pay back an average of 212 crowns to each household before the spring.",
        "Its chairman, Oskar Brandt, rejected calls to resign. He told the city’s radio that he had acted “as soon as the facts were beyond doubt”.",
        "Whitcombe’s report says otherwise. It quotes a letter of 14 June in which a manager warns the chairman that the meters of one maker counted "
        "up to nine per cent too much.",
        "The maker, a company in Skerra, declined to comment.",
        "Lena Novak, a spokeswoman for the Orvane Tenants’ Union, said that many people had gone without heating in order to pay.",
        "“Two hundred crowns do not make up for a winter,” she said.",
        "The city council will debate the report on Thursday. A motion to replace the whole of the board is expected to pass, two members said on "
        "condition that they were not named.",
        "Water in Orvane costs about a third more than in the rest of Maravia, mainly because the pipes below the old town are made of lead and must "
        "be replaced.",
    ),
)
VACCINE: Final = Story(
    "trial-of-fever-vaccine-stopped",
    "Trial of fever vaccine stopped early “because it works”",
    "Nine of ten volunteers were protected, researchers say.",
    ("Idris Rahimi",),
    datetime(2025, 7, 21, 13, 5, 30, tzinfo=timezone(timedelta(hours=-4))),
    "Science",
    "HALDEN",
    "A nurse prepares a syringe during the trial in Halden.",
    (
        "HALDEN — Researchers have stopped the trial of a vaccine against marsh fever ten weeks early, saying that it would be wrong to withhold it "
        "from the volunteers who had been given salt water instead.",
        "Nine out of ten people who received two doses were protected, the Halden Research Institute announced on Monday.",
        "“We did not expect this,” said Professor Clara Teller, who directs the trial. “I looked at the table three times.”",
        "Marsh fever kills about 6,000 people a year, most of them children in the delta of the Corrin. There is no treatment.",
        "Other scientists urged caution. “Ten weeks is a short time to look for rare harm,” said Emil Arden, a physician at the University of Vell who "
        "took no part in the trial. He called on the institute to publish all of its data.",
        "Teller said that the data would be published within a month, and that no serious illness had been linked to the vaccine.",
        "The health ministry promised to decide by the end of September whether it may be sold. A spokesman would not say what it might cost.",
    ),
)
BRIDGE: Final = Story(
    "minister-knew-of-cracks",
    "Minister knew of cracks in coastal bridge, letters show",
    "Noor Dahl was told a year before the bridge was shut to lorries, according to papers seen by this newspaper.",
    ("Noor Whitcombe", "Emil Brandt", "Lena Calder"),
    datetime(2022, 10, 3, 22, 1, tzinfo=timezone(timedelta(hours=1))),
    "Politics",
    "VELL",
    "Noor Dahl, the transport minister, at the opening of the bridge in 2016.",
    (
        "The transport minister was warned of cracks in the coastal bridge a year before it was shut to lorries, letters show.",
        "Noor Dahl told parliament in June that she had learned of the damage “from the newspapers, like everyone else”.",
        "But in a letter dated 2 July last year the chief engineer of the road office, Pavel Arden, asked her for money to replace eleven bearings "
        "“before the coming winter”. The minister’s office confirmed that it had received the letter. It said that Dahl had not read it.",
        "The bridge carries the only road between Vell and the islands. Since it was closed to lorries, food on the islands has become dearer by a "
        "fifth, the chamber of commerce says.",
        "“She either lied or she does not read her post,” said Senator Ruth Salas of the opposition. “I do not know which is worse.”",
        "Dahl’s party stood by her. Its leader, Oskar Novak, accused the opposition of using the misery of the islands for its own ends, and said "
        "there was “no evidence whatever” that the minister had misled anybody.",
        "The road office said it could not say when the bridge would open again. An official who asked not to be named because the matter is before "
        "a court said the bearings had been ordered only in August.",
        "Islanders plan to march to the ministry on Saturday. “We are not asking for a new bridge,” said Ines Teller, who keeps a shop in Skerra. “We "
        "are asking for the old one to be mended.”",
        "The minister is to appear before a committee of parliament next week. She has asked that the session be held in private.",
        "Additional papers seen by this newspaper suggest that the ministry considered closing the bridge in the spring, and that it decided against "
        "it because of the election.",
    ),
)
SCHOOL: Final = Story(
    "village-school-saved",
    "Village school saved by its own pupils",
    "They wrote 400 letters.",
    ("Clara Novak",),
    datetime(2021, 1, 12, 9, 0, tzinfo=UTC),
    "Local",
    "CORRIN",
    "Pupils of the school in Corrin with some of their letters.",
    (
        "The school in Corrin will stay open after its twenty-three pupils wrote to every member of the county council.",
        "“I have never had so much post,” said Council Leader Idris Lindqvist. “Nor such good arguments.”",
        "The council had voted in December to close the school at the end of the year and send its pupils to Vell by bus, an hour each way.",
        "Each child wrote about something that would be lost. One wrote about the apple trees.",
        "The head teacher, Ada Teller, said she had not known of the plan. “They kept it secret from me until the letters were in the box.”",
    ),
)
STORIES: Final[Mapping[str, Story]] = {story.slug: story for story in (HARBOUR, WATER, VACCINE, BRIDGE, SCHOOL)}
