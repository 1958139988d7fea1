package folder

import (
	"path/filepath"
	"strings"
)

// synchronizers are programs that keep folders the same on several computers, by the beginning
// of the names of the folders that they make in a home.
var synchronizers = []struct{ folder, program string }{
	{"OneDrive", "OneDrive"}, // "OneDrive - Contoso", "OneDrive-Contoso"
	{"Dropbox", "Dropbox"},
	{"Google Drive", "Google Drive"},
	{"GoogleDrive", "Google Drive"},
	{"Mobile Documents", "iCloud"},
	{"iCloudDrive", "iCloud"},
	{"Nextcloud", "Nextcloud"},
	{"ownCloud", "ownCloud"},
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
			if rest, is := cutPrefixFold(name, s.folder); is && (rest == "" || strings.HasPrefix(strings.TrimSpace(rest), "-") ||
				strings.HasPrefix(rest, " (")) {
				return s.program
			}
		}
	}
	return ""
}

func cutPrefixFold(text, prefix string) (rest string, found bool) {
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return text, false
	}
	return text[len(prefix):], true
}
