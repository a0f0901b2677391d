/* Files that are compiled into the program. The style sheets and the icon, each under a name that holds the hash of its bytes: a published page
 * keeps the name it was rendered with, so a name with an older hash finds the file of today. And the schema of the policy language, under the
 * name that policies point to, and the description of the routes for programs (OpenAPI 3.1). */
#ifndef PAGE_ASSET_H
#define PAGE_ASSET_H

#include "base/text.h"

enum asset_id { ASSET_VISITOR, ASSET_DEMO, ASSET_ICON, ASSET_SCHEMA, ASSET_OPENAPI, ASSETS };

struct asset {
    struct text path; /* below the mount: "visitor-0123456789abcdef.css" */
    struct text type; /* Content-Type */
    struct text plain, brotli, gzip;
};

extern const struct asset assets[ASSETS];

/* By path below the mount, without a slash in front; NULL when there is none. *out_exact: the name holds the hash of the bytes, so the answer may
 * be kept for ever; else the name may mean other bytes in another version of the program, and the answer must be asked for again. */
const struct asset *asset_find(struct text path, bool *out_exact);

#endif
