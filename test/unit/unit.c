#include "unit.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct work *unit_work(void)
{
    static const uint8_t seed[32] = { 1 };
    struct work *w = calloc(1, sizeof *w);

    assert_non_null(w);
    w->arena = arena_create(16u << 20);
    assert_non_null(w->arena);
    w->random = random_of_seed(seed);
    assert_true(instant_parse(TEXT("2026-03-01T12:00:00Z"), &w->now));
    return w;
}

void unit_work_end(struct work **w)
{
    arena_destroy(&(*w)->arena);
    free(*w);
    *w = NULL;
}

const char *unit_source_path(const char *relative)
{
    static char path[4096];
    const char *root = getenv("SOURCE_ROOT");

    snprintf(path, sizeof path, "%s/%s", root ? root : ".", relative);
    return path;
}

char *unit_folder(void)
{
    const char *parent = getenv("TMPDIR");
    char *folder;

    assert_true(asprintf(&folder, "%s/privacyd-unit-XXXXXX", parent ? parent : "/tmp") > 0);
    assert_non_null(mkdtemp(folder));
    return folder;
}

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    (void)status, (void)kind, (void)walk;
    return remove(path);
}

void unit_folder_remove(char **folder)
{
    nftw(*folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    free(*folder);
    *folder = NULL;
}
