/* What `privacyd init` asks, and what it makes of the answers. Private to cli/init*.c. */
#ifndef CLI_INIT_H
#define CLI_INIT_H

#include "cli/command.h"
#include "law/law.h"

enum init_question {
    INIT_SITE, INIT_ORIGIN, INIT_CONTROLLER, INIT_ADDRESS, INIT_COUNTRY, INIT_CONTACT, INIT_REGIONS, INIT_LANGUAGES, INIT_FORMS, INIT_QUESTIONS
};

struct init_answers {
    struct text to[INIT_QUESTIONS]; /* lists with single spaces between; no control characters in any */
};

struct init_asking {
    const char *option;  /* "--site" */
    const char *question;
    const char *standard; /* "" where it follows from another answer */
    const char *right;    /* what would be right, when it is not */
    bool (*holds)(const struct law *law, struct text one); /* of a list: each */
    bool many;
};
extern const struct init_asking init_askings[INIT_QUESTIONS];

/* Takes what the options say; asks for the rest when `asks`, else takes the standard. Errors: INVALID with what would be right; CANCELLED when
 * the answers end. */
MUST_USE bool init_ask(struct cli *c, const struct law *law, const char *const options[INIT_QUESTIONS], bool asks, struct init_answers *out_answers);
/* The policy that says so. */
MUST_USE bool init_policy(struct work *w, const struct law *law, const struct init_answers *a, struct text *out_yaml);

#endif
