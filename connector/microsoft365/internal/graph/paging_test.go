package graph

import "testing"

func TestPagingRecognizesLinksThatLeadBack(t *testing.T) {
	for _, tt := range []struct {
		name       string
		lead, loop int
	}{{"itself", 0, 1}, {"two pages", 0, 2}, {"two pages after a few", 5, 2}, {"many pages", 100, 37}} {
		t.Run(tt.name, func(t *testing.T) {
			var p Paging
			for i := 0; ; i++ {
				n := i
				if i > tt.lead {
					n = tt.lead + (i-tt.lead)%tt.loop
				}
				if p.loops(string(rune('A' + n))) {
					if i < tt.lead+tt.loop {
						t.Errorf("closed at %d", i)
					}
					return
				}
				if i > 4*(tt.lead+tt.loop)+4 {
					t.Fatal("never closed")
				}
			}
		})
	}
	var p Paging
	for i := range 1000 {
		if p.loops(string(rune('A' + i))) {
			t.Fatalf("link %d is new", i)
		}
	}
}
