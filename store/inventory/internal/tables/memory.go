package tables

// Remembered bounds the memory of a tenant in which every user has assignments of its
// own: so many licensings are remembered.
const Remembered = 100_000

// Bound empties a memory that has grown beyond [Remembered].
func Bound[K comparable, V any](known map[K]V) {
	if len(known) >= Remembered {
		clear(known)
	}
}
