package metrics

import (
	"context"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
)

const (
	// longestSilence is how long the schedules may not have been looked at, which is done
	// every five seconds.
	longestSilence = time.Minute
	// leastFree is what the disk has to have for an import to begin.
	leastFree = connector.Size(32 << 20)
)

// Health is how the program is doing, as JSON.
type Health struct {
	Healthy bool `json:"healthy"`
	// Problems say what is wrong, and what to do.
	Problems []HealthProblem `json:"problems"`
}

// HealthProblem is something without which no import can succeed.
type HealthProblem struct {
	// Problem is a word that stays as it is: database, schedules, key or disk.
	Problem string `json:"problem"`
	Message string `json:"message"`
	Action  string `json:"action,omitempty"`
}

// health looks at what every import needs. That an import has failed is no part of it:
// nothing is mended then by starting the program again, which is what follows where a
// program is told to be unhealthy.
func (m *Monitor) health(ctx context.Context) Health {
	h := Health{Problems: []HealthProblem{}}
	add := func(problem string, what connector.Message) {
		advice := message.Advice(what)
		h.Problems = append(h.Problems, HealthProblem{problem, advice.Message, advice.Action})
	}
	if _, err := m.beacon.HistoryDays(ctx); err != nil {
		add("database", message.Of(err))
	}
	if _, err := m.beacon.Published(ctx); err != nil {
		add("database", message.Of(err))
	}
	if silent := m.now().Sub(m.beacon.LastLook()); silent > longestSilence {
		add("schedules", connector.Message{ID: "metrics.schedules-stand", Data: connector.Data{"Time": silent.Round(time.Second)}})
	}
	if _, err := m.beacon.KeyPlace(ctx); err != nil {
		add("key", message.Of(err))
	}
	if free := m.beacon.FreeSpace(); free >= 0 && free < leastFree {
		add("disk", connector.Message{ID: "metrics.disk", Data: connector.Data{"Free": free, "Dir": m.beacon.Dir()}})
	}
	h.Healthy = len(h.Problems) == 0
	return h
}
