/* The keys of a law file: what a row of each table may say. The format is told in doc/law.md, which comes out of it. Private to the room. */
#ifndef LAW_SCHEMA_H
#define LAW_SCHEMA_H

#include "law/law.h"
#include "source/schema.h"

extern const struct schema_section law_file_section;
/* Keys of a region: rows[LAW_METHODS] is the table of methods; name and under follow behind the tables. */
extern const struct schema_section law_region_section;

/* Kinds of request, and other events that a clock can be about. */
extern const char law_request_kinds[], law_events[];
extern const char law_units[];    /* in the order of enum law_unit, UNIT_NONE left out */
extern const char law_begins[], law_offers[], law_consents[]; /* in the order of their enums */

/* The first keys of every row: source, consulted, verified, effective_from. */
enum { LAW_PROVENANCE_KEYS = 4 };

/* Whether a region has a row for each key of the table, not one. */
bool law_table_is_keyed(enum law_table table);

#endif
