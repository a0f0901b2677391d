/* privacyd fmt: policy files in their canonical form. A file is replaced as a whole or not at all. */
#include "cli/commands.h"
#include "policy/format.h"
#include "source/report.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES_MAX = 256 };

/* --- one file -------------------------------------------------------------------------------------------------------------------------------- */

/* The canonical form. False: told on err; *out_code is what the program ends with. */
static bool format(struct cli *c, const char *name, struct text source, struct text *out_formatted, int *out_code)
{
    struct findings findings;
    struct text words;

    if (!policy_format(c->w, source, out_formatted, &findings)) {
        fprintf(c->err, "%s: ", name);
        *out_code = cli_fail(c);
        return false;
    }
    if (!findings.count)
        return true;
    *out_code = EXIT_BAD;
    if (!findings_as_text(c->w, &findings, text_of(name), source, &words))
        *out_code = cli_fail(c);
    else
        cli_print(c->err, words);
    fprintf(c->err, "%s: it cannot be read, so it stays as it is\n", name);
    return false;
}

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

static bool sync_folder(const char *path)
{
    char copy[PATH_MAX];
    CLEANUP(close_file) int folder = -1;

    snprintf(copy, sizeof copy, "%s", path);
    folder = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return folder >= 0 && fsync(folder) == 0;
}

static bool is_unchanged(const char *path, const struct stat *seen)
{
    struct stat now;

    return stat(path, &now) == 0 && now.st_mtim.tv_sec == seen->st_mtim.tv_sec && now.st_mtim.tv_nsec == seen->st_mtim.tv_nsec && now.st_size == seen->st_size &&
        now.st_ino == seen->st_ino;
}

/* A new file of the same mode and owner takes the place of the old one in one step. */
static bool replace_file(struct work *w, const char *path, const struct stat *seen, struct text bytes)
{
    char temporary[PATH_MAX + 8];
    CLEANUP(close_file) int file = -1;

    snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    file = mkostemp(temporary, O_CLOEXEC);
    if (file < 0)
        FAIL(w, ERR_IO, "%s: no file can be made beside it: %s", path, strerror(errno));
    if (fchown(file, seen->st_uid, seen->st_gid) != 0 && geteuid() == 0)
        goto fail;
    if (fchmod(file, seen->st_mode & 07777) != 0 || !cli_write_file(file, bytes))
        goto fail;
    if (!is_unchanged(path, seen)) {
        unlink(temporary);
        FAIL(w, ERR_CONFLICT, "%s was changed meanwhile; run it again", path);
    }
    if (rename(temporary, path) != 0)
        goto fail;
    if (!sync_folder(path))
        FAIL(w, ERR_IO, "%s was replaced, but its folder cannot be synced: %s", path, strerror(errno));
    return true;
fail:
    error_set(&w->err, ERR_IO, __func__, __LINE__, "%s cannot be replaced: %s", path, strerror(errno));
    unlink(temporary);
    return false;
}

/* A link stays a link: what it points to is replaced. */
static int format_file(struct cli *c, const char *name, bool only_look)
{
    char path[PATH_MAX];
    struct text source, formatted;
    struct stat seen;
    int code;

    if (!realpath(name, path) || stat(path, &seen) != 0) {
        fprintf(c->err, "privacyd: %s cannot be read: %s\n", name, strerror(errno));
        return EXIT_UNREADABLE;
    }
    if (!cli_read_file(c->w, path, POLICY_FILE_MAX, &source))
        return cli_fail(c);
    if (!format(c, name, source, &formatted, &code))
        return code;
    if (text_equal(source, formatted))
        return EXIT_GOOD;
    if (!only_look && !replace_file(c->w, path, &seen, formatted))
        return cli_fail(c);
    fprintf(c->out, "%s\n", name);
    return only_look ? EXIT_BAD : EXIT_GOOD;
}

/* --- standard input -------------------------------------------------------------------------------------------------------------------------- */

static int format_input(struct cli *c, bool only_look)
{
    struct text source, formatted;
    int code;

    if (!cli_read_input(c, POLICY_FILE_MAX, &source))
        return cli_fail(c);
    if (!format(c, "standard input", source, &formatted, &code))
        return code;
    if (!only_look)
        cli_print(c->out, formatted);
    return !only_look || text_equal(source, formatted) ? EXIT_GOOD : EXIT_BAD;
}

int cli_fmt(struct cli *c)
{
    struct cli_option options[] = { { "--check", false, NULL } };
    const char *files[FILES_MAX];
    int rest, worst = EXIT_GOOD;

    if (!cli_options(c, options, COUNT_OF(options), files, FILES_MAX, &rest))
        return EXIT_USAGE;
    if (rest == 0)
        return cli_usage(c, "fmt needs a policy file, or - for standard input: privacyd fmt policy.yaml");
    for (int i = 0; i < rest; i++) {
        bool only_look = options[0].value != NULL, input = strcmp(files[i], "-") == 0;
        int code = input ? format_input(c, only_look) : format_file(c, files[i], only_look);
        worst = code > worst ? code : worst;
    }
    return worst;
}
