package folder

import (
	"path/filepath"
	"strings"
)

// synchronizers are programs that keep folders the same on several computers, by the beginning
// of the names of the folders that they make in a home, in lower case.
var synchronizers = []struct{ folder, program string }{
	{"onedrive", "OneDrive"}, // "OneDrive - Contoso", "OneDrive-Contoso"
	{"dropbox", "Dropbox"},
	{"google drive", "Google Drive"},
	{"googledrive", "Google Drive"},
	{"mobile documents", "iCloud"},
	{"iclouddrive", "iCloud"},
	{"nextcloud", "Nextcloud"},
	{"owncloud", "ownCloud"},
}

// SynchronizedBy returns the program that copies a folder to other computers, as far as the names
// of the folders above it tell; empty for none. Such a program copies the files of a database one
// by one, and holds them open while it does.
func SynchronizedBy(dir string) string {
	place, err := filepath.EvalSymlinks(dir)
	if err != nil {
		place = dir
	}
	for _, name := range strings.FieldsFunc(place, func(r rune) bool { return r == '/' || r == filepath.Separator }) {
		for _, s := range synchronizers {
			rest, is := strings.CutPrefix(strings.ToLower(name), s.folder)
			if is && (rest == "" || strings.HasPrefix(strings.TrimSpace(rest), "-") || strings.HasPrefix(rest, " (")) {
				return s.program
			}
		}
	}
	return ""
}
