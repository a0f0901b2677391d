#include "policy/vocabulary.h"

const char *vocabulary_name(enum vocabulary_term term)
{
#define VOCABULARY_NAME(id, name) [id] = name,
    static const char *const names[VOCABULARY_COUNT] = { VOCABULARY_TERMS(VOCABULARY_NAME) };
#undef VOCABULARY_NAME

    must((unsigned)term < VOCABULARY_COUNT);
    return names[term];
}

struct word {
    const char *key;
    enum vocabulary_term term;
};

static enum vocabulary_term find(const struct word *words, size_t count, struct text key)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(key, text_of(words[i].key)))
            return words[i].term;
    return VOCABULARY_NONE;
}

/* Categories of law/category.c. A key that is not here has the word of the one above it. */
static const struct word categories[] = {
    { "system", DPV_PERSONAL_DATA },
    { "user", DPV_PERSONAL_DATA },
    { "user.account", PD_ACCOUNT_IDENTIFIER },
    { "user.account.settings", PD_PREFERENCE },
    { "user.account.username", PD_USERNAME },
    { "user.authorization", PD_AUTHENTICATING },
    { "user.authorization.biometric", PD_BIOMETRIC },
    { "user.authorization.password", PD_PASSWORD },
    { "user.behavior", PD_BEHAVIOURAL },
    { "user.behavior.browsing_history", PD_BROWSER_HISTORY },
    { "user.behavior.media_consumption", PD_SERVICE_CONSUMPTION_BEHAVIOUR },
    { "user.behavior.purchase_history", PD_PURCHASE },
    { "user.behavior.search_history", PD_BROWSING_BEHAVIOUR },
    { "user.biometric", PD_BIOMETRIC },
    { "user.contact", PD_CONTACT },
    { "user.contact.address", PD_PHYSICAL_ADDRESS },
    { "user.contact.address.city", PD_CITY },
    { "user.contact.address.country", PD_COUNTRY },
    { "user.contact.address.postal_code", PD_POSTAL_CODE },
    { "user.contact.address.state", PD_REGION },
    { "user.contact.address.street", PD_STREET },
    { "user.contact.email", PD_EMAIL_ADDRESS },
    { "user.contact.organization", PD_PROFESSIONAL },
    { "user.contact.phone_number", PD_TELEPHONE_NUMBER },
    { "user.content", PD_COMMUNICATION },
    { "user.content.self_image", PD_PICTURE },
    { "user.criminal_history", PD_CRIMINAL },
    { "user.demographic", PD_DEMOGRAPHIC },
    { "user.demographic.age_range", PD_AGE_RANGE },
    { "user.demographic.date_of_birth", PD_BIRTH_DATE },
    { "user.demographic.gender", PD_GENDER },
    { "user.demographic.language", PD_LANGUAGE },
    { "user.demographic.marital_status", PD_MARITAL_STATUS },
    { "user.demographic.political_opinion", PD_POLITICAL_OPINION },
    { "user.demographic.profile", PD_PROFILE },
    { "user.demographic.race_ethnicity", PD_ETHNIC_ORIGIN },
    { "user.demographic.religious_belief", PD_RELIGIOUS_BELIEF },
    { "user.demographic.sexual_orientation", PD_SEXUAL_PREFERENCE },
    { "user.device", PD_DEVICE_BASED },
    { "user.device.cookie_id", PD_IDENTIFIER },
    { "user.device.device_id", PD_IDENTIFIER },
    { "user.device.ip_address", PD_IP_ADDRESS },
    { "user.device.serial_number", PD_PERSONAL_POSSESSION },
    { "user.employment", PD_PROFESSIONAL },
    { "user.financial", PD_FINANCIAL },
    { "user.financial.bank_account", PD_BANK_ACCOUNT },
    { "user.financial.credit_card", PD_PAYMENT_CARD },
    { "user.genetic", PD_GENETIC },
    { "user.government_id", PD_OFFICIAL_ID },
    { "user.government_id.drivers_license_number", PD_VEHICLE_LICENSE },
    { "user.government_id.passport_number", PD_PASSPORT },
    { "user.government_id.vehicle_registration", PD_VEHICAL_LICENSE_REGISTRATION },
    { "user.health_and_medical", PD_MEDICAL_HEALTH },
    { "user.location", PD_LOCATION },
    { "user.location.precise", PD_GPS_COORDINATE },
    { "user.name", PD_NAME },
    { "user.payment", PD_FINANCIAL },
    { "user.privacy_preferences", PD_PRIVACY_PREFERENCE },
    { "user.sensor", PD_DEVICE_BASED },
    { "user.social", PD_SOCIAL },
    { "user.telemetry", PD_DEVICE_BASED },
    { "user.unique_id", PD_IDENTIFIER },
    { "user.user_sensor", PD_DEVICE_BASED },
    { "user.workplace", PD_PROFESSIONAL },
};

enum vocabulary_term vocabulary_category(struct text key)
{
    while (key.length) {
        enum vocabulary_term term = find(categories, COUNT_OF(categories), key);

        if (term != VOCABULARY_NONE)
            return term;
        while (key.length && key.at[key.length - 1] != '.')
            key.length--;
        key.length -= key.length > 0;
    }
    return DPV_PERSONAL_DATA;
}

enum vocabulary_term vocabulary_basis(enum legal_basis basis, bool gdpr)
{
    static const struct { enum vocabulary_term gdpr, other; } words[LEGAL_BASES] = {
        [BASIS_CONSENT] = { GDPR_A6_1_A, DPV_CONSENT },
        [BASIS_CONTRACT] = { GDPR_A6_1_B, DPV_CONTRACT },
        [BASIS_LEGAL_OBLIGATION] = { GDPR_A6_1_C, DPV_LEGAL_OBLIGATION },
        [BASIS_VITAL_INTERESTS] = { GDPR_A6_1_D, DPV_VITAL_INTEREST },
        [BASIS_PUBLIC_TASK] = { GDPR_A6_1_E, DPV_PUBLIC_INTEREST },
        [BASIS_LEGITIMATE_INTERESTS] = { GDPR_A6_1_F, DPV_LEGITIMATE_INTEREST },
    };

    must((unsigned)basis < LEGAL_BASES);
    return gdpr ? words[basis].gdpr : words[basis].other;
}

enum vocabulary_term vocabulary_right(struct text kind, bool gdpr)
{
    static const struct word words[] = {
        { "access", GDPR_A15 }, { "rectify", GDPR_A16 }, { "erase", GDPR_A17 }, { "restrict", GDPR_A18 }, { "port", GDPR_A20 },
        { "object", GDPR_A21 }, { "withdraw", GDPR_A7_3 }, { "complain", GDPR_A77 },
    };
    enum vocabulary_term term = gdpr ? find(words, COUNT_OF(words), kind) : VOCABULARY_NONE;

    return term == VOCABULARY_NONE ? DPV_DATA_SUBJECT_RIGHT : term;
}

enum vocabulary_term vocabulary_role(enum recipient_role role)
{
    static const enum vocabulary_term words[] = {
        [ROLE_MISSING] = DPV_DATA_PROCESSOR, [ROLE_PROCESSOR] = DPV_DATA_PROCESSOR, [ROLE_AFFILIATE] = DPV_RECIPIENT, [ROLE_THIRD_PARTY] = DPV_THIRD_PARTY,
        [ROLE_AUTHORITY] = DPV_AUTHORITY,
    };

    must((unsigned)role < COUNT_OF(words));
    return words[role];
}

enum vocabulary_term vocabulary_safeguard(struct text safeguard, bool gdpr)
{
    static const struct word words[] = {
        { "adequacy", GDPR_A45_3 }, { "standard_clauses", GDPR_A46_2_C }, { "binding_rules", GDPR_A46_2_B }, { "consent", GDPR_A49_1_A },
    };
    enum vocabulary_term term = gdpr ? find(words, COUNT_OF(words), safeguard) : VOCABULARY_NONE;

    return term == VOCABULARY_NONE ? DPV_SAFEGUARD_FOR_DATA_TRANSFER : term;
}

enum vocabulary_term vocabulary_source(enum channel_source source)
{
    static const enum vocabulary_term words[] = {
        [FROM_PERSON] = DPV_DATA_SUBJECT_DATA_SOURCE, [FROM_DEVICE] = DPV_DATA_SUBJECT_DATA_SOURCE, [FROM_LOG] = DPV_DATA_CONTROLLER_DATA_SOURCE,
    };

    must((unsigned)source < COUNT_OF(words));
    return words[source];
}
