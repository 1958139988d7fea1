package staging

import "fmt"

// NameParts is in how many parts names are joined, one after another: a sixteenth of
// a million names takes 4 MB, most of which the processor's cache holds.
const NameParts = 1 << namePartBits

const namePartBits = 4

// PartOf is the part to which a name belongs.
func PartOf(name int64) int { return int(uint64(name) >> (64 - namePartBits)) }

// OfPart is a condition on a column name that belongs to part ?2.
func OfPart() string { return fmt.Sprintf("(name >> %d) & %d = ?2", 64-namePartBits, NameParts-1) }
