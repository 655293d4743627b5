"""The grammar of dates and times in English news, as regular expressions."""

import re
from typing import Final

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
WEEKDAY: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
YEAR: Final = r"(?:1[5-9]|20)\d\d"
DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
PART: Final = r"(?:[Mm]orning|[Aa]fternoon|[Ee]vening|[Nn]ight)"
SEASON: Final = r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter|[Ff]all)"
UNIT: Final = r"(?:day|week|weekend|fortnight|month|quarter|year|decade|century|night|morning|afternoon|evening)"
COUNT: Final = (
    r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|several|some|many|a few"
    r"|a couple of|few)"
)
WHEN: Final = r"(?:[Ll]ast|[Tt]his|[Nn]ext|[Pp]ast|[Cc]oming|[Pp]revious|[Ff]ollowing|[Ss]ame|[Tt]hat|[Ll]ater that|[Tt]his coming|[Tt]his past)"
SHADE: Final = r"(?:(?:[Ee]arly|[Ll]ate|[Ll]ater|[Ee]arlier|[Mm]id)(?:-|\s+(?:in\s+)?))?"

_ZONE = r"(?:\s*(?:UTC|GMT|BST|CES?T|E[SD]?T|P[SD]?T|C[SD]T|M[SD]T|IST|JST|A[CEW][SD]?T|[Ll]ocal\s+[Tt]ime)\b)"
_HALF = r"(?:[AaPp]\.\s?[Mm]\.?|[AaPp][Mm]\b)"
TIME: Final = (
    rf"(?:(?:[01]?\d|2[0-4])[:.][0-5]\d(?:\s?{_HALF}{_ZONE}?|{_ZONE})|(?:[01]?\d|2[0-3]):[0-5]\d\b|1?\d\s?{_HALF}{_ZONE}?|[0-2]\d[0-5]\d{_ZONE}"
    rf"|1?\d\s+o'clock|(?:noon|midday|midnight)\b{_ZONE}?)"
)
HOLIDAY: Final = (
    r"(?:Christmas(?:\s+(?:Day|Eve))?|New\s+Year(?:'s(?:\s+(?:Day|Eve))?)?|Easter(?:\s+(?:Sunday|Monday))?|Good\s+Friday|Boxing\s+Day|Ramadan"
    r"|Thanksgiving(?:\s+Day)?|Halloween|Valentine's\s+Day|(?:Memorial|Labou?r|Independence|Veterans|Armistice|Remembrance|Earth|Bastille|May)\s+Day"
    r"|World\s+[A-Z]\w+\s+Day|International\s+[A-Z][\w']+\s+Day)"
)
_DATED = rf"(?:,?\s+{YEAR}\b)?"
SPAN: Final = r"\s?(?:–|-|to|and|through|or)\s?"
_DAY_FIRST = rf"{DAY}\s+(?:of\s+)?{MONTH}(?![a-z]){_DATED}"
_MONTH_FIRST = rf"{MONTH}\s+{DAY}(?!\d|[:.,]\d)"
CALENDAR_DAY: Final = (
    rf"(?:{_DAY_FIRST}\s?[-–]\s?{_DAY_FIRST}|{_MONTH_FIRST}{_DATED}\s?[-–]\s?{_MONTH_FIRST}{_DATED}"
    rf"|(?:{DAY}{SPAN})?{_DAY_FIRST}|{_MONTH_FIRST}(?:{SPAN}{DAY}(?!\d|\s+{MONTH}))?{_DATED}"
    r"|\d{4}-[01]\d-[0-3]\d\b|[0-3]?\d/[0-3]?\d/(?:19|20)\d\d\b)"
)
MONTH_OF_YEAR: Final = rf"(?:{MONTH}\s?[-–]\s?)?{MONTH}(?:\s+of)?,?\s+(?:{YEAR}\b|(?:last|this|next)\s+year\b)"
YEARS: Final = rf"{YEAR}(?:\s?[-–/]\s?(?:{YEAR}|\d\d))?\b"
FISCAL: Final = rf"(?:[Ff]iscal\s+(?:[Yy]ear\s+)?|FY\s?){YEARS}"
DECADE: Final = r"(?:(?:1[5-9]|20)\d0s\b|(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b|'\d0s\b)"
CENTURY: Final = r"(?:\d{1,2}(?:st|nd|rd|th)[\s-][Cc]entury\b(?:\s+B\.?C\.?E?\b)?)"
RELATIVE: Final = rf"{WHEN}\s+(?:{UNIT}\b(?!s)|{SEASON}\b|{WEEKDAY}\b(?:\s+{PART}\b)?|{MONTH}(?![a-z]))"
NEAR: Final = rf"(?:[Tt]he\s+day\s+(?:before\s+yesterday|after\s+tomorrow)\b|(?:[Yy]esterday|[Tt]oday|[Tt]omorrow)\b(?:\s+{PART}\b)?|[Tt]onight\b)"
AGO: Final = (
    rf"(?:(?:[Nn]early|[Aa]bout|[Aa]lmost|[Oo]ver|[Aa]round|[Mm]ore\s+than)\s+)?(?i:{COUNT})\s+{UNIT}s?\s+(?:ago|earlier|from\s+(?:now|today))\b"
)
_WHOLE = rf"(?:{MONTH_OF_YEAR}|{YEARS}|{MONTH}(?![a-z])|(?:the|this|last|next)\s+year\b)"
STRETCH: Final = rf"[Tt]he\s+(?:last|past|next|coming|first|final)\s+(?i:{COUNT})\s+{UNIT}s\b(?:\s+of\s+{_WHOLE})?"
QUARTER: Final = (
    rf"(?:(?:[Tt]he\s+)?(?:first|second|third|fourth)[\s-]quarter\b(?:\s+of\s+(?:{YEAR}\b|(?:last|this|next)\s+year\b)|\s+{YEAR}\b)?"
    rf"|Q[1-4](?:\s+of)?\s+{YEAR}\b)"
)
HALF: Final = rf"(?:[Tt]he\s+)?(?:first|second|latter|last)\s+half\s+of\s+(?:the\s+{DECADE}|the\s+{CENTURY}|{_WHOLE})"
WEEKDAY_FORM: Final = rf"{WEEKDAY}\b(?:,?\s+{CALENDAR_DAY}|(?:\s+of)?\s+(?:last|this|next)\s+week\b|\s+{PART}\b)?"

_SOLID = rf"(?:{WEEKDAY_FORM}|{CALENDAR_DAY}|{MONTH_OF_YEAR}|(?:[Tt]he\s+)?{RELATIVE}|{NEAR}|{SEASON}\s+(?:of\s+)?{YEARS}|{MONTH}(?![a-z]))"
BARE_YEAR: Final = rf"(?:{YEARS})"
FORMS: Final = (
    rf"[Tt]he\s+(?:end|beginning|start|middle|night|morning|evening|afternoon)\s+of\s+(?:{_SOLID}|the\s+{UNIT}\b|{BARE_YEAR})",
    STRETCH,
    HALF,
    rf"[Tt]he\s+week\s+(?:of|beginning|starting|ending)\s+{CALENDAR_DAY}",
    rf"[Tt]he\s+(?:{SHADE}{DECADE}|{SHADE}{CENTURY}|weekend\b|turn\s+of\s+the\s+century\b)",
    rf"{SHADE}(?:{DECADE}|{CENTURY})",
    QUARTER,
    AGO,
    rf"{TIME}(?:,?\s+(?:on\s+)?(?:{WEEKDAY_FORM}|{CALENDAR_DAY}|{NEAR}))?",
    rf"{SHADE}{_SOLID}(?:,?\s+(?:at\s+)?{TIME})?",
    HOLIDAY + _DATED,
    FISCAL,
    rf"{SHADE}{BARE_YEAR}",
)
FIND: Final = re.compile(rf"(?<![\w.,$£€#/-])(?:{'|'.join(FORMS)})(?![\w%])")
YEAR_ALONE: Final = re.compile(YEARS)
MONTH_ALONE: Final = re.compile(rf"{MONTH}\.?")
