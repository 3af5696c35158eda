"""The Python half of the experiment: the same natives called through ctypes.

Arguments: folder of the libraries, model, prompt tokens, tokens to decode. For each line on
standard input it reads the prompt, decodes greedily with one thread, and prints what it took.
"""

import ctypes
import json
import re
import sys
import time
from pathlib import Path


def library(folder, stem):
    name = re.compile(r"lib" + stem + r"(\.v?[0-9.]+)?\.(so|dylib)$")
    return next(str(f) for f in sorted(Path(folder).iterdir()) if name.fullmatch(f.name))


class ModelParams(ctypes.Structure):
    _fields_ = [("words", ctypes.c_uint64 * 10)]


class ContextParams(ctypes.Structure):
    _fields_ = [("words", ctypes.c_uint64 * 20)]


class SamplerParams(ctypes.Structure):
    _fields_ = [("no_perf", ctypes.c_bool)]


class Batch(ctypes.Structure):
    _fields_ = [
        ("n_tokens", ctypes.c_int32),
        ("token", ctypes.POINTER(ctypes.c_int32)),
        ("embd", ctypes.c_void_p),
        ("pos", ctypes.POINTER(ctypes.c_int32)),
        ("n_seq_id", ctypes.POINTER(ctypes.c_int32)),
        ("seq_id", ctypes.POINTER(ctypes.POINTER(ctypes.c_int32))),
        ("logits", ctypes.POINTER(ctypes.c_int8)),
    ]


LOG = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, ctypes.c_void_p)
SILENT = LOG(lambda level, text, data: None)


class Llama:
    def __init__(self, folder):
        base = ctypes.CDLL(library(folder, "ggml-base"), mode=ctypes.RTLD_GLOBAL)
        ggml = ctypes.CDLL(library(folder, "ggml"), mode=ctypes.RTLD_GLOBAL)
        lib = ctypes.CDLL(library(folder, "llama"))
        self.keep = (base, ggml)
        lib.llama_log_set.argtypes = [LOG, ctypes.c_void_p]
        lib.llama_log_set(SILENT, None)
        lib.llama_backend_init()
        ggml.ggml_backend_load_all_from_path.argtypes = [ctypes.c_char_p]
        ggml.ggml_backend_load_all_from_path(str(folder).encode())
        lib.llama_model_default_params.restype = ModelParams
        lib.llama_context_default_params.restype = ContextParams
        lib.llama_model_load_from_file.argtypes = [ctypes.c_char_p, ModelParams]
        lib.llama_model_load_from_file.restype = ctypes.c_void_p
        lib.llama_init_from_model.argtypes = [ctypes.c_void_p, ContextParams]
        lib.llama_init_from_model.restype = ctypes.c_void_p
        lib.llama_get_memory.argtypes = [ctypes.c_void_p]
        lib.llama_get_memory.restype = ctypes.c_void_p
        lib.llama_memory_seq_rm.argtypes = [ctypes.c_void_p] + [ctypes.c_int32] * 3
        lib.llama_memory_seq_rm.restype = ctypes.c_bool
        lib.llama_decode.argtypes = [ctypes.c_void_p, Batch]
        lib.llama_sampler_chain_init.argtypes = [SamplerParams]
        lib.llama_sampler_chain_init.restype = ctypes.c_void_p
        lib.llama_sampler_init_greedy.restype = ctypes.c_void_p
        lib.llama_sampler_chain_add.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        lib.llama_sampler_sample.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int32]
        lib.llama_sampler_free.argtypes = [ctypes.c_void_p]
        self.lib = lib


def set_int(params, offset, value):
    ctypes.c_int32.from_address(ctypes.addressof(params) + offset).value = value


def main():
    folder, model_path = sys.argv[1], sys.argv[2]
    prompt, count = int(sys.argv[3]), int(sys.argv[4])
    lib = Llama(folder).lib
    model = lib.llama_model_load_from_file(model_path.encode(), lib.llama_model_default_params())
    params = lib.llama_context_default_params()
    # The same context as DecodeContext makes: sizes, outputs, one thread, flash attention auto.
    for offset, value in ((0, prompt + count), (4, prompt), (8, prompt), (12, 1), (20, prompt),
                          (24, prompt), (28, 1), (32, 1), (52, -1)):
        set_int(params, offset, value)
    context = lib.llama_init_from_model(model, params)
    memory = lib.llama_get_memory(context)
    tokens = (ctypes.c_int32 * prompt)()
    positions = (ctypes.c_int32 * prompt)()
    counts = (ctypes.c_int32 * prompt)(*([1] * prompt))
    sequence = (ctypes.c_int32 * 1)(0)
    one = ctypes.cast(sequence, ctypes.POINTER(ctypes.c_int32))
    sequences = (ctypes.POINTER(ctypes.c_int32) * prompt)(*([one] * prompt))
    wanted = (ctypes.c_int8 * prompt)()
    batch = Batch(0, tokens, None, positions, counts, sequences, wanted)

    def round_trip():
        lib.llama_memory_seq_rm(memory, 0, 0, -1)
        sampler = lib.llama_sampler_chain_init(SamplerParams(True))
        lib.llama_sampler_chain_add(sampler, lib.llama_sampler_init_greedy())
        cpu_start, start = time.process_time_ns(), time.perf_counter_ns()
        for i in range(prompt):
            tokens[i], positions[i], wanted[i] = 1000 + 7 * i, i, i == prompt - 1
        batch.n_tokens = prompt
        assert lib.llama_decode(context, batch) == 0
        token = lib.llama_sampler_sample(sampler, context, prompt - 1)
        cpu_prefilled, prefilled = time.process_time_ns(), time.perf_counter_ns()
        chosen = []
        wanted[0] = 1
        for i in range(count):
            chosen.append(token)
            tokens[0], positions[0], batch.n_tokens = token, prompt + i, 1
            assert lib.llama_decode(context, batch) == 0
            token = lib.llama_sampler_sample(sampler, context, 0)
        cpu_end, end = time.process_time_ns(), time.perf_counter_ns()
        lib.llama_sampler_free(sampler)
        digest = 0
        for one_token in chosen:
            digest = (digest * 31 + one_token) & 0xFFFFFFFFFFFFFFFF
        return {
            "prefillCpu": (cpu_prefilled - cpu_start) / 1e6,
            "decodeCpu": (cpu_end - cpu_prefilled) / 1e6,
            "prefillWall": (prefilled - start) / 1e6,
            "decodeWall": (end - prefilled) / 1e6,
            "tokens": digest - (1 << 64) if digest >> 63 else digest,
        }

    print("ready", flush=True)
    for _ in sys.stdin:
        print(json.dumps(round_trip()), flush=True)


main()
