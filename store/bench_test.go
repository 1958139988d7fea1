package store

import (
	"fmt"
	"log/slog"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
)

// BenchmarkOpen opens a store with a year of nightly tasks of ten connections.
func BenchmarkOpen(b *testing.B) {
	dir, ring := b.TempDir(), storetest.NewMemoryKeyring()
	s, err := Open(b.Context(), dir, Options{Keyring: ring})
	if err != nil {
		b.Fatal(err)
	}
	lines := make([]Line, 30)
	for i := range lines {
		lines[i] = Line{At: testTime, Level: slog.LevelInfo, Text: "Read 999 users, 999 in all, and what else a line of a log says"}
	}
	for i := range 3650 {
		task, err := s.CreateTask(b.Context(), Task{ConnectionID: fmt.Sprint(i % 10), Status: StatusSucceeded})
		if err == nil {
			err = s.AddTaskLines(b.Context(), task.ID, lines)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s, err := Open(b.Context(), dir, Options{Keyring: ring})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.LastTasks(b.Context()); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSetRefreshToken stores a rotated token, which waits for the disk.
func BenchmarkSetRefreshToken(b *testing.B) {
	s, err := Open(b.Context(), b.TempDir(), Options{Keyring: storetest.NewMemoryKeyring()})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Apply(b.Context(), put(exampleConnection("id", "name"), SecretChanges{})); err != nil {
		b.Fatal(err)
	}
	var former connector.Secret
	const token connector.Secret = "a refresh token is about as long as this text, and then some"
	for ; b.Loop(); former = token {
		if err := s.SetRefreshToken(b.Context(), "id", former, token); err != nil {
			b.Fatal(err)
		}
	}
}
