// Package doctor examines what the program stands on: its data directory, key, disk,
// log, backups, files, service, schedules, browser and environment. It changes
// nothing and needs nothing that is in order, for it is asked when something is not.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/vault"
)

// Status is what a check has found.
type Status string

// The statuses.
const (
	OK      Status = "ok"
	Warning Status = "warning"
	Failed  Status = "failed"
)

// Result is what a check says.
type Result struct {
	// Check is the name of the check, as "disk space".
	Check  string `json:"check"`
	Status Status `json:"status"`
	// Message says what was found, Action what to do; it is empty when all is well.
	Message string `json:"message"`
	Action  string `json:"action,omitempty"`
	// Reference is for support.
	Reference string `json:"reference,omitempty"`
}

// Options say what is examined, and with what.
type Options struct {
	// Dir is the data directory, which need not exist.
	Dir string
	// Keyring is the operating system's one when it is nil.
	Keyring vault.Keyring
	// Window says why no window can be opened here; nil when one can.
	Window error
	// Now is [time.Now] when it is nil.
	Now func() time.Time
}

// Examine makes all checks, in the order in which they are shown. It takes some
// seconds at most: what takes longer is left unfinished.
func Examine(ctx context.Context, o Options) []Result {
	if o.Now == nil {
		o.Now = time.Now
	}
	e := &examination{Options: o}
	e.directory()
	if e.there {
		e.owner()
		e.modes()
	}
	e.diskSpace()
	if e.there {
		e.log()
		e.files(ctx)
		e.backups()
		e.key()
		e.schedules()
	}
	e.service()
	e.browser(ctx)
	e.window()
	e.proxy()
	return e.results
}

// examination collects what is found.
type examination struct {
	Options
	results []Result
	// there says that there is a data directory, glanced that glance is known.
	there, glanced bool
	glance         store.Glance
}

func (e *examination) ok(check, format string, args ...any) {
	e.results = append(e.results, Result{Check: check, Status: OK, Message: fmt.Sprintf(format, args...)})
}

func (e *examination) found(check string, status Status, message, action string) {
	e.results = append(e.results, Result{Check: check, Status: status, Message: message, Action: action})
}

// failed is what an error says to an administrator.
func (e *examination) failed(check string, status Status, err error) {
	advice := message.Explain(err)
	if _, known := connector.AdviceOf(err); !known {
		advice = connector.Advice{Message: "It could not be looked at: " + err.Error() + ".", Action: advice.Action}
	}
	e.results = append(e.results, Result{
		Check: check, Status: status, Message: advice.Message, Action: advice.Action, Reference: advice.Reference,
	})
}

// files reads beacon.db and inventory.db from end to end, as far as there is time.
func (e *examination) files(ctx context.Context) {
	var err error
	e.glance, err = store.GlanceAt(ctx, e.Dir, e.Keyring)
	e.glanced = err == nil
	e.file(ctx, "connections", store.FileName, store.CheckFile)
	e.file(ctx, "inventory", "inventory.db", inventory.CheckFile)
}

// longest is how long a file is read: a large inventory takes longer.
const longest = 10 * time.Second

func (e *examination) file(ctx context.Context, check, name string, read func(ctx context.Context, dir string) error) {
	limited, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	err := read(limited, e.Dir)
	switch {
	case err == nil:
		e.ok(check, "%s is whole", name)
	case isMissing(err):
		e.ok(check, "there is no %s yet", name)
	case errors.Is(limited.Err(), context.DeadlineExceeded):
		e.ok(check, "no damage was found in %s within %d s; it is too large to be read as a whole", name, int(longest.Seconds()))
	default:
		e.failed(check, Failed, err)
	}
}

func (e *examination) backups() {
	const (
		check     = "backups"
		madeDaily = "A backup is made once a day while the window, serve or the service runs; make one now with: inventory-beacon backup create"
	)
	backups, err := store.Backups(e.Dir)
	switch {
	case err != nil:
		e.failed(check, Failed, err)
	case len(backups) == 0 && e.glance.Connections > 0:
		e.found(check, Warning, "there is none", madeDaily)
	case len(backups) == 0:
		e.ok(check, "none yet; there is nothing to back up")
	case e.Now().Sub(backups[0].At) > tooOld && e.glance.Connections > 0:
		e.found(check, Warning, fmt.Sprintf("%d, the newest of %s", len(backups), when(backups[0].At)),
			madeDaily)
	default:
		e.ok(check, "%d, the newest of %s", len(backups), when(backups[0].At))
	}
}

// tooOld is the age from which on a daily backup is missing: a weekend without the
// program is none.
const tooOld = 4 * 24 * time.Hour

func when(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

func (e *examination) key() {
	const check = "key"
	switch problem := (*vault.KeyError)(nil); {
	case !e.glanced:
		e.found(check, Warning, "it cannot be told where it is, because "+store.FileName+" cannot be read", "See connections.")
	case !e.glance.KeyMade:
		e.ok(check, "none yet; it is made with the first secret")
	case errors.As(e.glance.KeyProblem, &problem) && !e.glance.Sealed:
		e.ok(check, "not in the %s, and nothing needs it", e.glance.Key)
	case e.glance.KeyProblem != nil:
		e.failed(check, Failed, e.glance.KeyProblem)
	default:
		e.ok(check, "in the %s; it fits", e.glance.Key)
	}
}

func (e *examination) schedules() {
	const check = "schedules"
	state := scheduler.At(e.Dir)
	switch count := connector.CountOf(e.glance.Schedules, "schedule") + " for " + connector.CountOf(e.glance.Scheduled, "connection"); {
	case !e.glanced && !state.Anywhere():
		e.found(check, Warning, "it cannot be told which there are, because "+store.FileName+" cannot be read", "See connections.")
	case state.Anywhere():
		e.ok(check, "%s, run by %s", count, state.Where())
	case e.glance.Scheduled > 0:
		e.found(check, Warning, count+", and nobody runs them",
			"Open the window, run: inventory-beacon serve, or install the service with: inventory-beacon service install")
	case e.glance.Schedules > 0:
		e.ok(check, "%s", count)
	default:
		e.ok(check, "there is none")
	}
}

func (e *examination) window() {
	const check = "window"
	if e.Window == nil {
		e.ok(check, "there is a display; whether it has the OpenGL that the window needs shows when it opens")
		return
	}
	advice := message.Explain(e.Window)
	e.ok(check, "%s", strings.TrimSpace(advice.Message+" "+advice.Action))
}
