/* The log for anybody: the published head and the hash tiles below it (C2SP tlog-tiles). Entries are not published. */
#include "ledger/tile.h"
#include "policy/site.h"
#include "public/answer.h"
#include "public/doors.h"
#include "store/facts.h"
#include "store/pipeline.h"

bool log_show_checkpoint(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct signed_head head;
    struct text note;

    must(phase == 0);
    *out_next = TASK_END;
    if (!pipeline_published(x->services->pipeline, w->now, &head))
        FAIL(w, ERR_NOT_FOUND, "the log has no entry yet");
    TRY(work_copy(w, text_of_bytes(head.note, head.note_length), &note));
    answer_text(x, TEXT("text/plain; charset=utf-8"), note, HTTP_SHORT);
    return true;
}

/* Whether the tile commits to nothing that is not published yet. */
static bool lies_below(const struct tile_place *place, uint64_t size)
{
    uint64_t hashes = place->number * TILE_WIDTH + (uint64_t)place->width;

    return place->number < UINT64_MAX / TILE_WIDTH - 1 && hashes <= size >> (8 * place->level);
}

/* A tile of a width that exists never changes. */
bool log_show_tile(struct work *w, struct exchange *x, int phase, enum task_next *out_next)
{
    struct tile_table table = { w->snapshot, w->site->key };
    struct signed_head head = { 0 };
    struct tile_place place;
    struct text path, hashes;

    must(phase == 0);
    *out_next = TASK_END;
    TRY(work_format(w, &path, "tile/%.*s", TEXT_ARGS(x->parameters[0])));
    if (!tile_path_parse(path, &place))
        FAIL(w, ERR_NOT_FOUND, "this is not the path of a tile");
    if (!pipeline_published(x->services->pipeline, w->now, &head) || !lies_below(&place, head.head.size))
        FAIL(w, ERR_NOT_FOUND, "the published log does not reach this tile yet");
    TRY(store_tile_reader(w, &table, place, &hashes));
    answer_text(x, TEXT("application/octet-stream"), text_first(hashes, (size_t)place.width * 32), HTTP_IMMUTABLE);
    return true;
}
