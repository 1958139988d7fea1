package staging

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/cespare/xxhash/v2"

	"inventorybeacon/connector"
	"inventorybeacon/store/inventory/internal/tables"
)

// pageHoldings are the assignments of the users of a page, in the order of their
// SKUs' ids, with which a licensing is made: the numbers of the SKUs, and the days
// since when they are assigned. Each takes two bytes. Days have the higher byte first,
// so that bytes compare as days do.
type pageHoldings struct {
	skus, days []byte
	numbers    map[string]uint16 // of SKUs, by id
}

// errTooManySKUs means that a tenant has more kinds of licenses than it can have.
var errTooManySKUs = fmt.Errorf("the users have more than %d kinds of licenses", math.MaxUint16)

// clear begins another page.
func (h *pageHoldings) clear() {
	// A day is never missing, so that the lists of a page without any are no NULL.
	if h.skus == nil {
		h.skus, h.days = []byte{}, []byte{}
	}
	h.skus, h.days = h.skus[:0], h.days[:0]
}

// add adds the assignments of a user.
func (h *pageHoldings) add(ctx context.Context, conn *sql.Conn, assignments []connector.Assignment) error {
	for i := range assignments {
		number, err := h.number(ctx, conn, assignments[i].SKUID)
		if err != nil {
			return err
		}
		h.skus = binary.BigEndian.AppendUint16(h.skus, number)
		h.days = binary.BigEndian.AppendUint16(h.days, tables.ShortDay(assignments[i].Since))
	}
	return nil
}

// number returns the number that a SKU has in the staging file.
func (h *pageHoldings) number(ctx context.Context, conn *sql.Conn, id string) (uint16, error) {
	if number, known := h.numbers[id]; known {
		return number, nil
	}
	id = strings.Clone(id) // of the page's memory
	var number int64
	err := conn.QueryRowContext(ctx, "INSERT INTO sku (id) VALUES (?) ON CONFLICT (id) DO UPDATE SET id = id RETURNING number", id).
		Scan(&number)
	if err != nil {
		return 0, err
	}
	if number > math.MaxUint16 {
		return 0, errTooManySKUs
	}
	if h.numbers == nil {
		h.numbers = map[string]uint16{}
	}
	h.numbers[id] = uint16(number)
	return uint16(number), nil
}

// Holding is what is staged of a user's assignments: of each, two bytes in both lists.
type Holding struct{ skus, Days []byte }

// Each yields the number of the SKU and the day of one assignment after another.
func (h Holding) Each(yield func(sku, day uint16) bool) {
	for at := 0; at < len(h.skus); at += tables.BytesPerAssignment {
		if !yield(binary.BigEndian.Uint16(h.skus[at:]), binary.BigEndian.Uint16(h.Days[at:])) {
			return
		}
	}
}

// Fingerprint is of the days since when a user's licenses are assigned.
func (h Holding) Fingerprint(user int64) int64 {
	var b [8 + 64*tables.BytesPerAssignment]byte // most users' fit
	binary.LittleEndian.PutUint64(b[:], uint64(user))
	return int64(xxhash.Sum64(append(b[:8], h.Days...)))
}

// ErrHoldings means that assignments are not as they were staged.
var ErrHoldings = errors.New("staged assignments are damaged")
