/* What the rules share. Private to policy/rules*.c. */
#ifndef POLICY_RULES_COURT_H
#define POLICY_RULES_COURT_H

#include "law/law.h"
#include "policy/model.h"
#include "source/findings.h"

/* Before which a policy stands. */
struct court {
    struct work *w;
    const struct policy *p;
    const struct law *law; /* NULL: none is asked */
    struct findings *f;
    struct day today;
};

bool is_processed(enum legal_basis basis);
bool has_basis_somewhere(const struct court *c, const struct purpose *purpose);
bool rests_on(const struct court *c, const struct purpose *purpose, enum legal_basis basis); /* in any region */
bool has_method(const struct rights *r, struct text method); /* a way to use rights: form, phone */

/* A finding with its hint; `second` may be added to what comes back, which is never NULL. */
struct finding *court_find(struct court *c, enum finding_code code, struct place place, const char *hint, const char *format, ...) PRINTF_LIKE(5, 6);

/* Each adds the findings of its file. */
void rules_people(struct court *c);
void rules_links(struct court *c);
void rules_names(struct court *c);
void rules_former(struct court *c);
void rules_use(struct court *c);
void rules_cookies(struct court *c);
void rules_recipients(struct court *c);
void rules_appendices(struct court *c);
void rules_countries(struct court *c);
void rules_dates(struct court *c);
void rules_law(struct court *c);

#endif
