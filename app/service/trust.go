package service

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"inventorybeacon/connector"
)

// UntrustedProgramError means that the service would run a program that another
// account can replace, and so do what it likes as the account of the service.
type UntrustedProgramError struct {
	// Program is what the service would run; Path is it, or a folder that it lies in.
	Program, Path string
	// Reason completes "Path ...".
	Reason string
}

func (e *UntrustedProgramError) Error() string {
	return fmt.Sprintf("the service would run %s, but %s %s", e.Program, e.Path, e.Reason)
}

// Advice implements [connector.Advised].
func (e *UntrustedProgramError) Advice() connector.Advice {
	what := "the program"
	if e.Path != e.Program {
		what = "a folder that it lies in"
	}
	return connector.Advice{
		Message: fmt.Sprintf("The service would run %s, which others could replace: %s, %s, %s. Nothing was changed.", e.Program, e.Path, what, e.Reason),
		Action:  "Copy the program to " + safePlace + ", run it from there, and install the service again.",
	}
}

// UnusablePathError means that the system's services do not take a path.
type UnusablePathError struct{ Path string }

func (e *UnusablePathError) Error() string {
	return fmt.Sprintf("services cannot have the path %q", e.Path)
}

// Advice implements [connector.Advised].
func (e *UnusablePathError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("The path %q has characters that the system's services do not take: line breaks and their kind, what is no UTF-8 and, in the path of the program, quotation marks and backslashes. Nothing was changed.", e.Path),
		Action:  "Rename the folder, or choose another data directory with --data.",
	}
}

// Check says why the service must not be installed for this program and data
// directory: an [UntrustedProgramError] or an [UnusablePathError]. It changes nothing.
func Check(o Options) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	if strings.ContainsAny(program, refusedInProgram) || unwritable(program) {
		return &UnusablePathError{Path: program}
	}
	if unwritable(o.Dir) {
		return &UnusablePathError{Path: o.Dir}
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
			if reason != "" {
				return &UntrustedProgramError{Program: program, Path: path, Reason: reason}
			}
			if path == filepath.Dir(path) {
				break
			}
		}
	}
	return nil
}
