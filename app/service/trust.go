package service

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"inventorybeacon/connector"
)

// untrustedProgram means that the service would run a program that another account can
// replace, and so do what it likes as the account of the service. The path is the program,
// or a folder that it lies in; reason says who can replace it.
func untrustedProgram(program, path string, reason connector.Message) error {
	reason.Data["Path"] = path
	reason.Data["What"] = connector.Message{ID: "service.the-program"}
	if path != program {
		reason.Data["What"] = connector.Message{ID: "service.a-folder"}
	}
	return connector.NewError(connector.Message{ID: "service.untrusted-program", Data: connector.Data{
		"Program": program, "Reason": reason, "Place": connector.Message{ID: safePlace},
	}}, nil)
}

// unusablePath means that the system's services do not take a path.
func unusablePath(path string) error {
	return connector.NewError(connector.Message{
		ID: "service.unusable-path", Data: connector.Data{"Path": strconv.Quote(path)},
	}, nil)
}

// Check says why the service must not be installed for this program and data
// directory. It changes nothing.
func Check(o Options) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	if strings.ContainsAny(program, refusedInProgram) || unwritable(program) {
		return unusablePath(program)
	}
	if unwritable(o.Dir) {
		return unusablePath(o.Dir)
	}
	if o.User { // who may replace what runs as the own account anyway
		return nil
	}
	return checkProgram(program, o.Account)
}

// unwritable reports whether a path cannot stand in the description of a service, which
// is a text of lines in UTF-8.
func unwritable(path string) bool {
	return strings.ContainsFunc(path, unicode.IsControl) || !utf8.ValidString(path)
}

// checkProgram looks at the program and every folder that leads to it, by the way
// that its name says and by the one that links in it lead.
func checkProgram(program, account string) error {
	resolved, err := filepath.EvalSymlinks(program)
	if err != nil {
		return err
	}
	trusted, err := whoIsTrusted(account)
	if err != nil {
		return err
	}
	for _, way := range []string{program, resolved} {
		for path := way; ; path = filepath.Dir(path) {
			reason, err := trusted.distrusts(path, path == way || path == filepath.Dir(way))
			if err != nil {
				return err
			}
			if reason.ID != "" {
				return untrustedProgram(program, path, reason)
			}
			if path == filepath.Dir(path) {
				break
			}
		}
	}
	return nil
}
