/* privacyd example: what a site writes to connect a channel, made out of a policy: the plain form with the link to its notice, or the call of a
 * back end. Nothing is collected without a notice, so neither is printed without it. */
#include "cli/commands.h"
#include "law/law.h"
#include "policy/parse.h"
#include "policy/site.h"
#include "source/report.h"

enum { OPTION_CURL, OPTION_MOUNT, OPTION_LAW };

struct example {
    const struct policy *policy;
    const struct channel *channel;
    const char *mount;
    FILE *out;
};

/* Labels are anybody's words; the rest are names, which the language keeps plain. */
static void put_escaped(FILE *out, struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        switch (t.at[i]) {
        case '&': fputs("&amp;", out); break;
        case '<': fputs("&lt;", out); break;
        case '>': fputs("&gt;", out); break;
        case '"': fputs("&quot;", out); break;
        default: fputc(t.at[i], out);
        }
}

static void put_field(const struct example *e, const struct channel_field *f)
{
    const struct data_item *data = f->data;
    const char *required = f->required ? " required" : "";
    bool lines = text_starts(data->category, TEXT("user.content"));

    fputs("  <p><label>", e->out);
    put_escaped(e->out, data->label.in[0].length ? data->label.in[0] : data->id);
    if (lines)
        fprintf(e->out, " <textarea name=\"%.*s\"%s></textarea></label></p>\n", TEXT_ARGS(data->id), required);
    else
        fprintf(e->out, " <input name=\"%.*s\"%s%s></label></p>\n", TEXT_ARGS(data->id),
                text_equal(data->category, TEXT("user.contact.email")) ? " type=\"email\"" : "", required);
}

static void put_regions(const struct example *e)
{
    const struct policy *p = e->policy;

    if (p->region_count == 0)
        return;
    fputs("  <p><label>Where you live <select name=\"region\">", e->out);
    for (int i = 0; i < p->region_count; i++)
        fprintf(e->out, "<option>%.*s</option>", TEXT_ARGS(p->regions[i].code));
    fputs("</select></label></p>\n", e->out);
}

static void put_form(const struct example *e)
{
    const struct channel *c = e->channel;

    fprintf(e->out, "<form method=\"post\" action=\"%s/in/%.*s\">\n", e->mount, TEXT_ARGS(c->id));
    for (size_t i = 0; i < c->field_count; i++)
        put_field(e, &c->fields[i]);
    put_regions(e);
    fprintf(e->out, "  <p><a href=\"%s/notice/%.*s\">What happens to what you send</a></p>\n  <p><button>Send</button></p>\n</form>\n", e->mount, TEXT_ARGS(c->id));
}

static void put_curl(const struct example *e)
{
    const struct channel *c = e->channel;
    const char *comma = "";
    struct text origin = e->policy->origin_count ? e->policy->origins[0] : TEXT("https://HOST");

    fprintf(e->out, "# Whoever gave this must have been able to read %s/notice/%.*s before.\n", e->mount, TEXT_ARGS(c->id));
    fprintf(e->out, "curl -sS %.*s%s/api/v1/collect/%.*s \\\n", TEXT_ARGS(origin), e->mount, TEXT_ARGS(c->id));
    fputs("    -H 'Authorization: Bearer KEY' -H 'Content-Type: application/json' \\\n    -d '{", e->out);
    for (size_t i = 0; i < c->field_count; i++) {
        if (!c->fields[i].required)
            continue;
        fprintf(e->out, "%s\"%.*s\": \"%s\"", comma, TEXT_ARGS(c->fields[i].data->id),
                text_equal(c->fields[i].data->category, TEXT("user.contact.email")) ? "ann@visitor.example" : "...");
        comma = ", ";
    }
    if (e->policy->region_count)
        fprintf(e->out, "%s\"region\": \"%.*s\"", comma, TEXT_ARGS(e->policy->regions[0].code));
    fputs("}'\n", e->out);
}

static int read_policy(struct cli *c, const char *file, const char *law_folder, struct policy *policy)
{
    struct law law = { 0 };
    const struct policy_options options = { .law = &law };
    struct findings findings = { 0 };
    struct text source, words;
    bool whole;

    if (!cli_load_law(c, law_folder, &law, &whole) || !cli_read_file(c->w, file, POLICY_FILE_MAX, &source) || !policy_parse(c->w, source, &options, policy, &findings))
        return cli_fail(c);
    if (!whole || findings.errors == 0)
        return whole ? EXIT_GOOD : EXIT_BAD;
    if (!findings_as_text(c->w, &findings, text_of(file), source, &words))
        return cli_fail(c);
    cli_print(c->err, words);
    return EXIT_BAD;
}

int cli_example(struct cli *c)
{
    struct cli_option options[] = { { "--curl", false, NULL }, { "--mount", true, NULL }, { "--law", true, NULL } };
    struct policy *policy = WORK_NEW(c->w, struct policy, 1);
    struct example e = { .policy = policy, .out = c->out };
    const char *words[2];
    int rest, code;

    if (!policy)
        return cli_fail(c);
    if (!cli_options(c, options, COUNT_OF(options), words, 2, &rest))
        return EXIT_USAGE;
    if (rest != 2)
        return cli_usage(c, "example needs a channel and a policy: privacyd example contact policy.yaml");
    code = read_policy(c, words[1], options[OPTION_LAW].value, policy);
    if (code != EXIT_GOOD)
        return code;
    e.channel = policy_channel(policy, text_of(words[0]));
    if (!e.channel || e.channel->source != FROM_PERSON)
        return cli_usage(c, "%s declares no channel `%s` that people fill in", words[1], words[0]);
    e.mount = options[OPTION_MOUNT].value ? options[OPTION_MOUNT].value : "/privacy";
    if (options[OPTION_CURL].value)
        put_curl(&e);
    else
        put_form(&e);
    return EXIT_GOOD;
}
