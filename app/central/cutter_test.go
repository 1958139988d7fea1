//go:build !windows

package central

import (
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// cutter is a proxy before the server that cuts connections.
type cutter struct {
	listener net.Listener
	to       string
	after    atomic.Int64 // bytes that are let through until all is cut; negative for ever
	work     sync.WaitGroup
	mu       sync.Mutex
	open     map[net.Conn]bool
}

func newCutter(t testing.TB, to string) *cutter {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cutter{listener: listener, to: to, open: map[net.Conn]bool{}}
	c.after.Store(-1)
	c.work.Go(func() {
		for {
			from, err := listener.Accept()
			if err != nil {
				return
			}
			to, err := net.Dial("tcp", c.to)
			if err != nil {
				_ = from.Close()
				continue
			}
			c.pass(from, to)
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		c.cut()
		c.work.Wait()
	})
	return c
}

func (c *cutter) pass(from, to net.Conn) {
	c.mu.Lock()
	c.open[from], c.open[to] = true, true
	c.mu.Unlock()
	for _, way := range [][2]net.Conn{{from, to}, {to, from}} {
		c.work.Go(func() {
			buffer := make([]byte, 512)
			for {
				n, err := way[0].Read(buffer)
				if left := c.after.Load(); left >= 0 && c.after.Add(int64(-n)) < 0 {
					c.cut()
					return
				}
				if _, failed := way[1].Write(buffer[:n]); err != nil || failed != nil {
					_ = way[1].Close()
					return
				}
			}
		})
	}
}

func (c *cutter) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for conn := range c.open {
		_ = conn.Close()
	}
	clear(c.open)
}
