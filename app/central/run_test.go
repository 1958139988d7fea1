//go:build !windows

package central

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/store/central"
)

// lines counts what is written.
type lines int

func (l *lines) Write(line []byte) (int, error) {
	*l++
	return len(line), nil
}

// clock is one that a test sets.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) read() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func TestRunTriesAgainLessAndLessOften(t *testing.T) {
	s := newSite(t)
	s.change(10)
	s.imports(t, "one")
	now := &clock{now: time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC)}
	p := s.publisher(order{Dir: t.TempDir(), Server: "127.0.0.1:1", Beacon: oneBeacon})
	p.options.Now = now.read
	var failures lines // a line of the log for each
	p.options.Log = slog.New(slog.NewTextHandler(&failures, nil))
	refused := errors.New("not now")
	p.options.Config = func(context.Context) (central.Config, bool, error) { return central.Config{}, false, refused }
	ctx, end := context.WithCancel(t.Context())
	tick := make(chan time.Time)
	var work sync.WaitGroup
	work.Go(func() { p.run(ctx, tick) })
	look := func() int {
		tick <- time.Time{} // is taken when what was before is over
		tick <- time.Time{}
		return int(failures)
	}
	for _, step := range []struct {
		after time.Duration
		want  int
		name  string
	}{
		{0, 1, "at the start"},
		{59 * time.Second, 1, "within the first pause"},
		{2 * time.Second, 2, "after a minute"},
		{119 * time.Second, 2, "within the second pause"},
		{2 * time.Second, 3, "after two minutes"},
		{4 * time.Minute, 4, "after four minutes"},
		{2 * time.Hour, 5, "after a long time"},
	} {
		now.add(step.after)
		if got := look(); got != step.want {
			t.Errorf("%s it has tried %d times, want %d", step.name, got, step.want)
		}
	}
	p.LookNow()
	if got := look(); got != 6 {
		t.Errorf("in a pause it has tried %d times, want 6, because somebody asks for it", got)
	}
	end()
	work.Wait()
}

// door is a server that hangs up, and tells of each who comes.
func door(t *testing.T) (address string, came chan struct{}) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	came = make(chan struct{}, 100)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_ = conn.Close()
			came <- struct{}{}
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-ended
	})
	return listener.Addr().String(), came
}

// Nobody waits for the end of a pause once the settings are mended, in whatever process.
func TestOtherSettingsAreTriedAtOnce(t *testing.T) {
	s := newSite(t)
	s.change(5)
	s.imports(t, "one")
	wrong, first := door(t)
	right, second := door(t)
	var mu sync.Mutex
	config := central.Config{Server: wrong, Database: "central", User: "beacon", TLS: central.Disable}
	p := s.publisher(order{Dir: s.dir, Beacon: connector.NewGUID()})
	p.options.Config = func(context.Context) (central.Config, bool, error) {
		mu.Lock()
		defer mu.Unlock()
		return config, true, nil
	}
	now := time.Now()
	p.options.Now = func() time.Time { return now } // so that no pause ends
	ctx, cancel := context.WithCancel(t.Context())
	tick, ended := make(chan time.Time), make(chan struct{})
	go func() {
		defer close(ended)
		p.run(ctx, tick)
	}()
	<-first
	tick <- now // it is taken when the publish has failed
	tick <- now
	mu.Lock()
	config.Server = right
	mu.Unlock()
	tick <- now
	<-second
	cancel()
	<-ended
}
