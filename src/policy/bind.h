/* Binds the checked tree of a policy file together into the model: names become pointers, words languages, periods rules.
 * Private to policy/parse.c. What is not understood is a finding and is left out. */
#ifndef POLICY_BIND_H
#define POLICY_BIND_H

#include "policy/model.h"
#include "source/findings.h"
#include "source/yaml.h"

/* While binding. The sections are kept because a name's place among its siblings is its place in the model. */
struct binder {
    struct work *w;
    struct findings *f;
    struct policy *p;
    const struct yaml_node *root, *data, *purposes, *recipients;
    struct data_item *data_items;
    struct purpose *purpose_items;
    bool regions_declared;
    int *seen, seen_now; /* by number of the data item: the list in which it was named last */
};

MUST_USE bool bind_policy(struct binder *b);

/* bind_values.c: single values. All accept NULL. */
const struct yaml_node *bind_section(const struct binder *b, const char *name); /* NULL unless it is a map */
struct words bind_words(struct binder *b, const struct yaml_node *node);
bool bind_bool(const struct yaml_node *node);
struct day bind_day(const struct yaml_node *node);
struct retention_rule bind_period(struct binder *b, const struct yaml_node *node);
MUST_USE bool bind_texts(struct binder *b, const struct yaml_node *list, const struct text **out_texts, size_t *out_count);
/* Also where each of them stands. */
MUST_USE bool bind_placed_texts(struct binder *b, const struct yaml_node *list, const struct text **out_texts, const struct place **out_places, size_t *out_count);
bool bind_count(struct text t, struct retention_rule *out_rule); /* "24 months" -> count and unit; false: it is none */
/* `label`, else the name itself in the authoritative language. */
struct words bind_label(struct binder *b, const struct yaml_node *node);
struct former bind_former(const struct yaml_node *node);
/* Where a value stands; where the key of its section does when it was left out. */
struct place bind_place(const struct yaml_node *value, const struct yaml_node *section);
const struct data_item *bind_data_name(struct binder *b, const struct yaml_node *node);
const struct purpose *bind_purpose_name(struct binder *b, const struct yaml_node *node);
bool bind_recipient_name(struct binder *b, const struct yaml_node *node);
int bind_region_name(struct binder *b, struct text code, struct place place);

/* bind_people.c: who is responsible, and what has a name. */
MUST_USE bool bind_regions(struct binder *b);
MUST_USE bool bind_controller(struct binder *b);
MUST_USE bool bind_names(struct binder *b);

/* bind_recipients.c */
MUST_USE bool bind_recipients(struct binder *b);
MUST_USE bool bind_transfers(struct binder *b);

/* bind_rights.c */
MUST_USE bool bind_rights(struct binder *b);

/* bind_promises.c */
MUST_USE bool bind_statements(struct binder *b);
MUST_USE bool bind_appendices(struct binder *b);
MUST_USE bool bind_own_texts(struct binder *b);

#endif
