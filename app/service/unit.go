//go:build !windows

package service

import (
	_ "embed"
	"path/filepath"
	"strings"
	"text/template"
)

//go:embed unit.service
var unitText string

var unitTemplate = template.Must(template.New("unit").Parse(unitText))

// unitData is what unit.service is filled in with, as systemd reads it.
type unitData struct {
	Options
	About, Command, Account, Places string
	Environment                     []string
}

// unit is the unit file of systemd. The library's own one is never started in the
// services of an account, waits two minutes before it starts a program again, and
// knows neither specifiers nor variables in paths.
func unit(o Options, program string) string {
	data := unitData{
		Options: o, About: specifiersOff(o.Description), Command: command(program, arguments(o)),
		Account: specifiersOff(o.Account), Places: strings.TrimSuffix(places(o.Dir, program), "\n"),
		Environment: environment(o),
	}
	var b strings.Builder
	_ = unitTemplate.Execute(&b, data) // into memory
	return b.String()
}

// specifiersOff is a text in which systemd finds no specifiers.
func specifiersOff(text string) string { return strings.ReplaceAll(text, "%", "%%") }

// places says which folders the service of the computer sees and writes. Homes and
// temporary folders stay out of its sight, unless its own files lie there.
func places(dir, program string) string {
	home, temporary := "ProtectHome=yes\n", "PrivateTmp=yes\n"
	for _, path := range []string{dir, program} {
		if resolved, err := filepath.EvalSymlinks(path); err == nil {
			path = resolved
		}
		switch {
		case below(path, "/home", "/root", "/run/user"):
			home = "ProtectHome=read-only\n"
		case below(path, "/tmp", "/var/tmp"):
			temporary = "ReadWritePaths=/tmp /var/tmp\n" // SQLite puts temporary files there
		}
	}
	return home + temporary + "ReadWritePaths=" + quoted(dir) + "\n"
}

// below reports whether path is one of the folders or lies in one.
func below(path string, folders ...string) bool {
	for _, folder := range folders {
		if path == folder || strings.HasPrefix(path, folder+"/") {
			return true
		}
	}
	return false
}

// command is a line of ExecStart=. Variables are put into arguments, where two
// dollars are one, but not into the path of the program (systemd.service(5),
// "Command lines").
func command(program string, arguments []string) string {
	line := quoted(program)
	for _, a := range arguments {
		line += " " + strings.ReplaceAll(quoted(a), "$", "$$")
	}
	return line
}

// quoted is a word of a unit file (systemd.syntax(7), "Quoting"), in which two
// percent signs are one (systemd.unit(5), "Specifiers").
func quoted(word string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `%`, `%%`).Replace(word) + `"`
}
