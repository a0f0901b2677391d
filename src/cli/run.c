/* privacyd serve, dev, config: the settings first, then main takes over. */
#include "cli/commands.h"

#include <string.h>

int cli_serve(struct cli *c)
{
    struct cli_option options[] = { { "--config", true, NULL }, { "--data", true, NULL } };
    struct config config;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), NULL, 0, &rest))
        return EXIT_USAGE;
    if (!cli_config(c, options[0].value, options[1].value, &config))
        return EXIT_BAD;
    if (config.url.length == 0)
        return cli_usage(c, "the settings must name the site's address (site.url); `privacyd config example` prints a file to begin with");
    if (config.mail_from.length == 0)
        return cli_usage(c, "the settings must name the sender of mail (mail.from), or no message reaches its desk");
    return c->wiring->serve(c, &config);
}

/* Hosts that a browser on this machine uses. */
static void dev_settings(struct config *config, const char *listen, const char *data)
{
    static const char *const hosts[] = { "localhost", "127.0.0.1", "[::1]" };

    config->listen = text_of(listen ? listen : "127.0.0.1:8123");
    config->data = text_of(data ? data : "");
    config->admin = TEXT("");
    config->mail_from = TEXT("privacy@hikari.example");
    config->weaker_filesystem = true; /* a temporary folder may lie anywhere; promises about destruction say so */
    config->hosts.count = COUNT_OF(hosts);
    for (size_t i = 0; i < COUNT_OF(hosts); i++)
        config->hosts.items[i] = text_of(hosts[i]);
}

int cli_dev(struct cli *c)
{
    struct cli_option options[] = { { "--listen", true, NULL }, { "--data", true, NULL }, { "--now", true, NULL } };
    struct config config = config_defaults();
    const char *path = NULL;
    struct instant now;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), &path, 1, &rest))
        return EXIT_USAGE;
    if (options[2].value && !instant_parse(text_of(options[2].value), &now))
        return cli_usage(c, "--now %s is no instant; give one like 2026-03-01T12:00:00Z", options[2].value);
    dev_settings(&config, options[0].value, options[1].value);
    return c->wiring->dev(c, &config, rest ? path : "examples/camera-maker/policy.yaml", text_of(options[2].value ? options[2].value : ""));
}

int cli_settings(struct cli *c)
{
    struct cli_option options[] = { { "--config", true, NULL }, { "--data", true, NULL } };
    struct config config;
    const char *word = "";
    struct text words;
    int rest;

    if (!cli_options(c, options, COUNT_OF(options), &word, 1, &rest))
        return EXIT_USAGE;
    if (strcmp(word, "example") == 0) {
        if (!config_example(c->w, &words))
            return cli_fail(c);
        cli_print(c->out, words);
        return EXIT_GOOD;
    }
    if (strcmp(word, "dump") != 0)
        return cli_usage(c, "say: config example, or config dump");
    if (!cli_config(c, options[0].value, options[1].value, &config))
        return EXIT_BAD;
    if (!config_dump(c->w, &config, &words))
        return cli_fail(c);
    cli_print(c->out, words);
    return EXIT_GOOD;
}
