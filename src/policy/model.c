#include "policy/model.h"

#include "base/error.h"

struct text words_in(const struct policy *p, const struct words *words, int language)
{
    if (language >= 0 && language < p->language_count && words->in[language].length)
        return words->in[language];
    return words->in[p->authoritative];
}

int policy_language(const struct policy *p, struct text code)
{
    for (int i = 0; i < p->language_count; i++)
        if (text_equal(p->languages[i], code))
            return i;
    return -1;
}

int policy_language_or_own(const struct policy *p, struct text code)
{
    int language = policy_language(p, code);

    return language >= 0 ? language : p->authoritative;
}

int policy_region(const struct policy *p, struct text code)
{
    for (int i = 0; i < p->region_count; i++)
        if (text_equal(p->regions[i].code, code))
            return i;
    return -1;
}

#define FIND(items, count, wanted)                 \
    for (size_t i = 0; i < (count); i++)           \
        if (text_equal((items)[i].id, (wanted)))   \
            return &(items)[i];                    \
    return NULL

const struct channel *policy_channel(const struct policy *p, struct text id)
{
    FIND(p->channels, p->channel_count, id);
}

const struct purpose *policy_purpose(const struct policy *p, struct text id)
{
    FIND(p->purposes, p->purpose_count, id);
}

const struct data_item *policy_data(const struct policy *p, struct text id)
{
    FIND(p->data, p->data_count, id);
}

const struct statement *policy_statement(const struct policy *p, struct text id)
{
    FIND(p->statements, p->statement_count, id);
}

const struct named_link *policy_link(const struct policy *p, struct text id)
{
    FIND(p->links, p->link_count, id);
}

const struct purpose *purpose_numbered(const struct policy *p, int64_t number)
{
    for (size_t i = 0; i < p->purpose_count; i++)
        if (p->purposes[i].number == number)
            return &p->purposes[i];
    return NULL;
}

const struct channel *channel_numbered(const struct policy *p, int64_t number)
{
    for (size_t i = 0; i < p->channel_count; i++)
        if (p->channels[i].number == number)
            return &p->channels[i];
    return NULL;
}

const struct recipient *recipient_numbered(const struct policy *p, int64_t number)
{
    for (size_t i = 0; i < p->recipient_count; i++)
        if (p->recipients[i].number == number)
            return &p->recipients[i];
    return NULL;
}

const struct recipient *policy_recipient(const struct policy *p, struct text id)
{
    FIND(p->recipients, p->recipient_count, id);
}

const struct never *policy_never(const struct policy *p, const char *act, int region)
{
    for (size_t i = 0; i < p->never_count; i++)
        if ((region < 0 || p->nevers[i].region < 0 || p->nevers[i].region == region) && text_equal(p->nevers[i].act, text_of(act)))
            return &p->nevers[i];
    return NULL;
}

const struct purpose policy_no_purpose = { .id = { "", 0 } };

static bool is_name_in(struct text full, struct text name, struct text language)
{
    return full.length == name.length + 1 + language.length && text_starts(full, name) && full.at[name.length] == '.' && text_ends(full, language);
}

struct text statement_value(const struct policy *p, const struct statement *s, struct text name, size_t nth, int language)
{
    struct text fallback = TEXT("");

    for (size_t i = 0; i < s->parameter_count; i++) {
        struct text full = s->parameters[i].name;
        if (text_equal(full, name) && nth-- == 0)
            return s->parameters[i].value;
        if (language >= 0 && language < p->language_count && is_name_in(full, name, p->languages[language]))
            return s->parameters[i].value;
        if (is_name_in(full, name, p->languages[p->authoritative]))
            fallback = s->parameters[i].value;
    }
    return fallback;
}

static bool forbids(enum legal_basis basis)
{
    return basis == BASIS_MISSING || basis == BASIS_OFF;
}

/* Consent asks most of us, no basis at all asks least. */
int legal_basis_strictness(enum legal_basis basis)
{
    static const int of[LEGAL_BASES] = { [BASIS_NOT_REQUIRED] = 0, [BASIS_LEGITIMATE_INTERESTS] = 1, [BASIS_PUBLIC_TASK] = 2, [BASIS_VITAL_INTERESTS] = 3,
        [BASIS_LEGAL_OBLIGATION] = 4, [BASIS_CONTRACT] = 5, [BASIS_CONSENT] = 6 };

    return of[basis];
}

/* Nobody knows where the person is: what one declared region forbids is forbidden, and what one asks consent for needs consent. */
static enum legal_basis strictest_basis(const struct policy *p, const struct purpose *purpose)
{
    enum legal_basis strictest = purpose->basis_elsewhere;

    if (p->region_count)
        strictest = purpose->basis[0];
    for (int i = 0; i < p->region_count; i++) {
        if (forbids(purpose->basis[i]))
            return purpose->basis[i];
        if (legal_basis_strictness(purpose->basis[i]) > legal_basis_strictness(strictest))
            strictest = purpose->basis[i];
    }
    return strictest;
}

enum legal_basis purpose_basis(const struct policy *p, const struct purpose *purpose, int region)
{
    if (region >= 0 && region < p->region_count)
        return purpose->basis[region];
    return strictest_basis(p, purpose);
}

bool appendix_lists(const struct appendix *a, struct text data)
{
    for (size_t i = 0; !a->collects_computed && i < a->collect_count; i++)
        if (text_equal(a->collects[i]->id, data))
            return true;
    return a->collects_computed;
}

/* The gate asks for each field of each post: what belongs to this version is looked up by its place, another version's by its name. */
static bool appendix_allows(const struct policy *p, const struct appendix *a, const struct data_item *data)
{
    if (!a->prevails)
        return true;
    if (!a->collects_computed && a->collects_item && data >= p->data && data < p->data + p->data_count)
        return a->collects_item[data - p->data];
    return appendix_lists(a, data->id);
}

bool policy_allows_data(const struct policy *p, const struct data_item *data, int region)
{
    for (size_t i = 0; i < p->appendix_count; i++)
        if ((region < 0 || p->appendices[i].region == region) && !appendix_allows(p, &p->appendices[i], data))
            return false;
    return true;
}

bool exception_names(const struct channel_exception *e, const struct data_item *data)
{
    for (size_t i = 0; i < e->count; i++)
        if (text_equal(e->data[i]->id, data->id))
            return true;
    return false;
}

const struct channel_exception *channel_excepts(const struct channel *channel, const struct data_item *data, int region)
{
    for (size_t i = 0; i < channel->exception_count; i++)
        if ((region < 0 || channel->exceptions[i].region == region) && exception_names(&channel->exceptions[i], data))
            return &channel->exceptions[i];
    return NULL;
}

bool channel_takes(const struct policy *p, const struct channel *channel, const struct data_item *data, int region)
{
    return !channel_excepts(channel, data, region) && policy_allows_data(p, data, region);
}

bool recipient_serves(const struct recipient *r, int region)
{
    return r->everywhere || region < 0 || (region < POLICY_REGIONS_MAX && r->here[region]);
}

bool recipient_is_for(const struct recipient *r, struct text purpose)
{
    for (size_t i = 0; i < r->purpose_count; i++)
        if (text_equal(r->purposes[i], purpose))
            return true;
    return false;
}

bool recipient_does(const struct recipient *r, const char *act)
{
    for (size_t i = 0; i < r->does_count; i++)
        if (text_equal(r->does[i], text_of(act)))
            return true;
    return false;
}

const char *legal_basis_name(enum legal_basis basis)
{
    static const char *const names[LEGAL_BASES] = { "missing", "off", "not_required", "consent", "contract", "legal_obligation", "vital_interests",
        "public_task", "legitimate_interests" };

    return basis >= 0 && basis < LEGAL_BASES ? names[basis] : "missing";
}

const char *retention_trigger_name(enum retention_trigger t)
{
    static const char *const names[RETENTION_TRIGGERS] = { "missing", "collected", "last_contact", "withdrawn", "closed", "as_needed", "purchased", "contract_ended",
        "account_closed" };

    return t >= 0 && t < RETENTION_TRIGGERS ? names[t] : "missing";
}

bool retention_trigger_is_event(enum retention_trigger t)
{
    return t == TRIGGER_CLOSED || t == TRIGGER_PURCHASED || t == TRIGGER_CONTRACT_ENDED || t == TRIGGER_ACCOUNT_CLOSED;
}

const char *cookie_class_name(enum cookie_class c)
{
    static const char *const names[COOKIE_CLASSES] = { "essential", "functional", "statistics", "advertising", "social" };

    return c >= 0 && c < COOKIE_CLASSES ? names[c] : "essential";
}

const char *cookie_kind_name(enum cookie_kind k)
{
    static const char *const names[COOKIE_KINDS] = { "cookie", "local_storage", "session_storage", "indexed_db", "pixel" };

    return k >= 0 && k < COOKIE_KINDS ? names[k] : "cookie";
}
