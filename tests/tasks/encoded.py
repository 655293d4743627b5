"""News of a few lines in many languages, written in the encodings that these were written in before UTF-8, and in UTF-16."""

from collections.abc import Iterator
from typing import Final

TEXTS: Final = {
    "English": "The mayor’s office said on Monday that the harbour would close – “for good”, as one fisherman put it. Repairs cost £4 million, or €4.7 million.",
    "French": "Le port sera fermé dès le mois de mai, a déclaré la maire à l’hôtel de ville. Les pêcheurs, eux, n’ont pas été consultés : « C’est déjà décidé ».",
    "German": "Der Hafen wird im Mai geschlossen, sagte die Bürgermeisterin am Dienstag. Die Fischer müssen bis zum Herbst warten; größere Schäden gebe es nicht.",
    "Spanish": "El puerto cerrará en mayo, según anunció la alcaldesa. ¿Quién pagará a los pescadores? «Nadie nos preguntó», dijo el señor Ibáñez en la reunión de ayer.",
    "Portuguese": "O porto fechará em maio, disse a presidente da câmara. Os pescadores não foram ouvidos e pedem indenizações até o fim do verão.",
    "Swedish": "Hamnen stängs i maj, sade hamnmästaren på tisdagen. Fiskarna är besvikna över att ingen har frågat dem och kräver ersättning för hela sommaren.",
    "Polish": "Port zostanie zamknięty w maju, powiedziała burmistrzyni. Rybacy mówią, że nikt ich nie zapytał o zdanie, i żądają odszkodowań za całe lato.",
    "Czech": "Přístav bude v květnu uzavřen, řekla starostka v úterý. Rybáři si stěžují, že se jich nikdo neptal, a žádají náhradu za celé léto.",
    "Hungarian": "A kikötőt májusban bezárják, közölte a polgármester kedden. A halászok szerint senki sem kérdezte meg őket, és kártérítést követelnek.",
    "Russian": "Порт закроют в мае, сообщила во вторник мэр города. Рыбаки говорят, что их никто не спрашивал, и требуют возмещения за всё лето.",
    "Ukrainian": "Порт закриють у травні, повідомила у вівторок мерка міста. Рибалки кажуть, що їх ніхто не питав, і вимагають відшкодування за ціле літо.",
    "Greek": "Το λιμάνι θα κλείσει τον Μάιο, δήλωσε την Τρίτη η δήμαρχος. Οι ψαράδες λένε ότι κανείς δεν τους ρώτησε και ζητούν αποζημίωση.",
    "Turkish": "Liman mayıs ayında kapanacak, dedi belediye başkanı salı günü. Balıkçılar kimsenin kendilerine sormadığını söylüyor ve tazminat istiyor.",
    "Hebrew": "הנמל ייסגר בחודש מאי, הודיעה ראשת העיר ביום שלישי. הדייגים אומרים שאיש לא שאל אותם ודורשים פיצויים על כל הקיץ.",
    "Arabic": "سيغلق الميناء في شهر مايو، قالت رئيسة البلدية يوم الثلاثاء. ويقول الصيادون إن أحدا لم يسألهم ويطالبون بتعويضات عن الصيف كله.",
    "Japanese": "港は五月に閉鎖されると、市長が火曜日に発表した。漁師たちは誰にも相談がなかったと話し、夏の間の補償を求めている。",
    "Chinese": "市长星期二宣布，港口将于五月关闭。渔民说没有人征求过他们的意见，并要求赔偿整个夏天的损失。",
    "Korean": "시장은 화요일 항구를 오월에 폐쇄한다고 발표했다. 어민들은 아무도 그들에게 묻지 않았다며 여름 내내의 보상을 요구하고 있다.",
}
ENCODINGS: Final = {
    **dict.fromkeys(("English", "French", "German", "Spanish", "Portuguese", "Swedish"), ("cp1252",)),
    **dict.fromkeys(("Polish", "Czech", "Hungarian"), ("cp1250", "iso8859-2")),
    "Russian": ("cp1251", "koi8-r"),
    "Ukrainian": ("cp1251", "koi8-u"),
    "Greek": ("cp1253", "iso8859-7"),
    "Turkish": ("cp1254", "iso8859-9"),
    "Hebrew": ("cp1255",),
    "Arabic": ("cp1256",),
    "Japanese": ("shift_jis", "euc_jp"),
    "Chinese": ("gb18030",),
    "Korean": ("euc_kr",),
}
WIDE: Final = ("utf-16-le", "utf-16-be", "utf-16", "utf-8", "utf-8-sig")
LENGTHS: Final = (1, 3, 12)
"""How often a text is repeated: a line, a paragraph, an article."""


def cases() -> Iterator[tuple[str, str, str, bytes]]:
    """Yield language, encoding, text and its bytes."""
    for language, text in TEXTS.items():
        for encoding in (*ENCODINGS[language], *WIDE):
            for length in LENGTHS:
                words = "\n".join([text] * length)
                yield language, encoding, words, words.encode(encoding)
