"""Starts llama.cpp's own server on loopback and ends with its standard input.

Arguments: model, context tokens of one slot, slots, threads. Prints the address when it is ready.
"""

import sys

import xllamacpp

model, context, slots, threads = sys.argv[1], *map(int, sys.argv[2:5])
params = xllamacpp.CommonParams()
params.model.path = model
params.n_parallel = slots
params.n_ctx = context * slots
params.cpuparams.n_threads = threads
params.cpuparams_batch.n_threads = threads
params.port = 0
server = xllamacpp.Server(params)
print("ready " + server.listening_address, flush=True)
sys.stdin.read()
