/* A vault in a folder of its own, and files that fail, tear or end the process at a chosen call. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "unit.h"

#include "vault/inside.h"

enum fault {
    FAULT_NONE,
    FAULT_ERROR, /* the call fails with EIO and does nothing */
    FAULT_DIE,   /* the process ends before the call */
    FAULT_LIE,   /* a write says that it was done and was not */
    FAULT_TEAR,  /* half of a write is done, then the process ends; other calls: as FAULT_DIE */
};

enum { DIED = 9 };

/* Counts calls that change files or read them; the one with number `at` is hit. */
struct failing {
    enum fault fault;
    int calls, at;
    bool only_syncs; /* no other calls count */
};

struct fixture {
    struct work *w;
    char *folder;
    char keys[256], seal_key[256];
    struct random random;
    struct vault_config config;
    struct failing failing;
    bool without_syncs;
    struct vault *v;
};

struct vault_files failing_files(struct failing *f);

/* A fixture whose vault is open. Without syncs its files lie in the page cache only, which outlives a process that dies. */
struct fixture *fixture_make(bool without_syncs);
void fixture_end(struct fixture **f);
void fixture_close(struct fixture *f);
void fixture_open(struct fixture *f);
void fixture_reopen(struct fixture *f);
/* Reads or writes raw bytes of a file in the key folder. */
void fixture_peek(struct fixture *f, const char *name, void *out_bytes, size_t length, long at);
void fixture_poke(struct fixture *f, const char *name, const void *bytes, size_t length, long at);
void fixture_cut(struct fixture *f, const char *name, long length);
size_t fixture_slot_place(struct vault_key key); /* in its segment, bytes */
/* Runs `act` in a child on failing files with the fault at call `at`; the status is the child's exit: 0 done, 1 refused, DIED, 70. */
int fixture_in_child(struct fixture *f, enum fault fault, int at, bool (*act)(struct fixture *f));

#define assert_key(f, k, expected) assert_int_equal(vault_key_status((f)->v, (k)), (expected))

#endif
