/* Commands that write: they go to the running server over the control socket, or are carried out here when none runs. What they print comes
 * from the answer. */
#include "base/json.h"
#include "cli/commands.h"

#include <jansson.h>
#include <string.h>

enum { BODY_MAX = 9 << 20, LIST_MAX = 32 };

const char *cli_member(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));

    return value ? value : "";
}

static long long number(const json_t *answer, const char *name)
{
    return json_integer_value(json_object_get(answer, name));
}

static void print_error(struct cli *c, const json_t *answer, int status)
{
    const char *detail = cli_member(answer, "detail"), *findings = cli_member(answer, "findings"), *plan = cli_member(answer, "plan");

    fputs(findings, c->err);
    if (*plan)
        fprintf(c->err, "%s\n", plan);
    if (*detail)
        fprintf(c->err, "privacyd: %s\n", detail);
    else
        fprintf(c->err, "privacyd: %s (%d)\n", *cli_member(answer, "title") ? cli_member(answer, "title") : "the server could not do it", status);
}

int cli_act(struct cli *c, const struct config *config, const char *path, struct text body, json_t **out_answer)
{
    struct text text;
    int status;

    *out_answer = NULL;
    if (!c->wiring->control(c->w, config, path, body, &status, &text))
        return cli_fail(c);
    *out_answer = json_loadb(text.at, text.length, JSON_REJECT_DUPLICATES, NULL);
    if (status >= 200 && status < 300)
        return EXIT_GOOD;
    print_error(c, *out_answer, status);
    return EXIT_BAD;
}

int cli_do(struct cli *c, const struct cli_option *shared, const char *path, struct text body, void (*print)(struct cli *c, const json_t *answer))
{
    struct config config;
    json_t *answer;
    int code;

    if (!cli_config(c, shared[OPTION_CONFIG].value, shared[OPTION_DATA].value, &config))
        return EXIT_BAD;
    code = cli_act(c, &config, path, body, &answer);
    if (code == EXIT_GOOD)
        print(c, answer);
    json_decref(answer);
    return code;
}

struct body {
    struct draft draft;
    struct json json;
};

static bool body_open(struct cli *c, struct body *b, size_t size)
{
    if (!work_draft(c->w, size, &b->draft))
        return false;
    b->json = json_in(&b->draft);
    json_open_object(&b->json, NULL);
    return true;
}

static struct text body_close(struct body *b)
{
    json_close_object(&b->json);
    return draft_text(&b->draft);
}

bool cli_print_findings(struct cli *c, struct text answer)
{
    json_t *object = json_loadb(answer.at, answer.length, JSON_REJECT_DUPLICATES, NULL);
    bool good = object != NULL;

    fputs(cli_member(object, "findings"), c->err);
    json_decref(object);
    return good;
}

/* --- publish ---------------------------------------------------------------------------------------------------------------------------- */

static void print_published(struct cli *c, const json_t *answer)
{
    const char *effective = cli_member(answer, "effective_at");

    fputs(cli_member(answer, "findings"), c->err);
    if (json_is_true(json_object_get(answer, "unchanged"))) {
        fprintf(c->out, "version %lld says the same; nothing to publish\n", number(answer, "version"));
        return;
    }
    fprintf(c->out, "%s\n", cli_member(answer, "plan"));
    if (json_is_true(json_object_get(answer, "dry_run")))
        fputs("nothing was published: this was a dry run\n", c->out);
    else if (strcmp(effective, cli_member(answer, "now")) == 0)
        fprintf(c->out, "version %lld is in force since %s\n", number(answer, "version"), effective);
    else
        fprintf(c->out, "version %lld is posted; it counts from %s\n", number(answer, "version"), effective);
}

bool cli_publish_body(struct cli *c, const char *path, const struct cli_publish *how, struct text *out_body)
{
    struct work *w = c->w;
    struct text source;
    struct body body;

    TRY(cli_read_file(w, path, POLICY_FILE_MAX, &source));
    if (!text_is_utf8(source))
        FAIL(w, ERR_INVALID, "%s is not UTF-8", path);
    TRY(body_open(c, &body, BODY_MAX));
    json_text(&body.json, "file", text_of(path));
    json_text(&body.json, "source", source);
    if (how->effective)
        json_text(&body.json, "effective", text_of(how->effective));
    if (how->override_reason)
        json_text(&body.json, "override", text_of(how->override_reason));
    json_bool(&body.json, "dry_run", how->dry_run);
    json_bool(&body.json, "documents", how->documents);
    *out_body = body_close(&body);
    return true;
}

int cli_publish(struct cli *c)
{
    struct cli_option options[] = { SHARED_OPTIONS, { "--dry-run", false, NULL }, { "--effective", true, NULL }, { "--override", true, NULL } };
    struct cli_publish how;
    struct text body;
    const char *path;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), &path, 1, &rest))
        return EXIT_USAGE;
    if (rest != 1)
        return cli_usage(c, "publish needs a policy file: privacyd publish policy.yaml");
    how = (struct cli_publish){ options[OPTIONS_SHARED + 1].value, options[OPTIONS_SHARED + 2].value, options[OPTIONS_SHARED].value != NULL, false };
    if (!cli_publish_body(c, path, &how, &body))
        return cli_fail(c);
    return cli_do(c, options, "/control/publish", body, print_published);
}

/* --- erase ------------------------------------------------------------------------------------------------------------------------------ */

static void print_erased(struct cli *c, const json_t *answer)
{
    if (json_is_true(json_object_get(answer, "already")))
        fputs("this person was erased before; nothing was left to do\n", c->out);
    else
        fprintf(c->out, "erased: %lld keys destroyed, %lld records can no longer be read, %lld deliveries cancelled; log entry %lld\n", number(answer, "keys"),
                number(answer, "records"), number(answer, "deliveries_cancelled"), number(answer, "position"));
}

int cli_erase(struct cli *c)
{
    struct cli_option options[] = { SHARED_OPTIONS };
    struct body body;
    const char *handle;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), &handle, 1, &rest))
        return EXIT_USAGE;
    if (rest != 1)
        return cli_usage(c, "erase needs the handle of a person: privacyd erase HANDLE");
    if (!body_open(c, &body, 1024))
        return cli_fail(c);
    json_text(&body.json, "handle", text_of(handle));
    return cli_do(c, options, "/control/erase", body_close(&body), print_erased);
}

/* --- keys ------------------------------------------------------------------------------------------------------------------------------- */

static void print_key(struct cli *c, const json_t *answer)
{
    fprintf(c->err, "keep this key: it is shown once and stored only as a hash\n");
    fprintf(c->out, "%s\n", cli_member(answer, "key"));
}

static void print_when(struct cli *c, const json_t *key, const char *name, const char *words)
{
    if (*cli_member(key, name))
        fprintf(c->out, ", %s %s", words, cli_member(key, name));
}

static void print_key_line(struct cli *c, const json_t *key)
{
    fprintf(c->out, "%-24s for %s, channels %s, purposes %s, since %s", cli_member(key, "name"), cli_member(key, "scopes"), cli_member(key, "channels"),
            cli_member(key, "purposes"), cli_member(key, "created_at"));
    print_when(c, key, "last_used", "last used");
    print_when(c, key, "rotated_at", "replaced");
    print_when(c, key, "expires_at", "until");
    print_when(c, key, "revoked_at", "revoked");
    fputc('\n', c->out);
}

static void print_keys(struct cli *c, const json_t *answer)
{
    const json_t *list = json_object_get(answer, "keys");

    if (json_array_size(list) == 0)
        fputs("no keys yet; make one with: privacyd keys create NAME\n", c->out);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *key = json_array_get(list, i);
        print_key_line(c, key);
    }
}

static void print_revoked(struct cli *c, const json_t *answer)
{
    fprintf(c->out, "revoked; log entry %lld\n", number(answer, "position"));
}

enum { KEY_CHANNEL = OPTIONS_SHARED, KEY_SCOPE, KEY_PURPOSE, KEY_EXPIRES, KEY_OVERLAP };

static int key_create(struct cli *c, struct cli_option *options, struct body *body)
{
    static const struct {
        int option;
        const char *member, *otherwise;
    } members[] = { { KEY_CHANNEL, "channels", "*" }, { KEY_SCOPE, "scopes", "collect" }, { KEY_PURPOSE, "purposes", "*" }, { KEY_EXPIRES, "expires", "" } };

    for (size_t i = 0; i < COUNT_OF(members); i++) {
        const char *value = options[members[i].option].value;
        json_text(&body->json, members[i].member, text_of(value ? value : members[i].otherwise));
    }
    return cli_do(c, options, "/control/keys/create", body_close(body), print_key);
}

static int key_rotate(struct cli *c, struct cli_option *options, struct body *body)
{
    const char *overlap = options[KEY_OVERLAP].value;
    uint64_t hours;

    if (overlap && (!text_to_u64(text_of(overlap), &hours) || hours > INT64_MAX))
        return cli_usage(c, "--overlap is a number of hours");
    if (overlap)
        json_number(&body->json, "overlap_hours", (int64_t)hours);
    return cli_do(c, options, "/control/keys/rotate", body_close(body), print_key);
}

int cli_keys(struct cli *c)
{
    struct cli_option options[] = { SHARED_OPTIONS, { "--channel", true, NULL }, { "--scope", true, NULL }, { "--purpose", true, NULL },
                                    { "--expires", true, NULL }, { "--overlap", true, NULL } };
    struct body body;
    const char *words[2];
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), words, 2, &rest))
        return EXIT_USAGE;
    if (!body_open(c, &body, 8192))
        return cli_fail(c);
    if (rest == 1 && strcmp(words[0], "list") == 0)
        return cli_do(c, options, "/control/keys/list", body_close(&body), print_keys);
    if (rest != 2)
        return cli_usage(c, "say: keys create NAME, keys list, keys rotate NAME, or keys revoke NAME");
    json_text(&body.json, "name", text_of(words[1]));
    if (strcmp(words[0], "create") == 0)
        return key_create(c, options, &body);
    if (strcmp(words[0], "rotate") == 0)
        return key_rotate(c, options, &body);
    if (strcmp(words[0], "revoke") == 0)
        return cli_do(c, options, "/control/keys/revoke", body_close(&body), print_revoked);
    return cli_usage(c, "say: keys create NAME, keys list, keys rotate NAME, or keys revoke NAME");
}

/* --- the clock --------------------------------------------------------------------------------------------------------------------------- */

static void print_confirmed(struct cli *c, const json_t *answer)
{
    if (json_is_true(json_object_get(answer, "held")))
        fputs("confirmed: what the clock held up goes on\n", c->out);
    else
        fputs("the clock held nothing up; nothing to confirm\n", c->out);
}

int cli_clock(struct cli *c)
{
    struct cli_option options[] = { SHARED_OPTIONS };
    const char *word = "";
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), &word, 1, &rest))
        return EXIT_USAGE;
    if (strcmp(word, "confirm") != 0)
        return cli_usage(c, "say: clock confirm");
    return cli_do(c, options, "/control/clock/confirm", TEXT("{}"), print_confirmed);
}

/* --- reload ------------------------------------------------------------------------------------------------------------------------------- */

static void print_reloaded(struct cli *c, const json_t *answer)
{
    (void)answer;
    fputs("the certificate was read again; other settings count at the next start\n", c->out);
}

int cli_reload(struct cli *c)
{
    struct cli_option options[] = { SHARED_OPTIONS };
    struct config config;
    bool served;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), NULL, 0, &rest))
        return EXIT_USAGE;
    if (!cli_config(c, options[OPTION_CONFIG].value, options[OPTION_DATA].value, &config))
        return EXIT_BAD;
    if (!c->wiring->is_served(c->w, &config, &served))
        return cli_fail(c);
    if (!served) {
        fputs("privacyd: no server runs for this data directory; it reads everything when it starts\n", c->err);
        return EXIT_BAD;
    }
    return cli_do(c, options, "/control/reload", TEXT("{}"), print_reloaded);
}

/* --- holds ------------------------------------------------------------------------------------------------------------------------------ */

static void print_hold(struct cli *c, const json_t *answer)
{
    fprintf(c->out, "hold %lld %s; log entry %lld\n", number(answer, "hold"), cli_member(answer, "state"), number(answer, "position"));
}

static void print_holds(struct cli *c, const json_t *answer)
{
    const json_t *list = json_object_get(answer, "holds");

    if (json_array_size(list) == 0)
        fputs("no hold stands\n", c->out);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *hold = json_array_get(list, i);
        fprintf(c->out, "%4lld  %-7s %-5s until %s\n", number(hold, "hold"), cli_member(hold, "scope"), cli_member(hold, "reason"), cli_member(hold, "until"));
    }
    if (json_is_true(json_object_get(answer, "more")))
        fputs("older ones stand too; they are not shown\n", c->out);
}

static int hold_set(struct cli *c, struct cli_option *options, const char *handle)
{
    struct body body;

    if (!options[3].value || !options[4].value)
        return cli_usage(c, "hold set needs --reason claim|order|duty and --until DATE");
    if (!handle == !options[2].value)
        return cli_usage(c, "hold set takes either a HANDLE or --site");
    if (!body_open(c, &body, 2048))
        return cli_fail(c);
    if (handle)
        json_text(&body.json, "handle", text_of(handle));
    json_text(&body.json, "reason", text_of(options[3].value));
    json_text(&body.json, "until", text_of(options[4].value));
    return cli_do(c, options, "/control/hold/set", body_close(&body), print_hold);
}

int cli_hold(struct cli *c)
{
    struct cli_option options[] = { SHARED_OPTIONS, { "--site", false, NULL }, { "--reason", true, NULL }, { "--until", true, NULL } };
    struct body body;
    const char *words[2];
    uint64_t hold;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), words, 2, &rest))
        return EXIT_USAGE;
    if (rest >= 1 && strcmp(words[0], "set") == 0)
        return hold_set(c, options, rest == 2 ? words[1] : NULL);
    if (!body_open(c, &body, 1024))
        return cli_fail(c);
    if (rest == 1 && strcmp(words[0], "list") == 0)
        return cli_do(c, options, "/control/hold/list", body_close(&body), print_holds);
    if (rest != 2 || strcmp(words[0], "end") != 0 || !text_to_u64(text_of(words[1]), &hold) || hold > INT64_MAX)
        return cli_usage(c, "say: hold set HANDLE --reason R --until DATE, hold list, or hold end NUMBER");
    json_number(&body.json, "hold", (int64_t)hold);
    return cli_do(c, options, "/control/hold/end", body_close(&body), print_hold);
}
