#include "store/pipeline.h"

#include "ledger/note.h"
#include "store/fact_log.h"
#include "store/group.h"
#include "store/reserve.h"
#include "store_queries.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    GROUP_ARENA_BYTES = 96 * 1024 * 1024,
    GROUP_PLAINTEXT_BYTES = 16 * 1024 * 1024, /* a group is closed when its lists seal more than this */
    GROUP_IDS_KEPT = 1024,
    GROUP_IDS_TRIM = 256, /* every so many groups */
    EXIT_RESTART = 70,
};

struct pipeline {
    struct pipeline_config config;
    char origin[ORIGIN_MAX];
    struct fact_log *log;
    struct work work; /* of the group that is being written; wiped after each */
    bool early;       /* sabotage: see sabotage_early */
    struct reserve reserve;
    pthread_t thread;
    bool running;

    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t wake;
    struct pipeline_item *first, **last;
    int length;
    bool ending, rest;
    bool has_head, has_published;
    struct signed_head head, published;
    struct instant published_at;
    struct pipeline_counters counters;
};

/* The proof of durability must be seen to fail: an answer that leaves before COMMIT. Test builds only. */
static bool sabotage_early(void)
{
#ifdef PRIVACYD_TEETH
    return getenv("PRIVACYD_SABOTAGE_EARLY") != NULL;
#else
    return false;
#endif
}

/* The group may be on disk or not, and telling either would be a guess. */
static _Noreturn void stop_on_unknown_commit(const struct error *err)
{
    fprintf(stderr, "privacyd: it is not known whether a commit happened (%s); stopping, so that start-up recovers from what is on disk\n", err->message);
    _exit(EXIT_RESTART);
}

static bool number_group(struct work *w, struct group *g)
{
    const struct sql_value values[] = { sql_number(g->config->site), sql_number(w->now.ms) };
    struct sql_count count;

    TRY(sql_run(w, g->config->connection, &query_commit_group_insert, values, (int)COUNT_OF(values), &count));
    g->number = count.inserted;
    return true;
}

/* Only the newest numbers are ever asked for. */
static bool trim_groups(struct work *w, struct group *g)
{
    const struct sql_value values[] = { sql_number(g->config->site), sql_number(g->number - GROUP_IDS_KEPT) };
    struct sql_count count;

    if (g->number % GROUP_IDS_TRIM != 0)
        return true;
    return sql_run(w, g->config->connection, &query_commit_group_trim, values, (int)COUNT_OF(values), &count);
}

static bool write_group(struct work *w, struct pipeline *p, struct group *g)
{
    TRY(fact_log_refresh(w, p->log));
    g->base = fact_log_next(p->log);
    TRY(number_group(w, g));
    TRY(group_run(w, g));
    TRY(fact_log_grow(w, p->log, g->leaves, g->leaf_count, g->number));
    return trim_groups(w, g);
}

static void count_ends(struct pipeline *p, const struct group *g)
{
    pthread_mutex_lock(&p->lock);
    p->counters.groups += group_holding(g) > 0;
    for (int i = 0; i < g->count; i++) {
        enum error_code code = g->entries[i].item->w->err.code;
        p->counters.lists += code == ERR_NONE;
        p->counters.conflicts += code == ERR_CONFLICT;
        p->counters.failures += code != ERR_NONE && code != ERR_CONFLICT;
    }
    pthread_mutex_unlock(&p->lock);
}

static void tell(struct pipeline *p, struct group *g)
{
    if (g->told)
        return;
    g->told = true;
    count_ends(p, g);
    for (int i = 0; i < g->count; i++)
        g->entries[i].item->done(g->entries[i].item);
}

static bool begin_group(struct work *w, struct pipeline *p, struct group *g)
{
    if (sql_begin(w, p->config.connection) && write_group(w, p, g))
        return true;
    sql_rollback(p->config.connection);
    return error_pass(&w->err, __func__, __LINE__);
}

/* One list is to blame: all once more, and it fails alone. */
static bool begin_carefully(struct work *w, struct pipeline *p, struct group *g)
{
    if (!g->careful)
        return false;
    error_clear(&w->err);
    fact_log_settle(p->log, false);
    g->leaf_count = 0;
    return begin_group(w, p, g);
}

/* One transaction. False: nothing of it is on disk. */
static bool commit_group(struct work *w, struct pipeline *p, struct group *g)
{
    struct sql_connection *c = p->config.connection;

    if (!begin_group(w, p, g) && !begin_carefully(w, p, g))
        return error_pass(&w->err, __func__, __LINE__);
    if (group_holding(g) == 0) {
        sql_rollback(c);
        return true;
    }
    if (p->early) {
        tell(p, g);
        nanosleep(&(struct timespec){ .tv_nsec = 5000000 }, NULL); /* so that the answer surely leaves first */
    }
    if (sql_commit(w, c)) {
        fact_log_settle(p->log, true);
        return true;
    }
    if (w->err.code != ERR_UNAVAILABLE)
        stop_on_unknown_commit(&w->err);
    return error_pass(&w->err, __func__, __LINE__);
}

static struct error nothing_written(const struct error *err)
{
    struct error told = *err;

    error_set(&told, ERR_UNAVAILABLE, __func__, __LINE__, "nothing was written: %s", err->message);
    return told;
}

/* What is left of the disk is for those who destroy. */
static void spare_the_reserve(struct pipeline *p, struct group *g)
{
    struct error err = { 0 };

    if (reserve_take(&p->reserve))
        return;
    error_set(&err, ERR_UNAVAILABLE, __func__, __LINE__, "nothing was written: the disk is full");
    group_hold_back(g, &err);
}

/* The disk may be full: once more into the space that was kept back, without those that bring new data. */
static bool commit_into_reserve(struct work *w, struct pipeline *p, struct group *g)
{
    struct error err = nothing_written(&w->err);

    if (w->err.code != ERR_UNAVAILABLE || g->told || !reserve_give(&p->reserve))
        return false;
    fact_log_settle(p->log, false);
    group_hold_back(g, &err);
    g->leaf_count = 0;
    error_clear(&w->err);
    return group_holding(g) == 0 || commit_group(w, p, g);
}

/* A conflict about the head lets the units run again; all else is "not now". */
static void fail_group(struct work *w, struct group *g)
{
    struct error err = w->err;

    if (g->told)
        return; /* sabotaged: the items are gone */
    if (err.code != ERR_CONFLICT)
        err = nothing_written(&w->err);
    group_fail(g, &err);
    error_clear(&w->err);
}

static bool sign_head(struct work *w, struct pipeline *p)
{
    struct ledger_head head = fact_log_head(p->log);
    struct text origin = p->config.origin, body, note;
    uint8_t key[32], signature[64];

    if (head.size == 0 || (p->has_head && p->head.head.size == head.size))
        return true;
    TRY(checkpoint_text(w, origin, head, &body));
    TRY(vault_sign(w, p->config.vault, p->config.site_uid, body, signature));
    TRY(vault_public_key(w, p->config.vault, p->config.site_uid, key));
    TRY(note_write(w, body, origin, key, signature, &note));
    must(note.length <= SIGNED_HEAD_MAX);
    pthread_mutex_lock(&p->lock);
    p->head.head = head;
    p->head.note_length = note.length;
    memcpy(p->head.note, note.at, note.length);
    p->has_head = true;
    pthread_mutex_unlock(&p->lock);
    return true;
}

static struct instant newest_moment(const struct pipeline_item *items)
{
    struct instant newest = items->w->now;

    for (; items; items = items->next)
        if (instant_compare(items->w->now, newest) > 0)
            newest = items->w->now;
    return newest;
}

/* Not even the table of the group fits into memory. */
static void refuse_items(struct pipeline_item *items, const struct error *err)
{
    for (struct pipeline_item *next; items; items = next) {
        next = items->next;
        items->w->err = *err;
        items->w->err.code = ERR_UNAVAILABLE;
        items->done(items);
    }
}

void pipeline_run_group(struct pipeline *p, struct pipeline_item *items)
{
    struct work *w = &p->work;
    struct group g;

    w->now = newest_moment(items);
    if (!group_open(w, &p->config, items, &g)) {
        refuse_items(items, &w->err);
    } else {
        spare_the_reserve(p, &g);
        group_secure(w, &g);
        if (group_holding(&g) && !commit_group(w, p, &g) && !commit_into_reserve(w, p, &g))
            fail_group(w, &g);
        fact_log_settle(p->log, false);
        /* What is committed stays committed: a head that cannot be signed now is signed with the next group. */
        if (!sign_head(w, p))
            fprintf(stderr, "privacyd: the head of the log could not be signed: %s\n", w->err.message);
        tell(p, &g);
    }
    error_clear(&w->err);
    arena_reset(w->arena);
}

static size_t plaintext_bytes(const struct write_list *l)
{
    size_t bytes = 0;

    for (int i = 0; i < l->seal_count; i++)
        bytes += l->seals[i].plaintext.length;
    return bytes;
}

/* The next group, off the queue; the lock is held. */
static struct pipeline_item *cut_group(struct pipeline *p)
{
    struct pipeline_item *items = p->first, **end = &p->first;
    size_t bytes = 0;
    int count = 0;

    while (*end && count < STORE_GROUP_MAX && bytes <= GROUP_PLAINTEXT_BYTES) {
        bytes += plaintext_bytes((*end)->w->writes);
        end = &(*end)->next;
        count++;
    }
    p->length -= count;
    p->first = *end;
    *end = NULL;
    if (!p->first)
        p->last = &p->first;
    return items;
}

/* The lock is held, and let go in between. */
static void rest(struct pipeline *p)
{
    p->rest = false;
    pthread_mutex_unlock(&p->lock);
    sql_rest(p->config.connection);
    pthread_mutex_lock(&p->lock);
}

static struct pipeline_item *next_group(struct pipeline *p)
{
    struct pipeline_item *items = NULL;

    pthread_mutex_lock(&p->lock);
    while (p->rest || (!p->first && !p->ending)) {
        if (p->rest)
            rest(p);
        else
            pthread_cond_wait(&p->wake, &p->lock);
    }
    if (p->first)
        items = cut_group(p);
    pthread_mutex_unlock(&p->lock);
    return items;
}

static void *writer_main(void *argument)
{
    struct pipeline *p = argument;
    struct pipeline_item *items;

    while ((items = next_group(p)) != NULL)
        pipeline_run_group(p, items);
    return NULL;
}

bool pipeline_create(struct work *w, const struct pipeline_config *config, struct pipeline **out_pipeline)
{
    CLEANUP(pipeline_destroy) struct pipeline *p = calloc(1, sizeof *p);

    if (!p)
        FAIL(w, ERR_UNAVAILABLE, "no memory for the commit pipeline");
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->wake, NULL);
    p->last = &p->first;
    p->early = sabotage_early();
    if (config->origin.length > sizeof p->origin)
        FAIL(w, ERR_INVALID, "the origin of the log is longer than %d bytes", ORIGIN_MAX);
    p->config = *config;
    p->reserve.path = config->reserve;
    p->config.connection = NULL; /* ours when nothing can fail any more */
    memcpy(p->origin, config->origin.at, config->origin.length);
    p->config.origin.at = p->origin;
    p->work.arena = arena_create(GROUP_ARENA_BYTES);
    if (!p->work.arena)
        FAIL(w, ERR_UNAVAILABLE, "no memory for the commit pipeline");
    TRY(fact_log_open(w, config->connection, config->site, &p->log));
    TRY(sign_head(w, p));
    p->config.connection = config->connection;
    *out_pipeline = TAKE(p);
    return true;
}

static void end_thread(struct pipeline *p)
{
    pthread_mutex_lock(&p->lock);
    p->ending = true;
    pthread_cond_signal(&p->wake);
    pthread_mutex_unlock(&p->lock);
    if (p->running)
        pthread_join(p->thread, NULL);
}

void pipeline_destroy(struct pipeline **pipeline)
{
    struct pipeline *p = *pipeline;

    if (!p)
        return;
    end_thread(p);
    fact_log_close(&p->log);
    sql_close(&p->config.connection);
    arena_destroy(&p->work.arena);
    pthread_cond_destroy(&p->wake);
    pthread_mutex_destroy(&p->lock);
    free(p);
    *pipeline = NULL;
}

bool pipeline_start(struct work *w, struct pipeline *p)
{
    must(!p->running);
    if (pthread_create(&p->thread, NULL, writer_main, p) != 0)
        FAIL(w, ERR_UNAVAILABLE, "cannot start the writer's thread");
    p->running = true;
    return true;
}

bool pipeline_submit(struct pipeline *p, struct pipeline_item *item)
{
    bool taken = false;

    item->next = NULL;
    pthread_mutex_lock(&p->lock);
    if (p->length < STORE_QUEUE_MAX && !p->ending) {
        *p->last = item;
        p->last = &item->next;
        p->length++;
        taken = true;
        pthread_cond_signal(&p->wake);
    }
    pthread_mutex_unlock(&p->lock);
    return taken;
}

void pipeline_rest(struct pipeline *p)
{
    pthread_mutex_lock(&p->lock);
    p->rest = p->running;
    pthread_cond_signal(&p->wake);
    pthread_mutex_unlock(&p->lock);
}

bool pipeline_head(struct pipeline *p, struct signed_head *out_head)
{
    bool has;

    pthread_mutex_lock(&p->lock);
    has = p->has_head;
    if (has)
        *out_head = p->head;
    pthread_mutex_unlock(&p->lock);
    return has;
}

/* A clock that was set back publishes at once: the interval counts from what is known. */
static bool is_due(const struct pipeline *p, struct instant now)
{
    return !p->has_published || now.ms < p->published_at.ms || now.ms - p->published_at.ms >= LOG_INTERVAL_SECONDS * 1000;
}

bool pipeline_published(struct pipeline *p, struct instant now, struct signed_head *out_head)
{
    bool has;

    pthread_mutex_lock(&p->lock);
    if (p->has_head && is_due(p, now)) {
        p->published = p->head;
        p->published_at = now;
        p->has_published = true;
    }
    has = p->has_published;
    if (has)
        *out_head = p->published;
    pthread_mutex_unlock(&p->lock);
    return has;
}

struct pipeline_site pipeline_site(const struct pipeline *p)
{
    return (struct pipeline_site){ p->config.site, p->config.site_uid, p->config.origin };
}

struct pipeline_counters pipeline_counters(struct pipeline *p)
{
    struct pipeline_counters counters;

    pthread_mutex_lock(&p->lock);
    counters = p->counters;
    pthread_mutex_unlock(&p->lock);
    return counters;
}
