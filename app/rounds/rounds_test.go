package rounds

import (
	"context"
	"slices"
	"testing"
	"time"
)

func TestRoundsGoOnUntilTheirEnd(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	defer end()
	tick, wake := make(chan time.Time, 1), make(chan struct{}, 1)
	var got []Why
	for why := range Every(ctx, time.Hour, tick, wake) {
		got = append(got, why)
		switch len(got) {
		case 1:
			tick <- time.Now()
		case 2:
			wake <- struct{}{}
		default:
			end()
		}
	}
	if want := []Why{Start, Tick, Woken}; !slices.Equal(got, want) {
		t.Errorf("the rounds are %v, want %v", got, want)
	}
}

func TestRoundsGoByTheClock(t *testing.T) {
	var got []Why
	for why := range Every(t.Context(), time.Nanosecond, nil, nil) {
		if got = append(got, why); len(got) == 3 {
			break
		}
	}
	if want := []Why{Start, Tick, Tick}; !slices.Equal(got, want) {
		t.Errorf("the rounds are %v, want %v", got, want)
	}
}
