#include "page/category_words.h"

/* The first two words of a key of the taxonomy. */
static const struct {
    const char *stem;
    enum message words;
} groups[] = {
    { "system", MSG_PAGE_CATEGORY_SYSTEM },
    { "user.account", MSG_PAGE_CATEGORY_ACCOUNT },
    { "user.authorization", MSG_PAGE_CATEGORY_CREDENTIALS },
    { "user.behavior", MSG_PAGE_CATEGORY_BEHAVIOUR },
    { "user.biometric", MSG_PAGE_CATEGORY_BIOMETRIC },
    { "user.childrens", MSG_PAGE_CATEGORY_CHILDREN },
    { "user.contact", MSG_PAGE_CATEGORY_CONTACT },
    { "user.content", MSG_PAGE_CATEGORY_CONTENT },
    { "user.criminal_history", MSG_PAGE_CATEGORY_CRIMINAL },
    { "user.demographic", MSG_PAGE_CATEGORY_DEMOGRAPHIC },
    { "user.device", MSG_PAGE_CATEGORY_DEVICE },
    { "user.employment", MSG_PAGE_CATEGORY_EMPLOYMENT },
    { "user.financial", MSG_PAGE_CATEGORY_FINANCIAL },
    { "user.genetic", MSG_PAGE_CATEGORY_GENETIC },
    { "user.government_id", MSG_PAGE_CATEGORY_OFFICIAL_ID },
    { "user.health_and_medical", MSG_PAGE_CATEGORY_HEALTH },
    { "user.location", MSG_PAGE_CATEGORY_LOCATION },
    { "user.name", MSG_PAGE_CATEGORY_NAME },
    { "user.payment", MSG_PAGE_CATEGORY_FINANCIAL },
    { "user.privacy_preferences", MSG_PAGE_CATEGORY_PREFERENCES },
    { "user.sensor", MSG_PAGE_CATEGORY_SENSOR },
    { "user.social", MSG_PAGE_CATEGORY_SOCIAL },
    { "user.telemetry", MSG_PAGE_CATEGORY_DEVICE },
    { "user.unique_id", MSG_PAGE_CATEGORY_UNIQUE_ID },
    { "user.user_sensor", MSG_PAGE_CATEGORY_SENSOR },
    { "user.workplace", MSG_PAGE_CATEGORY_EMPLOYMENT },
};

enum message category_group(struct text category)
{
    for (size_t i = 0; i < COUNT_OF(groups); i++) {
        struct text stem = text_of(groups[i].stem);

        if (text_starts(category, stem) && (category.length == stem.length || category.at[stem.length] == '.'))
            return groups[i].words;
    }
    return MSG_PAGE_CATEGORY_OTHER;
}
