#include "drawn.h"

#define WORDS(en, ja) { .in = { { en, sizeof en - 1 }, { ja, sizeof ja - 1 } } }
#define T(literal) { "" literal, sizeof literal - 1 }

static const struct data_item data[] = {
    { .id = T("name"), .category = T("user.name"), .label = WORDS("Name", "お名前") },
    { .id = T("email"), .category = T("user.contact.email"), .identifies = true, .label = WORDS("E-mail address", "メールアドレス") },
    { .id = T("message"), .category = T("user.content"), .label = WORDS("Message", "お問い合わせ内容") },
    { .id = T("address"), .category = T("user.contact.address"), .label = WORDS("Postal address of the place to which we deliver", "商品をお届けする場所のご住所") },
    { .id = T("unused"), .category = T("user.health_and_medical"), .label = WORDS("Never collected", "収集しない") },
};

static const struct purpose purposes[] = {
    { .id = T("support"), .label = WORDS("Support", "サポート"), .why = WORDS("answer you and support the products you own", "お問い合わせへの回答とお持ちの製品のサポート"),
      .basis = { BASIS_CONTRACT, BASIS_CONTRACT, BASIS_NOT_REQUIRED }, .basis_elsewhere = BASIS_CONTRACT, .keep = { TRIGGER_LAST_CONTACT, 24, PERIOD_MONTHS, { 0 } } },
    { .id = T("newsletter"), .label = WORDS("newsletter", ""), .why = WORDS("send you our newsletter", "ニュースレターの送付"),
      .basis = { BASIS_CONSENT, BASIS_CONSENT, BASIS_OFF }, .basis_elsewhere = BASIS_MISSING, .keep = { TRIGGER_WITHDRAWN, 0, PERIOD_DAYS, { 0 } } },
    { .id = T("statistics"), .label = WORDS("Statistics", "統計"), .why = WORDS("count what is read", "閲覧状況の集計"),
      .basis = { BASIS_CONSENT, BASIS_LEGITIMATE_INTERESTS, BASIS_NOT_REQUIRED }, .basis_elsewhere = BASIS_NOT_REQUIRED, .keep = { TRIGGER_COLLECTED, 30, PERIOD_DAYS, { 0 } } },
    { .id = T("books"), .label = WORDS("Books", "帳簿"), .why = WORDS("keep books as the law demands", "法令に基づく帳簿の保存"),
      .basis = { BASIS_LEGAL_OBLIGATION, BASIS_LEGAL_OBLIGATION, BASIS_LEGAL_OBLIGATION }, .basis_elsewhere = BASIS_LEGAL_OBLIGATION,
      .keep = { TRIGGER_CLOSED, 7, PERIOD_YEARS, { 0 } } },
};

static const struct channel_field contact_fields[] = { { &data[0], true, { 0 } }, { &data[1], true, { 0 } }, { &data[2], true, { 0 } } };
static const struct channel_field letter_fields[] = { { &data[1], true, { 0 } } };
static const struct channel_field order_fields[] = { { &data[3], true, { 0 } }, { &data[0], true, { 0 } } };
static const struct channel channels[] = {
    { .id = T("contact"), .purpose = &purposes[0], .fields = contact_fields, .field_count = COUNT_OF(contact_fields) },
    { .id = T("newsletter"), .purpose = &purposes[1], .fields = letter_fields, .field_count = COUNT_OF(letter_fields) },
    { .id = T("order"), .purpose = &purposes[3], .fields = order_fields, .field_count = COUNT_OF(order_fields) },
    { .id = T("lost"), .purpose = &policy_no_purpose, .fields = letter_fields, .field_count = COUNT_OF(letter_fields) },
};
static const struct cookie cookies[] = { { .name = T("visits"), .purpose = &purposes[2], .class = COOKIE_STATISTICS, .lifetime = T("13 months"), .set_by = T("us") } };
static const struct text letter_purposes[] = { T("newsletter"), T("statistics") }, letter_countries[] = { T("JP"), T("NL") };
static const struct text tax_purposes[] = { T("books") }, tax_countries[] = { T("JP") };
static const struct recipient recipients[] = {
    { .id = T("list_tool"), .label = WORDS("Mailing Co.", "メーリング社"), .role = ROLE_PROCESSOR, .everywhere = true, .purposes = letter_purposes, .purpose_count = 2,
      .countries = letter_countries, .country_count = 2 },
    { .id = T("tax_office"), .role = ROLE_AUTHORITY, .everywhere = true, .purposes = tax_purposes, .purpose_count = 1, .countries = tax_countries, .country_count = 1 },
};

void small_policy(struct policy *p)
{
    sample_policy(p);
    p->controller_country = TEXT("JP");
    p->data = data;
    p->data_count = COUNT_OF(data);
    p->purposes = purposes;
    p->purpose_count = COUNT_OF(purposes);
    p->channels = channels;
    p->channel_count = COUNT_OF(channels);
    p->cookies = cookies;
    p->cookie_count = COUNT_OF(cookies);
    p->recipients = recipients;
    p->recipient_count = COUNT_OF(recipients);
}

enum { DATA = 90, PURPOSES = 40, COOKIES = 20, RECIPIENTS = 30, COUNTRIES = 25, FIELDS = 12 };

static const char *const categories[] = { "user.name", "user.contact.email", "user.device.ip_address", "user.behavior", "user.financial", "user.location.precise",
    "user.account.username", "user.content", "user.government_id", "user.health_and_medical", "user.social", "user.unique_id", "user.demographic", "no.such", "user.sensor" };
static const char *const harm[] = { "<script>alert(1)</script>", "a & b \"c\" 'd'", "]]> <!-- -->", "\x01\x1F control", "\xE2\x80\xAEright to left", "\xEF\xBF\xBE none",
    "日本語の長いラベル、句読点。", "العربية نص", "&lt;&#0;", "Wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww" };

static struct text named(struct work *w, const char *what, int i)
{
    struct text t;

    assert_ok(w, work_format(w, &t, "%s_%d", what, i));
    return t;
}

static struct words label(struct work *w, const char *what, int i)
{
    struct words words = { 0 };

    assert_ok(w, work_format(w, &words.in[0], "%s %d %s", what, i, harm[(size_t)i % COUNT_OF(harm)]));
    words.in[1] = words.in[0];
    return words;
}

static struct data_item *make_data(struct work *w)
{
    struct data_item *list = WORK_NEW(w, struct data_item, DATA);

    for (int i = 0; i < DATA; i++)
        list[i] = (struct data_item){ .id = named(w, "data", i), .category = text_of(categories[(size_t)i % COUNT_OF(categories)]), .label = label(w, "Data", i) };
    return list;
}

static struct purpose *make_purposes(struct work *w)
{
    struct purpose *list = WORK_NEW(w, struct purpose, PURPOSES);

    for (int i = 0; i < PURPOSES; i++) {
        list[i] = (struct purpose){ .id = named(w, "purpose", i), .why = label(w, "Purpose", i) };
        for (int region = 0; region < 3; region++)
            list[i].basis[region] = (enum legal_basis)(BASIS_NOT_REQUIRED + (i + (i % 3 == 0) * region) % (LEGAL_BASES - BASIS_NOT_REQUIRED));
        list[i].basis_elsewhere = list[i].basis[0];
        list[i].keep = (struct retention_rule){ (enum retention_trigger)(TRIGGER_COLLECTED + i % (RETENTION_TRIGGERS - 1)), 1 + i * 7 % 40, (enum period_unit)(i % 3), { 0 } };
    }
    return list;
}

static struct channel *make_channels(struct work *w, const struct data_item *items, const struct purpose *reasons)
{
    struct channel *list = WORK_NEW(w, struct channel, PURPOSES);

    for (int i = 0; i < PURPOSES; i++) {
        struct channel_field *fields = WORK_NEW(w, struct channel_field, FIELDS);

        for (int k = 0; k < FIELDS; k++)
            fields[k] = (struct channel_field){ &items[(i * 5 + k * 7) % DATA], k < 2, { 0 } };
        list[i] = (struct channel){ .id = named(w, "channel", i), .purpose = &reasons[i], .fields = fields, .field_count = FIELDS };
    }
    return list;
}

static struct recipient *make_recipients(struct work *w, const struct purpose *reasons)
{
    struct recipient *list = WORK_NEW(w, struct recipient, RECIPIENTS);

    for (int i = 0; i < RECIPIENTS; i++) {
        struct text *ids = WORK_NEW(w, struct text, 5), *countries = WORK_NEW(w, struct text, 3);

        for (int k = 0; k < 5; k++)
            ids[k] = reasons[(i * 3 + k * 11) % PURPOSES].id;
        for (int k = 0; k < 3; k++)
            assert_ok(w, work_format(w, &countries[k], "%c%c", 'A' + (i + k * 4) % COUNTRIES, 'A' + (i * 2) % 20));
        list[i] = (struct recipient){ .id = named(w, "recipient", i), .role = (enum recipient_role)(i % 5), .purposes = ids, .purpose_count = 5, .countries = countries, .country_count = 3 };
    }
    return list;
}

void large_policy(struct work *w, struct policy *p)
{
    struct data_item *items = make_data(w);
    struct purpose *reasons = make_purposes(w);
    struct cookie *kept = WORK_NEW(w, struct cookie, COOKIES);

    for (int i = 0; i < COOKIES; i++)
        kept[i] = (struct cookie){ .name = named(w, "cookie", i), .purpose = &reasons[i], .lifetime = TEXT("session"), .set_by = TEXT("us") };
    sample_policy(p);
    p->data = items;
    p->data_count = DATA;
    p->purposes = reasons;
    p->purpose_count = PURPOSES;
    p->channels = make_channels(w, items, reasons);
    p->channel_count = PURPOSES;
    p->cookies = kept;
    p->cookie_count = COOKIES;
    p->recipients = make_recipients(w, reasons);
    p->recipient_count = RECIPIENTS;
    p->controller_name = label(w, "Controller", 0);
}
