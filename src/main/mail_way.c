#include "main/mail_way.h"

#include "cli/config_mail_http.h"

static enum smtp_auth auth_of(struct text word)
{
    static const struct text words[] = { [SMTP_AUTH_ANY] = TEXT("any"), [SMTP_AUTH_PLAIN] = TEXT("plain"), [SMTP_AUTH_LOGIN] = TEXT("login"),
                                         [SMTP_AUTH_XOAUTH2] = TEXT("xoauth2") };

    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (text_equal(word, words[i]))
            return (enum smtp_auth)i;
    return SMTP_AUTH_ANY;
}

bool mail_way_smtp(struct work *w, const struct config *config, int timeout_ms, struct smtp_config *out_smtp)
{
    struct smtp_config smtp = { .url = config->smtp, .user = config->mail_user, .require_tls = config->mail_require_tls, .timeout_ms = timeout_ms };

    smtp.auth = auth_of(config->mail_auth);
    if (smtp.auth == SMTP_AUTH_XOAUTH2 && (config->mail_token_command.length == 0 || config->mail_user.length == 0))
        FAIL(w, ERR_INVALID, "mail.auth is xoauth2: set mail.user, and mail.token_command to the program that prints an access token");
    if (config->mail_password_file.length)
        TRY(config_secret(w, "mail.password_file", config->mail_password_file, &smtp.password));
    *out_smtp = smtp;
    return true;
}

static bool open_http(struct work *w, const struct config *config, int timeout_ms, struct mailer **out_mailer)
{
    struct http_mailer_config http;

    TRY(config_mail_http_open(w, config, &http));
    http.timeout_ms = timeout_ms;
    return mailer_http_open(w, &http, out_mailer);
}

bool mail_way_open(struct work *w, const struct config *config, int timeout_ms, struct mailer **out_mailer)
{
    struct smtp_config smtp;

    if (config->mail_http.url.length)
        return open_http(w, config, timeout_ms, out_mailer);
    TRY(mail_way_smtp(w, config, timeout_ms, &smtp));
    return mailer_smtp_open(w, &smtp, config->mail_token_command, config->mail_return_path, out_mailer);
}
