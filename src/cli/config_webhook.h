/* The settings `webhooks`: for each recipient that is called, where, and with which secret. */
#ifndef CLI_CONFIG_WEBHOOK_H
#define CLI_CONFIG_WEBHOOK_H

#include "cli/config.h"
#include "disclosure/webhook.h"
#include "source/yaml.h"

void config_webhooks_take(struct work *w, struct findings *f, struct config *c, const struct yaml_node *node);
void config_webhooks_example(struct draft *d);
void config_webhooks_dump(struct draft *d, const struct config *c);
/* Reads the secrets. Errors: as config_secret, and INVALID for one that is too short. */
MUST_USE bool config_webhooks_open(struct work *w, const struct config *c, struct webhooks *out_webhooks);

#endif
