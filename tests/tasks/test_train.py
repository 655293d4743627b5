import gzip
import random
from pathlib import Path

from spacy.vocab import Vocab

from tasks.train import trees

SENTENCE = """# newdoc id = made-up
# text = "Don't go," said Ann.
1\t"\t"\tPUNCT\t``\t_\t4\tpunct\t_\tSpaceAfter=No
2-3\tDon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tDo\tdo\tAUX\tVB\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t,\t,\tPUNCT\t,\t_\t4\tpunct\t_\tSpaceAfter=No
6\t"\t"\tPUNCT\t''\t_\t4\tpunct\t_\t_
7\tsaid\tsay\tVERB\tVBD\t_\t4\tparataxis\t_\t_
8\tAnn\tAnn\tPROPN\tNNP\t_\t7\tnsubj\t_\tSpaceAfter=No
9\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

"""


def test_a_treebank_sentence_keeps_its_text_and_heads(tmp_path: Path) -> None:
    path = tmp_path / "bank.conllu.gz"
    with gzip.open(path, "wt", encoding="utf-8") as out:
        out.write(SENTENCE)
    (doc,) = trees.documents(path, Vocab(), random.Random(1))
    assert doc.text.strip() in {'"Don\'t go," said Ann.', "“Don’t go,” said Ann."}
    assert [token.head.text for token in doc if token.dep_ == "nsubj"] == ["said"]
