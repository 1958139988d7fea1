package publish

import (
	"math/bits"
)

// keyTable gives keys the numbers 0, 1, 2... in the order in which they are added.
// Keys are hashes already, so they are placed as they are. It takes 12 to 18 bytes
// for a key, a third of what a map takes.
type keyTable struct {
	keys  []int64
	slots []uint32 // 1 + the number of a key, 0 where there is none
}

// newKeyTable has room for n keys and grows beyond.
func newKeyTable(n int) *keyTable {
	t := &keyTable{keys: make([]int64, 0, n)}
	t.place(n)
	return t
}

// clear forgets the keys and keeps the memory.
func (t *keyTable) clear() {
	t.keys = t.keys[:0]
	clear(t.slots)
}

// place makes the slots anew, with room for n keys.
func (t *keyTable) place(n int) {
	t.slots = make([]uint32, 1<<bits.Len(uint(max(n, 16)*4/3)))
	for number, key := range t.keys {
		at, _ := t.find(key)
		t.slots[at] = uint32(number) + 1
	}
}

// find returns where a key is, or where it belongs.
func (t *keyTable) find(key int64) (at uint64, found bool) {
	mask := uint64(len(t.slots) - 1)
	for at = uint64(key) & mask; t.slots[at] != 0; at = (at + 1) & mask {
		if t.keys[t.slots[at]-1] == key {
			return at, true
		}
	}
	return at, false
}

// number returns the number of a key, or -1 when it was not added.
func (t *keyTable) number(key int64) int {
	if at, found := t.find(key); found {
		return int(t.slots[at]) - 1
	}
	return -1
}

// add returns the number of a key, and whether it is a new one.
func (t *keyTable) add(key int64) (number int, added bool) {
	at, found := t.find(key)
	if found {
		return int(t.slots[at]) - 1, false
	}
	if (len(t.keys)+1)*4/3 > len(t.slots) {
		t.place(2 * len(t.keys))
		at, _ = t.find(key)
	}
	t.keys = append(t.keys, key)
	t.slots[at] = uint32(len(t.keys))
	return len(t.keys) - 1, true
}

// partSize is how many users publishing compares at once, which bounds the memory:
// larger tenants are compared in several parts, by their keys.
const partSize = 1 << 19

// parts is in how many parts n users are compared.
func parts(n int64) int { return int((n + partSize - 1) / partSize) }

// inPart reports whether the user with a key belongs to a part. It looks at other
// bits than the place in a [keyTable] does.
func inPart(key int64, part, parts int) bool {
	return parts == 1 || int(uint64(key)>>32%uint64(parts)) == part
}
