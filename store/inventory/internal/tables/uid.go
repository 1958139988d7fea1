package tables

// UID returns the uid or id of the row with a number: the bits above the lower 32 number
// its source.
func UID(source int64, number uint32) int64 { return source<<32 | int64(number) }

// OfSource is a condition on a uid or id that belongs to source ?1.
func OfSource(column string) string { return column + " BETWEEN ?1 << 32 AND (?1 << 32) | 0xffffffff" }
