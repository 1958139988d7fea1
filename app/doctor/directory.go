package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/vault"
)

func isMissing(err error) bool {
	// Not what there should be, of which there are backups.
	var unusable *store.UnusableError
	return errors.Is(err, fs.ErrNotExist) && !errors.As(err, &unusable)
}

// directory says what every command says of the data directory. One that they refuse
// is not looked into: what is in it may be another account's, lead elsewhere, or keep
// whoever opens it waiting for ever.
func (e *examination) directory() {
	const check = "data directory"
	there, err := store.CheckDir(e.Dir)
	if err == nil && !there {
		e.found(check, Warning, e.Dir+" does not exist",
			"It is made when the program is first used; name another one with --data if there should be connections.")
		return
	}
	if err != nil {
		e.failed(check, Failed, err)
		if there {
			e.found("contents", Warning, "what is in a data directory that is refused is not looked at", "Mend that first, and run doctor again.")
		}
		return
	}
	e.there = true
	if err = store.CheckWritable(e.Dir); err == nil {
		err = store.CheckFoldersWritable(e.Dir)
	}
	if err != nil {
		e.failed(check, Failed, err)
		return
	}
	e.ok(check, "%s, which this account can write", e.Dir)
}

func (e *examination) owner() {
	const check = "owner"
	name, err := store.DirOwner(e.Dir)
	if err != nil {
		e.failed(check, Warning, err)
		return
	}
	e.ok(check, "%s, whose data directory this account may use", name)
}

// modes looks at the data directory and at what lies in it and in its folders.
func (e *examination) modes() {
	const check = "modes"
	var open []string
	keyOpen := false
	err := filepath.WalkDir(e.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil // it has gone meanwhile, or the owner's line says why
		}
		reason, err := openToOthers(path, entry)
		if err != nil || reason == "" {
			return nil
		}
		relative, _ := filepath.Rel(e.Dir, path)
		open = append(open, relative+" "+reason)
		keyOpen = keyOpen || entry.Name() == vault.FileName
		return nil
	})
	above := store.ReplaceableIn(e.Dir)
	switch {
	case err != nil:
		e.failed(check, Warning, err)
	case len(open) == 0 && above != "":
		e.found(check, Warning,
			fmt.Sprintf("another account can put another folder in the place of the data directory, because it can write to %s", above),
			"Take the right to write to that folder from others, or choose a data directory below your home folder with --data.")
	case len(open) == 0:
		e.ok(check, "nobody else can read or write what is in it")
	case keyOpen:
		e.found(check, Failed, "the key of the secrets can be read by others: "+listed(open), closing(e.Dir))
	default:
		e.found(check, Warning, "others can reach what is in it: "+listed(open), closing(e.Dir))
	}
}

// listed names the first ones.
func listed(names []string) string {
	const most = 5
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

func (e *examination) diskSpace() {
	const (
		check                = "disk space"
		little, least        = connector.Size(512 << 20), connector.Size(32 << 20)
		action               = "Free some space on that disk, or use a data directory on another one with --data."
		importNeedsAsMuchAs  = "an import may need as much as the inventory again"
		cannotTell, tellFree = "the free space cannot be told", "%s free on the disk of the data directory"
	)
	folder := e.Dir
	for folder != filepath.Dir(folder) {
		if _, err := os.Stat(folder); err == nil {
			break
		}
		folder = filepath.Dir(folder)
	}
	free, need := store.FreeSpace(folder), little
	if info, err := os.Stat(filepath.Join(e.Dir, "inventory.db")); err == nil {
		need = max(need, connector.Size(info.Size()))
	}
	switch text := fmt.Sprintf(tellFree, free); {
	case free < 0:
		e.found(check, Warning, cannotTell, "")
	case free < least:
		e.found(check, Failed, text, action)
	case free < need:
		e.found(check, Warning, text+"; "+importNeedsAsMuchAs, action)
	default:
		e.ok(check, "%s", text)
	}
}

// log tells what the log says of the last day: an error in it is no fault of the
// program's surroundings, but worth a look.
func (e *examination) log() {
	const check = "log"
	path := filepath.Join(e.Dir, app.LogFile)
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.ok(check, "nothing is logged yet")
		return
	case err == nil && !info.Mode().IsRegular():
		err = fmt.Errorf("%s is no file", path)
	case err == nil:
		var file *os.File
		if file, err = os.OpenFile(path, os.O_RDWR, 0); err == nil {
			_ = file.Close()
		}
	}
	if err != nil {
		e.failed(check, Failed, err)
		return
	}
	text := fmt.Sprintf("%s, %s, last written %s", path, connector.Size(info.Size()), when(info.ModTime()))
	errs, last, err := errorsSince(path, e.Now().AddDate(0, 0, -1))
	switch {
	case err != nil:
		e.failed(check, Warning, err)
	case errs > 0:
		found := fmt.Sprintf("%s; %s in the last day, the last one: %s", text, connector.CountOf(errs, "error"), last)
		e.found(check, Warning, found, "Look whether it concerns you.")
	default:
		e.ok(check, "%s; no error in the last day", text)
	}
}
