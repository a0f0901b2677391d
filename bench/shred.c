/* shred FOLDER KEYS SPREAD ROUNDS: destroys KEYS keys of the vault at a time, SPREAD slots apart, until each is overwritten on the disk, read
 * back and journalled. FOLDER must lie on a real disk. Prints one line of JSON with the milliseconds that a round takes. */
#include "vault/vault.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { KEYS_MAX = 1024, SPREAD_MAX = 1024, ROUNDS_MAX = 10000 };

static void entropy(void *context, void *out_bytes, size_t length)
{
    (void)context;
    randombytes_buf(out_bytes, length);
}

static double now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void check(struct work *w, bool good)
{
    if (good)
        return;
    fprintf(stderr, "shred: %s\n", w->err.message);
    exit(1);
}

static int by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

/* One round: keys are made side by side, every SPREAD-th is destroyed under the clock and the rest after it. */
static double run_round(struct work *w, struct vault *v, size_t keys, size_t spread)
{
    struct vault_key *made = malloc(keys * spread * sizeof *made);
    struct vault_shredding *items = calloc(keys * spread, sizeof *items);
    double began, ms;

    if (!made || !items)
        exit(1);
    check(w, vault_key_create_many(w, v, keys * spread, made));
    check(w, vault_sync(w, v));
    for (size_t i = 0; i < keys * spread; i++)
        items[i].key = made[i % keys * spread + i / keys];
    began = now_ms();
    check(w, vault_shred_many(w, v, items, keys));
    ms = now_ms() - began;
    if (spread > 1)
        check(w, vault_shred_many(w, v, items + keys, keys * (spread - 1)));
    for (size_t i = 0; i < keys; i++)
        if (items[i].status != VAULT_OK)
            exit(1);
    free(made);
    free(items);
    return ms;
}

int main(int count, char **arguments)
{
    struct work w = { .arena = arena_create(64u << 20) };
    size_t keys = count == 5 ? strtoul(arguments[2], NULL, 10) : 0, spread = count == 5 ? strtoul(arguments[3], NULL, 10) : 0;
    int rounds = count == 5 ? atoi(arguments[4]) : 0;
    static double times[ROUNDS_MAX];
    char folder[4096], seal_key[4096];
    struct vault *v = NULL;

    if (sodium_init() < 0 || keys < 1 || keys > KEYS_MAX || spread < 1 || spread > SPREAD_MAX || rounds < 1 || rounds > ROUNDS_MAX) {
        fputs("usage: shred FOLDER KEYS SPREAD ROUNDS\n", stderr);
        return 2;
    }
    snprintf(folder, sizeof folder, "%s/vault", arguments[1]);
    snprintf(seal_key, sizeof seal_key, "%s/seal.key", arguments[1]);
    struct vault_config config = { .folder = folder, .seal_key_path = seal_key, .weaker_filesystem = true, .entropy = entropy };
    check(&w, vault_seal_key_create(&w, seal_key, &config));
    check(&w, vault_open(&w, &config, &v));
    for (int i = 0; i < rounds; i++) {
        times[i] = run_round(&w, v, keys, spread);
        arena_reset(w.arena);
    }
    qsort(times, (size_t)rounds, sizeof *times, by_time);
    printf("{\"median_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f}\n", times[rounds / 2], times[(rounds - 1) * 99 / 100], times[rounds - 1]);
    vault_close(&v);
    return 0;
}
