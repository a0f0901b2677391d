/* Paths of tiles come from the network: one place has one path. */
#include "ledger/tile.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct text path = text_of_bytes(bytes, length);
    struct tile_place place;
    char memory[TILE_PATH_MAX];
    struct draft d = draft_in(memory, sizeof memory);

    if (!tile_path_parse(path, &place))
        return 0;
    tile_path(&place, &d);
    must(!d.overflow && text_equal(draft_text(&d), path));
    must(place.level >= 0 && place.level < TILE_LEVELS && place.width >= 1 && place.width <= TILE_WIDTH);
    return 0;
}
