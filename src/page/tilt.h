/* The policy in the Transparency Information Language (TILT, schema of 2023-05-04): what the General Data Protection Regulation asks to be told.
 * What it has no member for stands in one member more, "privacyd", of which every schema of theirs allows any number. */
#ifndef PAGE_TILT_H
#define PAGE_TILT_H

#include "page/export.h"

MUST_USE bool tilt_render(struct work *w, const struct making *m, struct text *out_bytes);

/* The parts, each a member or more of the object that is open. */
MUST_USE bool tilt_people(struct export *x);   /* controller, dataProtectionOfficer */
MUST_USE bool tilt_data(struct export *x);     /* dataDisclosed, sources */
MUST_USE bool tilt_rights(struct export *x);   /* from accessAndDataPortability to rightToComplain */
MUST_USE bool tilt_rest(struct export *x);     /* "privacyd" */

#endif
