// Package complaints logs what goes wrong at every look of something that looks again and
// again, but the same not each time.
package complaints

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// between is how often the same is logged.
const between = time.Hour

// Log logs complaints. It is for any number of goroutines.
type Log struct {
	log *slog.Logger
	now func() time.Time

	mu   sync.Mutex
	last map[string]complaint // by what went wrong
}

// complaint is what was logged last.
type complaint struct {
	text string
	at   time.Time
}

// New returns a log of complaints, none so far.
func New(log *slog.Logger, now func() time.Time) *Log {
	return &Log{log: log, now: now, last: map[string]complaint{}}
}

// Complain logs what went wrong, unless the same was logged within the last hour. Nil is
// nothing wrong, and after the end of ctx that is no wonder.
func (l *Log) Complain(ctx context.Context, what string, err error) {
	if err == nil || ctx.Err() != nil {
		return
	}
	if l.isNew(what, err.Error(), l.now()) {
		l.log.Error(what, "error", err)
	}
}

func (l *Log) isNew(what, text string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	for of, c := range l.last { // the clock may have been set back
		if now.Sub(c.at).Abs() >= between {
			delete(l.last, of)
		}
	}
	if l.last[what].text == text {
		return false
	}
	l.last[what] = complaint{text, now}
	return true
}
