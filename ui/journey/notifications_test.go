//go:build linux

package journey

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// A webhook is set up, tried and told of something; that it takes no message any more is seen at the bottom of the window,
// and a click there says why.
func TestPeopleAreWrittenTo(t *testing.T) {
	posted := make(chan string, 100)
	var status atomic.Int32
	status.Store(http.StatusOK)
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		posted <- r.URL.Path + " " + string(body)
		w.WriteHeader(int(status.Load()))
	}))
	defer hook.Close()
	s, h := newScreen(t, 1024, 700), newHome(t)
	w := s.start(h, "demo", "--users", "60")
	w.imported("First", false)

	w.use("menu", "File")
	w.menu("Notifications...")
	w.use("menu item", "Notifications...")
	w.dialog("Notifications")
	w.press("Add...")
	w.dialog("Add Channel")
	w.fill("Channel", "Team")
	w.choose("Type", "Webhook")
	w.fill("Address", hook.URL+"/a-secret")
	w.picture("channel")
	w.press("Send Test Message")
	w.dialog("The test message was sent")
	if got := <-posted; !strings.HasPrefix(got, "/a-secret {") || !strings.Contains(got, `"kind":"test"`) {
		t.Errorf("it has got %s", got)
	}
	w.press("OK")
	w.dialog("Add Channel")
	status.Store(http.StatusNotFound)
	w.press("OK")
	w.until("the channel", func(v view) bool { return v.titled("Notifications") && v.says("Team") })
	if v := w.until("nothing of its address", func(v view) bool { return v.titled("Notifications") }); v.says("a-secret") {
		t.Error("the address is shown")
	}

	// There are unused licenses to tell of.
	w.press("What Is Told...")
	w.dialog("What Is Told")
	w.fill("Unused units above", "0")
	w.press("OK")
	w.dialog("Notifications")
	w.press("Close")
	w.page()
	w.until("the failure at the bottom", func(v view) bool { return v.says("Notifications: ") && v.says(" could not be sent") })
	if got := <-posted; !strings.Contains(got, `"kind":"causes"`) {
		t.Errorf("it has got %s", got)
	}
	w.picture("notifications-unsent")
	w.click(w.place("the way to the channels", func(v view) (part, bool) {
		for _, p := range v.Shown {
			if strings.HasPrefix(p.Text, "Notifications: ") {
				return p, true
			}
		}
		return part{}, false
	}))
	w.dialog("Notifications")
	w.until("since when", func(v view) bool { return v.says("Not sent since") })
	w.picture("notifications")

	// What waits is sent when somebody has mended it: here by the receiver.
	status.Store(http.StatusOK)
	w.press("Edit...")
	w.dialog("Edit Channel")
	w.fill("Address", hook.URL+"/another")
	w.press("OK")
	w.until("nothing to be left", func(v view) bool { return v.says("Nothing is left unsent") })
	w.press("Close")
	w.page()
	w.until("nothing at the bottom", func(v view) bool { return !v.says(" could not be sent") })
	w.exit()
}
