#include "sample.h"

#define WORDS(en, ja) { .in = { { en, sizeof en - 1 }, { ja, sizeof ja - 1 } } }
#define T(literal) { "" literal, sizeof literal - 1 }

const struct site sample_site = { .mount = T("/privacy"), .base_url = T("https://www.hikari.example"), .log_origin = T("www.hikari.example/privacy/log") };

static const struct data_item data[] = {
    { .id = T("name"), .category = T("user.name"), .label = WORDS("Name", "お名前") },
    { .id = T("email"), .category = T("user.contact.email"), .identifies = true, .label = WORDS("E-mail address", "メールアドレス") },
    { .id = T("company"), .category = T("user.contact.organization"), .label = WORDS("Company", "会社名") },
    { .id = T("address"), .category = T("user.contact.address"), .label = WORDS("Postal address", "ご住所") },
    { .id = T("phone"), .category = T("user.contact.phone_number"), .label = WORDS("Telephone", "電話番号") },
    { .id = T("product_serial"), .category = T("user.device.serial_number"), .label = WORDS("Serial number", "製造番号") },
    { .id = T("purchase_date"), .category = T("user.behavior.purchase_history"), .label = WORDS("Date of purchase", "購入日") },
    { .id = T("message"), .category = T("user.content"), .label = WORDS("Your message", "お問い合わせ内容") },
};

static const struct purpose purposes[] = {
    { .id = T("support"), .label = WORDS("Support", "サポート"), .why = WORDS("answer you and support the products you own", "お問い合わせへの回答とお持ちの製品のサポート"),
      .basis = { BASIS_CONTRACT, BASIS_CONTRACT, BASIS_NOT_REQUIRED }, .basis_elsewhere = BASIS_CONTRACT, .keep = { TRIGGER_LAST_CONTACT, 24, PERIOD_MONTHS, { 0 } } },
    { .id = T("newsletter"), .why = WORDS("send you our newsletter", "ニュースレターの送付"),
      .basis = { BASIS_CONSENT, BASIS_CONSENT, BASIS_CONSENT }, .basis_elsewhere = BASIS_CONSENT, .keep = { TRIGGER_WITHDRAWN, 0, PERIOD_DAYS, { 0 } } },
    { .id = T("security_log"), .why = WORDS("keep the site safe", "サイトの安全の確保"),
      .basis = { BASIS_LEGITIMATE_INTERESTS, BASIS_LEGITIMATE_INTERESTS, BASIS_NOT_REQUIRED }, .basis_elsewhere = BASIS_LEGITIMATE_INTERESTS,
      .keep = { TRIGGER_COLLECTED, 30, PERIOD_DAYS, { 0 } } },
};

static const struct channel_field contact_fields[] = {
    { &data[0], true, { 0 } }, { &data[1], true, { 0 } }, { &data[7], true, { 0 } }, { &data[2], false, { 0 } },
    { &data[3], false, { 0 } }, { &data[4], false, { 0 } }, { &data[5], false, { 0 } }, { &data[6], false, { 0 } },
};
static const struct channel_field newsletter_fields[] = { { &data[1], true, { 0 } } };
static const struct channel channels[] = {
    { .id = T("contact"), .label = WORDS("Contact form", "お問い合わせフォーム"), .purpose = &purposes[0], .fields = contact_fields, .field_count = COUNT_OF(contact_fields) },
    { .id = T("newsletter"), .purpose = &purposes[1], .fields = newsletter_fields, .field_count = 1, .double_opt_in = true },
};
static const struct cookie cookies[] = {
    { .name = T("session"), .purpose = &purposes[2], .class = COOKIE_ESSENTIAL, .lifetime = T("session"), .set_by = T("us") },
    { .name = T("seen"), .purpose = &purposes[1], .class = COOKIE_STATISTICS, .kind = KIND_LOCAL_STORAGE, .what = WORDS("which letters were read", "どの号を読んだか"),
      .lifetime = T("13 months"), .set_by = T("list_tool") },
};
static const struct text list_tool_purposes[] = { T("newsletter") }, list_tool_countries[] = { T("JP"), T("BR") };
static const struct text list_tool_does[] = { T("email"), T("campaigns") }, help_purposes[] = { T("support") }, help_countries[] = { T("NL") };
static const struct recipient recipients[] = {
    { .id = T("list_tool"), .label = WORDS("List service", "配信サービス"), .role = ROLE_PROCESSOR, .role_declared = true, .everywhere = true,
      .does = list_tool_does, .does_count = 2, .contract = T("C-1"), .has_contract_end = true, .contract_until = { 22369 }, .purposes = list_tool_purposes, .countries = list_tool_countries, .purpose_count = 1, .country_count = 2 },
    { .id = T("helpers"), .role = ROLE_AFFILIATE, .role_declared = true, .here = { true, true }, .purposes = help_purposes, .purpose_count = 1,
      .countries = help_countries, .country_count = 1, .own_purposes = true },
};
static const struct transfer transfers[] = {
    { .region = 0, .country = T("JP"), .safeguard = T("adequacy"), .reference = T("2019/419") },
    { .region = 1, .country = T("JP"), .safeguard = T("standard_clauses"), .reference = T(""), .has_review = true, .review = { 20819 } },
};
static const struct text eu_kinds[] = { T("access"), T("rectify"), T("erase"), T("port"), T("object"), T("restrict"), T("withdraw") };
static const struct text ca_kinds[] = { T("know"), T("delete"), T("correct"), T("limit"), T("opt_out") }, methods[] = { T("form"), T("email"), T("post"), T("phone") };
static const struct text ca_fields[] = { T("name"), T("email") };
static const struct right_clock ca_clocks[] = { { T("know"), T("45 days"), { 0 } }, { T("delete"), T("law"), { 0 } } };
static const struct rights rights[] = {
    { .region = 0, .kinds = eu_kinds, .methods = methods, .kind_count = COUNT_OF(eu_kinds), .method_count = 3 },
    { .region = 2, .kinds = ca_kinds, .methods = methods, .kind_count = COUNT_OF(ca_kinds), .method_count = 4, .authority = T("https://authority.example/complain"),
      .clocks_given = true, .clocks = ca_clocks, .clock_count = 2, .extension = { .given = true, .until = T("90 days"), .notice_by = T("45 days") },
      .verification = { .given = true, .kinds = ca_kinds, .kind_count = 3, .fields = ca_fields, .field_count = 2 } },
};
static const struct data_item *ca_collects[] = { &data[0], &data[1], &data[2], &data[7] };
static const struct appendix appendices[] = { { .region = 2, .prevails = true, .essential_cookies_only = true, .collects = ca_collects, .collect_count = COUNT_OF(ca_collects) } };
static const struct contact contacts[] = {
    { .key = T("privacy"), .email = T("privacy@hikari.example") },
    { .key = T("EU"), .email = T("eu@hikari.example"), .address = T("Keizersgracht 1, Amsterdam") },
    { .key = T("UK"), .email = T("uk@hikari.example"), .phone = T("+44 20 0000 0000") },
};
static const struct representative officer = { .region = -1, .label = WORDS("Data protection officer", "データ保護責任者"), .email = T("officer@hikari.example") };
static const struct representative representatives[] = {
    { .region = 0, .label = WORDS("Hikari Europe", "ヒカリ欧州"), .email = T("eu@hikari.example") },
    { .region = 1, .none = WORDS("We have an office there.", "現地に拠点があります。") },
};
static const struct service services[] = { { .id = T("shop"), .label = WORDS("Shop", "ショップ"), .policy = T("https://shop.example/privacy") } };
static const struct statement_parameter made[] = { { T("made"), T("false"), { 0 } } };
static const struct statement statements[] = { { .id = T("automated_decisions"), .region = -1, .parameters = made, .parameter_count = 1 } };
static const struct never nevers[] = { { T("sell"), -1, { 0 } }, { T("share"), -1, { 0 } } };
static const struct named_link links[] = { { .id = T("promises"), .to = T("promises") }, { .id = T("terms"), .to = T("https://www.hikari.example/terms") } };
static const struct own_text texts[] = {
    { .clause = T("P7"), .words = WORDS("Two people hold the keys. They are changed often. [P7-1] [P9-2]\nAsk {contact.privacy.email} or see {link.promises}; <b>not</b> [bold](x).",
                                        "鍵は二人が持っています。{keep.support}です。[P9-1]") },
    { .clause = T("P9-2"), .words = WORDS("It goes {rule.support}. Then {link.terms} hold.", "") },
};
static const struct text origins[] = { T("https://www.hikari.example") };

void sample_policy(struct policy *p)
{
    *p = (struct policy){
        .site_name = WORDS("Hikari Optics", "ヒカリ光学"),
        .origins = origins, .origin_count = 1,
        .languages = { T("en"), T("ja") }, .language_count = 2,
        .timezone = T("Asia/Tokyo"), .demonstration = true,
        .controller_name = WORDS("Hikari Optics Co., Ltd.", "株式会社ヒカリ光学"),
        .controller_address = T("1-2-3 Example, Minato-ku, Tokyo, Japan"),
        .contacts = contacts, .contact_count = COUNT_OF(contacts),
        .affiliates_link = T("https://www.hikari.example/group"),
        .regions = { { .code = T("EU") }, { .code = T("UK") }, { .code = T("US-CA"), .name = WORDS("California", "カリフォルニア州") } },
        .region_count = 3,
        .data = data, .data_count = COUNT_OF(data),
        .purposes = purposes, .purpose_count = COUNT_OF(purposes),
        .channels = channels, .channel_count = COUNT_OF(channels),
        .cookies = cookies, .cookie_count = COUNT_OF(cookies),
        .recipients = recipients, .recipient_count = COUNT_OF(recipients),
        .transfers = transfers, .transfer_count = COUNT_OF(transfers),
        .rights = rights, .rights_count = COUNT_OF(rights),
        .nevers = nevers, .never_count = 2,
        .officer = &officer, .representatives = representatives, .representative_count = COUNT_OF(representatives),
        .services = services, .service_count = COUNT_OF(services), .controller_country = T("JP"),
        .statements = statements, .statement_count = COUNT_OF(statements),
        .appendices = appendices, .appendix_count = COUNT_OF(appendices),
        .links = links, .link_count = COUNT_OF(links),
        .texts = texts, .text_count = COUNT_OF(texts),
    };
}
