package service

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/kardianos/service"

	"inventorybeacon/connector"
)

func TestTheServiceIsServeOnItsDataDirectory(t *testing.T) {
	for name, o := range map[string]Options{
		"of the computer": {Dir: "/data", Account: "beacon", KeyInFile: true},
		"of an account":   {Dir: "/data", User: true},
	} {
		t.Run(name, func(t *testing.T) {
			c := config(o, "/bin/program")
			if want := []string{"--data", "/data", "serve", "--as-service"}; !slices.Equal(c.Arguments, want) || c.Executable != "/bin/program" {
				t.Errorf("it runs %s %q", c.Executable, c.Arguments)
			}
			if c.UserName != o.Account || c.Option["UserService"] != o.User || (c.EnvVars["INVENTORY_BEACON_KEY"] == "file") != o.KeyInFile {
				t.Errorf("%+v", c)
			}
			unit := c.Option["PIDFile"].(string)
			if strings.Contains(unit, "WantedBy=default.target") != o.User || strings.Contains(unit, "network-online.target") == o.User {
				t.Errorf("its unit:\n%s", unit)
			}
		})
	}
}

func TestWhatTheSystemRefusesIsExplained(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		want string // the message
	}{
		"no services":   {errNoServices, "service.none"},
		"not installed": {service.ErrNotInstalled, "service.not-installed"},
		"no permission": {&fs.PathError{Op: "open", Path: "/etc", Err: fs.ErrPermission}, needsAdministrator},
		"of Windows":    {errors.New("Access is denied."), needsAdministrator},
		"there already": {errors.New("Init already exists: /etc/x"), "service.installed"},
		"of systemctl":  {errors.New("exit status 1"), "service.refused.exit-status"},
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

func TestWorkEndsWithItsService(t *testing.T) {
	w := &worker{parent: t.Context(), work: func(ctx context.Context) error { <-ctx.Done(); return nil }}
	if err := w.Start(nil); err != nil {
		t.Fatal(err)
	}
	if err := w.Stop(nil); err != nil {
		t.Error(err)
	}
	failure := errors.New("failed")
	if err := Run(t.Context(), func(context.Context) error { return failure }); !errors.Is(err, failure) {
		t.Errorf("work on the console: %v", err)
	}
}
