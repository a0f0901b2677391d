#include "policy/language.h"

#include "law/category.h"
#include "policy/clause.h"
#include "policy/schema.h"
#include "policy/wording_fact.h"
#include "source/explain.h"
#include "source/json_schema.h"
#include "source/schema_value.h"
#include "source/schema_words.h"

#include <stdio.h>
#include <string.h>

enum { LANGUAGE_MAX = 256 * 1024, PATH_BYTES = 120 };

static const char introduction[] =
    "# The policy language\n"
    "\n"
    "This page is what `privacyd language` prints: it comes out of the tables that read and check a policy. `privacyd check FILE` finds what is\n"
    "wrong in a file, `privacyd explain PD0107` says more about one finding. `examples/camera-maker/policy.yaml` is a complete policy.\n"
    "\n"
    "A policy is one YAML file in UTF-8, at most 4 MiB. Anchors, aliases, tags and merge keys are not read: every line means what stands there.\n"
    "A text for people is one string, which stands for all languages, or a map: `{ en: Support, ja: サポート }`. Names and labels are one line of at\n"
    "most 200 characters; a list or a map holds at most 2000 of anything, `terms` 200. Names of data, purposes, channels\n"
    "and recipients are permanent. What is left out is not done: a purpose without a basis is off, a field that a channel does not name is not kept.\n"
    "\n"
    "The smallest policy that collects something:\n"
    "\n"
    "```yaml\n"
    "privacyd: 1\n"
    "site:\n"
    "  name: Example shop\n"
    "  origins: [https://www.example.org]\n"
    "  languages: [en]\n"
    "controller:\n"
    "  name: Example Ltd.\n"
    "  address: 1 Example Street, Example Town\n"
    "  contacts: { privacy: privacy@example.org }\n"
    "data:\n"
    "  email: { is: user.contact.email, identifies: subject }\n"
    "  message: { is: user.content }\n"
    "purposes:\n"
    "  support:\n"
    "    why: answer you\n"
    "    basis: contract\n"
    "    keep: 24 months after last_contact\n"
    "channels:\n"
    "  contact:\n"
    "    purpose: support\n"
    "    required: [email, message]\n"
    "    deliver: [{ mail: support@example.org }]\n"
    "```\n"
    "\n"
    "# Keys\n"
    "\n"
    "*Needed* keys have no default. *Clauses* are the promises that a key serves; the letters T are traps that the checker looks for.\n";

/* --- keys ------------------------------------------------------------------------------------------------------------------------------------ */

static bool has_table(const struct schema_section *s)
{
    return s && s->keys != KEYS_LANGUAGE;
}

static void add_row(struct draft *d, const struct schema_key *k)
{
    draft_addf(d, "| `%s` | ", k->name);
    schema_draft_value(d, k);
    draft_addf(d, " | %s | %s | %s |\n", k->required ? "*needed*" : k->fallback ? k->fallback : "", k->help ? k->help : "", k->refs ? k->refs : "");
}

static void add_named(struct draft *d, const struct schema_section *s)
{
    draft_add(d, TEXT("\n| key | value | default | what it says | clauses |\n|---|---|---|---|---|\n"));
    for (int i = 0; i < s->count; i++)
        add_row(d, &s->rows[i]);
}

static void add_free(struct draft *d, const struct schema_section *s)
{
    const struct schema_key *k = &s->rows[0];

    draft_addf(d, "\nA map. Its keys: %s. Behind each: ", schema_free_keys[s->keys].words);
    schema_draft_value(d, k);
    draft_addf(d, " (%s).", k->help);
    if (k->refs)
        draft_addf(d, " Clauses: %s.", k->refs);
    draft_byte(d, '\n');
}

static void add_section(struct draft *d, const char *path, const struct schema_section *s)
{
    char below[PATH_BYTES];

    draft_addf(d, "\n## %s%s%s\n", path[0] ? "`" : "", path[0] ? path : "The file", path[0] ? "`" : "");
    if (s->keys == KEYS_NAMED)
        add_named(d, s);
    else
        add_free(d, s);
    for (int i = 0; i < s->count; i++) {
        const struct schema_key *k = &s->rows[i];
        if (!has_table(k->section))
            continue;
        must(snprintf(below, sizeof below, "%s%s%s%s", path, path[0] ? "." : "", k->name ? k->name : schema_free_keys[s->keys].in_path,
                      k->shapes & SHAPE_LIST ? "[]" : "") < (int)sizeof below);
        add_section(d, below, k->section);
    }
}

/* --- closed lists ----------------------------------------------------------------------------------------------------------------------------- */

static const char *const basis_words[LEGAL_BASES] = {
    [BASIS_MISSING] = "left out: as `off`",
    [BASIS_OFF] = "not processed there: the gate refuses",
    [BASIS_NOT_REQUIRED] = "processed; the law there asks for no basis",
    [BASIS_CONSENT] = "the person agreed",
    [BASIS_CONTRACT] = "a contract with the person, or steps before one that the person asked for",
    [BASIS_LEGAL_OBLIGATION] = "a law demands it",
    [BASIS_VITAL_INTERESTS] = "somebody's life or health",
    [BASIS_PUBLIC_TASK] = "a task in the public interest",
    [BASIS_LEGITIMATE_INTERESTS] = "interests that weigh more than the person's; needs `balancing`",
};

static const char *const trigger_words[RETENTION_TRIGGERS] = {
    [TRIGGER_COLLECTED] = "the moment at which the record came in",
    [TRIGGER_LAST_CONTACT] = "the newest record of the person under the purpose",
    [TRIGGER_WITHDRAWN] = "written `until withdrawn`, without a period",
    [TRIGGER_CLOSED] = "the case was closed; the site tells when (`privacyd event`)",
    [TRIGGER_AS_NEEDED] = "written `as long as needed`: never, so a channel for such a purpose takes nothing",
    [TRIGGER_PURCHASED] = "the purchase, also one before the record came in; the site tells when",
    [TRIGGER_CONTRACT_ENDED] = "the end of the contract; the site tells when",
    [TRIGGER_ACCOUNT_CLOSED] = "the closing of the account; the site tells when",
};

static void add_bases(struct draft *d)
{
    draft_add(d, TEXT("\n## Legal bases\n\n"
                      "Behind `basis`, for all regions or by region. Where a visitor's region is not known, a purpose runs only if every region allows it.\n\n"
                      "| basis | what it means |\n|---|---|\n"));
    for (int i = BASIS_OFF; i < LEGAL_BASES; i++)
        draft_addf(d, "| `%s` | %s |\n", legal_basis_name((enum legal_basis)i), basis_words[i]);
}

static void add_periods(struct draft *d)
{
    draft_add(d, TEXT("\n## Retention\n\nBehind `keep`: NUMBER UNIT `after` EVENT, as in `24 months after last_contact`. Units: day, month, year, or their plurals.\n"
                      "Days are counted in `site.timezone`. When the time is over, the sweep destroys the key of the records. What waits for an event stays until the site\n"
                      "has told it. A new version of the policy never makes longer what was promised for records that are there.\n\n| event | when the period begins |\n|---|---|\n"));
    for (int i = TRIGGER_COLLECTED; i < RETENTION_TRIGGERS; i++)
        draft_addf(d, "| `%s` | %s |\n", retention_trigger_name((enum retention_trigger)i), trigger_words[i]);
}

static void add_categories(struct draft *d)
{
    draft_add(d, TEXT("\n## Data categories\n\nBehind `is`. Keys of the fideslang taxonomy, from the general to the special; `user.device.serial_number` is ours.\n\n"));
    for (int i = 0; category_name(i); i++)
        draft_addf(d, "- `%s`\n", category_name(i));
}

static void add_wording(struct draft *d)
{
    draft_add(d, TEXT("\n# Own wording\n\n"
                      "The texts under `text` are plain text: HTML and Markdown in them are shown as they stand. A line is a paragraph. A sentence ends with its clause\n"
                      "in brackets, as in `The key is destroyed. [P9-2]`; under a clause (`P7-2`) all sentences belong to it, under a section (`P7`) those without one are\n"
                      "listed as text only. Facts are placeholders, so that every language says what the policy says; `{{` stands for a brace. A value that begins with a\n"
                      "brace stands in quotes, or below `>-`.\n\n| placeholder | what stands there for the reader |\n|---|---|\n"));
    for (size_t i = 0; i < wording_family_count; i++)
        draft_addf(d, "| `{%s}` | %s |\n", wording_families[i].form, wording_families[i].says);
}

/* --- clauses and findings --------------------------------------------------------------------------------------------------------------------- */

static void add_clauses(struct draft *d)
{
    draft_add(d, TEXT("\n# Clauses\n\nWhat a policy can promise. A clause stands on the page when the policy has what it is about. \"Nothing yet\": no mechanism is built,\n"
                      "so the promise shows as unproven.\n\n| clause | what makes it true |\n|---|---|\n"));
    for (int i = 0; i < clause_count; i++) {
        const struct clause *c = &clauses[i];
        const char *words = c->mechanism[0] ? c->mechanism : "Nothing yet.";
        draft_addf(d, "| %s | %s |\n", c->id, c->text_only ? "A disclaimer: nothing to prove." : words);
    }
}

static void add_findings(struct draft *d)
{
    draft_add(d, TEXT("\n# Findings\n\nErrors keep a version from being published; warnings and notes do not.\n\n"
                      "| code | | what | why | what would be right | clauses |\n|---|---|---|---|---|---|\n"));
    for (int i = 0; i < finding_kind_count; i++) {
        const struct finding_kind *k = &finding_kinds[i];
        const struct finding_words *words = finding_words_find((int)k->code);
        must(words);
        draft_addf(d, "| PD%04d | %s | %s | %s | %s | %s |\n", (int)k->code, severity_name(k->severity), words->what, k->explain, words->right, k->refs);
    }
}

bool language_write(struct work *w, struct text *out_markdown)
{
    struct draft d;

    TRY(work_draft(w, LANGUAGE_MAX, &d));
    draft_add(&d, text_of(introduction));
    add_section(&d, "", &schema_policy);
    draft_add(&d, TEXT("\n# Closed lists\n"));
    add_bases(&d);
    add_periods(&d);
    add_categories(&d);
    add_wording(&d);
    add_clauses(&d);
    add_findings(&d);
    must(!d.overflow);
    *out_markdown = draft_text(&d);
    return true;
}

bool language_json_schema(struct work *w, struct text *out_json)
{
    return json_schema_write(w, &schema_policy, TEXT("A privacy policy that privacyd carries out."), out_json);
}
