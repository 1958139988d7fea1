package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store/storetest"
)

// refuse is [storetest.Refuse] for all that a store asks.
func refuse(t *testing.T, s *Store, number int) (met func() int) {
	t.Helper()
	return storetest.Refuse(t, number, s.db.Write, s.db.Read)
}

// contentOf is every row of every table.
func contentOf(t *testing.T, s *Store) string {
	t.Helper()
	refuse(t, s, 0) // nothing
	return storetest.Rows(t.Context(), t, s.db.Read, "")
}

// filledStore has a row in every table.
func filledStore(t *testing.T) (*Store, Task) {
	t.Helper()
	s := newStore(t)
	for _, id := range []string{"nightly", "gone"} {
		putSchedule(t, s, schedule.Schedule{ID: id, Name: id, Kind: schedule.Daily})
	}
	one, two := exampleConnection("1", "one"), exampleConnection("2", "two")
	one.ScheduleID, two.ScheduleID = "nightly", "nightly"
	one.ReplaceTenant = "another"
	storetest.Must(t, s.Apply(t.Context(), []Change{
		{Put: &one, Secrets: SecretChanges{RefreshToken: secret("token"), ClientSecret: secret("client")}},
		{Put: &two, Secrets: SecretChanges{ProxyPassword: secret("password")}},
		{Put: &connector.Connection{ID: "3", Name: "three"}},
	}))
	storetest.Must(t, s.Apply(t.Context(), []Change{{Delete: "3", KeepInventory: true}}))
	storetest.Must(t, s.PutDraft(t.Context(), Draft{ConnectionID: "1", Kind: DraftPut, Connection: one}))
	storetest.Must(t, s.PutScheduleDraft(t.Context(), ScheduleDraft{ScheduleID: "nightly", Kind: DraftDelete}))
	storetest.Must(t, s.SetSetting(t.Context(), "theme", "dark"))
	storetest.Must(t, s.SetCentral(t.Context(), exampleCentral(),
		CentralSecrets[*connector.Secret]{Password: secret("password"), Key: secret("key")}))
	addChannel(t, s, "team", "Team", ChannelSecrets{"address": "https://hooks.example"})
	storetest.Must(t, s.Tell(t.Context(), Telling{
		Come:     []Cause{{Key: "failed:1", Kind: "import-failed", At: testTime}},
		Messages: []Outgoing{{Delivery: "d", ChannelID: "team", Content: json.RawMessage(`{}`), Created: testTime, Due: testTime}},
	}))
	storetest.Must(t, s.PassOver(t.Context(), "nightly", testTime.Add(-time.Hour)))
	_, err := s.BeginRun(t.Context(), "nightly", testTime)
	storetest.Must(t, err)
	createTask(t, s, "2", StatusSucceeded)
	createTask(t, s, "2", StatusRunning)
	task := createTask(t, s, "1", StatusRunning)
	storetest.Must(t, s.AddTaskLines(t.Context(), task.ID, []Line{{At: testTime, Level: slog.LevelInfo, Text: "begins"}}))
	task.Held.Records = []connector.LostRecord{{Name: "ada"}, {Name: "bob"}}
	storetest.Must(t, s.UpdateTask(t.Context(), task))
	return s, task
}

// Whatever SQLite refuses, somebody hears of it, and nothing is half done.
func TestAStatementThatIsRefusedIsToldAndChangesNothing(t *testing.T) {
	one := exampleConnection("1", "renamed")
	one.ScheduleID = "nightly"
	for name, do := range map[string]func(ctx context.Context, s *Store, task Task) error{
		"Apply": func(ctx context.Context, s *Store, _ Task) error {
			return s.Apply(ctx, []Change{
				{Put: &one, Secrets: SecretChanges{RefreshToken: secret("another"), ClientSecret: secret("")}},
				{Put: &connector.Connection{ID: "3", Name: "three again"}},
				{Delete: "2"},
			}, ScheduleChange{Put: &schedule.Schedule{ID: "nightly", Name: "Nightly", Kind: schedule.Hourly}}, ScheduleChange{Delete: "gone"})
		},
		"Apply without secrets": func(ctx context.Context, s *Store, _ Task) error { return s.Apply(ctx, put(one, SecretChanges{})) },
		"PassOver": func(ctx context.Context, s *Store, _ Task) error {
			return s.PassOver(ctx, "nightly", testTime.Add(time.Hour))
		},
		"BeginRun": func(ctx context.Context, s *Store, _ Task) error {
			_, err := s.BeginRun(ctx, "nightly", testTime.Add(time.Hour))
			return err
		},
		"EndRun": func(ctx context.Context, s *Store, _ Task) error { return s.EndRun(ctx, "nightly") },
		"EndDueImport": func(ctx context.Context, s *Store, _ Task) error {
			return s.EndDueImport(ctx, DueImport{ScheduleID: "nightly", ConnectionID: "1"})
		},
		"EndDoneImports": func(ctx context.Context, s *Store, _ Task) error { return s.EndDoneImports(ctx) },
		"CreateTask": func(ctx context.Context, s *Store, _ Task) error {
			_, err := s.CreateTask(ctx, Task{ConnectionID: "1", Status: StatusRunning})
			return err
		},
		"UpdateTask": func(ctx context.Context, s *Store, task Task) error {
			task.Status, task.Held.Records = StatusHeldBack, []connector.LostRecord{{Name: "cleo"}}
			return s.UpdateTask(ctx, task)
		},
		"AddTaskLines": func(ctx context.Context, s *Store, task Task) error {
			return s.AddTaskLines(ctx, task.ID, []Line{{Text: "a"}, {Text: "b"}})
		},
		"AskToCancel": func(ctx context.Context, s *Store, task Task) error {
			_, err := s.AskToCancel(ctx, task.ID)
			return err
		},
		"PruneTasks": func(ctx context.Context, s *Store, _ Task) error {
			_, err := s.PruneTasks(ctx, testTime.AddDate(0, 0, 60), 1)
			return err
		},
		"PutDraft": func(ctx context.Context, s *Store, _ Task) error {
			return s.PutDraft(ctx, Draft{ConnectionID: "2", Kind: DraftDelete})
		},
		"DropDrafts": func(ctx context.Context, s *Store, _ Task) error {
			return s.DropDrafts(ctx, []string{"1", "2"}, []string{"nightly", "gone"})
		},
		"PutScheduleDraft": func(ctx context.Context, s *Store, _ Task) error {
			return s.PutScheduleDraft(ctx, ScheduleDraft{ScheduleID: "gone", Kind: DraftDelete})
		},
		"FirstSetting": func(ctx context.Context, s *Store, _ Task) error {
			_, err := s.FirstSetting(ctx, "font", func() string { return "light" })
			return err
		},
		"SetSetting": func(ctx context.Context, s *Store, _ Task) error { return s.SetSetting(ctx, "theme", "light") },
		"PutDeletedConnection": func(ctx context.Context, s *Store, _ Task) error {
			return s.PutDeletedConnection(ctx, DeletedConnection{ID: "3", Name: "three", Cleared: true})
		},
		"DropDeletedConnection": func(ctx context.Context, s *Store, _ Task) error { return s.DropDeletedConnection(ctx, "3") },
		"SetRefreshToken": func(ctx context.Context, s *Store, _ Task) error {
			return s.SetRefreshToken(ctx, "1", "token", "rotated")
		},
		"SetTokenUsed": func(ctx context.Context, s *Store, _ Task) error { return s.SetTokenUsed(ctx, "1") },
		"SetCentral": func(ctx context.Context, s *Store, _ Task) error {
			return s.SetCentral(ctx, Central{Server: "other"}, CentralSecrets[*connector.Secret]{Password: secret("other"), Key: secret("")})
		},
		"ForgetCentral": func(ctx context.Context, s *Store, _ Task) error { return s.ForgetCentral(ctx) },
		"SetClaims":     func(ctx context.Context, s *Store, _ Task) error { return s.SetClaims(ctx, "1", "claims") },
		"EditChannels": func(ctx context.Context, s *Store, _ Task) error {
			return s.EditChannels(ctx, ChannelEdit{
				Put:     []Channel{{ID: "mail", Name: "Mail", Content: json.RawMessage(`{}`)}},
				Secrets: map[string]ChannelSecrets{"mail": {"password": "of the mail server"}}, Remove: []string{"team"},
			})
		},
		"Tell": func(ctx context.Context, s *Store, _ Task) error {
			return s.Tell(ctx, Telling{
				Come: []Cause{{Key: "failed:2", Kind: "import-failed", At: testTime}}, Over: []string{"failed:1"},
				Messages: []Outgoing{{Delivery: "e", ChannelID: "team", Content: json.RawMessage(`{}`), Created: testTime, Due: testTime}},
				Settings: map[string]string{"theme": "told"},
			})
		},
		"Postpone": func(ctx context.Context, s *Store, _ Task) error {
			return s.Postpone(ctx, Outgoing{ID: 1, Due: testTime.Add(time.Hour), Failure: "no answer"}, Reception{})
		},
		"EndOutgoing": func(ctx context.Context, s *Store, _ Task) error {
			return s.EndOutgoing(ctx, Outgoing{ID: 1}, Reception{})
		},
		"Receive": func(ctx context.Context, s *Store, _ Task) error {
			return s.Receive(ctx, "team", Reception{At: testTime, Refused: map[string]string{"anne@contoso.com": "550 no such user"}})
		},
		"ForgetReplaceTenant": func(ctx context.Context, s *Store, _ Task) error { return s.ForgetReplaceTenant(ctx, "1", "another") },
	} {
		t.Run(name, func(t *testing.T) {
			s, task := filledStore(t)
			storetest.EachWriteRefused(t, func(number int) func() int { return refuse(t, s, number) },
				func() string { return contentOf(t, s) }, func() error { return do(t.Context(), s, task) })
		})
	}
}

func TestAReadThatIsRefusedIsTold(t *testing.T) {
	for name, read := range map[string]func(ctx context.Context, s *Store, task Task) (any, error){
		"Connections":    func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Connections(ctx) },
		"Connection":     func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Connection(ctx, "1") },
		"Schedules":      func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Schedules(ctx) },
		"Drafts":         func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Drafts(ctx) },
		"ScheduleDrafts": func(ctx context.Context, s *Store, _ Task) (any, error) { return s.ScheduleDrafts(ctx) },
		"Secrets":        func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Secrets(ctx, "1") },
		"SecretState":    func(ctx context.Context, s *Store, _ Task) (any, error) { return s.SecretState(ctx, "1") },
		"Central": func(ctx context.Context, s *Store, _ Task) (any, error) {
			c, _, err := s.Central(ctx)
			return c, err
		},
		"CentralSecrets":      func(ctx context.Context, s *Store, _ Task) (any, error) { return s.CentralSecrets(ctx) },
		"CentralSecretState":  func(ctx context.Context, s *Store, _ Task) (any, error) { return s.CentralSecretState(ctx) },
		"Setting":             func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Setting(ctx, "theme") },
		"DeletedConnections":  func(ctx context.Context, s *Store, _ Task) (any, error) { return s.DeletedConnections(ctx) },
		"DeletedConnection":   func(ctx context.Context, s *Store, _ Task) (any, error) { return s.DeletedConnection(ctx, "3") },
		"DueImports":          func(ctx context.Context, s *Store, _ Task) (any, error) { return s.DueImports(ctx) },
		"Tasks":               func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Tasks(ctx, TaskQuery{}) },
		"CountTasks":          func(ctx context.Context, s *Store, _ Task) (any, error) { return s.CountTasks(ctx, TaskQuery{}) },
		"Task":                func(ctx context.Context, s *Store, task Task) (any, error) { return s.Task(ctx, task.ID) },
		"LastTasks":           func(ctx context.Context, s *Store, _ Task) (any, error) { return s.LastTasks(ctx) },
		"TaskLines":           func(ctx context.Context, s *Store, task Task) (any, error) { return s.TaskLines(ctx, task.ID, 0) },
		"TaskLost":            func(ctx context.Context, s *Store, task Task) (any, error) { return s.TaskLost(ctx, task.ID, 0, 0) },
		"CountTaskLost":       func(ctx context.Context, s *Store, task Task) (any, error) { return s.CountTaskLost(ctx, task.ID) },
		"CancelAsked":         func(ctx context.Context, s *Store, task Task) (any, error) { return s.CancelAsked(ctx, task.ID) },
		"Channels":            func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Channels(ctx) },
		"ChannelSecrets":      func(ctx context.Context, s *Store, _ Task) (any, error) { return s.ChannelSecrets(ctx, "team") },
		"ChannelSecretFields": func(ctx context.Context, s *Store, _ Task) (any, error) { return s.ChannelSecretFields(ctx) },
		"Causes":              func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Causes(ctx) },
		"OutgoingMessages":    func(ctx context.Context, s *Store, _ Task) (any, error) { return s.OutgoingMessages(ctx) },
		"MissedImports":       func(ctx context.Context, s *Store, _ Task) (any, error) { return s.MissedImports(ctx) },
		"KeyPlace":            func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Vault.Place(ctx) },
		"NextDueImport": func(ctx context.Context, s *Store, _ Task) (any, error) {
			next, found, err := s.NextDueImport(ctx, "nightly")
			if err == nil && !found {
				return next, fmt.Errorf("there is none")
			}
			return next, err
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, task := filledStore(t)
			storetest.EachReadRefused(t, func(number int) func() int { return refuse(t, s, number) },
				func() (any, error) { return read(t.Context(), s, task) })
		})
	}
}

// A list that ends early is not the whole one.
func TestAReadThatFailsHalfwayIsTold(t *testing.T) {
	const overflow = "SELECT abs(column1) FROM (VALUES (1), (-9223372036854775808))"
	scanned := 0
	_, err := query(t.Context(), newStore(t), func(rows *sql.Rows) (n int64, err error) {
		scanned++
		return n, rows.Scan(&n)
	}, overflow)
	if err == nil || scanned != 1 {
		t.Errorf("%d rows, error %v", scanned, err)
	}
}
