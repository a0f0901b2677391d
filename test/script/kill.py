#!/usr/bin/env python3
"""kill -9 at random moments under load: everything that was acknowledged is there afterwards, and `privacyd verify` finds nothing. 200 cycles
with SOAK=1, 12 in every check."""
import os
import pathlib
import random
import sqlite3
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
from running import Server, Tap, person

CYCLES = 200 if os.environ.get("SOAK") else 12
seed = int(os.environ.get("SEED", time.strftime("%Y%m%d")))
chance = random.Random(seed)
acknowledged, lock, counter = {}, threading.Lock(), [0]


def load(server, stop):
    connection = None
    while not stop.is_set():
        with lock:
            counter[0] += 1
            number = counter[0]
        try:
            connection = connection or server.connect(5)
            status, answer = server.collect(person(number), connection)
            if status == 201:
                with lock:
                    acknowledged[answer["position"]] = answer["handle"]
        except Exception:
            connection = None  # the server is being killed


tap = Tap()
with Server() as server:
    server.ready()
    dirty = []
    for cycle in range(CYCLES):
        server.start()
        stop = threading.Event()
        threads = [threading.Thread(target=load, args=(server, stop)) for _ in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(0.02 + chance.random() * 0.08)
        server.kill()
        stop.set()
        for thread in threads:
            thread.join()
        done = server.command("verify", check=False)
        if done.returncode != 0:
            dirty.append(f"cycle {cycle}: {done.stdout}{done.stderr}")
    tap.ok(not dirty, f"{CYCLES} kills under load, verify clean after each (seed {seed})", "\n".join(dirty[:3]))
    database = sqlite3.connect(f"file:{server.data}/privacyd.db?mode=ro", uri=True)
    positions = {row[0] for row in database.execute("SELECT position FROM fact WHERE type = 3")}
    lost = sorted(set(acknowledged) - positions)
    tap.ok(len(acknowledged) > CYCLES and not lost, f"all {len(acknowledged)} acknowledged posts are there ({len(positions)} stored)", lost[:10])
    records, subjects = (database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("record", "subject"))
    tap.ok(records == subjects == len(positions), f"no half post: {records} records, {subjects} subjects, {len(positions)} facts")
tap.end()
