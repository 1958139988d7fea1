// Package service installs the command serve as a service of the operating
// system, so that imports go on when nobody has a window open or is logged on.
package service

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"inventorybeacon/connector"
)

// Options say what is installed. The same ones name it afterward.
type Options struct {
	// Dir is the data directory whose schedules are run.
	Dir string
	// Account is the account that the service runs as; empty for [DefaultAccount].
	Account string
	// User installs it for this account only, without an administrator: it runs
	// from log-on on.
	User bool
	// KeyInFile says that the key of the secrets is kept in a file.
	KeyInFile bool
	// Description is what the system's list of services says of it.
	Description string
	// Metrics is the address at which it answers Prometheus, which other computers may reach
	// when MetricsPublic is set; empty for none.
	Metrics       string
	MetricsPublic bool
	// NetworkDrive insists on a data directory on a network drive.
	NetworkDrive bool
}

// Status reports whether the service is there.
type Status string

// The statuses.
const (
	NotInstalled Status = "not installed"
	Stopped      Status = "stopped"
	Running      Status = "running"
)

// refused explains what the system's services have said against something; doing is the
// message that names it.
func refused(doing string, err error) error {
	if err == nil {
		return nil
	}
	m := connector.Message{
		ID: "service.refused", Data: connector.Data{"Doing": connector.Message{ID: doing}}, Reference: err.Error(),
	}
	switch {
	case errors.Is(err, errNotInstalled):
		m = connector.Message{ID: "service.not-installed"}
	case errors.Is(err, errNoServices):
		m = connector.Message{ID: "service.none"}
	case errors.Is(err, errFailed):
		m = connector.Message{ID: "service.failed", Reference: err.Error()}
	case errors.Is(err, errLogon):
		m = connector.Message{ID: "service.logon", Reference: err.Error()}
	case errors.Is(err, fs.ErrPermission) || strings.Contains(strings.ToLower(err.Error()), "access is denied") ||
		strings.Contains(err.Error(), "authentication required"):
		m.ID = needsAdministrator
	case errors.Is(err, errInstalled) || strings.Contains(err.Error(), "already exists"):
		m = connector.Message{ID: "service.installed"}
	case strings.Contains(err.Error(), "exit status"): // of systemctl or launchctl, which has said more
		m.ID = "service.refused.exit-status"
	}
	return connector.NewError(m, err)
}

var (
	errNoServices   = errors.New("there are no services that are known")
	errNotInstalled = errors.New("the service is not installed")
	errInstalled    = errors.New("the service is installed")
	errFailed       = errors.New("the service has ended at once")
	errLogon        = errors.New("the account of the service could not log on")
)

// system is what the services of a system can do with this one; their errors are those
// above where they say the same.
type system interface {
	Install() error
	Uninstall() error
	Start() error
	Stop() error
	Status() (Status, error)
}

// Install installs the service, which then starts with the computer or, for one
// account only, when it logs on.
// The error may be that of [Check].
func Install(o Options) error {
	if err := Check(o); err != nil {
		return err
	}
	s, err := open(o)
	if err != nil {
		return refused("service.doing.install", err)
	}
	file := unitFile(o)
	_, missing := os.Stat(file)
	if err = s.Install(); err != nil && file != "" && missing != nil {
		err = errors.Join(err, removeIfThere(file)) // else it would count as installed
	}
	return refused("service.doing.install", err)
}

func removeIfThere(file string) error {
	if err := os.Remove(file); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Uninstall removes the service.
func Uninstall(o Options) error {
	s, err := open(o)
	if err == nil {
		if status, failure := s.Status(); failure == nil && status == Running {
			err = s.Stop()
		}
	}
	if err == nil {
		err = s.Uninstall()
	}
	return refused("service.doing.remove", err)
}

// Start starts the installed service.
func Start(o Options) error {
	s, err := open(o)
	if err == nil {
		err = s.Start()
	}
	return refused("service.doing.start", err)
}

// Stop stops the service, which ends its imports so that they can go on later.
func Stop(o Options) error {
	s, err := open(o)
	if err == nil {
		err = s.Stop()
	}
	return refused("service.doing.stop", err)
}

// StatusOf reports whether the service is there.
func StatusOf(o Options) (Status, error) {
	s, err := open(o)
	if errors.Is(err, errNoServices) {
		return NotInstalled, nil
	}
	if err != nil {
		return NotInstalled, refused("service.doing.look", err)
	}
	status, err := s.Status()
	if errors.Is(err, errNotInstalled) {
		return NotInstalled, nil
	}
	return status, refused("service.doing.look", err)
}

const (
	keyVariable     = "INVENTORY_BEACON_KEY"
	networkVariable = "INVENTORY_BEACON_ALLOW_NETWORK_DRIVE"
)

// arguments are those with which the service runs the program.
func arguments(o Options) []string {
	list := []string{"--data", o.Dir, "serve", "--as-service"}
	if o.Metrics != "" {
		list = append(list, "--metrics", o.Metrics)
	}
	if o.MetricsPublic {
		list = append(list, "--metrics-public")
	}
	return list
}

// environment is what the service adds to its own.
func environment(o Options) (variables []string) {
	if o.KeyInFile {
		variables = append(variables, keyVariable+"=file")
	}
	if o.NetworkDrive {
		variables = append(variables, networkVariable+"=1")
	}
	return variables
}
