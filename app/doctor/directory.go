package doctor

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"inventorybeacon/app"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/datadir"
	"inventorybeacon/store/folder"
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
	there, err := datadir.Check(e.Dir)
	if err == nil && !there {
		e.found(check, Warning, connector.Message{ID: "doctor.directory.missing", Data: connector.Data{"Dir": e.Dir}})
		return
	}
	if err != nil {
		e.failed(check, Failed, err)
		if there {
			e.found("contents", Warning, connector.Message{ID: "doctor.directory.refused"})
		}
		return
	}
	e.there = true
	if err = datadir.CheckWritable(e.Dir); err == nil {
		err = datadir.CheckFoldersWritable(e.Dir)
	}
	if err != nil {
		e.failed(check, Failed, err)
		return
	}
	if program := folder.SynchronizedBy(e.Dir); program != "" {
		e.found(check, Warning, connector.Message{
			ID: "doctor.directory.synchronized", Data: connector.Data{"Dir": e.Dir, "Program": program},
		})
		return
	}
	e.ok(check, connector.Message{ID: "doctor.directory", Data: connector.Data{"Dir": e.Dir}})
}

func (e *examination) owner() {
	const check = "owner"
	name, err := datadir.Owner(e.Dir)
	if err != nil {
		e.failed(check, Warning, err)
		return
	}
	e.ok(check, connector.Message{ID: "doctor.owner", Data: connector.Data{"Owner": name}})
}

// modes looks at the data directory and at what lies in it and in its folders.
func (e *examination) modes() {
	const check = "modes"
	var open []connector.Message
	keyOpen := false
	err := filepath.WalkDir(e.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			if entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
			return nil // it has gone meanwhile, or the owner's line says why
		}
		reason, err := openToOthers(path, entry)
		if err != nil || reason.ID == "" {
			return nil
		}
		reason.Data["Path"], _ = filepath.Rel(e.Dir, path)
		open = append(open, reason)
		keyOpen = keyOpen || entry.Name() == vault.FileName
		return nil
	})
	above := datadir.ReplaceableIn(e.Dir)
	switch {
	case err != nil:
		e.failed(check, Warning, err)
	case len(open) == 0 && above != "":
		e.found(check, Warning, connector.Message{ID: "doctor.modes.replaceable", Data: connector.Data{"Folder": above}})
	case len(open) == 0:
		e.ok(check, connector.Message{ID: "doctor.modes"})
	case keyOpen:
		e.found(check, Failed, connector.Message{ID: "doctor.modes.key-open", Data: openData(open, e.Dir)})
	default:
		e.found(check, Warning, connector.Message{ID: "doctor.modes.open", Data: openData(open, e.Dir)})
	}
}

// openData names the first ones of what is open to others, and says how it is closed.
func openData(open []connector.Message, dir string) connector.Data {
	const most = 5
	if more := len(open) - most; more > 0 {
		open = append(open[:most], connector.Message{ID: "doctor.modes.more", Data: connector.Data{"Count": more}})
	}
	return connector.Data{"Open": open, "Remedy": closing(dir)}
}

func (e *examination) diskSpace() {
	const (
		check         = "disk space"
		little, least = connector.Size(512 << 20), connector.Size(32 << 20)
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
	data := connector.Data{"Free": free}
	switch {
	case free < 0:
		e.found(check, Warning, connector.Message{ID: "doctor.disk.unknown"})
	case free < least:
		e.found(check, Failed, connector.Message{ID: "doctor.disk", Data: data})
	case free < need:
		e.found(check, Warning, connector.Message{ID: "doctor.disk.little", Data: data})
	default:
		e.temporary(check, connector.Message{ID: "doctor.disk", Data: data})
	}
}

// temporary looks at the other folder that an import writes to, which nobody thinks of.
func (e *examination) temporary(check string, otherwise connector.Message) {
	folder, free, lacks := store.LacksTemporary()
	switch {
	case lacks && folder == "":
		e.found(check, Warning, connector.Message{ID: "sqlite.no-temporary-folder"})
	case lacks:
		e.found(check, Warning, connector.Message{ID: "doctor.disk.temporary", Data: connector.Data{"Folder": folder, "Free": free}})
	default:
		e.ok(check, otherwise)
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
		e.ok(check, connector.Message{ID: "doctor.log.none"})
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
	data := connector.Data{"Path": path, "Size": connector.Size(info.Size()), "Written": info.ModTime()}
	errs, last, err := errorsSince(path, e.Now().AddDate(0, 0, -1))
	switch {
	case err != nil:
		e.failed(check, Warning, err)
	case errs > 0:
		data["Count"], data["Last"] = errs, last
		e.found(check, Warning, connector.Message{ID: "doctor.log.errors", Data: data})
	default:
		e.ok(check, connector.Message{ID: "doctor.log", Data: data})
	}
}
