/* privacyd backup, restore. */
#include "cli/commands.h"

#include "policy/own_record.h"

#include <string.h>

static int make(struct cli *c, const struct config *config, const char *to, const char *keys_to)
{
    if (!to && !keys_to)
        return cli_usage(c, "say where to: --to FOLDER for the database, --keys-to FOLDER for the keys");
    if (!c->wiring->backup(c->w, config, to, keys_to))
        return cli_fail(c);
    if (to)
        fprintf(c->out, "the database is in %s\n", to);
    if (keys_to)
        fprintf(c->out, "the keys are in %s; delete that part within %d days\n", keys_to, OWN_TRACE_DAYS);
    if (!keys_to)
        fputs("privacyd: note: this part holds no keys and opens nothing without them; --keys-to FOLDER copies them\n", c->err);
    return EXIT_GOOD;
}

/* In a place of its own, as a restore would make it, and gone afterwards. */
static int verify_unpacked(struct cli *c, const struct config *config, const char *from, const char *keys)
{
    struct config there = *config;
    int64_t days = 0;
    int code;

    if (!c->wiring->unpack(c->w, from, keys, &there.data))
        return cli_fail(c);
    if (!keys)
        there.seal_key = TEXT("");
    there.weaker_filesystem = true;
    code = cli_verify_folder(c, &there);
    c->wiring->unpack_end(there.data);
    if (code == EXIT_GOOD && keys && !c->wiring->keys_age(c->w, keys, &days))
        return cli_fail(c);
    if (days > OWN_TRACE_DAYS) {
        fprintf(c->err, "privacyd: the keys in %s are %lld days old: delete them, for people who were erased since can be read with them\n", keys, (long long)days);
        return EXIT_BAD;
    }
    return code;
}

int cli_backup(struct cli *c)
{
    struct cli_option options[] = { { "--config", true, NULL }, { "--data", true, NULL }, { "--to", true, NULL }, { "--keys-to", true, NULL }, { "--keys", true, NULL } };
    const char *words[2] = { NULL, NULL };
    struct config config;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), words, 2, &rest))
        return EXIT_USAGE;
    if (rest == 1 || (rest == 2 && strcmp(words[0], "verify") != 0))
        return cli_usage(c, "say: backup --to FOLDER --keys-to FOLDER, or backup verify FOLDER --keys FOLDER");
    if (!cli_config(c, options[0].value, options[1].value, &config))
        return EXIT_BAD;
    if (rest == 2)
        return verify_unpacked(c, &config, words[1], options[4].value);
    return make(c, &config, options[2].value, options[3].value);
}

int cli_restore(struct cli *c)
{
    struct cli_option options[] = {
        { "--config", true, NULL }, { "--data", true, NULL }, { "--keys", true, NULL }, { "--tombstones", true, NULL }, { "--accept-returned", false, NULL },
    };
    struct cli_restored done;
    struct cli_restore r = { 0 };
    struct config config;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), &r.from, 1, &rest))
        return EXIT_USAGE;
    if (rest != 1 || !options[1].value || !options[2].value)
        return cli_usage(c, "say: restore FOLDER --keys FOLDER --data NEW");
    if (!cli_config(c, options[0].value, NULL, &config))
        return EXIT_BAD;
    r.to = options[1].value;
    r.keys = options[2].value;
    r.tombstones = options[3].value;
    r.accepts_returned = options[4].value != NULL;
    if (!c->wiring->restore(c->w, &config, &r, &done))
        return cli_fail(c);
    fprintf(c->out, "restored into %s: %lld tombstones read, %llu keys destroyed again\n", r.to, (long long)done.tombstones, (unsigned long long)done.destroyed);
    fprintf(c->out, "set `data: %s` in the settings; the next start puts the rows in order before it serves\n", r.to);
    return EXIT_GOOD;
}
