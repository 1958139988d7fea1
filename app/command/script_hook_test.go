package command

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strconv"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"
)

// receiveWebhooks starts a receiver of webhooks, whose addresses are in the files hook-200, hook-404 and so on, by the status
// with which it answers there: hook STATUS... What it gets stands in the file posted, a line each.
func receiveWebhooks(ts *testscript.TestScript, statuses []string) {
	posted := ts.MkAbs("posted")
	ts.Check(os.WriteFile(posted, nil, 0o600))
	var mu sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		body, err := io.ReadAll(r.Body)
		file, failed := os.OpenFile(posted, os.O_APPEND|os.O_WRONLY, 0o600)
		status, wrong := strconv.Atoi(path.Base(r.URL.Path))
		if err != nil || failed != nil || wrong != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		defer func() { _ = file.Close() }()
		_, _ = fmt.Fprintf(file, "status %d signature %q %s\n", status, r.Header.Get("X-Inventory-Beacon-Signature"), body)
		w.WriteHeader(status)
	}))
	ts.Defer(server.Close)
	for _, status := range statuses {
		ts.Check(os.WriteFile(ts.MkAbs("hook-"+status), []byte(server.URL+"/a-secret/"+status+"\n"), 0o600))
	}
}
