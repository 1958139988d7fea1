package complaints

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestTheSameIsLoggedOnceAnHour(t *testing.T) {
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	var written bytes.Buffer
	l := New(slog.New(slog.NewTextHandler(&written, nil)), func() time.Time { return now })
	ended, end := context.WithCancel(t.Context())
	end()
	gone, full := errors.New("the disk is gone"), errors.New("the disk is full")
	for _, step := range []struct {
		name   string
		after  time.Duration
		ctx    context.Context
		what   string
		err    error
		logged bool
	}{
		{"given nothing wrong", 0, t.Context(), "reading", nil, false},
		{"given a first trouble", 0, t.Context(), "reading", gone, true},
		{"given another one beside it", 0, t.Context(), "writing", gone, true},
		{"given the first one at the next look", 15 * time.Second, t.Context(), "reading", gone, false},
		{"given the other one at the next look", 0, t.Context(), "writing", gone, false},
		{"given another reason", 15 * time.Second, t.Context(), "reading", full, true},
		{"given the first reason again", 15 * time.Second, t.Context(), "reading", gone, true},
		{"given the same an hour later", time.Hour, t.Context(), "reading", gone, true},
		{"given the same weeks later", 500 * time.Hour, t.Context(), "reading", gone, true},
		{"given a clock that was set back", -200 * time.Hour, t.Context(), "reading", gone, true},
		{"given the end of the program", time.Hour, ended, "reading", gone, false},
	} {
		now = now.Add(step.after)
		written.Reset()
		l.Complain(step.ctx, step.what, step.err)
		if logged := strings.Contains(written.String(), "msg="+step.what); logged != step.logged {
			t.Errorf("%s: logged is %v", step.name, logged)
		}
	}
}
