/* A query as it stands in a room's .sql file: its name, its text with parameters $1, $2, ... and how many there are.
 * tools/queries.py makes one constant for each; SQL text comes from nowhere else. */
#ifndef SQL_QUERY_H
#define SQL_QUERY_H

struct sql_query {
    const char *name;
    const char *text;
    int parameters;
};

#endif
