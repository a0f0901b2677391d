#include "cli/config.h"

#include "cli/config_mail_http.h"
#include "cli/config_webhook.h"
#include "mail/address.h"
#include "mail/return_path.h"
#include "net/proxy.h"
#include "source/yaml.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum setting_kind {
    SETTING_TEXT, SETTING_HOSTS, SETTING_PROXIES, SETTING_FLAG, SETTING_NUMBER, SETTING_RATE, SETTING_MODE, SETTING_WEAKER, SETTING_URL, SETTING_MOUNT, SETTING_ADDRESS, SETTING_RETURN, SETTING_LOGIN,
};

/* One row a setting: parser, example, dump and manual come from here. */
struct setting {
    const char *section; /* "" for the top of the file */
    const char *key;
    enum setting_kind kind;
    size_t offset;
    const char *standard; /* as the file would say it; "" is none */
    const char *help;
    const char *example; /* of what the server cannot do without and has no default; NULL: none of those */
};

#define AT(member) offsetof(struct config, member)

static const struct setting settings[] = {
    { "", "data", SETTING_TEXT, AT(data), "/var/lib/privacyd", "Folder of the database, the keys and the control socket; made at the first start.", NULL },
    { "", "seal_key", SETTING_TEXT, AT(seal_key), "/etc/privacyd/seal.key", "File of 32 random bytes, mode 0600, made at the first start. Keep it out of the backups of `data`.", NULL },
    { "", "listen", SETTING_TEXT, AT(listen), "127.0.0.1:8123", "Where visitors and programs come in: ADDRESS:PORT, or unix:/path behind a web server.", NULL },
    { "", "listen_mode", SETTING_MODE, AT(listen_mode), "0666", "Mode of that Unix socket; its folder says who reaches it.", NULL },
    { "", "proxies", SETTING_PROXIES, AT(proxies), "unix", "Web servers in front, as a list: unix (whoever comes through the Unix socket), 127.0.0.1, 10.0.0.0/8, fd00::/8. Their X-Forwarded-For counts, nobody else's.", NULL },
    { "", "region_header", SETTING_TEXT, AT(region_header), "", "Header in which such a web server says the visitor's region, as the policy names it. It must set or remove it on every request.", NULL },
    { "", "admin", SETTING_TEXT, AT(admin), "127.0.0.1:8124", "/livez, /readyz and /metrics, for this machine only.", NULL },
    { "", "workers", SETTING_NUMBER, AT(workers), "2", "Threads that run requests, 1 to 4.", NULL },
    { "site", "name", SETTING_TEXT, AT(site_name), "site", "Permanent name of the site in the database.", NULL },
    { "site", "url", SETTING_URL, AT(url), "", "Address of the site as visitors see it. Needed.", "https://www.example.org" },
    { "site", "hosts", SETTING_HOSTS, AT(hosts), "", "Host names that are answered; others get 421. The host of `url` when left out.", NULL },
    { "site", "mount", SETTING_MOUNT, AT(mount), "/privacy", "Everything public lies below this path.", NULL },
    { "site", "region", SETTING_TEXT, AT(region), "", "Region of visitors who do not say theirs, as the policy names it. Left out: unknown, which is treated strictest.", NULL },
    { "mail", "smtp", SETTING_TEXT, AT(smtp), "smtp://127.0.0.1:25", "Server that takes our mail: smtp:// or smtps://.", NULL },
    { "mail", "from", SETTING_ADDRESS, AT(mail_from), "", "Sender of our mail. Needed.", "privacy@example.org" },
    { "mail", "return_path", SETTING_RETURN, AT(mail_return_path), "", "Where reports of mail that failed go: an address whose mailbox also takes what is marked behind a +, like bounces+123@example.org. Left out: to `from`, not marked.", NULL },
    { "mail", "user", SETTING_TEXT, AT(mail_user), "", "Name to log in with, when the mail server asks for one.", NULL },
    { "mail", "password_file", SETTING_TEXT, AT(mail_password_file), "", "File whose first line is the password; mode 0600.", NULL },
    { "mail", "auth", SETTING_LOGIN, AT(mail_auth), "any", "Way to log in: any (the safest that the server offers), plain, login, xoauth2. Never in clear, unless the mail server is on this machine.", NULL },
    { "mail", "token_command", SETTING_TEXT, AT(mail_token_command), "", "For xoauth2: a program with its full path and arguments, run without a shell, that prints an access token alone, or JSON with access_token and expires_in.", NULL },
    { "mail", "dkim_selector", SETTING_TEXT, AT(mail_dkim_selector), "", "Name of the key with which the mail server signs, for `privacyd doctor mail`: what stands before ._domainkey in the DNS.", NULL },
    { "mail", "require_tls", SETTING_FLAG, AT(mail_require_tls), "no", "yes: nothing is sent without TLS.", NULL },
    { "law", "folder", SETTING_TEXT, AT(law_folder), "", "Folder of your own law files, which replace rows of the law tables (`privacyd law`).", NULL },
    { "tls", "certificate", SETTING_TEXT, AT(certificate), "", "PEM file with the certificate and its chain: `listen` speaks TLS then. Left out: the web server in front does.", NULL },
    { "tls", "key", SETTING_TEXT, AT(certificate_key), "", "PEM file with its key; nobody else may read it. Both are read again by `privacyd reload`.", NULL },
    { "limits", "pages", SETTING_RATE, AT(limit_pages), "50", "Pages a second for one address, or one IPv6 network of 64 bits; ten times as many at once. 0: no limit.", NULL },
    { "limits", "posts", SETTING_RATE, AT(limit_posts), "5", "The same for forms; and, counted apart, for what serves people's rights.", NULL },
    { "limits", "programs", SETTING_RATE, AT(limit_programs), "500", "The same for requests of programs.", NULL },
    { "limits", "exempt", SETTING_PROXIES, AT(limit_exempt), "127.0.0.0/8, ::1", "Addresses without a limit: this machine. A server of yours that posts from elsewhere belongs here.", NULL },
    { "backup", "tombstones", SETTING_TEXT, AT(tombstones), "", "Folder, best on another disk, to which the list of destroyed keys is copied with each destruction. A restore needs it to know who was erased since the backup.", NULL },
    { "vault", "filesystem", SETTING_WEAKER, AT(weaker_filesystem), "strict", "weaker: accept a file system that may keep copies of destroyed keys; the promise page says so.", NULL },
};

_Static_assert(COUNT_OF(settings) <= CONFIG_SETTINGS_MAX, "each setting has its origin");

static const struct setting *setting_find(struct text section, struct text key)
{
    for (size_t i = 0; i < COUNT_OF(settings); i++)
        if (text_equal(section, text_of(settings[i].section)) && text_equal(key, text_of(settings[i].key)))
            return &settings[i];
    return NULL;
}

static bool is_section(struct text name)
{
    for (size_t i = 0; i < COUNT_OF(settings); i++)
        if (settings[i].section[0] && text_equal(name, text_of(settings[i].section)))
            return true;
    return false;
}

static bool is_url(struct text t)
{
    struct text rest;

    if (!text_starts(t, TEXT("https://")) && !text_starts(t, TEXT("http://localhost")) && !text_starts(t, TEXT("http://127.0.0.1")))
        return false;
    rest = text_from(t, text_starts(t, TEXT("https://")) ? 8 : 7);
    for (size_t i = 0; i < rest.length; i++)
        if ((unsigned char)rest.at[i] <= ' ' || strchr("/?#\"<>\\", rest.at[i]))
            return false;
    return rest.length > 0;
}

static bool is_mount(struct text t)
{
    if (t.length < 2 || t.at[0] != '/' || t.at[t.length - 1] == '/')
        return false;
    for (size_t i = 1; i < t.length; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-_/", t.at[i]) || (t.at[i] == '/' && t.at[i - 1] == '/'))
            return false;
    return true;
}

/* --- one value ------------------------------------------------------------------------------------------------------------------------------ */

static struct text *text_at(struct config *c, const struct setting *s)
{
    return (struct text *)((char *)c + s->offset);
}

static bool is_list(const struct setting *s)
{
    return s->kind == SETTING_HOSTS || s->kind == SETTING_PROXIES;
}

static struct config_list *list_at(struct config *c, const struct setting *s)
{
    return (struct config_list *)((char *)c + s->offset);
}

static void list_add(struct config_list *list, struct text item)
{
    must(list->count < CONFIG_LIST_MAX);
    list->items[list->count++] = item;
}

/* NULL: the value is good and stored; else what would be right. */
static const char *store_word(struct config *c, const struct setting *s, struct text value)
{
    struct address address;
    uint64_t number;

    switch (s->kind) {
    case SETTING_URL:
        if (!is_url(value))
            return "an address like https://www.example.org, without a path";
        break;
    case SETTING_MOUNT:
        if (!is_mount(value))
            return "a path like /privacy: small letters, digits, - and _, no / at its end";
        break;
    case SETTING_ADDRESS:
        if (!address_parse(value, &address))
            return "an e-mail address like privacy@example.org, without a name before it";
        break;
    case SETTING_RETURN:
        if (!return_path_good(value))
            return "an e-mail address like bounces@example.org, with at most 31 bytes and no + before its @";
        break;
    case SETTING_LOGIN:
        if (!text_equal(value, TEXT("any")) && !text_equal(value, TEXT("plain")) && !text_equal(value, TEXT("login")) && !text_equal(value, TEXT("xoauth2")))
            return "any, plain, login or xoauth2";
        break;
    case SETTING_NUMBER:
        if (!text_to_u64(value, &number) || number < 1 || number > 4)
            return "a whole number from 1 to 4";
        *(int *)((char *)c + s->offset) = (int)number;
        return NULL;
    case SETTING_RATE:
        if (!text_to_u64(value, &number) || number > 100000)
            return "a whole number up to 100000";
        *(int *)((char *)c + s->offset) = (int)number;
        return NULL;
    case SETTING_MODE:
        if (value.length != 4 || value.at[0] != '0' || strspn(value.at, "01234567") < 4 || value.at[1] < '6')
            return "a mode of four octal digits that lets its owner in, like 0660";
        *(int *)((char *)c + s->offset) = (int)strtol(value.at, NULL, 8);
        return NULL;
    case SETTING_PROXIES: {
        struct address_set set = { .count = 0 };
        if (!address_set_add(&set, value))
            return "unix, or an address or network like 127.0.0.1, ::1, 10.0.0.0/8";
        list_add(list_at(c, s), value);
        return NULL;
    }
    case SETTING_HOSTS:
        list_add(list_at(c, s), value);
        return NULL;
    case SETTING_FLAG:
    case SETTING_WEAKER: {
        struct text on = s->kind == SETTING_FLAG ? TEXT("yes") : TEXT("weaker"), off = s->kind == SETTING_FLAG ? TEXT("no") : TEXT("strict");
        if (!text_equal(value, on) && !text_equal(value, off))
            return s->kind == SETTING_FLAG ? "yes or no" : "strict or weaker";
        *(bool *)((char *)c + s->offset) = text_equal(value, on);
        return NULL;
    }
    case SETTING_TEXT:
        break;
    }
    *text_at(c, s) = value;
    return NULL;
}

static void take_word(struct work *w, struct findings *f, struct config *c, const struct setting *s, const struct yaml_node *node)
{
    const char *right = node->kind == YAML_SCALAR ? store_word(c, s, yaml_text(node)) : "one value";

    if (right)
        finding_hint(w, f, finding_add(w, f, PD_NOT_ONE_OF, node->place, "`%s` cannot be that", s->key), "write %s", right);
}

static void take_list(struct work *w, struct findings *f, struct config *c, const struct setting *s, const struct yaml_node *node)
{
    struct config_list *list = list_at(c, s);

    list->count = 0;
    if (node->kind != YAML_LIST)
        finding_add(w, f, PD_WRONG_SHAPE, node->place, "`%s` is a list: [%s]", s->key, s->kind == SETTING_HOSTS ? "www.example.org" : "127.0.0.1");
    for (const struct yaml_node *item = node->first; item && node->kind == YAML_LIST; item = item->next) {
        if (list->count == CONFIG_LIST_MAX)
            finding_add(w, f, PD_TOO_MANY, item->place, "at most %d values in `%s`", CONFIG_LIST_MAX, s->key);
        else
            take_word(w, f, c, s, item);
    }
}

static void take_value(struct work *w, struct findings *f, struct config *c, const struct setting *s, const struct yaml_node *node)
{
    c->origins[s - settings] = (int)node->place.line;
    if (is_list(s))
        take_list(w, f, c, s, node);
    else if (node->kind != YAML_SCALAR)
        finding_add(w, f, PD_WRONG_SHAPE, node->place, "`%s` takes one value", s->key);
    else
        take_word(w, f, c, s, node);
}

static void unknown_key(struct work *w, struct findings *f, struct text section, const struct yaml_node *node)
{
    struct finding *finding = finding_add(w, f, PD_UNKNOWN_KEY, node->key_place, "there is no setting `%.*s`%s", NAME_ARGS(node->key), section.length ? " here" : "");
    struct suggestion suggestion = suggestion_begin(f, node->key);

    for (size_t i = 0; i < COUNT_OF(settings); i++)
        if (text_equal(section, text_of(settings[i].section)))
            suggestion_offer(&suggestion, text_of(settings[i].key));
    for (size_t i = 0; i < COUNT_OF(settings) && section.length == 0; i++)
        if (settings[i].section[0])
            suggestion_offer(&suggestion, text_of(settings[i].section));
    if (section.length == 0)
        suggestion_offer(&suggestion, TEXT("webhooks"));
    if (section.length == 0)
        suggestion_offer(&suggestion, TEXT("mail_http"));
    suggestion_hint(w, f, finding, &suggestion, "`privacyd config example` prints every setting");
}

static void take_map(struct work *w, struct findings *f, struct config *c, struct text section, const struct yaml_node *map)
{
    for (const struct yaml_node *node = map->first; node; node = node->next) {
        const struct setting *s = setting_find(section, node->key);
        if (section.length == 0 && text_equal(node->key, TEXT("webhooks")))
            config_webhooks_take(w, f, c, node);
        else if (section.length == 0 && text_equal(node->key, TEXT("mail_http")))
            config_mail_http_take(w, f, c, node);
        else if (s)
            take_value(w, f, c, s, node);
        else if (section.length == 0 && is_section(node->key) && node->kind == YAML_MAP)
            take_map(w, f, c, node->key, node);
        else if (section.length == 0 && is_section(node->key) && node->kind == YAML_SCALAR && node->text.length == 0)
            continue; /* a heading whose settings are all comments */
        else if (section.length == 0 && is_section(node->key))
            finding_hint(w, f, finding_add(w, f, PD_WRONG_SHAPE, node->place, "`%.*s` is a group of settings", NAME_ARGS(node->key)), "its settings stand below it, indented");
        else
            unknown_key(w, f, section, node);
    }
}

/* --- the whole ------------------------------------------------------------------------------------------------------------------------------- */

struct config config_defaults(void)
{
    struct config c = { 0 };
    struct text item;

    for (size_t i = 0; i < COUNT_OF(settings); i++) {
        struct text standard = text_of(settings[i].standard);
        if (!is_list(&settings[i]) && standard.length)
            must(store_word(&c, &settings[i], standard) == NULL);
        while (is_list(&settings[i]) && text_cut(&standard, ',', &item))
            must(store_word(&c, &settings[i], text_trim(item)) == NULL);
    }
    return c;
}

struct text config_host(struct text url)
{
    struct text host = url, rest;
    size_t at;

    if (text_find(host, TEXT("://"), &at))
        host = text_from(host, at + 3);
    rest = host;
    if (host.length && host.at[0] != '[' && text_cut(&rest, ':', &host))
        return host;
    return host;
}

bool config_parse(struct work *w, struct text source, struct config *config, struct findings *out_findings)
{
    struct config c = *config;
    struct yaml_node *root;

    TRY(yaml_parse(w, source, out_findings, &root));
    if (root && root->kind == YAML_MAP)
        take_map(w, out_findings, &c, TEXT(""), root);
    TRY(findings_sort(w, out_findings));
    if (out_findings->errors > 0)
        FAIL(w, ERR_INVALID, "the settings have %d error%s", out_findings->errors, out_findings->errors == 1 ? "" : "s");
    if (c.hosts.count == 0 && c.url.length)
        list_add(&c.hosts, config_host(c.url));
    *config = c;
    return true;
}

bool config_secret(struct work *w, const char *setting, struct text path, struct text *out_secret)
{
    char bytes[1024];
    struct text name, line, rest;
    struct stat s;
    ssize_t got;
    int file;

    TRY(work_copy(w, path, &name));
    file = open(name.at, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        FAIL(w, ERR_IO, "%s: %s cannot be read: %s", setting, name.at, strerror(errno));
    got = fstat(file, &s) == 0 && !(s.st_mode & 077) ? read(file, bytes, sizeof bytes) : -2;
    close(file);
    if (got == -2)
        FAIL(w, ERR_INVALID, "%s: others may read %s; run: chmod 0600 %s", setting, name.at, name.at);
    rest = text_of_bytes(bytes, got > 0 ? (size_t)got : 0);
    if (!text_cut(&rest, '\n', &line) || line.length == 0)
        FAIL(w, ERR_INVALID, "%s: the first line of %s must be the secret", setting, name.at);
    return work_copy(w, line, out_secret);
}

static void draft_list(struct draft *d, const struct config_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        draft_addf(d, "%s%.*s", i ? ", " : "", TEXT_ARGS(list->items[i]));
}

static void draft_value(struct draft *d, const struct setting *s, const struct config *c)
{
    const char *at = (const char *)c + s->offset;

    switch (s->kind) {
    case SETTING_HOSTS:
    case SETTING_PROXIES:
        draft_list(d, (const struct config_list *)at);
        break;
    case SETTING_MODE:
        draft_addf(d, "%04o", (unsigned)*(const int *)at);
        break;
    case SETTING_RATE:
    case SETTING_NUMBER:
        draft_number(d, (uint64_t) * (const int *)at);
        break;
    case SETTING_FLAG:
        draft_add(d, *(const bool *)at ? TEXT("yes") : TEXT("no"));
        break;
    case SETTING_WEAKER:
        draft_add(d, *(const bool *)at ? TEXT("weaker") : TEXT("strict"));
        break;
    default:
        draft_add(d, *(const struct text *)at);
    }
}

static bool has_example(const char *section)
{
    for (size_t i = 0; i < COUNT_OF(settings); i++)
        if (settings[i].example && strcmp(section, settings[i].section) == 0)
            return true;
    return false;
}

bool config_example(struct work *w, struct text *out_yaml)
{
    const char *section = "";
    struct draft d;

    TRY(work_draft(w, 16 * 1024, &d));
    draft_add(&d, TEXT("# Settings of privacyd. A line that stands as a comment shows the default.\n"));
    for (size_t i = 0; i < COUNT_OF(settings); i++) {
        const struct setting *s = &settings[i];
        const char *indent = s->section[0] ? "  " : "", *mark = s->example ? "" : "# ", *value = s->example ? s->example : s->standard;
        if (strcmp(section, s->section) != 0)
            draft_addf(&d, "\n%s%s:", has_example(s->section) ? "" : "# ", s->section);
        section = s->section;
        draft_addf(&d, "\n%s# %s\n%s%s%s:%s%s%s%s\n", indent, s->help, indent, mark, s->key, value[0] ? " " : "", is_list(s) && value[0] ? "[" : "", value,
                   is_list(s) && value[0] ? "]" : "");
    }
    config_mail_http_example(&d);
    config_webhooks_example(&d);
    must(!d.overflow);
    *out_yaml = draft_text(&d);
    return true;
}

static void draft_origin(struct draft *d, const struct config *config, int origin)
{
    if (origin == CONFIG_FROM_DEFAULT)
        draft_add(d, TEXT("default"));
    else if (origin == CONFIG_FROM_OPTION)
        draft_add(d, TEXT("command line"));
    else
        draft_addf(d, "%s:%d", config->file ? config->file : "file", origin);
}

bool config_dump(struct work *w, const struct config *config, struct text *out_text)
{
    struct draft d;

    TRY(work_draft(w, 64 * 1024, &d));
    for (size_t i = 0; i < COUNT_OF(settings); i++) {
        const struct setting *s = &settings[i];
        draft_addf(&d, "%s%s%s = ", s->section, s->section[0] ? "." : "", s->key);
        draft_value(&d, s, config);
        draft_add(&d, TEXT("  ("));
        draft_origin(&d, config, config->origins[i]);
        draft_add(&d, TEXT(")\n"));
    }
    config_mail_http_dump(&d, config);
    config_webhooks_dump(&d, config);
    *out_text = draft_text(&d);
    return true;
}

void config_set_data(struct config *config, struct text data)
{
    const struct setting *s = setting_find(TEXT(""), TEXT("data"));

    config->data = data;
    config->origins[s - settings] = CONFIG_FROM_OPTION;
}
