"""Writes reference vectors that the tests of our dense embedders compare with.

The reference is `onnxruntime` and `tokenizers` (pip), each text run alone. Usage:
    python vector_fixtures.py MODEL.onnx TOKENIZER.json first|mean OUT.jsonl
"""

import json
import sys

import numpy
import onnxruntime
from tokenizers import Tokenizer

TEXTS = [
    "Represent this sentence for searching relevant passages: remove white space from a string",
    "public static String strip(String str) { return strip(str, null); }",
    "what similarity laws must be obeyed when constructing aeroelastic models of heated high speed aircraft .",
    "Zürich 中文 naïve — ok?",
    "word " * 400,
    "",
]

model, tokenizer_file, pooling, out = sys.argv[1:]
tokenizer = Tokenizer.from_file(tokenizer_file)
tokenizer.no_padding()
tokenizer.enable_truncation(256)
session = onnxruntime.InferenceSession(model)
with open(out, "w", encoding="ascii") as file:
    for text in TEXTS:
        ids = numpy.array([tokenizer.encode(text).ids], dtype=numpy.int64)
        tokens = session.run(None, {"input_ids": ids, "attention_mask": numpy.ones_like(ids),
                                    "token_type_ids": numpy.zeros_like(ids)})[0][0]
        vector = tokens[0] if pooling == "first" else tokens.mean(axis=0)
        vector = vector / numpy.linalg.norm(vector)
        file.write(json.dumps({"text": text, "tokens": ids.shape[1],
                               "vector": [round(float(v), 5) for v in vector]}) + "\n")
