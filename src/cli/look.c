/* Commands that only read: verify, promises, sweep --dry-run. A running server is asked; without one the data directory is read here. */
#include "api/look.h"
#include "cli/commands.h"
#include "ledger/receipt.h"

#include <jansson.h>

enum { RECEIPT_FILE_MAX = 1 << 20 };

/* What is looked for here when no server runs. */
struct looking {
    const struct question *question;
    struct text json;
};

struct question {
    const char *path; /* of the command, for a server that runs */
    struct text body;
    int64_t number;   /* for `look` */
    bool (*look)(struct work *w, struct services *s, const struct question *q, struct text *out_json);
};

static bool look(struct work *w, struct services *s, void *context)
{
    struct looking *l = context;

    return l->question->look(w, s, l->question, &l->json);
}

/* Asks the server, or looks here; the answer is the same JSON either way. */
static int ask(struct cli *c, const struct config *config, const struct question *q, json_t **out_answer)
{
    struct looking looking = { q, TEXT("") };
    struct text json;
    bool served;
    int status = 200;

    if (!c->wiring->is_served(c->w, config, &served))
        return cli_fail(c);
    if (served ? !c->wiring->control(c->w, config, q->path, q->body, &status, &looking.json) : !c->wiring->look(c->w, config, look, &looking))
        return cli_fail(c);
    json = looking.json;
    *out_answer = json_loadb(json.at, json.length, JSON_REJECT_DUPLICATES, NULL);
    if (status != 200 || !*out_answer) {
        const char *detail = json_string_value(json_object_get(*out_answer, "detail"));
        fprintf(c->err, "privacyd: %s\n", detail ? detail : "the server could not do it; its log says why");
        json_decref(*out_answer);
        return EXIT_BAD;
    }
    return EXIT_GOOD;
}

static void print_member(struct cli *c, const json_t *answer, const char *name)
{
    const char *words = json_string_value(json_object_get(answer, name));

    fputs(words ? words : "", c->out);
}

/* --- verify ---------------------------------------------------------------------------------------------------------------------------------- */

static bool look_verify(struct work *w, struct services *s, const struct question *q, struct text *out_json)
{
    (void)q;
    return look_at_invariants(w, s->vault, out_json);
}

int cli_verify_folder(struct cli *c, const struct config *config)
{
    const struct question question = { "/control/verify", TEXT("{}"), 0, look_verify };
    json_t *answer = NULL;
    int code = ask(c, config, &question, &answer);

    if (code != EXIT_GOOD)
        return code;
    print_member(c, answer, "text");
    code = json_integer_value(json_object_get(answer, "violations")) ? EXIT_BAD : EXIT_GOOD;
    json_decref(answer);
    return code;
}

static int verify_receipt(struct cli *c, const char *path)
{
    struct receipt receipt;
    struct ledger_head head;
    struct text json;
    char memory[64];
    struct draft at = draft_in(memory, sizeof memory);

    if (!cli_read_file(c->w, path, RECEIPT_FILE_MAX, &json))
        return cli_fail(c);
    if (!receipt_parse(c->w, json, &receipt) || !receipt_verify(c->w, &receipt, &head)) {
        fprintf(c->err, "privacyd: %s: this receipt does not hold: %s\n", path, c->w->err.message);
        return EXIT_BAD;
    }
    draft_instant(&at, receipt.fact.at);
    fprintf(c->out, "the receipt holds\n  what      %s\n  when      %.*s\n  entry     %llu of a log with %llu entries\n  log key   %.*s\n", fact_type_name(receipt.fact.type),
            TEXT_ARGS(draft_text(&at)), (unsigned long long)receipt.position, (unsigned long long)head.size, TEXT_ARGS(receipt.verifier_key));
    fputs("Compare the log key with the one on the site's page of promises: the receipt proves what that key signed.\n", c->out);
    return EXIT_GOOD;
}

int cli_verify(struct cli *c)
{
    struct cli_option options[] = { { "--config", true, NULL }, { "--data", true, NULL } };
    struct config config;
    const char *path = NULL;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), &path, 1, &rest))
        return EXIT_USAGE;
    if (rest == 1)
        return verify_receipt(c, path);
    if (!cli_config(c, options[0].value, options[1].value, &config))
        return EXIT_BAD;
    return cli_verify_folder(c, &config);
}

/* --- promises -------------------------------------------------------------------------------------------------------------------------------- */

static bool look_promises(struct work *w, struct services *s, const struct question *q, struct text *out_json)
{
    (void)q;
    return look_at_promises(w, s, out_json);
}

int cli_promises(struct cli *c)
{
    struct cli_option options[] = { { "--config", true, NULL }, { "--data", true, NULL }, { "--json", false, NULL } };
    const struct question question = { "/control/promises", TEXT("{}"), 0, look_promises };
    struct config config;
    json_t *answer = NULL;
    int rest, code;

    if (!cli_options(c, options, COUNT_OF(options), NULL, 0, &rest))
        return EXIT_USAGE;
    if (!cli_config(c, options[0].value, options[1].value, &config))
        return EXIT_BAD;
    code = ask(c, &config, &question, &answer);
    if (code != EXIT_GOOD)
        return code;
    print_member(c, answer, options[2].value ? "json" : "text");
    json_decref(answer);
    return EXIT_GOOD;
}

/* --- sweep ----------------------------------------------------------------------------------------------------------------------------------- */

static bool look_sweep(struct work *w, struct services *s, const struct question *q, struct text *out_json)
{
    (void)s, (void)q;
    return look_at_sweep(w, w->now, out_json);
}

int cli_sweep(struct cli *c)
{
    struct cli_option options[] = { { "--config", true, NULL }, { "--data", true, NULL }, { "--dry-run", false, NULL }, { "--at", true, NULL } };
    struct question question = { "/control/sweep", TEXT("{}"), 0, look_sweep };
    struct config config;
    json_t *answer = NULL;
    int rest, code;

    if (!cli_options(c, options, COUNT_OF(options), NULL, 0, &rest))
        return EXIT_USAGE;
    if (!options[2].value)
        return cli_usage(c, "the server sweeps by itself; say --dry-run to see what it would remove");
    if (options[3].value && !instant_parse(text_of(options[3].value), &c->w->now))
        return cli_usage(c, "--at %s is no instant; give one like 2028-03-01", options[3].value);
    if (options[3].value && !work_format(c->w, &question.body, "{\"at\":\"%s\"}", options[3].value))
        return cli_fail(c);
    if (!cli_config(c, options[0].value, options[1].value, &config))
        return EXIT_BAD;
    code = ask(c, &config, &question, &answer);
    if (code != EXIT_GOOD)
        return code;
    print_member(c, answer, "text");
    json_decref(answer);
    return EXIT_GOOD;
}

/* --- a published version ----------------------------------------------------------------------------------------------------------------------- */

static bool look_source(struct work *w, struct services *s, const struct question *q, struct text *out_json)
{
    (void)s;
    return look_at_source(w, q->number, out_json);
}

int cli_source(struct cli *c, const struct config *config, int64_t version, struct text *out_source)
{
    struct question question = { "/control/source", TEXT(""), version, look_source };
    json_t *answer = NULL, *source;
    int code;

    if (!work_format(c->w, &question.body, "{\"version\":%lld}", (long long)version))
        return cli_fail(c);
    code = ask(c, config, &question, &answer);
    source = json_object_get(answer, "source");
    if (code == EXIT_GOOD && !work_copy(c->w, text_of_bytes(json_string_value(source), json_string_length(source)), out_source))
        code = cli_fail(c);
    json_decref(answer);
    return code;
}
