#include "ledger/tile.h"
#include "log.h"
#include "unit.h"

static const uint64_t sizes[] = { 0, 1, 255, 256, 257, 65535, 65536, 65537 };
enum { MOST = 70000 };

static void check_path(const char *path, int level, uint64_t number, int width)
{
    struct tile_place place = { level, number, width }, parsed;
    char memory[TILE_PATH_MAX];
    struct draft d = draft_in(memory, sizeof memory);

    tile_path(&place, &d);
    assert_false(d.overflow);
    assert_text(path, draft_text(&d));
    assert_true(tile_path_parse(text_of(path), &parsed));
    assert_true(parsed.level == level && parsed.number == number && parsed.width == width);
}

static void a_place_has_one_path(void **state)
{
    (void)state;
    check_path("tile/0/273.p/112", 0, 273, 112);
    check_path("tile/1/001.p/17", 1, 1, 17);
    check_path("tile/2/000.p/1", 2, 0, 1);
    check_path("tile/0/x001/x234/067", 0, 1234067, 256);
    check_path("tile/7/000.p/255", 7, 0, 255);
    check_path("tile/0/x072/x057/x594/x037/x927/935", 0, (1ull << 56) - 1, 256);
}

static void a_path_in_another_spelling_is_refused(void **state)
{
    static const char *const paths[] = {
        "", "tile/", "tile/0", "tile/0/", "tile/0/1", "tile/0/0001", "tile/0/x000/001", "tile/0/x001", "tile/0/001/002", "tile/0/x001/x002",
        "tile/8/000", "tile/00/000", "tile/-1/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/", "tile/0/000.p",
        "tile/0/000/", "/tile/0/000", "tile/0/000.p/1/", "tile/0/000.p/1.p/1", "tile//000", "tile/entries/000", "tile/0/00a", "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/0/x072/x057/x594/x037/x927/936", "tile/0/x00/001", "tile/0/ 01", "tile/0/000 ",
    };
    struct tile_place place = { 3, 3, 3 };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(paths); i++)
        if (tile_path_parse(text_of(paths[i]), &place))
            fail_msg("\"%s\" was accepted", paths[i]);
    assert_true(place.level == 3 && place.number == 3 && place.width == 3);
}

/* The tree without tiles, leaf by leaf. */
static struct ledger_head plain_head(uint64_t size)
{
    struct ledger_edge edge = { 0 };

    for (uint64_t i = 0; i < size; i++)
        ledger_edge_append(&edge, log_leaf(i));
    return ledger_edge_head(&edge);
}

static void assert_same_edge(const struct tile_edge *a, const struct tile_edge *b)
{
    assert_true(a->size == b->size);
    assert_memory_equal(a->counts, b->counts, sizeof a->counts);
    for (int level = 0; level < TILE_LEVELS; level++)
        assert_memory_equal(a->hashes[level], b->hashes[level], (size_t)a->counts[level] * sizeof(struct hash));
}

static void check_edge(struct work *w, struct memory_log *log)
{
    struct tile_source source = log_source(log, log->edge.size);
    struct ledger_head head = tile_edge_head(&log->edge), expected = plain_head(log->edge.size), small_head;
    static struct tile_edge read;
    struct ledger_edge small;

    assert_true(head.size == expected.size && hash_equal(head.root, expected.root));
    assert_ok(w, tile_edge_read(w, log_read, log, log->edge.size, &read));
    assert_same_edge(&log->edge, &read);
    assert_ok(w, ledger_edge_read(w, tile_hash, &source, log->edge.size, &small));
    small_head = ledger_edge_head(&small);
    assert_true(hash_equal(small_head.root, expected.root));
}

static void the_edge_in_tiles_has_the_root_of_the_tree(void **state)
{
    struct work *w = unit_work();
    struct memory_log *log = log_create(MOST);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        log_grow(w, log, sizes[i]);
        check_edge(w, log);
    }
    log_destroy(&log);
    unit_work_end(&w);
}

static void groups_of_any_length_give_the_same_tiles(void **state)
{
    static const uint64_t steps[] = { 1, 254, 1, 1, 300, 512, 77, 256, 3 };
    struct work *w = unit_work();
    struct memory_log *log = log_create(MOST);

    (void)state;
    for (size_t i = 0; i < 20; i++) {
        log_grow(w, log, log->edge.size + steps[i % COUNT_OF(steps)]);
        check_edge(w, log);
    }
    log_destroy(&log);
    unit_work_end(&w);
}

static void check_inclusions(struct work *w, struct memory_log *log, uint64_t size)
{
    struct tile_source source = log_source(log, size);
    struct ledger_head head = plain_head(size);
    struct ledger_proof proof;

    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        if (sizes[i] < size) {
            assert_ok(w, ledger_prove_inclusion(w, tile_hash, &source, sizes[i], size, &proof));
            assert_true(ledger_verify_inclusion(log_leaf(sizes[i]), sizes[i], head, &proof));
        }
    if (size > 0) {
        assert_ok(w, ledger_prove_inclusion(w, tile_hash, &source, size - 1, size, &proof));
        assert_true(ledger_verify_inclusion(log_leaf(size - 1), size - 1, head, &proof));
    }
}

/* Older sizes are read from the same tiles: a tile only ever gets longer. */
static void proofs_out_of_tiles_hold_for_every_pair_of_sizes(void **state)
{
    struct work *w = unit_work();
    struct memory_log *log = log_create(MOST);
    struct ledger_proof proof;

    (void)state;
    log_grow(w, log, MOST);
    for (size_t to = 1; to < COUNT_OF(sizes); to++) {
        struct tile_source source = log_source(log, sizes[to]);
        struct ledger_head new = plain_head(sizes[to]);
        check_inclusions(w, log, sizes[to]);
        for (size_t from = 1; from <= to; from++) {
            assert_ok(w, ledger_prove_consistency(w, tile_hash, &source, sizes[from], sizes[to], &proof));
            assert_true(ledger_verify_consistency(plain_head(sizes[from]), new, &proof));
        }
    }
    log_destroy(&log);
    unit_work_end(&w);
}

static bool write_fails(struct work *w, void *context, int level, uint64_t number, int from, const struct hash *hashes, int count)
{
    int *left = context;

    (void)level, (void)number, (void)from, (void)hashes, (void)count;
    if (--*left < 0)
        FAIL(w, ERR_IO, "the disk is full");
    return true;
}

static void a_failed_append_leaves_the_edge_alone(void **state)
{
    struct work *w = unit_work();
    struct memory_log *log = log_create(MOST);
    static struct tile_edge before;
    struct hash leaves[300];

    (void)state;
    for (uint64_t i = 0; i < COUNT_OF(leaves); i++)
        leaves[i] = log_leaf(i);
    log_grow(w, log, 500);
    before = log->edge;
    for (int good = 0; good < 4; good++) { /* tiles 1, 2, 3 of level 0, then one of level 1 */
        int left = good;
        assert_error(w, ERR_IO, tile_append(w, &log->edge, leaves, COUNT_OF(leaves), write_fails, &left));
        assert_memory_equal(&before, &log->edge, sizeof before);
    }
    log_destroy(&log);
    unit_work_end(&w);
}

static bool read_short(struct work *w, void *context, struct tile_place place, struct text *out_hashes)
{
    TRY(log_read(w, context, place, out_hashes));
    out_hashes->length--;
    return true;
}

static void a_tile_that_is_too_short_is_tampering(void **state)
{
    struct work *w = unit_work();
    struct memory_log *log = log_create(MOST);
    struct tile_source source = { read_short, log, 300 };
    static struct tile_edge edge;
    struct hash h;

    (void)state;
    log_grow(w, log, 300);
    assert_error(w, ERR_TAMPERED, tile_edge_read(w, read_short, log, 300, &edge));
    assert_error(w, ERR_TAMPERED, tile_hash(w, &source, 0, 299, &h));
    assert_string_equal(w->err.message, "tile 1 of level 0 is shorter than 44 hashes");
    source.read = log_read;
    assert_error(w, ERR_INVALID, tile_hash(w, &source, 0, 300, &h));
    assert_error(w, ERR_INVALID, tile_hash(w, &source, 8, 1, &h));
    assert_error(w, ERR_INVALID, tile_hash(w, &source, 64, 0, &h));
    log_destroy(&log);
    unit_work_end(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_has_one_path),
        cmocka_unit_test(a_path_in_another_spelling_is_refused),
        cmocka_unit_test(the_edge_in_tiles_has_the_root_of_the_tree),
        cmocka_unit_test(groups_of_any_length_give_the_same_tiles),
        cmocka_unit_test(proofs_out_of_tiles_hold_for_every_pair_of_sizes),
        cmocka_unit_test(a_failed_append_leaves_the_edge_alone),
        cmocka_unit_test(a_tile_that_is_too_short_is_tampering),
    };

    return cmocka_run_group_tests_name("ledger/tile", tests, NULL, NULL);
}
