package demotenant

import (
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"inventorybeacon/connector/demotenant/internal/report"
)

// Stats is what a tenant has seen.
type Stats struct {
	// Requests counts by path, without the query.
	Requests map[string]int
	// ReportTokens counts the requests that brought an Authorization header to
	// the report host. It must stay zero.
	ReportTokens int
	// Early counts the requests repeated before their Retry-After was over.
	Early int
	// Faults counts the requests that got a fault.
	Faults int
}

// counters collects Stats.
type counters struct {
	mutex  sync.Mutex
	stats  Stats
	notYet map[string]time.Time // ends of Retry-After, by method and address
}

// Stats returns what the tenant has seen since it was made.
func (t *Tenant) Stats() Stats {
	t.stats.mutex.Lock()
	defer t.stats.mutex.Unlock()
	s := t.stats.stats
	s.Requests = maps.Clone(s.Requests)
	return s
}

func (c *counters) request(r *http.Request, now time.Time) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	path := r.URL.Path
	if strings.HasPrefix(path, report.DownloadRoot) {
		path = report.DownloadRoot // the rest is different each time
		if r.Header.Get("Authorization") != "" {
			c.stats.ReportTokens++
		}
	}
	c.stats.Requests[path]++
	key := r.Method + r.URL.RequestURI()
	if end, waits := c.notYet[key]; waits {
		if now.Before(end) {
			c.stats.Early++
		}
		delete(c.notYet, key)
	}
}

func (c *counters) fault(r *http.Request, f *Fault, now time.Time) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.stats.Faults++
	if seconds, err := strconv.ParseFloat(f.RetryAfter, 64); err == nil {
		c.notYet[r.Method+r.URL.RequestURI()] = now.Add(time.Duration(seconds * float64(time.Second)))
	}
}
