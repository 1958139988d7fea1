package command

import (
	"errors"
	"io/fs"
	"syscall"
	"testing"
	"time"

	"inventorybeacon/app/outputfile"
	"inventorybeacon/connector"
	"inventorybeacon/store"
	"inventorybeacon/store/datadir"
	"inventorybeacon/store/folder"
	"inventorybeacon/store/inventory"
	"inventorybeacon/store/lock"
	"inventorybeacon/store/sqlite"
)

func fileTroubles(*testing.T) []trouble {
	const file = "/data/beacon.db"
	cause := errors.New("what the system said")
	full := func(when string, free, need connector.Size) trouble {
		return advised(when, &sqlite.DiskFullError{Path: "/data/inventory.db", Free: free, Need: need, Err: cause})
	}
	return []trouble{
		full("The disk is full", 8<<10, 0),
		full("The disk is full during an import", 8<<10, 700<<20),
		full("A quota or limit is reached", 20<<30, 0),
		advised("The disk is full elsewhere", syscall.ENOSPC),
		told("The file system can only be read", "sqlite.read-only-disk", connector.Data{"Path": "/data"}),
		told("The folder for temporary files is full", "sqlite.temporary-full", connector.Data{
			"Folder": "/var/tmp", "Free": connector.Size(8 << 10), "Missing": connector.Size(16<<20 - 8<<10),
		}),
		told("There is no folder for temporary files", "sqlite.no-temporary-folder", nil),
		told("The disk fails", "sqlite.disk-fault", connector.Data{"Path": file}),
		advised("A file cannot be written", &sqlite.NotWritableError{Path: file, Err: fs.ErrPermission}),
		advised("The folder is gone", &sqlite.NotWritableError{Path: file, Err: fs.ErrNotExist}),
		advised("The data directory cannot be made", &datadir.NotWritableError{Dir: "/data", Err: fs.ErrInvalid}),
		advised("The data directory belongs to another account", &folder.OwnerError{Dir: "/data", Owner: "ada", Self: "root"}),
		advised("The data directory is in another account's folder",
			&folder.OwnerError{Dir: "/home/ada/data", Parent: "/home/ada", Owner: "ada", Self: "root"}),
		told("A file in the data directory belongs to another account", "folder.part-owner", connector.Data{
			"Path": "/data/locks", "Owner": "root", "Self": "ada", "Command": "chown -hR ada /data",
		}),
		told("A link stands in the data directory", "folder.link", connector.Data{"Path": "/data/staging"}),
		told("Others can write to the data directory", "folder.open-to-others", connector.Data{"Path": "/data", "Command": "chmod go-w /data"}),
		told("Others can write to the data directory (Windows)", "folder.open-to-others.properties", connector.Data{"Path": `D:\Data`}),
		told("The data directory is on a network drive", "folder.network", connector.Data{
			"Dir": "/mnt/server/data", "System": "NFS", "Variable": folder.AllowVariable,
		}),
		advised("A file is of a newer version", &sqlite.NewerFileError{Path: file, Found: 3, Known: 2}),
		advised("A file belongs to another program", &sqlite.ForeignFileError{Path: file}),
		advised("Another program keeps a file locked", &sqlite.InUseError{Path: file, Err: cause}),
		told("What a deleted connection has imported cannot be removed", "workspace.unfinished-deletion", connector.Data{
			"Name": "Contoso", "Reason": (&sqlite.InUseError{Path: "/data/inventory.db"}).Message(),
		}),
		advised("A file to read does not exist", &fs.PathError{Op: "open", Path: "token.txt", Err: fs.ErrNotExist}),
		advised("A file to read may not be opened", &fs.PathError{Op: "open", Path: "token.txt", Err: fs.ErrPermission}),
		advised("An export cannot be written", &outputfile.Error{Path: "users.xlsx", Err: errors.New("it is a folder")}),
	}
}

func damageTroubles(*testing.T) []trouble {
	damaged := &sqlite.DamagedFileError{Path: "/data/beacon.db", Err: errors.New("what SQLite said")}
	at := time.Date(2026, 9, 14, 12, 0, 0, 0, time.Local)
	backups := []store.Backup{{Name: "daily-20260914T120000Z.db", At: at}}
	replaced := inventory.Replaced{Kept: "/data/inventory.db.damaged-20260915T120000Z", At: at}.Message()
	return []trouble{
		advised("A restore was cut short, and doctor is asked before it is finished", &store.RestoreCutShortError{Dir: "/data"}),
		advised("beacon.db is damaged, and there is a backup",
			&store.UnusableError{Dir: "/data", File: "beacon.db", Backups: backups, Err: damaged}),
		advised("beacon.db is damaged, and there is no backup", &store.UnusableError{Dir: "/data", File: "beacon.db", Err: damaged}),
		advised("beacon.db is damaged while it is used", damaged),
		advised("history.db is damaged, and there is a backup",
			&store.UnusableError{Dir: "/data", File: "history.db", Backups: backups, Err: damaged}),
		advised("history.db is damaged, and there is no backup", &store.UnusableError{Dir: "/data", File: "history.db", Err: damaged}),
		told("history.db is damaged while it is used", "history.damaged-in-use", connector.Data{"Path": "/data/history.db"}),
		advised("inventory.db was damaged", connector.NewError(replaced, nil)),
		told("inventory.db is damaged while it is used", "inventory.damaged", connector.Data{"Path": "/data/inventory.db"}),
		told("What an import has read is damaged", "inventory.damaged-staging", connector.Data{"Path": "/data/staging/id.db"}),
		advised("A backup is restored while the program runs", &lock.OpenElsewhereError{Dir: "/data"}),
		advised("Two processes make a backup at once", &lock.BackupBusyError{}),
		unrestorable("The backup to restore is damaged", damaged),
		unrestorable("The backup to restore is empty", &sqlite.DamagedFileError{Path: "/backup.db", Err: sqlite.ErrEmpty}),
		unrestorable("The backup to restore is a database of something else", &sqlite.ForeignFileError{Path: "/backup.db"}),
		unrestorable("The backup to restore is of a newer version", &sqlite.NewerFileError{Path: "/backup.db", Found: 13, Known: 12}),
		unrestorable("The backup to restore cannot be read", fs.ErrPermission),
		told("The backup to restore is a folder", "store.backup.no-file", connector.Data{"Path": "/backups"}),
		told("The backup to restore is the history alone", "store.backup.history", connector.Data{
			"Path": "/data/history.db.replaced-20260915T120000Z", "Beacon": "/data/beacon.db.replaced-20260915T120000Z",
		}),
		advised("The backup to restore does not exist", &store.NotFoundError{What: "backup", Key: "daily-20260914T120000Z.db"}),
	}
}

func unrestorable(when string, err error) trouble {
	return advised(when, &store.UnrestorableError{Path: "/backup.db", Err: err})
}
