/* The settings `mail_http`: a provider who takes mail by HTTP, in place of mail.smtp. */
#ifndef CLI_CONFIG_MAIL_HTTP_H
#define CLI_CONFIG_MAIL_HTTP_H

#include "cli/config.h"
#include "source/yaml.h"

void config_mail_http_take(struct work *w, struct findings *f, struct config *c, const struct yaml_node *node);
void config_mail_http_example(struct draft *d);
/* Nothing when it is not set; never the secret, nor the values of headers. */
void config_mail_http_dump(struct draft *d, const struct config *c);
/* With the secret, read from its file. Errors: as config_secret. */
MUST_USE bool config_mail_http_open(struct work *w, const struct config *c, struct http_mailer_config *out_http);

#endif
