package inventory

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cespare/xxhash/v2"

	"inventorybeacon/connector"
)

// fingerprint is a 64-bit hash over the fields of a record, by which an import
// finds out what has changed. Two contents of one record meet in one hash with a
// probability of 5e-20.
type fingerprint struct {
	digest  xxhash.Digest
	scratch [8]byte
}

func (f *fingerprint) reset() { f.digest.Reset() }

func (f *fingerprint) number(n int64) {
	binary.LittleEndian.PutUint64(f.scratch[:], uint64(n))
	_, _ = f.digest.Write(f.scratch[:])
}

// text adds the length too, so that no two lists of texts are the same.
func (f *fingerprint) text(s string) {
	f.number(int64(len(s)))
	_, _ = f.digest.WriteString(s)
}

func (f *fingerprint) flag(b bool) { f.number(int64(boolean(b))) }

func (f *fingerprint) sum() int64 { return int64(f.digest.Sum64()) }

func boolean(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// detail is how a license came to a user, in the form in which it is kept.
type detail struct {
	Direct        bool     `json:"direct,omitzero"`
	Groups        []string `json:"groups,omitempty"`
	State         string   `json:"state,omitempty"`
	Error         string   `json:"error,omitempty"`
	DisabledPlans []string `json:"disabledPlans,omitempty"`
}

// detailText returns the same text for the same detail in any order.
func detailText(a connector.Assignment) string {
	text, err := json.Marshal(detail{
		Direct: a.Direct, Groups: sorted(a.Groups), State: a.State, Error: a.Error, DisabledPlans: sorted(a.DisabledPlans),
	})
	if err != nil {
		panic(err) // texts and lists of texts can always be written
	}
	return string(text)
}

func sorted(list []string) []string {
	if slices.IsSorted(list) {
		return list
	}
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

// oncePerSKU returns the assignments ordered by SKU; of two with the same SKU
// the later one counts.
func oncePerSKU(assignments []connector.Assignment, into []connector.Assignment) []connector.Assignment {
	into = append(into[:0], assignments...)
	slices.SortStableFunc(into, func(a, b connector.Assignment) int { return cmp.Compare(a.SKUID, b.SKUID) })
	kept := into[:0]
	for i := range into {
		if i+1 < len(into) && into[i+1].SKUID == into[i].SKUID {
			continue
		}
		kept = append(kept, into[i])
	}
	return kept
}

// folded returns what a search looks at in a user whose names have letters
// beyond ASCII.
func folded(u connector.User) (string, bool) {
	if ascii(u.DisplayName) && ascii(u.UserPrincipalName) && ascii(u.Mail) {
		return "", false
	}
	return strings.ToLower(u.DisplayName + "\n" + u.UserPrincipalName + "\n" + u.Mail), true
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
