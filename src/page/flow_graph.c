#include "page/flow.h"

#include "html/country.h"
#include "page/category_words.h"
#include "page/words.h"

static int node_find(const struct flow *f, enum flow_column column, struct text key)
{
    for (int i = 0; i < f->node_count; i++)
        if (f->nodes[i].column == column && text_equal(f->nodes[i].key, key))
            return i;
    return -1;
}

static int node_add(struct flow *f, enum flow_column column, struct text key, struct text label, int group)
{
    f->nodes[f->node_count] = (struct flow_node){ column, key, label, group, 1 };
    return f->node_count++;
}

/* A channel or cookie without a purpose leads nowhere. */
static void link_add(struct flow *f, int from, int to, int basis)
{
    if (from < 0 || to < 0)
        return;
    for (int i = 0; i < f->link_count; i++)
        if (f->links[i].from == from && f->links[i].to == to)
            return;
    f->links[f->link_count++] = (struct flow_link){ from, to, basis };
}

/* The ground on which a purpose runs wherever it runs; regions that ask for none do not count unless all do. */
static int basis_of(const struct policy *p, const struct purpose *purpose)
{
    int basis = BASIS_OFF;

    for (int i = 0; i <= p->region_count; i++) {
        int here = (int)(i == p->region_count ? purpose->basis_elsewhere : purpose->basis[i]);

        if (here == BASIS_MISSING || here == BASIS_OFF || here == basis || (here == BASIS_NOT_REQUIRED && basis != BASIS_OFF))
            continue;
        if (basis != BASIS_OFF && basis != BASIS_NOT_REQUIRED)
            return FLOW_BASIS_VARIES;
        basis = here;
    }
    return basis;
}

static bool is_collected(const struct policy *p, const struct data_item *data)
{
    for (size_t i = 0; i < p->channel_count; i++)
        for (size_t k = 0; k < p->channels[i].field_count; k++)
            if (p->channels[i].fields[k].data == data)
                return true;
    return false;
}

static bool add_what(struct work *w, const struct reader *r, struct flow *f)
{
    const struct policy *p = r->policy;
    struct text label;

    for (size_t i = 0; i < p->data_count; i++)
        if (is_collected(p, &p->data[i]))
            node_add(f, FLOW_WHAT, p->data[i].id, words_label(r, &p->data[i]), (int)category_group(p->data[i].category));
    for (size_t i = 0; i < p->cookie_count; i++) {
        TRY(message_format(w, reader_words(r), MSG_PAGE_COOKIE_ITEM, &p->cookies[i].name, 1, &label));
        node_add(f, FLOW_WHAT, label, label, MSG_PAGE_FLOW_GROUP_COOKIES);
    }
    return true;
}

static bool add_who(struct work *w, const struct reader *r, struct flow *f)
{
    static const int groups[] = {
        [ROLE_MISSING] = MSG_PAGE_FLOW_GROUP_PROCESSORS,         [ROLE_PROCESSOR] = MSG_PAGE_FLOW_GROUP_PROCESSORS,
        [ROLE_AFFILIATE] = MSG_PAGE_FLOW_GROUP_AFFILIATES,       [ROLE_THIRD_PARTY] = MSG_PAGE_FLOW_GROUP_THIRD_PARTIES,
        [ROLE_AUTHORITY] = MSG_PAGE_FLOW_GROUP_AUTHORITIES,
    };
    struct text controller = reader_controller(r), label;

    TRY(message_format(w, reader_words(r), MSG_PAGE_FLOW_CONTROLLER, &controller, 1, &label));
    node_add(f, FLOW_WHO, TEXT(""), label, -1);
    for (size_t i = 0; i < r->policy->recipient_count; i++)
        node_add(f, FLOW_WHO, r->policy->recipients[i].id, words_recipient(r, &r->policy->recipients[i]), groups[r->policy->recipients[i].role]);
    return true;
}

static int where(const struct reader *r, struct flow *f, struct text country)
{
    int node = node_find(f, FLOW_WHERE, country);

    return node >= 0 ? node : node_add(f, FLOW_WHERE, country, country_name(reader_words(r), country), -1);
}

static void link_what(const struct policy *p, struct flow *f)
{
    for (size_t i = 0; i < p->channel_count; i++) {
        const struct channel *channel = &p->channels[i];
        int why = node_find(f, FLOW_WHY, channel->purpose->id);

        for (size_t k = 0; k < channel->field_count; k++)
            link_add(f, node_find(f, FLOW_WHAT, channel->fields[k].data->id), why, basis_of(p, channel->purpose));
    }
}

static bool link_cookies(struct work *w, const struct reader *r, struct flow *f)
{
    const struct policy *p = r->policy;
    struct text key;

    for (size_t i = 0; i < p->cookie_count; i++) {
        TRY(message_format(w, reader_words(r), MSG_PAGE_COOKIE_ITEM, &p->cookies[i].name, 1, &key));
        link_add(f, node_find(f, FLOW_WHAT, key), node_find(f, FLOW_WHY, p->cookies[i].purpose->id), basis_of(p, p->cookies[i].purpose));
    }
    return true;
}

/* The controller has all; a recipient gets what its purposes need. */
static void link_who(const struct reader *r, struct flow *f)
{
    const struct policy *p = r->policy;

    for (size_t i = 0; i < p->purpose_count; i++)
        link_add(f, node_find(f, FLOW_WHY, p->purposes[i].id), node_find(f, FLOW_WHO, TEXT("")), basis_of(p, &p->purposes[i]));
    for (size_t i = 0; i < p->recipient_count; i++) {
        const struct recipient *recipient = &p->recipients[i];
        int who = node_find(f, FLOW_WHO, recipient->id);

        for (size_t k = 0; k < recipient->purpose_count; k++) {
            const struct purpose *purpose = policy_purpose(p, recipient->purposes[k]);

            if (purpose)
                link_add(f, node_find(f, FLOW_WHY, purpose->id), who, basis_of(p, purpose));
        }
        for (size_t k = 0; k < recipient->country_count; k++)
            link_add(f, who, where(r, f, recipient->countries[k]), FLOW_BASIS_NONE);
    }
}

/* As many as there could be: all pairs that the policy names. */
static bool take(struct work *w, const struct policy *p, struct flow *f)
{
    size_t nodes = p->data_count + p->cookie_count + p->purpose_count + p->recipient_count + 2, links = p->cookie_count + p->purpose_count + 1;

    for (size_t i = 0; i < p->channel_count; i++)
        links += p->channels[i].field_count;
    for (size_t i = 0; i < p->recipient_count; i++) {
        nodes += p->recipients[i].country_count;
        links += p->recipients[i].purpose_count + p->recipients[i].country_count;
    }
    *f = (struct flow){ .nodes = WORK_NEW(w, struct flow_node, nodes), .links = WORK_NEW(w, struct flow_link, links) };
    return f->nodes && f->links;
}

bool flow_graph(struct work *w, const struct reader *r, struct flow *out_flow)
{
    const struct policy *p = r->policy;
    struct flow f;

    if (!take(w, p, &f))
        return false;
    TRY(add_what(w, r, &f));
    for (size_t i = 0; i < p->purpose_count; i++)
        node_add(&f, FLOW_WHY, p->purposes[i].id, words_purpose_name(r, &p->purposes[i]), -1);
    TRY(add_who(w, r, &f));
    if (p->controller_country.length)
        link_add(&f, node_find(&f, FLOW_WHO, TEXT("")), where(r, &f, p->controller_country), FLOW_BASIS_NONE);
    link_what(p, &f);
    TRY(link_cookies(w, r, &f));
    link_who(r, &f);
    *out_flow = f;
    return true;
}
