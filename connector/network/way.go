package network

import (
	"net/http"
	"net/url"
	"sync"

	"inventorybeacon/connector"
)

// Way is how a host was reached.
type Way struct {
	// Proxy is nil when there was none.
	Proxy *url.URL
	// Why says whose decision it was.
	Why connector.Message
}

// Ways returns what tells how a client of [NewClient] has last reached a host; false when it
// has not. The client's transport may be wrapped afterwards.
func Ways(client *http.Client) func(host string) (Way, bool) {
	t, ours := client.Transport.(*transport)
	return func(host string) (Way, bool) {
		if connector.IsLoopback(host) {
			return Way{Why: connector.Message{ID: "network.route.loopback"}}, true
		}
		if !ours {
			return Way{}, false
		}
		return t.dialer.used.of(host)
	}
}

// ways are those on which hosts were reached last.
type ways struct {
	mu     sync.Mutex
	byHost map[string]Way
}

func (w *ways) of(host string) (Way, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	way, known := w.byHost[host]
	return way, known
}

func (w *ways) remember(host string, way Way) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.byHost == nil {
		w.byHost = map[string]Way{}
	}
	w.byHost[host] = way
}
