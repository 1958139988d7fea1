package app

import (
	"runtime"
	"runtime/debug"
	"time"

	"inventorybeacon/store"
)

// Build is what the program was built from.
type Build struct {
	Version string `json:"version"`
	// Commit is that of the source, with -dirty behind it when it was changed; empty
	// when it is not known.
	Commit string `json:"commit"`
	Go     string `json:"go"`
	OS     string `json:"os"`
	Arch   string `json:"arch"`
	SQLite string `json:"sqlite"`
	// Time is when the source was committed; zero when that is not known.
	Time time.Time `json:"time,omitzero"`
}

// ThisBuild tells of the program that runs.
func ThisBuild() Build {
	b := Build{Version: Version, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH, SQLite: store.SQLiteVersion()}
	info, _ := debug.ReadBuildInfo()
	if info == nil {
		return b
	}
	changed := ""
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.Time, _ = time.Parse(time.RFC3339, s.Value) // not known otherwise
		case "vcs.modified":
			if s.Value == "true" {
				changed = "-dirty"
			}
		}
	}
	if b.Commit != "" {
		b.Commit += changed
	}
	return b
}
