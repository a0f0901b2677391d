#include "policy/diff.h"

static const char *const role_names[] = { "missing", "processor", "affiliate", "third_party", "authority" };

/* "24 months after last_contact" */
static bool write_keep(struct work *w, const struct retention_rule *keep, struct text *out_text)
{
    static const char *const units[] = { [PERIOD_DAYS] = "day", [PERIOD_MONTHS] = "month", [PERIOD_YEARS] = "year" };

    *out_text = TEXT("");
    if (keep->trigger == TRIGGER_WITHDRAWN)
        *out_text = TEXT("until withdrawn");
    else if (keep->trigger == TRIGGER_AS_NEEDED)
        *out_text = TEXT("as long as needed");
    else if (keep->trigger != TRIGGER_MISSING)
        return work_format(w, out_text, "%d %s%s after %s", keep->count, units[keep->unit], keep->count == 1 ? "" : "s", retention_trigger_name(keep->trigger));
    return true;
}

bool change_value_write(struct work *w, const struct change_value *value, struct text *out_text)
{
    *out_text = value->text;
    switch (value->form) {
    case FORM_WORDS: *out_text = words_in(value->policy, value->words, value->policy->authoritative); break;
    case FORM_BASIS: *out_text = text_of(legal_basis_name((enum legal_basis)value->number)); break;
    case FORM_KEEP: return write_keep(w, value->keep, out_text);
    case FORM_ROLE: *out_text = text_of(role_names[value->number]); break;
    case FORM_CLASS: *out_text = text_of(cookie_class_name((enum cookie_class)value->number)); break;
    case FORM_REGION: *out_text = value->policy->regions[value->number].code; break;
    default: break;
    }
    return true;
}
