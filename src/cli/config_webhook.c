#include "cli/config_webhook.h"

#include "net/post.h"

enum { URL_MAX = 2000 };

static bool one_line(struct work *w, struct findings *f, const struct yaml_node *node, struct text *out_text)
{
    if (node->kind == YAML_SCALAR && yaml_text(node).length && yaml_text(node).length <= URL_MAX) {
        *out_text = yaml_text(node);
        return true;
    }
    finding_add(w, f, PD_WRONG_SHAPE, node->place, "`%.*s` takes one value", NAME_ARGS(node->key));
    return false;
}

static void take_private(struct work *w, struct findings *f, struct config_webhook *h, const struct yaml_node *node)
{
    bool yes = text_equal(yaml_text(node), TEXT("yes"));

    if (node->kind != YAML_SCALAR || (!yes && !text_equal(yaml_text(node), TEXT("no"))))
        finding_hint(w, f, finding_add(w, f, PD_NOT_ONE_OF, node->place, "`private` cannot be that"), "write yes or no");
    h->allow_private = yes;
}

static const char *const keys[] = { "url", "secret_file", "old_secret_file", "ca_file", "private" };

static void unknown_key(struct work *w, struct findings *f, const struct yaml_node *node)
{
    struct finding *finding = finding_add(w, f, PD_UNKNOWN_KEY, node->key_place, "there is no setting `%.*s` of a webhook", NAME_ARGS(node->key));
    struct suggestion suggestion = suggestion_begin(f, node->key);

    for (size_t i = 0; i < COUNT_OF(keys); i++)
        suggestion_offer(&suggestion, text_of(keys[i]));
    suggestion_hint(w, f, finding, &suggestion, "a webhook has url, secret_file, old_secret_file, ca_file, private");
}

static void take_key(struct work *w, struct findings *f, struct config_webhook *h, const struct yaml_node *node)
{
    if (text_equal(node->key, TEXT("url")))
        (void)one_line(w, f, node, &h->url);
    else if (text_equal(node->key, TEXT("secret_file")))
        (void)one_line(w, f, node, &h->secret_file);
    else if (text_equal(node->key, TEXT("old_secret_file")))
        (void)one_line(w, f, node, &h->old_secret_file);
    else if (text_equal(node->key, TEXT("ca_file")))
        (void)one_line(w, f, node, &h->ca_file);
    else if (text_equal(node->key, TEXT("private")))
        take_private(w, f, h, node);
    else
        unknown_key(w, f, node);
}

static void take_one(struct work *w, struct findings *f, struct config_webhook *h, const struct yaml_node *node)
{
    const char *right;

    *h = (struct config_webhook){ .recipient = node->key };
    if (node->kind != YAML_MAP) {
        finding_hint(w, f, finding_add(w, f, PD_WRONG_SHAPE, node->place, "`%.*s` is a group of settings", NAME_ARGS(node->key)), "{ url: https://..., secret_file: /etc/privacyd/%.*s.secret }",
                     NAME_ARGS(node->key));
        return;
    }
    for (const struct yaml_node *key = node->first; key; key = key->next)
        take_key(w, f, h, key);
    if (h->url.length == 0 || h->secret_file.length == 0)
        finding_hint(w, f, finding_add(w, f, PD_MISSING_KEY, node->key_place, "a webhook needs `url` and `secret_file`"), "the secret signs what is sent; for example: echo whsec_$(openssl rand -base64 32)");
    else if (!post_url_good(h->url, h->allow_private, &right))
        finding_hint(w, f, finding_add(w, f, PD_NOT_ONE_OF, node->place, "`url` cannot be that"), "write %s", right);
}

void config_webhooks_take(struct work *w, struct findings *f, struct config *c, const struct yaml_node *node)
{
    c->webhook_count = 0;
    if (node->kind == YAML_SCALAR && node->text.length == 0)
        return; /* a heading whose settings are all comments */
    if (node->kind != YAML_MAP) {
        finding_add(w, f, PD_WRONG_SHAPE, node->place, "`webhooks` is a group: for each recipient of the policy that is called its url and secret_file");
        return;
    }
    for (const struct yaml_node *one = node->first; one; one = one->next) {
        if (c->webhook_count == WEBHOOKS_MAX)
            finding_add(w, f, PD_TOO_MANY, one->place, "at most %d webhooks", WEBHOOKS_MAX);
        else
            take_one(w, f, &c->webhooks[c->webhook_count++], one);
    }
}

void config_webhooks_example(struct draft *d)
{
    draft_add(d, TEXT("\n# webhooks:\n  # For each recipient of the policy whose system is called: its address, the file of the secret that signs (mode 0600), and private: yes when\n"
                      "  # it is in your own network. While a secret is replaced, old_secret_file signs as well; ca_file names certificates of your own.\n"
                      "  # list_tool: { url: 'https://lists.example.com/hooks/privacy', secret_file: /etc/privacyd/list_tool.secret }\n"));
}

void config_webhooks_dump(struct draft *d, const struct config *c)
{
    for (size_t i = 0; i < c->webhook_count; i++) {
        const struct config_webhook *h = &c->webhooks[i];
        draft_addf(d, "webhooks.%.*s = %.*s, signed with %.*s%s%.*s%s  (file)\n", TEXT_ARGS(h->recipient), TEXT_ARGS(h->url), TEXT_ARGS(h->secret_file),
                   h->old_secret_file.length ? " and " : "", TEXT_ARGS(h->old_secret_file), h->allow_private ? ", private" : "");
    }
}

static bool read_secret(struct work *w, struct text file, struct text *out_secret)
{
    struct text line;

    TRY(config_secret(w, "webhooks", file, &line));
    return webhook_secret_read(w, line, out_secret);
}

bool config_webhooks_open(struct work *w, const struct config *c, struct webhooks *out_webhooks)
{
    struct webhooks hooks = { .count = c->webhook_count };

    for (size_t i = 0; i < c->webhook_count; i++) {
        const struct config_webhook *h = &c->webhooks[i];
        hooks.list[i] = (struct webhook){ .recipient = h->recipient, .url = h->url, .ca_file = h->ca_file, .allow_private = h->allow_private };
        TRY(read_secret(w, h->secret_file, &hooks.list[i].secret));
        if (h->old_secret_file.length)
            TRY(read_secret(w, h->old_secret_file, &hooks.list[i].old_secret));
    }
    *out_webhooks = hooks;
    return true;
}
