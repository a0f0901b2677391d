/* The answers as a policy: small, true as far as it goes, and commented so that somebody can go on from it. */
#include "cli/init.h"

#include "policy/format.h"

enum { POLICY_ROOM = 32 << 10 };

struct writing {
    struct draft d;
    const struct law *law;
    const struct init_answers *a;
    struct instant now;
    bool ja; /* people read Japanese, too */
};

static bool has_form(const struct writing *x, const char *form)
{
    return text_has_word(x->a->to[INIT_FORMS], text_of(form));
}

/* In quotes, with what quotes mean escaped: a name may be anything that a person types. */
static void add_quoted(struct writing *x, struct text t)
{
    draft_byte(&x->d, '"');
    for (size_t i = 0; i < t.length; i++) {
        if (t.at[i] == '"' || t.at[i] == '\\')
            draft_byte(&x->d, '\\');
        draft_byte(&x->d, t.at[i]);
    }
    draft_byte(&x->d, '"');
}

static void add_answer(struct writing *x, const char *key, enum init_question question)
{
    draft_add(&x->d, text_of(key));
    add_quoted(x, x->a->to[question]);
    draft_byte(&x->d, '\n');
}

/* Words in the languages of the policy. */
static void add_words(struct writing *x, const char *before, const char *en, const char *ja, const char *after)
{
    bool has_en = text_has_word(x->a->to[INIT_LANGUAGES], text_of("en"));

    if (has_en && x->ja)
        draft_addf(&x->d, "%s{ en: %s, ja: %s }%s", before, en, ja, after);
    else
        draft_addf(&x->d, "%s%s%s", before, has_en ? en : ja, after);
}

static void add_list(struct writing *x, struct text list)
{
    struct text one;

    for (int i = 0; text_cut(&list, ' ', &one); i++)
        draft_addf(&x->d, "%s%.*s", i ? ", " : "", TEXT_ARGS(one));
}

static void add_head(struct writing *x)
{
    struct draft *d = &x->d;

    draft_add(d, TEXT("# yaml-language-server: $schema=policy.schema.json\n\n"
                      "# The privacy policy of this site: at once the public page, the rule at each form, and what is checked.\n"
                      "# Every key is described in the manual of the policy language: privacyd language\n"
                      "privacyd: 1\n\n"));
    draft_add(d, TEXT("reviewed: "));
    draft_day(d, instant_day_utc(x->now));
    draft_add(d, TEXT("   # somebody last held all of this against what is done\n\nsite:\n"));
    add_answer(x, "  name: ", INIT_SITE);
    draft_addf(d, "  origins: [%.*s]\n  languages: [", TEXT_ARGS(x->a->to[INIT_ORIGIN]));
    add_list(x, x->a->to[INIT_LANGUAGES]);
    draft_add(d, TEXT("]\n\ncontroller:\n"));
    add_answer(x, "  name: ", INIT_CONTROLLER);
    add_answer(x, "  address: ", INIT_ADDRESS);
    draft_addf(d, "  country: %.*s\n", TEXT_ARGS(x->a->to[INIT_COUNTRY]));
}

/* Whether the law of a region asks the policy to tell something. */
static bool must_tell(const struct writing *x, struct text region, const char *item)
{
    const struct law_row *row = law_row(x->law, region, LAW_NOTICE);

    return row && law_list_has(&row->is.notice.items, text_of(item));
}

static bool some_region_tells(const struct writing *x, const char *item, bool outside_only, struct text *out_region)
{
    struct text rest = x->a->to[INIT_REGIONS];

    while (text_cut(&rest, ' ', out_region))
        if (must_tell(x, *out_region, item) && !(outside_only && law_is_inside(x->law, *out_region, x->a->to[INIT_COUNTRY])))
            return true;
    return false;
}

/* Nobody is named here who was not asked: the page says so, until somebody is. */
static void add_offices(struct writing *x)
{
    struct text rest = x->a->to[INIT_REGIONS], region;
    bool any = false;

    if (some_region_tells(x, "officer", false, &region))
        add_words(x, "  officer: { none: ", "we have not appointed a data protection officer", "データ保護責任者は置いていません", " }\n");
    while (text_cut(&rest, ' ', &region)) {
        if (!must_tell(x, region, "representative") || law_is_inside(x->law, region, x->a->to[INIT_COUNTRY]))
            continue;
        if (!any)
            draft_add(&x->d, TEXT("  representatives:\n"));
        any = true;
        draft_addf(&x->d, "    %.*s: ", TEXT_ARGS(region));
        add_words(x, "{ none: ", "we have not appointed a representative there", "同地域に代理人は置いていません", " }\n");
    }
    draft_addf(&x->d, "  contacts: { privacy: %.*s }\n", TEXT_ARGS(x->a->to[INIT_CONTACT]));
}

static void add_data(struct writing *x)
{
    draft_add(&x->d, TEXT("\nregions:\n"));
    for (struct text rest = x->a->to[INIT_REGIONS], region; text_cut(&rest, ' ', &region);) {
        const struct law_region *known = law_region(x->law, region);
        draft_addf(&x->d, "  %.*s: ", TEXT_ARGS(region));
        if (x->ja && text_has_word(x->a->to[INIT_LANGUAGES], text_of("en")))
            draft_addf(&x->d, "{ en: %.*s, ja: %.*s }\n", TEXT_ARGS(law_words_in(&known->name, TEXT("en"))), TEXT_ARGS(law_words_in(&known->name, TEXT("ja"))));
        else
            draft_addf(&x->d, "%.*s\n", TEXT_ARGS(law_words_in(&known->name, x->a->to[INIT_LANGUAGES])));
    }
    draft_add(&x->d, TEXT("\n# What can be collected at all.\ndata:\n"));
    if (has_form(x, "contact") || has_form(x, "order"))
        add_words(x, "  name: { is: user.name, label: ", "Name", "お名前", " }\n");
    add_words(x, "  email: { is: user.contact.email, identifies: subject, label: ", "E-mail address", "メールアドレス", " }\n");
    if (has_form(x, "contact"))
        add_words(x, "  message: { is: user.content, label: ", "Message", "お問い合わせ内容", " }\n");
    if (has_form(x, "order")) {
        add_words(x, "  address: { is: user.contact.address, label: ", "Postal address", "ご住所", " }\n");
        add_words(x, "  items: { is: user.behavior.purchase_history, label: ", "What you order", "ご注文内容", " }\n");
    }
}

static const struct form {
    const char *name, *purpose;
    const char *label_en, *label_ja, *why_en, *why_ja, *basis, *keep;
    const char *channel; /* the rest of the channel's lines */
} forms[] = {
    { "contact", "support", "Contact form", "お問い合わせフォーム", "answer you and help you", "お問い合わせにお答えするため", "contract",
      "24 months after last_contact", "    required: [name, email, message]\n" },
    { "newsletter", "newsletter", "Newsletter", "ニュースレター", "send you the newsletter that you asked for",
      "お申し込みいただいたニュースレターをお送りするため", "consent", "until withdrawn", "    required: [email]\n    confirm: double_opt_in\n" },
    { "order", "orders", "Order form", "ご注文フォーム", "deliver what you order", "ご注文の品をお届けするため", "contract", "24 months after last_contact",
      "    required: [name, email, address, items]\n" },
};

static void add_purposes(struct writing *x)
{
    draft_add(&x->d, TEXT("\n# What it is used for: ends the sentence \"We use it to ...\".\npurposes:\n"));
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        if (!has_form(x, forms[i].name))
            continue;
        draft_addf(&x->d, "  %s:\n", forms[i].purpose);
        add_words(x, "    why: ", forms[i].why_en, forms[i].why_ja, "\n");
        draft_addf(&x->d, "    basis: %s\n    keep: %s\n", forms[i].basis, forms[i].keep);
    }
    draft_add(&x->d, TEXT("\n# The doors where data come in. A field that is not named here is not stored.\nchannels:\n"));
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        if (!has_form(x, forms[i].name))
            continue;
        draft_addf(&x->d, "  %s:\n", forms[i].name);
        add_words(x, "    label: ", forms[i].label_en, forms[i].label_ja, "\n");
        draft_addf(&x->d, "    purpose: %s\n%s    deliver: [{ mail: %.*s }]\n", forms[i].purpose, forms[i].channel, TEXT_ARGS(x->a->to[INIT_CONTACT]));
    }
}

static bool offers(const struct writing *x, const struct law_row *kind)
{
    switch (kind->is.kind.offered) {
    case OFFERED_IF_CONSENT: return has_form(x, "newsletter");
    case OFFERED_ALWAYS:
    case OFFERED_IF_CONSENT_OR_CONTRACT: return true;
    case OFFERED_IF_SOLD_OR_SHARED:
    case OFFERED_IF_SENSITIVE:
    case OFFERED_IF_LEGITIMATE_INTERESTS:
    case OFFERED_MAY: break;
    }
    return false;
}

static void add_right(struct writing *x, struct text region)
{
    const struct law_row *authority = law_row(x->law, region, LAW_AUTHORITY), *methods = law_row(x->law, region, LAW_METHODS);
    int count = 0;

    draft_addf(&x->d, "  %.*s:\n    kinds: [", TEXT_ARGS(region));
    for (const struct law_row *kind = law_next(x->law, region, LAW_KINDS, NULL); kind; kind = law_next(x->law, region, LAW_KINDS, kind))
        if (offers(x, kind))
            draft_addf(&x->d, "%s%.*s", count++ ? ", " : "", TEXT_ARGS(kind->key));
    draft_add(&x->d, TEXT("]\n    methods: [email, post]\n"));
    if (methods && methods->is.methods.has_online)
        draft_add(&x->d, TEXT("    exclusively_online: true   # or a toll-free number: the method toll_free\n"));
    if (authority && authority->verified)
        draft_addf(&x->d, "    authority: %.*s\n", TEXT_ARGS(authority->is.authority.link));
}

/* A decision of the authorities of the region that the office's country protects data well enough, one that was verified before others. */
static const struct law_row *adequacy(const struct writing *x, struct text region)
{
    const struct law_row *found = NULL;

    for (const struct law_row *row = law_next(x->law, region, LAW_ADEQUACY, NULL); row; row = law_next(x->law, region, LAW_ADEQUACY, row))
        if (law_list_has(&row->is.adequacy.to, x->a->to[INIT_COUNTRY]) && (!found || row->verified))
            found = row;
    return found;
}

static void add_transfers(struct writing *x)
{
    bool any = false;

    for (struct text rest = x->a->to[INIT_REGIONS], region; text_cut(&rest, ' ', &region);) {
        const struct law_row *decision = adequacy(x, region);
        if (!decision || law_is_inside(x->law, region, x->a->to[INIT_COUNTRY]))
            continue;
        draft_addf(&x->d, "%s  %.*s: { %.*s: { safeguard: adequacy, ref: ", any ? "" : "\n# From a region to the country of the office.\ntransfers:\n",
            TEXT_ARGS(region), TEXT_ARGS(x->a->to[INIT_COUNTRY]));
        add_quoted(x, decision->source);
        draft_addf(&x->d, " } }%s\n", decision->verified ? "" : "   # nobody here verified this decision: look it up");
        any = true;
    }
}

static void add_promises(struct writing *x)
{
    struct text region, rest = x->a->to[INIT_REGIONS];
    bool minors = false, retaliation = false;

    draft_add(&x->d, TEXT("\n# Rights of people, by region.\nrights:\n"));
    while (text_cut(&rest, ' ', &region)) {
        add_right(x, region);
        minors |= law_row(x->law, region, LAW_MINORS) != NULL;
        retaliation |= law_row(x->law, region, LAW_RETALIATION) != NULL;
    }
    draft_add(&x->d, TEXT("\nnever: [sell, share]\n\n# Promises out of a closed list; what is left out is as the law has it.\nstatements:\n"
                          "  changes: { notice: [posting], lead: 30 }\n  complaints: true\n  automated_decisions: { made: false }\n"));
    if (minors)
        draft_add(&x->d, TEXT("  minors: { under: 16, actual_knowledge: none }\n"));
    if (retaliation)
        draft_add(&x->d, TEXT("  retaliation: { audiences: [consumers, employees, applicants] }\n"));
}

/* Whose office is in a region is under its law, wherever people come from. */
static bool add_own_region(struct work *w, const struct law *law, struct init_answers *a)
{
    const struct law_region *own = law_region(law, a->to[INIT_COUNTRY]);
    char code[16];

    if (!own || !law_next(law, own->code, LAW_KINDS, NULL))
        return true;
    snprintf(code, sizeof code, "%.*s", TEXT_ARGS(own->code));
    if (text_has_word(a->to[INIT_REGIONS], text_of(code)))
        return true;
    return work_format(w, &a->to[INIT_REGIONS], "%.*s %.*s", TEXT_ARGS(a->to[INIT_REGIONS]), TEXT_ARGS(own->code));
}

bool init_policy(struct work *w, const struct law *law, const struct init_answers *a, struct text *out_yaml)
{
    struct init_answers answers = *a;
    struct writing x = { .law = law, .a = &answers, .now = w->now, .ja = text_has_word(a->to[INIT_LANGUAGES], text_of("ja")) };
    struct findings findings;

    TRY(add_own_region(w, law, &answers));
    TRY(work_draft(w, POLICY_ROOM, &x.d));
    add_head(&x);
    add_offices(&x);
    add_data(&x);
    add_purposes(&x);
    add_transfers(&x);
    add_promises(&x);
    if (x.d.overflow)
        FAIL(w, ERR_LIMIT, "the answers are too long for a policy");
    TRY(policy_format(w, draft_text(&x.d), out_yaml, &findings)); /* as `privacyd fmt` would write it */
    if (findings.count)
        FAIL(w, ERR_INVALID, "the answers hold what no reader sees");
    return true;
}
