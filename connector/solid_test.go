package connector

import "testing"

func TestSolidLeavesWhatIsMeant(t *testing.T) {
	const id = "5bb1a5a2-0d97-4335-9448-119f7b27aff9"
	for _, mark := range []string{"\u200b", "\ufeff", "\u2060", "\u200e", "\u2068", "\u00ad", " ", "\n", "\u00a0", "\x00"} {
		if got := Solid(mark + id[:4] + mark + id[4:] + mark); got != id {
			t.Errorf("with %q: %q", mark, got)
		}
	}
}
