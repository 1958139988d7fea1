package app

import (
	"errors"
	"path/filepath"

	"inventorybeacon/store/datadir"
	"inventorybeacon/store/folder"
)

// DirVariable names the data directory where no flag does.
const DirVariable = datadir.Variable

// AllowNetworkVariable is the environment variable that, with the value 1, insists on
// a data directory on a network drive.
const AllowNetworkVariable = folder.AllowVariable

// DataDir returns the data directory: flag when it is set, else the environment
// variable INVENTORY_BEACON_DATA, else the system's place. Before anything in it is
// touched, it makes sure that it belongs to this account, and that no other account can
// write to it.
func DataDir(flag string) (string, error) { return datadir.Find(flag) }

// DataDirPlace is where [DataDir] finds the data directory; it does not make it.
func DataDirPlace(flag string) (string, error) { return datadir.Place(flag) }

// demoSuffix follows the name of the data directory in that of the demonstration. Its
// number goes up with other people in the offline tenant, whose import would be held
// back where those of before are.
const demoSuffix = "-demo2"

// DemoDir returns the demonstration's data directory, which is never that of
// real connections: flag when it is set, else a folder of its own in the
// system's place.
func DemoDir(flag string) (string, error) {
	if flag != "" {
		return flag, nil
	}
	dir, err := datadir.Place("")
	if err != nil {
		return "", err
	}
	return filepath.Join(filepath.Dir(dir), filepath.Base(dir)+demoSuffix), nil
}

// PrepareDir makes the data directory, for this account alone, and makes sure that it
// can be used as [DataDir] does, and written. It returns the files that it took from
// their group, which could write to them. The error may be a [datadir.NotWritableError]
// or one of [folder.Check].
func PrepareDir(dir string) (mended []string, err error) {
	if err := datadir.Make(dir); err != nil {
		return nil, err
	}
	if err := datadir.CheckWritable(dir); err != nil {
		return nil, err
	}
	return datadir.Mend(dir)
}

// Readable says of an error of [PrepareDir] that everything in the data directory can be read, and
// so opened: see [Options].
func Readable(err error) bool {
	var refused *datadir.NotWritableError
	return errors.As(err, &refused) && refused.Readable
}

// CheckHome returns a [folder.HomeError] when root would make files of its own in the
// home folder of another account.
func CheckHome() error { return folder.CheckHome() }

// OfAnotherAccount reports whether err means that the data directory belongs to another
// account, whom everything in it is left to.
func OfAnotherAccount(err error) bool {
	var another *folder.OwnerError
	return errors.As(err, &another)
}
