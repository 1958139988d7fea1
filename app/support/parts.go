package support

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store/datadir"
	"inventorybeacon/store/folder"
	"inventorybeacon/store/vault"
)

// about is what is known of the program and the computer.
type about struct {
	Version    string            `json:"version"`
	Go         string            `json:"go"`
	System     string            `json:"system"`
	Processors int               `json:"processors"`
	Elevated   bool              `json:"elevated"`
	Written    time.Time         `json:"written"` // with the offset of the local time
	TimeZone   string            `json:"timeZone"`
	Variables  map[string]string `json:"variables"`
	Modules    map[string]string `json:"modules"`
	Dir        string            `json:"dataDirectory"`
	Files      map[string]int64  `json:"files"` // their sizes in bytes
	Key        vault.Place       `json:"key,omitempty"`
	KeyProblem string            `json:"keyProblem,omitempty"`
	Running    int               `json:"runningImports"`
	Unsaved    int               `json:"unsavedChanges"`
	Schedules  string            `json:"schedulesRunBy,omitempty"`
}

// toldVariables are those of the environment that say how the program runs.
var toldVariables = []string{
	"INVENTORY_BEACON_DATA", "INVENTORY_BEACON_KEY", "INVENTORY_BEACON_BROWSER", folder.AllowVariable,
	"XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "DISPLAY", "WAYLAND_DISPLAY", "LANG", "TZ",
}

func (p Parts) aboutDir() about {
	a := about{
		Version: p.Version, Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH, Processors: runtime.NumCPU(),
		Elevated: datadir.Elevated(), Written: time.Now(), TimeZone: time.Local.String(),
		Variables: map[string]string{}, Modules: map[string]string{}, Dir: p.Dir, Files: map[string]int64{},
	}
	for _, name := range toldVariables {
		if value, set := os.LookupEnv(name); set {
			a.Variables[name] = value
		}
	}
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, m := range build.Deps {
			a.Modules[m.Path] = m.Version
		}
	}
	_ = filepath.WalkDir(p.Dir, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return nil // what cannot be read is not listed
		}
		if info, err := entry.Info(); err == nil {
			relative, _ := filepath.Rel(p.Dir, name)
			a.Files[filepath.ToSlash(relative)] = info.Size()
		}
		return nil
	})
	return a
}

func (p Parts) about(ctx context.Context) (any, error) {
	a := p.aboutDir()
	a.Schedules = "this program"
	if state := p.Scheduler.SchedulerState(); !state.Active {
		a.Schedules = state.Where()
	}
	a.Running, a.Unsaved = len(p.Imports.Running()), p.Workspace.Unsaved()
	var err error
	if a.Key, err = p.Store.Vault.Place(ctx); err != nil {
		a.KeyProblem = err.Error()
	}
	return a, nil
}

// connection is a connection with how it stands.
type connection struct {
	ID string `json:"id"`
	workspace.ExportedConnection
	Edit     workspace.Edit `json:"edit,omitempty"`
	Status   string         `json:"status"`
	Schedule string         `json:"schedule,omitempty"`
	NextRun  time.Time      `json:"nextRun,omitzero"`
	Warnings []string       `json:"warnings,omitempty"`
	TenantID string         `json:"tenantId,omitempty"`
	SignedIn time.Time      `json:"signedIn,omitzero"`
	Granted  []string       `json:"granted,omitempty"`
	Missing  []string       `json:"missing,omitempty"`

	Stored connector.BySecret[*time.Time] `json:"secretsStored"`
}

func (p Parts) connections(context.Context) (any, error) {
	list := []connection{}
	for _, e := range p.Workspace.Entries() {
		c := connection{
			ID: e.Connection.ID, ExportedConnection: workspace.Exported(e.Connection), Edit: e.Edit, Status: e.Status(),
			Schedule: e.Schedule.Name, NextRun: e.NextRun, TenantID: e.TenantID,
			SignedIn: e.SignedIn, Granted: e.Connection.SignIn.Granted, Missing: e.Connection.SignIn.Missing,
			Stored: e.SecretsSince(),
		}
		for _, w := range e.Warnings() {
			c.Warnings = append(c.Warnings, w.Message)
		}
		list = append(list, c)
	}
	return list, nil
}

// scheduleEntry is a schedule with what it imports.
type scheduleEntry struct {
	schedule.Schedule
	Edit        workspace.Edit `json:"edit,omitempty"`
	NextRun     time.Time      `json:"nextRun,omitzero"`
	Connections []string       `json:"connections"`
}

func (p Parts) schedules(context.Context) (any, error) {
	list := []scheduleEntry{}
	for _, e := range p.Workspace.Schedules() {
		s := scheduleEntry{Schedule: e.Schedule, Edit: e.Edit, NextRun: e.NextRun, Connections: []string{}}
		for _, c := range e.Connections {
			s.Connections = append(s.Connections, c.Connection.Name)
		}
		list = append(list, s)
	}
	return list, nil
}

// knownSecrets are all secrets that are stored or wait for Save. Those that
// could not be opened are left out and named in the error.
func (p Parts) knownSecrets(ctx context.Context) (known []connector.Secret, err error) {
	var errs []error
	for _, e := range p.Workspace.Entries() {
		secrets, err := p.Store.Secrets(ctx, e.Connection.ID)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", e.Connection.Name, err))
		}
		known = appendSet(known, secrets)
		e.Waiting.ApplyTo(&secrets)
		known = appendSet(known, secrets)
	}
	central, err := p.Store.CentralSecrets(ctx)
	if err != nil {
		errs = append(errs, fmt.Errorf("the central database: %w", err))
	}
	for _, secret := range []connector.Secret{central.Password, central.Key} {
		if secret != "" {
			known = append(known, secret)
		}
	}
	channels, err := p.Store.ChannelSecretFields(ctx)
	if err != nil {
		errs = append(errs, err)
	}
	for id := range channels {
		secrets, err := p.Store.ChannelSecrets(ctx, id)
		if err != nil {
			errs = append(errs, fmt.Errorf("a channel: %w", err))
		}
		for _, secret := range secrets {
			known = append(known, secret)
		}
	}
	return known, errors.Join(errs...)
}

// appendSet appends those secrets that are set.
func appendSet(known []connector.Secret, secrets connector.Secrets) []connector.Secret {
	for _, secret := range secrets.Values() {
		if *secret != "" {
			known = append(known, *secret)
		}
	}
	return known
}
