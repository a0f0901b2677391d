/* The access token with which the mailer logs in by XOAUTH2: what a command of the operator prints. The command is a program with arguments,
 * run without a shell; it prints the token alone on a line, or a JSON object with "access_token" and, in seconds, "expires_in", as token
 * endpoints answer (RFC 6749 section 5.1). The program keeps it in memory until shortly before it ends. */
#ifndef MAIL_TOKEN_H
#define MAIL_TOKEN_H

#include "base/work.h"

enum { TOKEN_MAX = 8192, TOKEN_COMMAND_SECONDS = 20, TOKEN_LIFE_SECONDS = 300 /* of one that does not say */ };

struct token {
    struct text value;  /* in the arena */
    struct span life;
};

/* Runs it; words are separated by spaces. Errors: UNAVAILABLE (it cannot be run, takes too long, fails, prints no token); the message holds
 * nothing of what it printed. */
MUST_USE bool token_fetch(struct work *w, struct text command, struct token *out_token);
/* What a command printed. Errors: UNAVAILABLE. */
MUST_USE bool token_parse(struct work *w, struct text printed, struct token *out_token);

#endif
