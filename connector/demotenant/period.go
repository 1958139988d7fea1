package demotenant

import (
	"math"
	"slices"
)

// period is a time from one Unix second until another, without that one.
type period struct {
	from, until int64
	// undated includes the accounts of which it is not known when they were made.
	undated bool
}

const (
	startOfTime = math.MinInt64
	endOfTime   = math.MaxInt64
)

// and returns what is in both; nil when that is unknown.
func (p *period) and(other *period) *period {
	if p == nil || other == nil {
		return nil
	}
	return &period{max(p.from, other.from), min(p.until, other.until), p.undated && other.undated}
}

// not returns all the rest; nil when that is not one period.
func (p *period) not() *period {
	switch {
	case p == nil:
		return nil
	case p.until == endOfTime:
		return &period{startOfTime, p.from, !p.undated}
	case p.from == startOfTime:
		return &period{p.until, endOfTime, !p.undated}
	default:
		return nil
	}
}

func createdIn(p period) clause {
	return clause{
		match: func(u *user) bool {
			if !u.hasCreated() {
				return p.undated
			}
			return p.from <= u.created() && u.created() < p.until
		},
		created: &p,
	}
}

// userTimes is the index that Graph has too: all users by the time in which they
// were made, those of which it is not known first.
type userTimes struct {
	numbers []int32
	undated int
	seconds []int64 // of numbers[undated:]
}

func (t *Tenant) sortUsers() userTimes {
	// One number for both is sorted twice as fast as a pair.
	entries := make([]uint64, t.options.Users)
	var u user // reused, see appendUsers
	for i := range entries {
		u = t.user(i)
		entries[i] = uint64(i)
		if u.hasCreated() {
			entries[i] |= uint64(u.created()) << 32
		}
	}
	slices.Sort(entries)
	times := userTimes{numbers: make([]int32, len(entries)), seconds: make([]int64, 0, len(entries))}
	for i, e := range entries {
		times.numbers[i] = int32(e & math.MaxUint32)
		if second := int64(e >> 32); second != 0 {
			times.seconds = append(times.seconds, second)
		}
	}
	times.undated = len(entries) - len(times.seconds)
	return times
}

// createdIn returns the numbers of the users that were made in a period.
func (t *Tenant) createdIn(p period) []int32 {
	times := t.times()
	first, _ := slices.BinarySearch(times.seconds, p.from)
	last, _ := slices.BinarySearch(times.seconds, p.until)
	dated := times.numbers[times.undated+first : times.undated+max(first, last)]
	switch {
	case !p.undated:
		return dated
	case first == 0:
		return times.numbers[:times.undated+last]
	default:
		return slices.Concat(times.numbers[:times.undated], dated)
	}
}
