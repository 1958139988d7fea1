package imports

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store"
)

var errFull = errors.New("the disk is full")

// fullDisk is a store that stores nothing while it is full.
type fullDisk struct {
	full  bool
	token connector.Secret
	tasks []store.Task
	lines []store.Line
}

func (d *fullDisk) write(write func()) error {
	if d.full {
		return errFull
	}
	write()
	return nil
}

func (d *fullDisk) SetRefreshToken(_ context.Context, _ string, former, token connector.Secret) error {
	if former != d.token {
		return store.ErrTokenChanged
	}
	return d.write(func() { d.token = token })
}

func (d *fullDisk) AddTaskLines(_ context.Context, _ int64, lines []store.Line) error {
	return d.write(func() { d.lines = append(d.lines, lines...) })
}

func (d *fullDisk) UpdateTask(_ context.Context, t store.Task) error {
	return d.write(func() { d.tasks = append(d.tasks, t) })
}

func TestARotatedTokenThatCannotBeStoredIsHeld(t *testing.T) {
	ctx, disk := t.Context(), &fullDisk{full: true, token: "first"}
	u := newUnwritten(disk, slog.New(slog.DiscardHandler))
	c := connector.Connection{ID: "id", Name: "Contoso"}
	if err := u.keepToken(ctx, c, "first", "second"); !errors.Is(err, errFull) {
		t.Fatalf("given a full disk: %v", err)
	}
	if got := u.token("id", disk.token); got != "second" {
		t.Errorf("the next import uses %q", got.Reveal())
	}
	if err := u.keepToken(ctx, c, "second", "third"); !errors.Is(err, errFull) {
		t.Fatalf("rotated again: %v", err)
	}
	if stored, err := u.write(ctx); stored || !errors.Is(err, errFull) {
		t.Errorf("another try: %v, %v", stored, err)
	}
	disk.full = false
	if stored, err := u.write(ctx); !stored || err != nil || disk.token != "third" {
		t.Errorf("given room: %v, %v, stored is %q", stored, err, disk.token.Reveal())
	}
	if stored, err := u.write(ctx); stored || err != nil {
		t.Errorf("given nothing to write: %v, %v", stored, err)
	}
}

func TestASignInReplacesATokenThatIsHeld(t *testing.T) {
	ctx, disk := t.Context(), &fullDisk{full: true, token: "first"}
	u := newUnwritten(disk, slog.New(slog.DiscardHandler))
	_ = u.keepToken(ctx, connector.Connection{ID: "id"}, "first", "second")
	disk.full, disk.token = false, "of a sign-in"
	if got := u.token("id", disk.token); got != "of a sign-in" {
		t.Errorf("the next import uses %q", got.Reveal())
	}
	if _, err := u.write(ctx); err != nil || disk.token != "of a sign-in" {
		t.Errorf("stored is %q, %v", disk.token.Reveal(), err)
	}
}

func TestTheEndOfATaskThatCannotBeStoredIsHeld(t *testing.T) {
	ctx, disk := t.Context(), &fullDisk{full: true}
	u := newUnwritten(disk, slog.New(slog.DiscardHandler))
	lines := []store.Line{{Text: "one"}, {Text: "two"}}
	ended := store.Task{ID: 7, Status: store.StatusFailed}
	if err := u.endTask(ctx, ended, lines); !errors.Is(err, errFull) {
		t.Fatalf("given a full disk: %v", err)
	}
	disk.full = false
	if stored, err := u.write(ctx); !stored || err != nil {
		t.Errorf("given room: %v, %v", stored, err)
	}
	if len(disk.tasks) != 1 || disk.tasks[0].ID != 7 || !slices.Equal(disk.lines, lines) {
		t.Errorf("stored: %+v, %+v", disk.tasks, disk.lines)
	}
}
