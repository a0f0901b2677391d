/* privacyd.yaml: how the server runs. Every setting has a default but the site's address and the sender of mail; unknown keys are findings
 * with a suggestion. */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "base/work.h"
#include "disclosure/webhook.h"
#include "mail/http_mailer.h"
#include "source/findings.h"

enum { CONFIG_LIST_MAX = 16, CONFIG_SETTINGS_MAX = 64 };

/* Where a value came from: a line of the file, or one of these. */
enum config_origin { CONFIG_FROM_DEFAULT = 0, CONFIG_FROM_OPTION = -1 };

struct config_list {
    struct text items[CONFIG_LIST_MAX];
    size_t count;
};

/* Who is called where: `webhooks` (cli/config_webhook.h). */
struct config_webhook {
    struct text recipient, url, secret_file, old_secret_file, ca_file;
    bool allow_private;
};

struct config {
    struct text data;       /* folder of the database, keys and the control socket */
    struct text seal_key;   /* file of 32 bytes, mode 0600; outside the data folder's backups */
    struct text listen;     /* public listener: ADDRESS:PORT or unix:/path */
    int listen_mode;        /* of that Unix socket */
    struct text admin;      /* /livez /readyz /metrics; empty: none */
    struct text site_name;  /* permanent name of the site in the database */
    struct text url;        /* "https://www.hikari.example" */
    struct text mount;      /* "/privacy" */
    struct config_list hosts;
    struct config_list proxies; /* whose words about the client count: net/proxy.h */
    struct text region_header;  /* of such a proxy, with the visitor's region; empty: none */
    struct text region;     /* of visitors who do not say */
    struct text law_folder; /* of the operator's law files; empty: none */
    struct text smtp, mail_user, mail_password_file, mail_from, mail_auth, mail_token_command, mail_dkim_selector, mail_return_path;
    bool mail_require_tls;
    bool weaker_filesystem; /* vault.filesystem: weaker */
    struct text certificate, certificate_key; /* of TLS on `listen`; empty: none */
    int limit_pages, limit_posts, limit_programs; /* a second and address; 0: none */
    struct config_list limit_exempt;              /* addresses */
    struct text tombstones; /* folder to which the tombstones are copied; empty: none */
    int workers;
    struct config_webhook webhooks[WEBHOOKS_MAX];
    size_t webhook_count;
    struct http_mailer_config mail_http; /* url empty: none; cli/config_mail_http.h */
    struct text mail_http_secret_file;
    int origins[CONFIG_SETTINGS_MAX]; /* of each setting, in the order of the table: a line of `file`, or enum config_origin */
    const char *file;                 /* NULL: none was read */
};

/* "https://www.example.org:8443" -> "www.example.org" */
struct text config_host(struct text url);
/* What holds when the file says nothing. */
struct config config_defaults(void);
/* Reads the settings in `source` over what *config holds. Findings as for the policy file. Errors: INVALID when there were errors (they are in
 * the findings). Texts lie in the arena of w. */
MUST_USE bool config_parse(struct work *w, struct text source, struct config *config, struct findings *out_findings);
/* A secret: the first line of a file that nobody else may read; `setting` names it in messages. Errors: INVALID, IO. */
MUST_USE bool config_secret(struct work *w, const char *setting, struct text path, struct text *out_secret);
/* The settings with a comment each, as a file to begin with. */
MUST_USE bool config_example(struct work *w, struct text *out_yaml);
/* Each setting, its value and where it came from. */
MUST_USE bool config_dump(struct work *w, const struct config *config, struct text *out_text);
/* An option of the command line gave the data directory. */
void config_set_data(struct config *config, struct text data);

#endif
