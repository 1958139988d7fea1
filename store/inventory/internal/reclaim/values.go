package reclaim

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"inventorybeacon/store/inventory/internal/query"
	"inventorybeacon/store/inventory/internal/tables"
)

// userValues are the values of a column for all users of some tenants. To look for each
// recommendation's user among the wide rows takes three times as long as to count all of them.
type userValues struct {
	mu     sync.Mutex
	texts  []string
	places map[string]uint32  // in texts
	users  map[int64][]uint32 // by source: the place of each one's value
}

// valuesAtOnce is how many users are read by one connection while another reads others.
const valuesAtOnce = 250_000

// readValues reads those by which sums are grouped; nil where that is no column of users.
func readValues(ctx context.Context, readings []query.Reading, parts []reclaimPart, by ReclaimColumn) (*userValues, error) {
	column, has := map[ReclaimColumn]string{ByDepartment: "u.department", ByCompany: "u.company_name", ByCountry: "u.country"}[by]
	if !has {
		return nil, nil
	}
	v := &userValues{places: map[string]uint32{}, users: map[int64][]uint32{}}
	var ranges [][]uint32
	var firsts []int64
	for _, p := range parts {
		source := p.of.Number
		if v.users[source] != nil {
			continue
		}
		var last int64
		err := readings[0].Tx.QueryRowContext(ctx, "SELECT coalesce(max(uid), ?1 << 32) FROM user WHERE "+tables.OfSource("uid"),
			source).Scan(&last)
		if err != nil {
			return nil, err
		}
		v.users[source] = make([]uint32, last&math.MaxUint32+1)
		first := tables.UID(source, 0)
		for some := range slices.Chunk(v.users[source], valuesAtOnce) {
			ranges, firsts = append(ranges, some), append(firsts, first)
			first += int64(len(some))
		}
	}
	return v, query.Share(ctx, readings, len(ranges), func(ctx context.Context, which, n int) error {
		return v.read(ctx, readings[which], column, firsts[n], ranges[n])
	})
}

// read reads the values of the users from first on.
func (v *userValues) read(ctx context.Context, r query.Reading, column string, first int64, users []uint32) error {
	var uid int64
	var text string
	var texts []string
	places := map[string]uint32{}
	columns := tables.Columns{"u.uid", &uid, column, &text}
	rest := fmt.Sprintf("FROM user AS u NOT INDEXED WHERE u.uid BETWEEN %d AND %d", first, first+int64(len(users))-1)
	err := tables.EachInto(ctx, r.Conn, columns, rest, func() error {
		place, known := places[text]
		if !known {
			place = uint32(len(texts))
			places[text], texts = place, append(texts, text)
		}
		users[uid-first] = place
		return nil
	})
	v.join(texts, users)
	return err
}

// join puts the places that values have for all users in the place of those that they have among some.
func (v *userValues) join(texts []string, users []uint32) {
	if len(texts) == 0 {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	places := make([]uint32, len(texts))
	for i, text := range texts {
		place, known := v.places[text]
		if !known {
			place = uint32(len(v.texts))
			v.places[text], v.texts = place, append(v.texts, text)
		}
		places[i] = place
	}
	for i, place := range users {
		users[i] = places[place]
	}
}

// of is the place of a user's value; 0 where there are no values.
func (v *userValues) of(uid int64) uint32 {
	if v == nil {
		return 0
	}
	return v.users[uid>>32][uid&math.MaxUint32]
}

// text is the value with a place.
func (v *userValues) text(place uint32) string {
	if v == nil {
		return ""
	}
	return v.texts[place]
}
