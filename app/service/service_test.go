package service

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"inventorybeacon/connector"
)

func TestWhatTheSystemRefusesIsExplained(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want string // the message
	}{
		"no services":   {errNoServices, "service.none"},
		"not installed": {errNotInstalled, "service.not-installed"},
		"no permission": {&fs.PathError{Op: "open", Path: "/etc", Err: fs.ErrPermission}, needsAdministrator},
		"of Windows":    {errors.New("Access is denied."), needsAdministrator},
		"there already": {errors.New("Init already exists: /etc/x"), "service.installed"},
		"in Windows":    {fmt.Errorf("create: %w", errInstalled), "service.installed"},
		"of systemctl":  {errors.New("exit status 1"), "service.refused.exit-status"},
		"ended at once": {fmt.Errorf("%w: 1066", errFailed), "service.failed"},
		"no log-on":     {errors.Join(errLogon, errors.New("1069")), "service.logon"},
		"anything else": {errors.New("else"), "service.refused"},
	} {
		t.Run(name, func(t *testing.T) {
			err := refused("service.doing.install", c.err)
			if m, _ := connector.MessageOf(err); m.ID != c.want || !errors.Is(err, c.err) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
	if refused("anything", nil) != nil {
		t.Error("nothing was refused")
	}
}

func TestWorkOnTheConsoleEndsWithItsFailure(t *testing.T) {
	failure := errors.New("failed")
	if err := Run(t.Context(), true, func(context.Context, func()) error { return failure }); !errors.Is(err, failure) {
		t.Errorf("it ended with %v", err)
	}
}
