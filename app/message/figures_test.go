package message

import (
	"testing"
	"time"
)

func TestNumber(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 100233: "100,233", 1000000: "1,000,000", -410: "-410", -1234: "-1,234",
	} {
		if got := Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		1234 * time.Millisecond:   "1.2 s",
		42 * time.Second:          "42 s",
		125 * time.Second:         "2 min 5 s",
		2*time.Hour + time.Minute: "2 h 1 min",
	} {
		if got := Duration(d); got != want {
			t.Errorf("Duration(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestRoughly(t *testing.T) {
	for d, want := range map[time.Duration]string{
		200 * time.Millisecond:                 "0 s",
		4600 * time.Millisecond:                "5 s",
		59*time.Second + 700*time.Millisecond:  "1 min 0 s",
		2*time.Minute + 34*time.Second + 600e6: "2 min 35 s",
	} {
		if got := Roughly(d); got != want {
			t.Errorf("Roughly(%v) = %q, want %q", d, got, want)
		}
	}
}
