/* limit FOLDER SCHEMA GROUP SECONDS: the least that a durable post costs. Writes the rows, indexes and bytes of collect posts into the same
 * tables of an SQLite database and the same slots of a key file, in groups of GROUP posts with the same two syncs (the slots, the commit):
 * one thread, prepared statements, no HTTP, no JSON, no policy, no encryption. Random bytes stand for what is sealed or hashed.
 * SCHEMA is the folder of the schema's steps. Prints one line of JSON. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* Lengths as the server writes them for a post of 280 bytes; the harness compares the bytes that both databases grow by. */
enum { ID = 16, SEALED = 576, CANONICAL = 75, SALT = 32, HASH = 32, TILE = 256, SLOT = 128, SEGMENT = 8 << 20, GROUP_MAX = 256, CHECKPOINT_PAGES = 4000 };

enum statement { BEGIN, COMMIT, SUBJECT, RETENTION, RECORD, OUTBOX, FACT, GROUP, TILES, HEAD, STATEMENTS };

static const char *const texts[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [SUBJECT] = "INSERT INTO subject (site, uid, handle, state, version, created_at) VALUES (1, ?, ?, 0, 1, ?)",
    [RETENTION] = "INSERT INTO retention (site, subject, purpose, key_id, key_generation, trigger_kind, trigger_at, due_at, period, unit, state) "
                  "VALUES (1, ?, 1, ?, 1, 2, ?, ?, 24, 1, 0)",
    [RECORD] = ("INSERT INTO record (uid, site, subject, retention, channel, purpose, basis, region, region_source, policy_number, collected_at, fields, sealed, email_index) "
                "VALUES (?, 1, ?, ?, 1, 1, 1, '', 0, 1, ?, x'0e', ?, ?)"),
    [OUTBOX] = "INSERT INTO outbox (uid, site, record, subject, place, state, attempts, due_at, created_at, outcome) VALUES (?, 1, ?, ?, 0, 0, 0, ?, ?, 0)",
    [FACT] = "INSERT INTO fact (site, position, type, at, policy_number, canonical, salt) VALUES (1, ?, 2, ?, 1, ?, ?)",
    [GROUP] = "INSERT INTO commit_group (site, at) VALUES (1, ?)",
    [TILES] = "INSERT INTO tile (site, level, number, hashes) VALUES (1, 0, ?, ?) ON CONFLICT (site, level, number) DO UPDATE SET hashes = excluded.hashes",
    [HEAD] = "UPDATE log_head SET size = ?, root = ?, group_id = ? WHERE site = 1",
};

struct limit {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
    int slots;
    uint64_t random, position;
    int64_t at;
};

static void stop(const char *what, const char *why)
{
    fprintf(stderr, "limit: %s: %s\n", what, why);
    exit(1);
}

static void must(struct limit *l, int result, const char *what)
{
    if (result != SQLITE_OK && result != SQLITE_DONE)
        stop(what, sqlite3_errmsg(l->db));
}

/* xorshift64*: nobody needs to be surprised here. */
static void fill(struct limit *l, void *bytes, size_t length)
{
    for (size_t i = 0; i < length; i += 8) {
        l->random ^= l->random >> 12, l->random ^= l->random << 25, l->random ^= l->random >> 27;
        uint64_t word = l->random * UINT64_C(2685821657736338717);
        memcpy((char *)bytes + i, &word, length - i < 8 ? length - i : 8);
    }
}

/* Binds by the letters of `kinds`: n a number, r as many random bytes as the number says. */
static int64_t run(struct limit *l, enum statement which, const char *kinds, const int64_t *values)
{
    sqlite3_stmt *s = l->statements[which];
    uint8_t memory[TILE * HASH + SEALED + 4 * HASH], *at = memory;

    for (int i = 0; kinds[i]; i++) {
        if (kinds[i] == 'n') {
            sqlite3_bind_int64(s, i + 1, values[i]);
            continue;
        }
        fill(l, at, (size_t)values[i]);
        sqlite3_bind_blob(s, i + 1, at, (int)values[i], SQLITE_STATIC);
        at += values[i];
    }
    must(l, sqlite3_step(s), texts[which]);
    sqlite3_reset(s);
    return sqlite3_last_insert_rowid(l->db);
}

#define RUN(limit, which, kinds, ...) run(limit, which, kinds, (const int64_t[]){ __VA_ARGS__ })

static void write_slots(struct limit *l, int group)
{
    uint8_t slots[GROUP_MAX * SLOT];
    size_t length = (size_t)group * SLOT;

    fill(l, slots, length);
    if (pwrite(l->slots, slots, length, (off_t)(l->position * SLOT % (SEGMENT - GROUP_MAX * SLOT))) != (ssize_t)length || fdatasync(l->slots) != 0)
        stop("slots", strerror(errno));
}

static void write_post(struct limit *l)
{
    int64_t subject = RUN(l, SUBJECT, "rrn", ID, ID, l->at);
    int64_t retention = RUN(l, RETENTION, "nrnn", subject, ID, l->at, l->at + 1000);
    int64_t record = RUN(l, RECORD, "rnnnrr", ID, subject, retention, l->at, SEALED, ID);

    RUN(l, OUTBOX, "rnnnn", ID, record, subject, l->at, l->at);
    RUN(l, FACT, "nnrr", (int64_t)l->position++, l->at, CANONICAL, SALT);
}

static void write_tiles(struct limit *l, uint64_t from)
{
    for (uint64_t tile = from / TILE; tile * TILE < l->position; tile++) {
        uint64_t end = (tile + 1) * TILE < l->position ? (tile + 1) * TILE : l->position;
        RUN(l, TILES, "nr", (int64_t)tile, (int64_t)(end - tile * TILE) * HASH);
    }
}

static void write_group(struct limit *l, int group)
{
    uint64_t from = l->position;
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    l->at = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
    write_slots(l, group);
    RUN(l, BEGIN, "", 0);
    int64_t number = RUN(l, GROUP, "n", l->at);
    for (int i = 0; i < group; i++)
        write_post(l);
    write_tiles(l, from);
    RUN(l, HEAD, "nrn", (int64_t)l->position, HASH, number);
    RUN(l, COMMIT, "", 0);
}

static int checkpoint(void *unused, sqlite3 *db, const char *name, int pages)
{
    (void)unused;
    return pages >= CHECKPOINT_PAGES ? sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL) : SQLITE_OK;
}

static void run_file(struct limit *l, const char *folder, const char *name)
{
    char path[4096], text[1 << 16];
    FILE *file;
    size_t length;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "r");
    if (!file)
        stop(path, strerror(errno));
    length = fread(text, 1, sizeof text - 1, file);
    text[length] = 0;
    fclose(file);
    must(l, sqlite3_exec(l->db, text, NULL, NULL, NULL), path);
}

static int is_sql(const struct dirent *entry)
{
    const char *dot = strrchr(entry->d_name, '.');

    return dot && strcmp(dot, ".sql") == 0;
}

static void open_database(struct limit *l, const char *folder, const char *schema)
{
    static const char settings[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
                                   "PRAGMA cell_size_check=ON; PRAGMA cache_size=-16384; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY";
    char path[4096];
    struct dirent **steps;
    int count = scandir(schema, &steps, is_sql, alphasort);

    if (count < 1)
        stop(schema, "no schema steps");
    snprintf(path, sizeof path, "%s/limit.db", folder);
    must(l, sqlite3_open_v2(path, &l->db, SQLITE_OPEN_CREATE | SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL), path);
    must(l, sqlite3_exec(l->db, settings, NULL, NULL, NULL), "settings");
    sqlite3_wal_hook(l->db, checkpoint, NULL);
    for (int i = 0; i < count; i++)
        run_file(l, schema, steps[i]->d_name);
    must(l, sqlite3_exec(l->db, "INSERT INTO site VALUES (1, zeroblob(16), 'limit', 'limit', 0, 1, 0); INSERT INTO log_head VALUES (1, 0, zeroblob(32), 0)", NULL, NULL, NULL), "site");
    for (int i = 0; i < STATEMENTS; i++)
        must(l, sqlite3_prepare_v3(l->db, texts[i], -1, SQLITE_PREPARE_PERSISTENT, &l->statements[i], NULL), texts[i]);
}

/* A key segment: all bytes written and synced before use, so that slots are overwritten in place. */
static void open_slots(struct limit *l, const char *folder)
{
    static uint8_t zeros[SEGMENT];
    char path[4096];

    snprintf(path, sizeof path, "%s/slots", folder);
    l->slots = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (l->slots < 0 || write(l->slots, zeros, SEGMENT) != SEGMENT || fsync(l->slots) != 0)
        stop(path, strerror(errno));
}

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double cpu_seconds(void)
{
    struct rusage u;

    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

int main(int count, char **arguments)
{
    static struct limit l = { .random = 88172645463325252 };
    int group = count == 5 ? atoi(arguments[3]) : 0;
    double began, cpu;

    if (group < 1 || group > GROUP_MAX) {
        fprintf(stderr, "usage: limit FOLDER SCHEMA GROUP SECONDS; GROUP from 1 to %d\n", GROUP_MAX);
        return 2;
    }
    open_database(&l, arguments[1], arguments[2]);
    open_slots(&l, arguments[1]);
    began = seconds();
    cpu = cpu_seconds();
    while (seconds() - began < atof(arguments[4]))
        write_group(&l, group);
    printf("{\"good\": %llu, \"seconds\": %.6f, \"cpu\": %.6f}\n", (unsigned long long)l.position, seconds() - began, cpu_seconds() - cpu);
    return 0;
}
