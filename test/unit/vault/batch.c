/* Many pieces of a file at once, past the page cache where that can be had: each arrives whole, and what does not is told. */
#include "fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 4096, BLOCKS = 200 };

struct blocks {
    int fd;
    char *folder;
    uint8_t *bytes;
    struct piece pieces[BLOCKS];
    struct batch batch;
};

/* A file whose blocks are each full of their own number, and pieces that name every second one of 400, last first. */
static struct blocks *make(void)
{
    struct blocks *b = calloc(1, sizeof *b);
    char path[512];

    assert_non_null(b);
    b->folder = unit_folder();
    snprintf(path, sizeof path, "%s/blocks", b->folder);
    b->fd = open(path, O_RDWR | O_CREAT, 0600);
    b->bytes = aligned_alloc(BLOCK, BLOCK * BLOCKS);
    assert_true(b->fd >= 0 && b->bytes);
    for (int i = 0; i < 2 * BLOCKS; i++) {
        memset(b->bytes, i & 0xFF, BLOCK);
        assert_int_equal(pwrite(b->fd, b->bytes, BLOCK, (off_t)i * BLOCK), BLOCK);
    }
    memset(b->bytes, 0, BLOCK * BLOCKS);
    for (int i = 0; i < BLOCKS; i++)
        b->pieces[i] = (struct piece){ b->bytes + (size_t)i * BLOCK, BLOCK, (uint64_t)(BLOCKS - 1 - i) * 2 * BLOCK };
    assert_int_equal(fdatasync(b->fd), 0);
    return b;
}

static void end(struct blocks *b)
{
    batch_close(&b->batch);
    close(b->fd);
    free(b->bytes);
    unit_folder_remove(&b->folder);
    free(b);
}

static bool is_available(struct blocks *b)
{
    return batch_read(&b->batch, b->fd, b->pieces, 2) == 2;
}

static void more_pieces_than_one_round_takes_all_arrive(void **state)
{
    struct blocks *b = make();

    (void)state;
    if (!is_available(b)) {
        end(b);
        skip();
    }
    assert_int_equal(batch_read(&b->batch, b->fd, b->pieces, BLOCKS), BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
        assert_int_equal(b->bytes[(size_t)i * BLOCK], (BLOCKS - 1 - i) * 2 & 0xFF);
        assert_int_equal(b->bytes[(size_t)i * BLOCK + BLOCK - 1], (BLOCKS - 1 - i) * 2 & 0xFF);
    }
    end(b);
}

static void a_piece_that_is_cut_short_ends_the_count(void **state)
{
    struct blocks *b = make();

    (void)state;
    if (!is_available(b)) {
        end(b);
        skip();
    }
    b->pieces[70].at = (uint64_t)2 * BLOCKS * BLOCK; /* behind the end */
    assert_int_equal(batch_read(&b->batch, b->fd, b->pieces, BLOCKS), 70);
    b->pieces[0].at = (uint64_t)2 * BLOCKS * BLOCK - 100;
    assert_int_equal(batch_read(&b->batch, b->fd, b->pieces, BLOCKS), 0);
    end(b);
}

static void a_file_that_cannot_be_read_counts_nothing(void **state)
{
    struct blocks *b = make();

    (void)state;
    assert_int_equal(batch_read(&b->batch, -1, b->pieces, BLOCKS), 0);
    end(b);
}

static void keys_that_lie_far_apart_are_shredded_and_read_back(void **state)
{
    enum { MADE = 6500, APART = 65, KEYS = MADE / APART };
    struct vault_key *keys = calloc(MADE, sizeof *keys);
    struct vault_shredding items[KEYS];
    struct fixture *f = fixture_make(false);

    (void)state;
    assert_non_null(keys);
    assert_ok(f->w, vault_key_create_many(f->w, f->v, MADE, keys));
    assert_ok(f->w, vault_sync(f->w, f->v));
    for (int i = 0; i < KEYS; i++)
        items[i] = (struct vault_shredding){ .key = keys[i * APART] };
    assert_ok(f->w, vault_shred_many(f->w, f->v, items, KEYS));
    for (int i = 0; i < KEYS; i++) {
        assert_int_equal(items[i].status, VAULT_OK);
        assert_key(f, keys[i * APART], VAULT_KEY_GONE);
        assert_key(f, keys[i * APART + 1], VAULT_OK);
    }
    free(keys);
    fixture_end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_pieces_than_one_round_takes_all_arrive),
        cmocka_unit_test(a_piece_that_is_cut_short_ends_the_count),
        cmocka_unit_test(a_file_that_cannot_be_read_counts_nothing),
        cmocka_unit_test(keys_that_lie_far_apart_are_shredded_and_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
