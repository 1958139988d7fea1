package support

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

// BenchmarkRedactor reads a log as a support bundle does, of which one holds 16 MiB.
func BenchmarkRedactor(b *testing.B) {
	line := `time=2026-11-28T17:13:12.123+01:00 level=INFO msg="read a page" connection=8f3e2a10-7a51-4b43-9d0c-0e8f5a3b7c11 user=anna@contoso.com ` +
		`url=https://graph.microsoft.com/v1.0/users status=200 took=1.2s tokens=3` + "\n"
	log := []byte(strings.Repeat(line, 4096))
	r := newRedactor(nil)
	b.SetBytes(int64(len(log)))
	for b.Loop() {
		if err := r.copy(io.Discard, bytes.NewReader(log)); err != nil {
			b.Fatal(err)
		}
	}
}
