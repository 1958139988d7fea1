package scheduler

import (
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	_ "github.com/mattn/go-sqlite3" // beacon.db is changed beside the program

	"inventorybeacon/app/complaints"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/lock"
)

func TestWhoRunsTheSchedulesIsTold(t *testing.T) {
	for _, c := range []struct {
		state    State
		who      string
		anywhere bool
	}{
		{State{}, "scheduler.nobody", false},
		{State{Active: true}, "scheduler.nobody", true},
		{State{Role: RoleWindow, PID: 7}, "scheduler.window", true},
		{State{Role: RoleServe, PID: 7}, "scheduler.serve", true},
		{State{Role: RoleService, PID: 7}, "scheduler.service", true},
		{State{Role: RoleService}, "scheduler.service", true},
		{State{PID: 7}, "scheduler.program", true},
	} {
		t.Run(fmt.Sprintf("given %+v", c.state), func(t *testing.T) {
			m := c.state.Message()
			if c.state.PID != 0 {
				if m.ID != "scheduler.in-process" || m.Data["PID"] != "7" {
					t.Errorf("%+v", m)
				}
				m, _ = m.Data["Who"].(connector.Message)
			}
			if m.ID != c.who || c.state.Anywhere() != c.anywhere {
				t.Errorf("%q, anywhere %v", m.ID, c.state.Anywhere())
			}
			if where := c.state.Where(); where == "" || c.state.PID != 0 && !strings.Contains(where, "7") {
				t.Errorf("in words it is %q", where)
			}
		})
	}
}

func TestAProgramThatRunsNoSchedulesSeesWhoDoes(t *testing.T) {
	dir := t.TempDir()
	o := openOffice(t, dir, "")
	defer o.closeAll()
	if state := o.SchedulerState(); state.Anywhere() || At(dir).Anywhere() {
		t.Errorf("given nobody: %+v", state)
	}
	release, err := lock.Scheduler(dir, string(RoleServe))
	check(t, err)
	if state := o.SchedulerState(); state.Role != RoleServe || state.PID != os.Getpid() || state.Active || At(dir).PID != os.Getpid() {
		t.Errorf("given serve: %+v, %+v", state, At(dir))
	}
	release()
	if state := o.SchedulerState(); state.Anywhere() {
		t.Errorf("after it has ended: %+v", state)
	}
}

// beside changes beacon.db beside the program.
func (o *office) beside(dir, statement string) {
	o.t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.FileName))
	check(o.t, err)
	_, err = db.Exec(statement)
	check(o.t, errors.Join(err, db.Close()))
}

// What cannot be done is logged, and done once it can be.
func TestARunThatCannotBeginBeginsLater(t *testing.T) {
	for given, c := range map[string]struct{ spoil, mend string }{
		"schedules that cannot be read": {"ALTER TABLE schedule RENAME TO hidden", "ALTER TABLE hidden RENAME TO schedule"},
		"runs that cannot begin": {
			"CREATE TRIGGER stays BEFORE INSERT ON due_import BEGIN SELECT RAISE(FAIL, 'no more'); END", "DROP TRIGGER stays",
		},
	} {
		t.Run("given "+given, func(t *testing.T) {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				o := openOffice(t, dir, RoleServe)
				defer o.closeAll()
				var log strings.Builder
				o.complaints = complaints.New(slog.New(slog.NewTextHandler(&log, nil)), o.clock)
				o.save(everyHour("s"), "c")
				o.Serve()
				pass(5 * time.Minute)
				o.beside(dir, c.spoil)
				pass(10 * time.Minute)
				if got := o.times("c"); got != "" {
					t.Errorf("it is imported at %s", got)
				}
				o.beside(dir, c.mend)
				pass(2 * time.Minute)
				if got := strings.Count(o.times("c"), ":") / 2; got != 1 {
					t.Errorf("it is imported at %q", o.times("c"))
				}
				o.mu.Lock()
				defer o.mu.Unlock()
				if !strings.Contains(log.String(), "level=") {
					t.Error("nothing is logged")
				}
			})
		})
	}
}

// What another process has left is looked for until it was seen.
func TestWhatAProcessHasLeftIsDoneOnceItCanBeRead(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		o := openOffice(t, dir, RoleServe)
		defer o.closeAll()
		o.save(everyHour("s"), "c")
		_, err := o.store.BeginRun(t.Context(), "s", o.clock())
		check(t, err)
		o.beside(dir, "ALTER TABLE due_import RENAME TO hidden")
		o.Serve()
		pass(2 * time.Minute)
		if got := o.times("c"); got != "" {
			t.Errorf("it is imported at %s", got)
		}
		o.beside(dir, "ALTER TABLE hidden RENAME TO due_import")
		pass(2 * time.Minute)
		if got := strings.Count(o.times("c"), ":") / 2; got != 1 {
			t.Errorf("it is imported at %q", o.times("c"))
		}
	})
}
