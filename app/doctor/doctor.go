// Package doctor examines what the program stands on: its data directory, key, disk,
// log, backups, files, service, schedules, browser and environment. It changes
// nothing and needs nothing that is in order, for it is asked when something is not.
package doctor

import (
	"context"
	"errors"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/history"
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
		e.central(ctx)
		e.notifications()
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

// ok is what a check says that has found nothing wrong.
func (e *examination) ok(check string, m connector.Message) {
	e.results = append(e.results, Result{Check: check, Status: OK, Message: message.Text(m)})
}

func (e *examination) found(check string, status Status, m connector.Message) {
	advice := message.Advice(m)
	e.results = append(e.results, Result{
		Check: check, Status: status, Message: advice.Message, Action: advice.Action, Reference: advice.Reference,
	})
}

// failed is what an error says to an administrator.
func (e *examination) failed(check string, status Status, err error) {
	m := message.Of(err)
	if m.ID == "error.unexpected" {
		m = connector.Message{ID: "doctor.not-looked-at", Data: connector.Data{"Reason": err}}
	}
	e.found(check, status, m)
}

// files reads beacon.db, inventory.db and history.db from end to end, as far as there is time.
func (e *examination) files(ctx context.Context) {
	var err error
	e.glance, err = store.GlanceAt(ctx, e.Dir, e.Keyring)
	e.glanced = err == nil
	e.file(ctx, "connections", store.FileName, store.CheckFile)
	e.file(ctx, "inventory", "inventory.db", inventory.CheckFile)
	e.file(ctx, "history", history.FileName, store.CheckHistory)
}

// longest is how long a file is read: a large inventory takes longer.
const longest = 10 * time.Second

func (e *examination) file(ctx context.Context, check, name string, read func(ctx context.Context, dir string) error) {
	limited, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	err := read(limited, e.Dir)
	var cutShort *store.RestoreCutShortError
	switch {
	case errors.As(err, &cutShort):
		e.failed(check, Warning, err)
	case err == nil:
		e.ok(check, connector.Message{ID: "doctor.file.whole", Data: connector.Data{"Name": name}})
	case isMissing(err):
		e.ok(check, connector.Message{ID: "doctor.file.none", Data: connector.Data{"Name": name}})
	case errors.Is(limited.Err(), context.DeadlineExceeded):
		e.ok(check, connector.Message{ID: "doctor.file.too-large", Data: connector.Data{"Name": name, "Count": int(longest.Seconds())}})
	default:
		e.failed(check, Failed, err)
	}
}

func (e *examination) backups() {
	const check = "backups"
	backups, err := store.Backups(e.Dir)
	if err != nil {
		e.failed(check, Failed, err)
		return
	}
	if len(backups) == 0 {
		if e.glance.Connections > 0 {
			e.found(check, Warning, connector.Message{ID: "doctor.backups.missing"})
		} else {
			e.ok(check, connector.Message{ID: "doctor.backups.none"})
		}
		return
	}
	m := connector.Message{ID: "doctor.backups", Data: connector.Data{"Count": len(backups), "Newest": backups[0].At}}
	if e.Now().Sub(backups[0].At) > tooOld && e.glance.Connections > 0 {
		e.found(check, Warning, m)
	} else {
		e.ok(check, m)
	}
}

// tooOld is the age from which on a daily backup is missing: a weekend without the
// program is none.
const tooOld = 4 * 24 * time.Hour

func (e *examination) key() {
	const check = "key"
	place := connector.Data{"Place": e.glance.Key.Message()}
	switch problem := (*vault.KeyError)(nil); {
	case !e.glanced:
		e.found(check, Warning, connector.Message{ID: "doctor.key.unknown", Data: connector.Data{"File": store.FileName}})
	case !e.glance.KeyMade:
		e.ok(check, connector.Message{ID: "doctor.key.none"})
	case errors.As(e.glance.KeyProblem, &problem) && !e.glance.Sealed:
		e.ok(check, connector.Message{ID: "doctor.key.not-needed", Data: place})
	case e.glance.KeyProblem != nil:
		e.failed(check, Failed, e.glance.KeyProblem)
	default:
		e.ok(check, connector.Message{ID: "doctor.key", Data: place})
	}
}

func (e *examination) schedules() {
	const check = "schedules"
	state := scheduler.At(e.Dir)
	data := connector.Data{
		"Schedules":   connector.Message{ID: "doctor.schedules.count", Data: connector.Data{"Count": e.glance.Schedules}},
		"Connections": connector.Message{ID: "doctor.connections.count", Data: connector.Data{"Count": e.glance.Scheduled}},
		"Where":       state.Message(),
	}
	switch {
	case !e.glanced && !state.Anywhere():
		e.found(check, Warning, connector.Message{ID: "doctor.schedules.unknown", Data: connector.Data{"File": store.FileName}})
	case state.Anywhere():
		e.ok(check, connector.Message{ID: "doctor.schedules.run", Data: data})
	case e.glance.Scheduled > 0:
		e.found(check, Warning, connector.Message{ID: "doctor.schedules.not-run", Data: data})
	case e.glance.Schedules > 0:
		e.ok(check, connector.Message{ID: "doctor.schedules", Data: data})
	default:
		e.ok(check, connector.Message{ID: "doctor.schedules.none"})
	}
}

// notifications says whether people could be written to.
func (e *examination) notifications() {
	const check = "notifications"
	if e.glance.Undelivered > 0 {
		e.found(check, Warning, connector.Message{ID: "doctor.notifications.undelivered", Data: connector.Data{
			"Count": e.glance.Undelivered, "Reason": e.glance.NotSent,
		}})
		return
	}
	if refused := e.glance.Refused; len(refused) > 0 {
		e.found(check, Warning, connector.Message{ID: "doctor.notifications.refused", Data: connector.Data{
			"Count": len(refused), "Address": refused[0].Address, "Said": refused[0].Said,
		}})
		return
	}
	e.ok(check, connector.Message{ID: "doctor.notifications"})
}

func (e *examination) window() {
	const check = "window"
	if e.Window == nil {
		e.ok(check, connector.Message{ID: "doctor.window"})
		return
	}
	why := message.Of(e.Window)
	e.ok(check, connector.Message{ID: "doctor.no-window", Data: connector.Data{"Reason": why, "Action": why.Action()}})
}
