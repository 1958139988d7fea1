//go:build !windows

package service

import (
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/kardianos/service"
)

// known are the kinds of services that are supported.
var known = []string{"linux-systemd", "darwin-launchd"}

// Available reports whether this computer has services that are known.
func Available() bool { return slices.Contains(known, service.Platform()) }

func open(o Options) (system, error) {
	if !Available() {
		return nil, errNoServices
	}
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	s, err := service.New(unrun{}, config(o, program))
	return library{s}, err
}

// library is the service as the library for systemd and launchd has it.
type library struct{ service.Service }

// Status says how the service is in our words.
func (l library) Status() (Status, error) {
	status, err := l.Service.Status()
	switch {
	case errors.Is(err, service.ErrNotInstalled):
		return NotInstalled, errNotInstalled
	case err != nil:
		return NotInstalled, err
	case status == service.StatusRunning:
		return Running, nil
	default:
		return Stopped, nil
	}
}

func (l library) Start() error     { return inOurWords(l.Service.Start()) }
func (l library) Stop() error      { return inOurWords(l.Service.Stop()) }
func (l library) Uninstall() error { return inOurWords(l.Service.Uninstall()) }

func inOurWords(err error) error {
	if errors.Is(err, service.ErrNotInstalled) {
		return errors.Join(errNotInstalled, err)
	}
	return err
}

// unrun is what the library would run; [Run] needs nothing of it.
type unrun struct{}

// Start implements [service.Interface].
func (unrun) Start(service.Service) error { return nil }

// Stop implements [service.Interface].
func (unrun) Stop(service.Service) error { return nil }

// config describes the service to the system.
func config(o Options, program string) *service.Config {
	c := &service.Config{
		Name:        name,
		DisplayName: "Inventory Beacon",
		Description: o.Description,
		Executable:  program,
		Arguments:   arguments(o),
		UserName:    o.Account,
		EnvVars:     map[string]string{},
		Option: service.KeyValue{
			// The library takes the unit for a template of its own, to which braces in
			// a path would say something; what it puts into one it leaves as it is.
			"SystemdScript": "{{PIDFile}}", "PIDFile": unit(o, program),
			"UserService": o.User, "RunAtLoad": true, "LogDirectory": o.Dir,
			"OnFailure": "restart", "OnFailureDelayDuration": "30s", "OnFailureResetPeriod": 86400,
		},
	}
	for _, variable := range environment(o) {
		name, value, _ := strings.Cut(variable, "=")
		c.EnvVars[name] = value
	}
	return c
}
