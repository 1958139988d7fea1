// Package metrics tells machines how the program is doing: numbers for Prometheus, and
// whether it is healthy. It is asked over HTTP, has no secret, and changes nothing.
package metrics

import (
	"context"
	"sync"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/scheduler"
)

// Monitor looks at an opened program.
type Monitor struct {
	// Central says what waits for the central database; nil where there is none.
	Central func(context.Context) ([]Central, error)

	beacon *app.Beacon
	now    func() time.Time
	ended  endedImports
	stop   func()
}

// New returns a monitor, which counts the imports of schedules until Close.
func New(beacon *app.Beacon, now func() time.Time) *Monitor {
	m := &Monitor{beacon: beacon, now: now}
	m.stop = beacon.OnScheduler(m.ended.count)
	return m
}

// Close ends the counting.
func (m *Monitor) Close() { m.stop() }

// endedImports counts the imports that schedules have run, by their status. It cannot be
// told from the tasks, which are deleted some day: a counter never goes back.
type endedImports struct {
	mu       sync.Mutex
	byStatus map[app.Status]int
}

func (c *endedImports) count(e scheduler.Event) {
	if e.Event != scheduler.EventImport {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byStatus == nil {
		c.byStatus = map[app.Status]int{}
	}
	c.byStatus[e.Task.Status]++
}

func (c *endedImports) addTo(p page) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range statuses {
		if s != app.StatusRunning && s != app.StatusDiscarded {
			p.add(importsTotal, float64(c.byStatus[s]), "status", string(s))
		}
	}
}
