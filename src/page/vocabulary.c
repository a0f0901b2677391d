/* The closed lists of the policy language in words. */
#include "html/country.h"
#include "page/key_words.h"
#include "page/words.h"

struct text key_words_find(enum language language, const struct key_words *keys, size_t count, struct text key)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(key, text_of(keys[i].key)))
            return message_text(language, keys[i].words);
    return key;
}

struct text words_basis(enum language language, enum legal_basis basis)
{
    static const enum message words[LEGAL_BASES] = {
        [BASIS_MISSING] = MSG_PAGE_BASIS_MISSING,
        [BASIS_OFF] = MSG_PAGE_BASIS_OFF,
        [BASIS_NOT_REQUIRED] = MSG_PAGE_BASIS_NOT_REQUIRED,
        [BASIS_CONSENT] = MSG_PAGE_BASIS_CONSENT,
        [BASIS_CONTRACT] = MSG_PAGE_BASIS_CONTRACT,
        [BASIS_LEGAL_OBLIGATION] = MSG_PAGE_BASIS_LEGAL_OBLIGATION,
        [BASIS_VITAL_INTERESTS] = MSG_PAGE_BASIS_VITAL_INTERESTS,
        [BASIS_PUBLIC_TASK] = MSG_PAGE_BASIS_PUBLIC_TASK,
        [BASIS_LEGITIMATE_INTERESTS] = MSG_PAGE_BASIS_LEGITIMATE_INTERESTS,
    };

    must((unsigned)basis < LEGAL_BASES);
    return message_text(language, words[basis]);
}

struct text words_role(enum language language, enum recipient_role role)
{
    static const enum message words[] = {
        [ROLE_MISSING] = MSG_PAGE_ROLE_MISSING,
        [ROLE_PROCESSOR] = MSG_PAGE_ROLE_PROCESSOR,
        [ROLE_AFFILIATE] = MSG_PAGE_ROLE_AFFILIATE,
        [ROLE_THIRD_PARTY] = MSG_PAGE_ROLE_THIRD_PARTY,
        [ROLE_AUTHORITY] = MSG_PAGE_ROLE_AUTHORITY,
    };

    must((unsigned)role < COUNT_OF(words));
    return message_text(language, words[role]);
}

struct text words_right(enum language language, struct text kind)
{
    static const struct key_words keys[] = {
        { "access", MSG_PAGE_RIGHT_ACCESS },     { "rectify", MSG_PAGE_RIGHT_RECTIFY },   { "erase", MSG_PAGE_RIGHT_ERASE },
        { "port", MSG_PAGE_RIGHT_PORT },         { "object", MSG_PAGE_RIGHT_OBJECT },     { "restrict", MSG_PAGE_RIGHT_RESTRICT },
        { "withdraw", MSG_PAGE_RIGHT_WITHDRAW }, { "complain", MSG_PAGE_RIGHT_COMPLAIN }, { "know", MSG_PAGE_RIGHT_KNOW },
        { "delete", MSG_PAGE_RIGHT_DELETE },     { "correct", MSG_PAGE_RIGHT_CORRECT },   { "limit", MSG_PAGE_RIGHT_LIMIT },
        { "opt_out", MSG_PAGE_RIGHT_OPT_OUT },
    };

    return key_words_find(language, keys, COUNT_OF(keys), kind);
}

struct text words_method(enum language language, struct text method)
{
    static const struct key_words keys[] = {
        { "form", MSG_PAGE_METHOD_FORM }, { "email", MSG_PAGE_METHOD_EMAIL }, { "post", MSG_PAGE_METHOD_POST }, { "phone", MSG_PAGE_METHOD_PHONE },
        { "toll_free", MSG_PAGE_METHOD_TOLL_FREE }, { "account", MSG_PAGE_METHOD_ACCOUNT }, { "services", MSG_PAGE_METHOD_SERVICES },
    };

    return key_words_find(language, keys, COUNT_OF(keys), method);
}

struct text words_safeguard(enum language language, struct text safeguard)
{
    static const struct key_words keys[] = {
        { "adequacy", MSG_PAGE_SAFEGUARD_ADEQUACY }, { "standard_clauses", MSG_PAGE_SAFEGUARD_STANDARD_CLAUSES }, { "idta", MSG_PAGE_SAFEGUARD_IDTA },
        { "binding_rules", MSG_PAGE_SAFEGUARD_BINDING_RULES }, { "consent", MSG_PAGE_SAFEGUARD_CONSENT }, { "derogation", MSG_PAGE_SAFEGUARD_DEROGATION },
    };

    return key_words_find(language, keys, COUNT_OF(keys), safeguard);
}

struct text words_region_code(enum language language, struct text code)
{
    static const struct key_words keys[] = {
        { "EU", MSG_PAGE_REGION_EU }, { "EEA", MSG_PAGE_REGION_EU }, { "UK", MSG_PAGE_REGION_UK }, { "US-CA", MSG_PAGE_REGION_US_CA },
    };
    struct text known = key_words_find(language, keys, COUNT_OF(keys), code);

    return known.at == code.at ? country_name(language, code) : known;
}

struct text words_door(enum language language, struct text door)
{
    static const struct key_words keys[] = {
        { "gate", MSG_PAGE_DOOR_GATE }, { "disclosure", MSG_PAGE_DOOR_DISCLOSURE }, { "own rows", MSG_PAGE_DOOR_OWN_ROWS }, { "page", MSG_PAGE_DOOR_PAGE },
        { "log", MSG_PAGE_DOOR_LOG }, { "sweeper", MSG_PAGE_DOOR_SWEEPER }, { "policy", MSG_PAGE_DOOR_POLICY },
    };

    return key_words_find(language, keys, COUNT_OF(keys), door);
}

struct text words_cookie_class(enum language language, enum cookie_class class)
{
    static const enum message words[COOKIE_CLASSES] = {
        [COOKIE_ESSENTIAL] = MSG_PAGE_COOKIE_ESSENTIAL,     [COOKIE_FUNCTIONAL] = MSG_PAGE_COOKIE_FUNCTIONAL,
        [COOKIE_STATISTICS] = MSG_PAGE_COOKIE_STATISTICS,   [COOKIE_ADVERTISING] = MSG_PAGE_COOKIE_ADVERTISING,
        [COOKIE_SOCIAL] = MSG_PAGE_COOKIE_SOCIAL,
    };

    must((unsigned)class < COOKIE_CLASSES);
    return message_text(language, words[class]);
}

struct text words_cookie_kind(enum language language, enum cookie_kind kind)
{
    static const enum message words[COOKIE_KINDS] = {
        [KIND_COOKIE] = MSG_PAGE_KIND_COOKIE,         [KIND_LOCAL_STORAGE] = MSG_PAGE_KIND_LOCAL_STORAGE, [KIND_SESSION_STORAGE] = MSG_PAGE_KIND_SESSION_STORAGE,
        [KIND_INDEXED_DB] = MSG_PAGE_KIND_INDEXED_DB, [KIND_PIXEL] = MSG_PAGE_KIND_PIXEL,
    };

    must((unsigned)kind < COOKIE_KINDS);
    return message_text(language, words[kind]);
}

struct text words_act(enum language language, struct text act)
{
    static const struct key_words keys[] = {
        { "email", MSG_PAGE_ACT_EMAIL },     { "text_messages", MSG_PAGE_ACT_TEXT_MESSAGES }, { "hosting", MSG_PAGE_ACT_HOSTING },
        { "analytics", MSG_PAGE_ACT_ANALYTICS }, { "advertising", MSG_PAGE_ACT_ADVERTISING }, { "campaigns", MSG_PAGE_ACT_CAMPAIGNS },
        { "social", MSG_PAGE_ACT_SOCIAL },   { "support", MSG_PAGE_ACT_SUPPORT },             { "payment", MSG_PAGE_ACT_PAYMENT },
        { "shipping", MSG_PAGE_ACT_SHIPPING }, { "security", MSG_PAGE_ACT_SECURITY },         { "audit", MSG_PAGE_ACT_AUDIT },
        { "law_enforcement", MSG_PAGE_ACT_LAW_ENFORCEMENT },
    };

    return key_words_find(language, keys, COUNT_OF(keys), act);
}
