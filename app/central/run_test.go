package central

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"inventorybeacon/store/central"
)

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
	p := s.publisher(order{Dir: s.dir, Beacon: NewID()})
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
