package service

import (
	"path/filepath"
	"strings"
)

// hardened is what every unit is confined by. None of it needs root, so that the
// services of an account have it too; it is done by filters of system calls, which
// NoNewPrivileges lets anybody set. What is not among @system-service fails in the
// program instead of ending it.
const hardened = `UMask=0077
NoNewPrivileges=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
`

// confined is what the service of the computer is confined by beyond that. It needs
// root, or user namespaces, which the services of an account do not have everywhere:
// such a unit would not start there.
const confined = `CapabilityBoundingSet=
ProtectSystem=strict
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
RemoveIPC=yes
`

// unit is the unit file of systemd. The library's own one is never started in the
// services of an account, waits two minutes before it starts a program again, and
// knows neither specifiers nor variables in paths.
func unit(o Options, program string) string {
	var b strings.Builder
	line := func(parts ...string) { b.WriteString(strings.Join(parts, "") + "\n") }
	line("[Unit]")
	line("Description=", description)
	target := "default.target"
	if !o.User { // whose services know neither
		target = "multi-user.target"
		line("Wants=network-online.target")
		line("After=network-online.target")
	}
	line()
	line("[Service]")
	line("ExecStart=", command(program, arguments(o)))
	if o.Account != "" {
		line("User=", strings.ReplaceAll(o.Account, "%", "%%"))
	}
	if o.KeyInFile {
		line("Environment=", keyVariable, "=file")
	}
	if o.NetworkDrive {
		line("Environment=", networkVariable, "=1")
	}
	line("Restart=on-failure")
	line("RestartSec=30")
	line("TimeoutStopSec=30")
	b.WriteString(hardened)
	if !o.User {
		b.WriteString(confined)
		b.WriteString(places(o.Dir, program))
	}
	line()
	line("[Install]")
	line("WantedBy=", target)
	return b.String()
}

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
