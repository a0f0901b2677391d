#include "law/category.h"

/* Sorted by bytes. */
static const char *const categories[] = {
    "system", "system.operations",
    "user", "user.account", "user.account.settings", "user.account.username",
    "user.authorization", "user.authorization.biometric", "user.authorization.credentials", "user.authorization.password",
    "user.behavior", "user.behavior.browsing_history", "user.behavior.media_consumption", "user.behavior.purchase_history",
    "user.behavior.search_history",
    "user.biometric", "user.childrens",
    "user.contact", "user.contact.address", "user.contact.address.city", "user.contact.address.country", "user.contact.address.postal_code",
    "user.contact.address.state", "user.contact.address.street", "user.contact.email", "user.contact.fax_number", "user.contact.organization",
    "user.contact.phone_number", "user.contact.url",
    "user.content", "user.content.private", "user.content.public", "user.content.self_image",
    "user.criminal_history",
    "user.demographic", "user.demographic.age_range", "user.demographic.date_of_birth", "user.demographic.gender", "user.demographic.language",
    "user.demographic.marital_status", "user.demographic.political_opinion", "user.demographic.profile", "user.demographic.race_ethnicity",
    "user.demographic.religious_belief", "user.demographic.sexual_orientation",
    "user.device", "user.device.cookie", "user.device.cookie_id", "user.device.device_id", "user.device.ip_address",
    "user.device.serial_number", /* ours: of a product that the person owns */
    "user.device.telemetry",
    "user.employment", "user.financial", "user.financial.bank_account", "user.financial.credit_card", "user.genetic",
    "user.government_id", "user.government_id.birth_certificate", "user.government_id.drivers_license_number", "user.government_id.immigration",
    "user.government_id.national_identification_number", "user.government_id.passport_number", "user.government_id.vehicle_registration",
    "user.health_and_medical", "user.location", "user.location.imprecise", "user.location.precise",
    "user.name", "user.name.first", "user.name.last", "user.payment", "user.privacy_preferences", "user.sensor", "user.social", "user.telemetry",
    "user.unique_id", "user.unique_id.pseudonymous", "user.user_sensor", "user.workplace",
};

const char *category_name(int place)
{
    return place >= 0 && (size_t)place < COUNT_OF(categories) ? categories[place] : NULL;
}

bool category_exists(struct text key)
{
    size_t low = 0, high = COUNT_OF(categories);

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (text_compare(text_of(categories[middle]), key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < COUNT_OF(categories) && text_equal(text_of(categories[low]), key);
}

void category_suggest(struct suggestion *s)
{
    for (size_t i = 0; i < COUNT_OF(categories); i++)
        suggestion_offer(s, text_of(categories[i]));
}
