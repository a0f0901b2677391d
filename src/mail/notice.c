#include "mail/notice.h"

#include "mail/letter.h"
#include "mail/notice_row.h"
#include "mail_queries.h"
#include "policy/site.h"
#include "vault/index.h"

#include <string.h>

static const struct {
    const char *name;
    enum notice_class class;
    bool capped; /* whoever can post a form can cause it */
} kinds[NOTICE_KINDS] = {
    [NOTICE_CONFIRM] = { "confirm sign-up", NOTICE_ASKED, true },
    [NOTICE_TEST] = { "test", NOTICE_DUTY, false },
};

const char *notice_kind_name(enum notice_kind kind)
{
    return kind > 0 && kind < NOTICE_KINDS ? kinds[kind].name : "unknown";
}

enum notice_class notice_class_of(enum notice_kind kind)
{
    return kind > 0 && kind < NOTICE_KINDS ? kinds[kind].class : NOTICE_LIST;
}

bool address_mark(struct work *w, struct vault *v, struct text address, uint8_t out_mark[ADDRESS_MARK_BYTES])
{
    struct vault_mac mac = { .domain = MAC_REGISTER };

    TRY(index_normalise_email(w, address, &mac.input));
    TRY(vault_mac_many(w, v, w->site->uid, &mac, 1));
    memcpy(out_mark, mac.mac, ADDRESS_MARK_BYTES);
    return true;
}

static bool check_line(struct work *w, const char *which, struct text t, size_t max)
{
    if (!text_is_utf8(t))
        FAIL(w, ERR_INVALID, "the %s of a notice is not UTF-8", which);
    if (t.length > max)
        FAIL(w, ERR_LIMIT, "the %s of a notice is longer than %zu bytes", which, max);
    for (size_t i = 0; i < t.length; i++)
        if ((unsigned char)t.at[i] < 32 || t.at[i] == 127)
            FAIL(w, ERR_INVALID, "the %s of a notice holds a control character; it must be one line of text", which);
    return true;
}

static bool check(struct work *w, const struct notice *n)
{
    struct address address;

    must(n->kind > 0 && n->kind < NOTICE_KINDS);
    if (!address_parse(n->to, &address))
        FAIL(w, ERR_INVALID, "the address that a notice should go to is not a plain mail address");
    TRY(check_line(w, "subject", n->subject, NOTICE_TEXT_MAX));
    TRY(check_line(w, "sender's name", n->from_name, NOTICE_TEXT_MAX));
    TRY(check_line(w, "language", n->language, 35));
    TRY(check_line(w, "address to unsubscribe", n->unsubscribe, 900));
    if (n->unsubscribe.length && !text_starts(n->unsubscribe, TEXT("https://")))
        FAIL(w, ERR_INVALID, "the address to unsubscribe must begin with https://");
    if (!text_is_utf8(n->body))
        FAIL(w, ERR_INVALID, "the body of a notice is not UTF-8");
    if (n->body.length > NOTICE_BODY_MAX)
        FAIL(w, ERR_LIMIT, "the body of a notice is longer than %d bytes", NOTICE_BODY_MAX);
    return true;
}

/* *out_room: the address may get one more. The guard holds until the commit: of a crowd of posts that all saw room, only as many pass as
 * there is room for, and the others run again and see none. */
static bool find_room(struct work *w, const uint8_t *mark, bool *out_room)
{
    struct instant since = instant_add(w->now, SPAN_HOURS(-NOTICE_WINDOW_HOURS));
    const struct sql_value values[] = { sql_number(w->site->key), sql_bytes(mark, ADDRESS_MARK_BYTES), sql_number(since.ms), sql_number(NOTICES_A_DAY) };
    struct sql_row row;

    TRY(sql_find(w, w->snapshot, &query_notice_room, values, (int)COUNT_OF(values), &row));
    *out_room = row.count != 0;
    return !*out_room || LIST_GUARD(w, query_notice_room, 1, STORE_NUMBER(w->site->key), STORE_BYTES(mark, ADDRESS_MARK_BYTES), STORE_NUMBER(since.ms),
                                    STORE_NUMBER(NOTICES_A_DAY));
}

static bool seal(struct work *w, const struct notice *n, struct id uid, int *out_key, int *out_seal)
{
    struct letter letter = { n->to, n->from_name, n->subject, n->language, n->unsubscribe, n->body };
    struct seal_wish wish = { .table = TABLE_NOTICE, .group = GROUP_LETTER, .record = { uid }, .retention_class = CLASS_NOTICE };

    TRY(list_key(w, out_key));
    wish.new_key = *out_key;
    TRY(letter_encode(w, &letter, &wish.plaintext));
    return list_seal(w, wish, out_seal);
}

static bool add_rows(struct work *w, const struct notice *n, const uint8_t *mark)
{
    struct store_value site = STORE_NUMBER(w->site->key), now = STORE_NUMBER(w->now.ms);
    struct id *uid = WORK_NEW(w, struct id, 1);
    int key, sealed, write;

    if (!uid)
        return false;
    *uid = id_random(&w->random);
    TRY(seal(w, n, *uid, &key, &sealed));
    TRY(LIST_WRITE(w, query_notice_insert, 1, &write, STORE_ID(*uid), site, n->subject_row, STORE_NUMBER(n->kind), STORE_BYTES(mark, ADDRESS_MARK_BYTES),
                   STORE_OF(STORE_KEY_ID, key), STORE_OF(STORE_KEY_GENERATION, key), now, STORE_OF(STORE_SEALED, sealed)));
    return LIST_WRITE(w, query_notice_outbox, 1, NULL, STORE_ID(*uid), site, n->subject_row, now, STORE_OF(STORE_ROW, write));
}

bool notice_add(struct work *w, struct vault *v, const struct notice *n, enum notice_answer *out_answer)
{
    uint8_t *mark = WORK_NEW(w, uint8_t, ADDRESS_MARK_BYTES);
    bool room = true;

    if (!mark)
        return false;
    TRY(check(w, n));
    TRY(address_mark(w, v, n->to, mark));
    if (kinds[n->kind].capped)
        TRY(find_room(w, mark, &room));
    *out_answer = room ? NOTICE_QUEUED : NOTICE_CAPPED;
    return !room || add_rows(w, n, mark);
}
