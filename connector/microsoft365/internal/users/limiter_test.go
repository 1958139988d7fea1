package users

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"inventorybeacon/connector"
)

func TestLimiterFollowsTheService(t *testing.T) {
	d := newLimiter()
	one := func() func() {
		lower, done, err := d.begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		done()
		return lower
	}
	for range 2*(firstLimit+firstLimit+1) - 1 {
		one()
	}
	if d.now != firstLimit+1 {
		t.Errorf("%d at once after a long quiet", d.now)
	}
	for range 1000 {
		one()
	}
	if d.now != maxLimit {
		t.Errorf("%d at once after a longer quiet", d.now)
	}
	first, second := one(), one()
	first()
	second() // was under way beside the first
	if d.now != maxLimit/2 {
		t.Errorf("%d at once after a refusal", d.now)
	}
	for range 10 {
		one()()
	}
	if d.now != 1 {
		t.Errorf("%d at once after many", d.now)
	}
	if one(); d.now != 1 {
		t.Errorf("%d at once too early", d.now)
	}
	if one(); d.now != 2 {
		t.Errorf("%d at once, it does not recover", d.now)
	}
}

func TestSemaphoreHoldsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSemaphore(1)
		var passed atomic.Int32
		for range 3 {
			go func() {
				if err := s.acquire(t.Context()); err != nil {
					t.Error(err)
				}
				passed.Add(1)
			}()
		}
		for step, change := range []func(){func() {}, s.release, func() { s.resize(2) }} {
			change()
			synctest.Wait()
			if passed.Load() != int32(step+1) {
				t.Errorf("%d passed at step %d", passed.Load(), step)
			}
		}
		why := errors.New("enough")
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(why)
		if err := s.acquire(ctx); !errors.Is(err, why) {
			t.Error(err)
		}
	})
}

// However large pages are, they take no more memory than allowed together.
func TestPagesAreBoundedTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool := newPagePool()
		for _, tt := range []struct{ size, most int }{{100 << 10, maxPages}, {7 << 20, 2}, {60 << 20, 2}} {
			page, err := pool.get(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			page.body = make([]byte, tt.size)
			pool.put(page)
			ctx, cancel := context.WithCancel(t.Context())
			var taken []*userPage
			var mu sync.Mutex
			for range 10 {
				go func() {
					if page, err := pool.get(ctx); err == nil {
						mu.Lock()
						defer mu.Unlock()
						taken = append(taken, page)
					}
				}()
			}
			synctest.Wait()
			if len(taken) != tt.most {
				t.Errorf("%d pages of %d bytes", len(taken), tt.size)
			}
			cancel()
			synctest.Wait()
			for _, page := range taken {
				pool.put(page)
			}
			if len(pool.free) > tt.most {
				t.Errorf("%d pages are kept", len(pool.free))
			}
		}
	})
}

func TestRepeatsCountsUsersOfThePageBefore(t *testing.T) {
	var r repeats
	for i, tt := range []struct {
		ids  []string
		want int
	}{
		{[]string{"00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002", "c"}, 0},
		{[]string{"00000000-0000-4000-8000-000000000002", "c", "d"}, 2},
		{nil, 0},
		{[]string{"d", "e"}, 1},
		{[]string{"f", "e"}, 0}, // nobody moves to the middle of a page
	} {
		var users []connector.User
		for _, id := range tt.ids {
			users = append(users, connector.User{ID: id})
		}
		if got := r.count(users); got != tt.want {
			t.Errorf("page %d: %d", i, got)
		}
	}
}
