package connector

import "fmt"

// Size is a number of bytes, as of a file or a disk's free space.
type Size int64

// String rounds to what an administrator needs: 3 KiB, 12 MiB, 1.5 GiB.
func (s Size) String() string {
	const kib, mib, gib = 1 << 10, 1 << 20, 1 << 30
	switch n := float64(s); {
	case s < kib:
		return fmt.Sprintf("%d bytes", int64(s))
	case s < mib:
		return fmt.Sprintf("%.0f KiB", n/kib)
	case s < gib:
		return fmt.Sprintf("%.0f MiB", n/mib)
	default:
		return fmt.Sprintf("%.1f GiB", n/gib)
	}
}
