package network

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestGateHoldsBackUntilTheLatestEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var g Gate
		start := time.Now()
		g.Close(10 * time.Second)
		g.Close(time.Second) // does not open it earlier
		passed := make(chan time.Duration, 2)
		for range 2 {
			go func() {
				if err := g.Wait(t.Context()); err != nil {
					t.Error(err)
				}
				passed <- time.Since(start)
			}()
		}
		time.Sleep(5 * time.Second)
		g.Close(20 * time.Second) // while they wait
		for range 2 {
			if after := <-passed; after != 25*time.Second {
				t.Errorf("passed after %v", after)
			}
		}
	})
}

func TestGateAndSleepEndWithTheirContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		why := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		var g Gate
		g.Close(time.Hour)
		start := time.Now()
		time.AfterFunc(time.Second, func() { cancel(why) })
		if err := g.Wait(ctx); !errors.Is(err, why) || time.Since(start) != time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if err := Sleep(ctx, time.Hour); !errors.Is(err, why) {
			t.Error(err)
		}
	})
}
