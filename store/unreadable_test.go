package store

import (
	"context"
	"strings"
	"testing"

	"inventorybeacon/store/storetest"
)

// A row that a newer version, or somebody by hand, has written in another way is told, and not passed over.
func TestARowThatCannotBeUnderstoodIsTold(t *testing.T) {
	type reading struct {
		name string
		read func(ctx context.Context, s *Store, task Task) (any, error)
	}
	connections := reading{"Connections", func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Connections(ctx) }}
	connection := reading{"Connection", func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Connection(ctx, "1") }}
	tasks := reading{"Tasks", func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Tasks(ctx, TaskQuery{}) }}
	task := reading{"Task", func(ctx context.Context, s *Store, task Task) (any, error) { return s.Task(ctx, task.ID) }}
	last := reading{"LastTasks", func(ctx context.Context, s *Store, _ Task) (any, error) { return s.LastTasks(ctx) }}
	lines := reading{"TaskLines", func(ctx context.Context, s *Store, task Task) (any, error) { return s.TaskLines(ctx, task.ID, 0) }}
	state := reading{"SecretState", func(ctx context.Context, s *Store, _ Task) (any, error) { return s.SecretState(ctx, "1") }}
	drafts := reading{"Drafts", func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Drafts(ctx) }}
	due := reading{"DueImports", func(ctx context.Context, s *Store, _ Task) (any, error) { return s.DueImports(ctx) }}
	next := reading{"NextDueImport", func(ctx context.Context, s *Store, _ Task) (any, error) {
		found, _, err := s.NextDueImport(ctx, "nightly")
		return found, err
	}}
	schedules := reading{"Schedules", func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Schedules(ctx) }}
	edits := reading{"ScheduleDrafts", func(ctx context.Context, s *Store, _ Task) (any, error) { return s.ScheduleDrafts(ctx) }}
	deleted := reading{"DeletedConnections", func(ctx context.Context, s *Store, _ Task) (any, error) { return s.DeletedConnections(ctx) }}
	causes := reading{"Causes", func(ctx context.Context, s *Store, _ Task) (any, error) { return s.Causes(ctx) }}
	outgoing := reading{"OutgoingMessages", func(ctx context.Context, s *Store, _ Task) (any, error) { return s.OutgoingMessages(ctx) }}
	missed := reading{"MissedImports", func(ctx context.Context, s *Store, _ Task) (any, error) {
		_, err := s.db.Write.ExecContext(ctx, "UPDATE task SET created = ''") // which ends none
		storetest.Must(t, err)
		return s.MissedImports(ctx)
	}}
	for column, readings := range map[string][]reading{
		"connection.client_secret_expires": {connections, connection},
		"connection.certificate_not_after": {connections, connection},
		"connection.sign_in_at":            {connections, connection},
		"connection.token_used":            {connections, connection},
		"connection.sign_in_granted":       {connections, connection},
		"connection.sign_in_missing":       {connections, connection},
		"task.created":                     {tasks, task, last},
		"task.started":                     {tasks, task, last},
		"task.ended":                       {tasks, task, last},
		"task.counts":                      {tasks, task, last},
		"task.warnings":                    {tasks, task, last},
		"task.phases":                      {tasks, task, last},
		"task.failure":                     {tasks, task, last},
		"task.held":                        {tasks, task, last},
		"task_line.at":                     {lines},
		"task_line.level":                  {lines},
		"secret.stored":                    {state},
		"draft.changed":                    {drafts},
		"due_import.run":                   {due, next},
		"schedule.handled":                 {schedules},
		"schedule_draft.content":           {edits},
		"schedule_draft.changed":           {edits},
		"deleted_connection.deleted":       {deleted},
		"told_cause.at":                    {causes},
		"outgoing.created":                 {outgoing},
		"outgoing.due":                     {outgoing},
		"outgoing.done":                    {outgoing},
		"missed_import.run":                {missed},
	} {
		t.Run("given "+column, func(t *testing.T) {
			s, task := filledStore(t)
			for _, r := range readings {
				if _, err := r.read(t.Context(), s, task); err != nil {
					t.Fatalf("%s before: %v", r.name, err)
				}
			}
			table, name, _ := strings.Cut(column, ".")
			_, err := s.db.Write.Exec("UPDATE " + table + " SET " + name + " = 'nonsense'")
			storetest.Must(t, err)
			for _, r := range readings {
				if got, err := r.read(t.Context(), s, task); err == nil {
					t.Errorf("%s is %+v", r.name, got)
				}
			}
		})
	}
}
