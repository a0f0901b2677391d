/* A language of keys as a table: every key with its type, range, default, unit, help and the clauses it serves. The checker, the hints, the
 * manual and editors read it; a key that is not in the table does not exist. The table of policy.yaml is policy/schema.c. */
#ifndef SOURCE_SCHEMA_H
#define SOURCE_SCHEMA_H

#include "source/findings.h"
#include "source/yaml.h"

/* Elements of one list, keys of one map: more than anybody needs, and few enough to be held against each other. */
enum { SCHEMA_MOST = 2000 };

/* What may stand behind a key. */
enum { SHAPE_TEXT = 1, SHAPE_LIST = 2, SHAPE_MAP = 4 };

/* What a text, or each text of a list, must be. */
enum value_type {
    VALUE_TEXT,
    VALUE_WORDS,   /* a human text; as a map: by language */
    VALUE_BOOL,
    VALUE_NUMBER,
    VALUE_DAY,
    VALUE_CHOICE,  /* one of `choices` */
    VALUE_NAME,    /* an id: a-z, then a-z 0-9 _ */
    VALUE_EMAIL,
    VALUE_LINK,    /* https:// */
    VALUE_ORIGIN,  /* https://host, http only for localhost */
    VALUE_HASH,
    VALUE_COUNTRY, /* two capital letters */
    VALUE_PATTERN, /* a name, or a beginning and * */
    VALUE_LANGUAGE,
    VALUE_LIFETIME, /* session, or a number of days, months or years */
    VALUE_PERIOD,   /* 45 days */
    VALUE_CLOCK,    /* law, or a period */
    VALUE_REGION,   /* US-CA */
    VALUE_TARGET,   /* an address on the web, or a page of this program */
    VALUE_TYPES
};

struct schema_section;

struct schema_key {
    const char *name;      /* NULL in a section whose keys are chosen by the file */
    int shapes;
    enum value_type value;
    const struct schema_section *section; /* of a map, or of each map in a list */
    const char *choices;   /* "a b c" */
    const char *(*list)(int place); /* a closed list that rules check, for editors to offer; NULL past its end */
    const char *pattern;   /* of a VALUE_TEXT that rules read, for editors (ECMA 262) */
    const char *example;   /* when the one of the type will not do */
    int longest;           /* characters of a text; 0: any number */
    bool lines;            /* the text may have more than one */
    int most;              /* elements of a list, keys that the file chooses; 0: SCHEMA_MOST */
    bool required;
    bool may_be_empty;     /* the rules know what hangs on it, and tell */
    int64_t low, high;     /* VALUE_NUMBER */
    const char *fallback;  /* when it is left out */
    const char *unit;
    const char *help;
    const char *refs;
};

enum key_kind { KEYS_NAMED, KEYS_NAME, KEYS_REGION, KEYS_REGION_OR_ELSEWHERE, KEYS_CONTACT, KEYS_LANGUAGE, KEYS_COUNTRY, KEYS_COOKIE, KEYS_CLAUSE, KEYS_KIND, KEYS_RULE, KEY_KINDS };

struct schema_section {
    const char *name;
    enum key_kind keys;    /* other than NAMED: any key of that kind, described by the only row */
    const struct schema_key *rows;
    int count;
};

extern const struct schema_section schema_words; /* a text by language */

/* Whether `word` is one of the words of a list of choices; the number of it when out_number is given. */
bool schema_choice(const char *choices, struct text word, int *out_number);
bool schema_is_region(struct text t);
bool schema_is_language(struct text t);
bool schema_is_lifetime(struct text t);
bool schema_is_link(struct text t);

/* The row of a key, NULL when the section has none; in a section whose keys the file chooses, its only row. */
const struct schema_key *schema_row(const struct schema_section *section, struct text key);

/* Holds the tree against the table: shapes, unknown and missing keys, values. Adds findings, changes nothing. */
void schema_validate(struct work *w, const struct yaml_node *root, const struct schema_section *section, struct findings *f);

#endif
