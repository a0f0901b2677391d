#include "cli/config_mail_http.h"

#include "mail/body_template.h"
#include "net/post.h"

#include <string.h>

static bool wrong(struct work *w, struct findings *f, const struct yaml_node *node, const char *right)
{
    finding_hint(w, f, finding_add(w, f, PD_NOT_ONE_OF, node->place, "`%.*s` of mail_http cannot be that", NAME_ARGS(node->key)), "write %s", right);
    return false;
}

static bool take_text(struct work *w, struct findings *f, const struct yaml_node *node, struct text *out_text)
{
    if (node->kind != YAML_SCALAR || yaml_text(node).length == 0)
        return wrong(w, f, node, "one value");
    *out_text = yaml_text(node);
    return true;
}

static void take_private(struct work *w, struct findings *f, struct http_mailer_config *h, const struct yaml_node *node)
{
    if (!text_equal(yaml_text(node), TEXT("yes")) && !text_equal(yaml_text(node), TEXT("no")))
        wrong(w, f, node, "yes or no");
    h->allow_private = text_equal(yaml_text(node), TEXT("yes"));
}

static void take_body(struct work *w, struct findings *f, struct http_mailer_config *h, const struct yaml_node *node)
{
    if (!take_text(w, f, node, &h->body) || body_template_check(w, h->body))
        return;
    finding_hint(w, f, finding_add(w, f, PD_NOT_ONE_OF, node->place, "`body` of mail_http cannot be that"), "%s", w->err.message);
    error_clear(&w->err);
}

static void take_statuses(struct work *w, struct findings *f, const struct yaml_node *node, uint64_t low, uint64_t high, const char *right, int *out_list, int *out_count)
{
    uint64_t status;

    *out_count = 0;
    if (node->kind != YAML_LIST || node->count > HTTP_MAILER_STATUSES_MAX) {
        wrong(w, f, node, right);
        return;
    }
    for (const struct yaml_node *one = node->first; one; one = one->next) {
        if (one->kind == YAML_SCALAR && text_to_u64(yaml_text(one), &status) && status >= low && status <= high)
            out_list[(*out_count)++] = (int)status;
        else
            finding_hint(w, f, finding_add(w, f, PD_NOT_ONE_OF, one->place, "that is no such status"), "write %s", right);
    }
}

/* RFC 9110, section 5.6.2; those that privacyd sets itself, or that end the request early, are not the operator's. */
static bool is_header(struct text name)
{
    static const char *const ours[] = { "Content-Type", "Content-Length", "Transfer-Encoding", "Host", "Idempotency-Key", "Connection", "Expect" };

    for (size_t i = 0; i < COUNT_OF(ours); i++)
        if (text_equal_ascii_case(name, text_of(ours[i])))
            return false;
    for (size_t i = 0; i < name.length; i++)
        if (!byte_is_letter(name.at[i]) && !byte_is_digit(name.at[i]) && name.at[i] != '-' && name.at[i] != '_')
            return false;
    return name.length > 0;
}

static bool is_header_value(struct text value)
{
    for (size_t i = 0; i < value.length; i++)
        if ((unsigned char)value.at[i] < ' ' || (unsigned char)value.at[i] > 126)
            return false;
    return value.length > 0;
}

static void take_headers(struct work *w, struct findings *f, struct http_mailer_config *h, const struct yaml_node *node)
{
    h->header_count = 0;
    if (node->kind != YAML_MAP || node->count > HTTP_MAILER_HEADERS_MAX) {
        wrong(w, f, node, "a group of at most 5: { Authorization: 'Bearer {secret}' }");
        return;
    }
    for (const struct yaml_node *one = node->first; one; one = one->next) {
        if (!is_header(one->key))
            finding_hint(w, f, finding_add(w, f, PD_NOT_ONE_OF, one->key_place, "`%.*s` cannot be set as a header", NAME_ARGS(one->key)), "write one like Authorization or X-Api-Key");
        else if (one->kind != YAML_SCALAR || !is_header_value(yaml_text(one)))
            finding_hint(w, f, finding_add(w, f, PD_NOT_ONE_OF, one->place, "the header cannot be that"), "write one line of ASCII like 'Bearer {secret}'");
        else
            h->headers[h->header_count++] = (struct http_header){ one->key, yaml_text(one) };
    }
}

static const char *const keys[] = { "url", "headers", "secret_file", "body", "taken", "refused", "ca_file", "private" };

static void unknown_key(struct work *w, struct findings *f, const struct yaml_node *node)
{
    struct finding *finding = finding_add(w, f, PD_UNKNOWN_KEY, node->key_place, "there is no setting `%.*s` of mail_http", NAME_ARGS(node->key));
    struct suggestion suggestion = suggestion_begin(f, node->key);

    for (size_t i = 0; i < COUNT_OF(keys); i++)
        suggestion_offer(&suggestion, text_of(keys[i]));
    suggestion_hint(w, f, finding, &suggestion, "mail_http has url, headers, secret_file, body, taken, refused, ca_file, private");
}

static void take_key(struct work *w, struct findings *f, struct config *c, const struct yaml_node *node)
{
    struct http_mailer_config *h = &c->mail_http;

    if (text_equal(node->key, TEXT("url")))
        (void)take_text(w, f, node, &h->url);
    else if (text_equal(node->key, TEXT("headers")))
        take_headers(w, f, h, node);
    else if (text_equal(node->key, TEXT("secret_file")))
        (void)take_text(w, f, node, &c->mail_http_secret_file);
    else if (text_equal(node->key, TEXT("body")))
        take_body(w, f, h, node);
    else if (text_equal(node->key, TEXT("taken")))
        take_statuses(w, f, node, 200, 299, "a list of at most 16 statuses from 200 to 299, like [202]", h->taken, &h->taken_count);
    else if (text_equal(node->key, TEXT("refused")))
        take_statuses(w, f, node, 400, 499, "a list of at most 16 statuses from 400 to 499, like [422]", h->refused, &h->refused_count);
    else if (text_equal(node->key, TEXT("ca_file")))
        (void)take_text(w, f, node, &h->ca_file);
    else if (text_equal(node->key, TEXT("private")))
        take_private(w, f, h, node);
    else
        unknown_key(w, f, node);
}

static bool names_secret(const struct http_mailer_config *h)
{
    size_t at;

    for (int i = 0; i < h->header_count; i++)
        if (text_find(h->headers[i].value, TEXT("{secret}"), &at))
            return true;
    return false;
}

static void check_whole(struct work *w, struct findings *f, const struct config *c, const struct yaml_node *node)
{
    const struct http_mailer_config *h = &c->mail_http;
    const char *right;

    if (h->url.length == 0 || h->body.length == 0)
        finding_hint(w, f, finding_add(w, f, PD_MISSING_KEY, node->key_place, "mail_http needs `url` and `body`"), "the manual has an example: Send mail through a provider's HTTP interface");
    else if (!post_url_good(h->url, h->allow_private, &right))
        finding_hint(w, f, finding_add(w, f, PD_NOT_ONE_OF, node->place, "`url` of mail_http cannot be that"), "write %s", right);
    if (names_secret(h) && c->mail_http_secret_file.length == 0)
        finding_hint(w, f, finding_add(w, f, PD_MISSING_KEY, node->key_place, "a header of mail_http names {secret}, and there is no `secret_file`"),
                     "write secret_file: and the file whose first line it is, mode 0600");
}

void config_mail_http_take(struct work *w, struct findings *f, struct config *c, const struct yaml_node *node)
{
    c->mail_http = (struct http_mailer_config){ .header_count = 0 };
    c->mail_http_secret_file = TEXT("");
    if (node->kind == YAML_SCALAR && node->text.length == 0)
        return; /* a heading whose settings are all comments */
    if (node->kind != YAML_MAP) {
        finding_add(w, f, PD_WRONG_SHAPE, node->place, "`mail_http` is a group of settings: url, headers, secret_file, body");
        return;
    }
    for (const struct yaml_node *key = node->first; key; key = key->next)
        take_key(w, f, c, key);
    check_whole(w, f, c, node);
}

void config_mail_http_example(struct draft *d)
{
    draft_add(d, TEXT("\n# mail_http:\n  # A provider who takes mail by HTTP, in place of mail.smtp. {secret} is the first line of secret_file (mode 0600). In the body, which is JSON:\n"
                      "  # {from} {from_name} {to} {subject} {text} {message_id} {language} {unsubscribe} {unsubscribe_post}, or {raw}, the whole message in base64.\n"
                      "  # taken: statuses that mean so (200 to 299); refused: after which a mail is never tried again (none). ca_file and private as for webhooks.\n"
                      "  # url: https://api.provider.example/v1/send\n  # headers: { Authorization: 'Bearer {secret}' }\n  # secret_file: /etc/privacyd/mail.secret\n"
                      "  # body: '{ \"from\": \"{from}\", \"to\": \"{to}\", \"subject\": \"{subject}\", \"text\": \"{text}\" }'\n  # refused: [422]\n"));
}

void config_mail_http_dump(struct draft *d, const struct config *c)
{
    const struct http_mailer_config *h = &c->mail_http;

    if (h->url.length == 0)
        return;
    draft_addf(d, "mail_http = %.*s", TEXT_ARGS(h->url));
    for (int i = 0; i < h->header_count; i++)
        draft_addf(d, "%s%.*s", i ? ", " : ", with ", TEXT_ARGS(h->headers[i].name));
    draft_addf(d, "%s%.*s%s  (file)\n", c->mail_http_secret_file.length ? ", secret in " : "", TEXT_ARGS(c->mail_http_secret_file), h->allow_private ? ", private" : "");
}

bool config_mail_http_open(struct work *w, const struct config *c, struct http_mailer_config *out_http)
{
    struct http_mailer_config h = c->mail_http;

    if (c->mail_http_secret_file.length)
        TRY(config_secret(w, "mail_http.secret_file", c->mail_http_secret_file, &h.secret));
    if (h.secret.length && !is_header_value(h.secret))
        FAIL(w, ERR_INVALID, "mail_http.secret_file: the secret must be one line of ASCII without control characters");
    *out_http = h;
    return true;
}
