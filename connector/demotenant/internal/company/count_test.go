package company

import (
	"testing"
	"time"
)

// BenchmarkCount measures the pass over all users behind consumedUnits.
func BenchmarkCount(b *testing.B) {
	c := New(Options{Users: 1_000_000, Seed: 1, Now: time.Now})
	for b.Loop() {
		c.countAssignments()
	}
}
