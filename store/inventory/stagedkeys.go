package inventory

import "encoding/binary"

// userKey is what publishing has to know of a staged user.
type userKey struct {
	key         int64 // of the id
	fingerprint int64 // of the fields and the licensing
	name        int64 // of the user principal name
	licensing   int64
	assigned    int // licenses
}

// userKeySize is the size in bytes of a key in a page's list.
const userKeySize = 4*8 + 4

func (k userKey) append(list []byte) []byte {
	for _, n := range [...]int64{k.key, k.fingerprint, k.name, k.licensing} {
		list = binary.LittleEndian.AppendUint64(list, uint64(n))
	}
	return binary.LittleEndian.AppendUint32(list, uint32(k.assigned))
}

// userKeyAt reads the key at place n of a list.
func userKeyAt(list []byte, n int) userKey {
	b := list[n*userKeySize:]
	number := func(at int) int64 { return int64(binary.LittleEndian.Uint64(b[at:])) }
	return userKey{
		key: number(0), fingerprint: number(8), name: number(16), licensing: number(24),
		assigned: int(binary.LittleEndian.Uint32(b[32:])),
	}
}
