package staging

import "encoding/binary"

// UserKey is what publishing has to know of a staged user.
type UserKey struct {
	Key         int64 // of the id
	Fingerprint int64 // of the fields and the licensing
	Name        int64 // of the user principal name
	Licensing   int64
	Assigned    int // licenses
}

// userKeySize is the size in bytes of a key in a page's list.
const userKeySize = 4*8 + 4

func (k UserKey) append(list []byte) []byte {
	for _, n := range [...]int64{k.Key, k.Fingerprint, k.Name, k.Licensing} {
		list = binary.LittleEndian.AppendUint64(list, uint64(n))
	}
	return binary.LittleEndian.AppendUint32(list, uint32(k.Assigned))
}

// UserKeyAt reads the key at place n of a list.
func UserKeyAt(list []byte, n int) UserKey {
	b := list[n*userKeySize:]
	number := func(at int) int64 { return int64(binary.LittleEndian.Uint64(b[at:])) }
	return UserKey{
		Key: number(0), Fingerprint: number(8), Name: number(16), Licensing: number(24),
		Assigned: int(binary.LittleEndian.Uint32(b[32:])),
	}
}
