#include "fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* True: the call must fail. */
static bool hit(struct failing *f, bool is_sync)
{
    if (f->only_syncs && !is_sync)
        return false;
    if (++f->calls != f->at)
        return false;
    if (f->fault == FAULT_DIE || f->fault == FAULT_TEAR)
        _exit(DIED);
    errno = EIO;
    return f->fault == FAULT_ERROR;
}

static int failing_open(void *context, int folder, const char *name, int flags, mode_t mode)
{
    return hit(context, false) ? -1 : vault_files_real.open(NULL, folder, name, flags, mode);
}

static ssize_t failing_read(void *context, int fd, void *out_bytes, size_t length, off_t at)
{
    return hit(context, false) ? -1 : vault_files_real.read(NULL, fd, out_bytes, length, at);
}

static ssize_t failing_write(void *context, int fd, const void *bytes, size_t length, off_t at)
{
    struct failing *f = context;

    if (f->fault == FAULT_TEAR && !f->only_syncs && f->calls + 1 == f->at) {
        if (vault_files_real.write(NULL, fd, bytes, length / 2, at) < 0)
            _exit(3);
        _exit(DIED);
    }
    if (f->fault == FAULT_LIE && f->calls + 1 == f->at) {
        f->calls++;
        return (ssize_t)length;
    }
    return hit(f, false) ? -1 : vault_files_real.write(NULL, fd, bytes, length, at);
}

static int failing_truncate(void *context, int fd, off_t length)
{
    return hit(context, false) ? -1 : vault_files_real.truncate(NULL, fd, length);
}

/* A process that dies leaves the page cache, so these tests see the order of steps, not the disk: a sync that does not fail does nothing. */
static int failing_sync_data(void *context, int fd)
{
    (void)fd;
    return hit(context, true) ? -1 : 0;
}

static int failing_sync(void *context, int fd)
{
    (void)fd;
    return hit(context, true) ? -1 : 0;
}

static int failing_rename(void *context, int folder, const char *from, const char *to)
{
    return hit(context, false) ? -1 : vault_files_real.rename(NULL, folder, from, to);
}

struct vault_files failing_files(struct failing *f)
{
    return (struct vault_files){ failing_open, failing_read, failing_write, failing_truncate, failing_sync_data, failing_sync, failing_rename, NULL, f };
}

static void seeded(void *context, void *out_bytes, size_t length)
{
    random_bytes(context, out_bytes, length);
}

struct fixture *fixture_make(bool without_syncs)
{
    static const uint8_t seed[32] = { 7 };
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->w = unit_work();
    f->without_syncs = without_syncs;
    f->folder = unit_folder();
    f->random = random_of_seed(seed);
    snprintf(f->keys, sizeof f->keys, "%s/keys", f->folder);
    snprintf(f->seal_key, sizeof f->seal_key, "%s/seal.key", f->folder);
    f->config = (struct vault_config){ .folder = f->keys, .seal_key_path = f->seal_key, .weaker_filesystem = true, .entropy = seeded, .entropy_context = &f->random };
    assert_ok(f->w, vault_seal_key_create(f->w, f->seal_key, &f->config));
    fixture_open(f);
    return f;
}

void fixture_end(struct fixture **f)
{
    vault_close(&(*f)->v);
    unit_folder_remove(&(*f)->folder);
    unit_work_end(&(*f)->w);
    free(*f);
    *f = NULL;
}

void fixture_close(struct fixture *f)
{
    vault_close(&f->v);
}

void fixture_open(struct fixture *f)
{
    struct vault_files quick = failing_files(&f->failing);

    if (!f->without_syncs) {
        assert_ok(f->w, vault_open(f->w, &f->config, &f->v));
        return;
    }
    f->failing.fault = FAULT_NONE;
    assert_ok(f->w, vault_open_on(f->w, &f->config, &quick, &f->v));
}

void fixture_reopen(struct fixture *f)
{
    fixture_close(f);
    fixture_open(f);
}

static int raw_open(struct fixture *f, const char *name)
{
    char path[512];
    int fd;

    snprintf(path, sizeof path, "%s/%s", f->keys, name);
    fd = open(path, O_RDWR | O_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

void fixture_peek(struct fixture *f, const char *name, void *out_bytes, size_t length, long at)
{
    int fd = raw_open(f, name);

    assert_int_equal(pread(fd, out_bytes, length, at), length);
    close(fd);
}

void fixture_poke(struct fixture *f, const char *name, const void *bytes, size_t length, long at)
{
    int fd = raw_open(f, name);

    assert_int_equal(pwrite(fd, bytes, length, at), length);
    close(fd);
}

void fixture_cut(struct fixture *f, const char *name, long length)
{
    int fd = raw_open(f, name);

    assert_int_equal(ftruncate(fd, length), 0);
    close(fd);
}

size_t fixture_slot_place(struct vault_key key)
{
    return (size_t)(slot_number_of(key.id) % SEGMENT_SLOTS) * SLOT_BYTES;
}

static void child(struct fixture *f, enum fault fault, int at, bool (*act)(struct fixture *f))
{
    struct vault_files files = failing_files(&f->failing);
    bool done, only_syncs = f->failing.only_syncs;

    f->failing = (struct failing){ .fault = FAULT_NONE };
    if (!vault_open_on(f->w, &f->config, &files, &f->v))
        _exit(2);
    f->failing = (struct failing){ .fault = fault, .at = at, .only_syncs = only_syncs };
    done = act(f);
    _exit(done ? 0 : 1);
}

int fixture_in_child(struct fixture *f, enum fault fault, int at, bool (*act)(struct fixture *f))
{
    int status;
    pid_t pid = fork();

    must(f->v == NULL); /* the child opens it itself */
    assert_true(pid >= 0);
    if (pid == 0) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(3);
        child(f, fault, at, act);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}
