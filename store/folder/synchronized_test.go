package folder

import (
	"path/filepath"
	"testing"
)

func TestFoldersThatAnotherProgramCopiesAreKnown(t *testing.T) {
	for path, want := range map[string]string{
		"home/anne/.local/share/inventory-beacon":               "",
		"home/anne/OneDrive/beacon":                             "OneDrive",
		"Users/anne/OneDrive - Contoso Ltd/Documents/beacon":    "OneDrive",
		"Users/anne/Library/CloudStorage/OneDrive-Contoso/data": "OneDrive",
		"Users/anne/Dropbox (Contoso)/beacon":                   "Dropbox",
		"Users/anne/Library/Mobile Documents/beacon":            "iCloud",
		"Users/anne/GoogleDrive-anne@contoso.com/My Drive/data": "Google Drive",
		"home/anne/nextcloud/beacon":                            "Nextcloud",
		"srv/onedriver/beacon":                                  "",
		"home/anne/dropboxes/beacon":                            "",
	} {
		t.Run(path, func(t *testing.T) {
			if got := SynchronizedBy(string(filepath.Separator) + filepath.FromSlash(path)); got != want {
				t.Errorf("it is copied by %q, want %q", got, want)
			}
		})
	}
}
