#include "page/input.h"

/* The first that fits counts, so narrower keys stand above wider ones. Autocomplete: HTML standard, "autofill field names". */
static const struct input inputs[] = {
    { "user.contact.email", "email", "email", "email", false, 320, MSG_PAGE_HINT_EMAIL },
    { "user.contact.phone_number", "tel", "tel", "tel", false, 40, MSG_PAGE_HINT_PHONE },
    { "user.contact.organization", "text", "organization", "", false, 160, MESSAGES },
    { "user.contact.address.city", "text", "address-level2", "", false, 160, MESSAGES },
    { "user.contact.address.country", "text", "country-name", "", false, 160, MESSAGES },
    { "user.contact.address.postal_code", "text", "postal-code", "", false, 20, MESSAGES },
    { "user.contact.address", "text", "street-address", "", true, 330, MSG_PAGE_HINT_ADDRESS },
    { "user.contact.url", "url", "url", "url", false, 160, MESSAGES },
    { "user.name.first", "text", "given-name", "", false, 160, MESSAGES },
    { "user.name.last", "text", "family-name", "", false, 160, MESSAGES },
    { "user.name", "text", "name", "", false, 160, MESSAGES },
    { "user.account.username", "text", "username", "", false, 160, MESSAGES },
    { "user.workplace", "text", "organization", "", false, 160, MESSAGES },
    { "user.demographic.date_of_birth", "date", "bday", "", false, 10, MSG_PAGE_HINT_DATE },
    { "user.device.serial_number", "text", "off", "", false, 160, MSG_PAGE_HINT_SERIAL },
    { "user.content", "text", "off", "", true, 5000, MESSAGES },
    { "", "text", "off", "", false, 160, MESSAGES },
};
static const struct input date_input = { "", "date", "off", "", false, 10, MSG_PAGE_HINT_DATE };

static bool is_under(struct text category, struct text key)
{
    return key.length == 0 || (text_starts(category, key) && (category.length == key.length || category.at[key.length] == '.'));
}

const struct input *input_of(const struct data_item *data)
{
    /* No category says that a value is a date; the names of items that hold one end so. */
    bool date = text_ends(data->id, TEXT("_date"));
    size_t i = 0;

    while (!is_under(data->category, text_of(inputs[i].category)))
        i++;
    return date && inputs[i].category[0] == '\0' ? &date_input : &inputs[i];
}
