package vault

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store/atomicfile"
)

// Variable is the environment variable that decides where the data key is
// kept: "file" keeps it in the file beacon.key of the data directory, for servers
// and services without a keyring, and moves it there from a keyring that can be
// reached. Empty means the keyring where there is one.
const Variable = "INVENTORY_BEACON_KEY"

// FileName is the key file's name in the data directory.
const FileName = "beacon.key"

// keySize is the size of the data key in bytes: AES-256.
const keySize = 32

// FileWanted reports whether [Variable] asks for the key to be kept in a file. The error
// means that it has a value that says nothing.
func FileWanted() (bool, error) {
	switch value := os.Getenv(Variable); value {
	case "":
		return false, nil
	case "file":
		return true, nil
	default:
		return false, connector.NewError(connector.Message{
			ID: "vault.variable", Data: connector.Data{"Variable": Variable, "Value": value},
		}, nil)
	}
}

// encodeKey returns the key as it stands in a keyring or a key file.
func encodeKey(key []byte) string { return base64.StdEncoding.EncodeToString(key) }

// errNotAKey leaves the text of what should be a key unsaid.
var errNotAKey = errors.New("it is not a key of Inventory Beacon")

func decodeKey(text string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != keySize {
		return nil, errNotAKey
	}
	return key, nil
}

// protectedPrefix begins a key file that Windows has sealed for its computer.
const protectedPrefix = "dpapi:"

// errElsewhere is a key file that was copied from another computer.
var errElsewhere = errors.New("it was sealed by Windows on another computer, which alone can open it")

func readFile(path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	text, sealed := strings.CutPrefix(string(content), protectedPrefix)
	if !sealed {
		return decodeKey(text)
	}
	protected, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil {
		return nil, errNotAKey
	}
	key, err := openOnComputer(protected)
	if err == nil && len(key) != keySize {
		err = errNotAKey
	}
	return key, err
}

// next is where a new key stands until it has taken the place of the former one in
// the key file.
func (k *Vault) next() string { return k.file + ".next" }

// holds reports whether a file holds the key of a record.
func holds(path string, record Record) bool {
	key, err := readFile(path)
	return err == nil && fingerprint(key) == record.fingerprint
}

// readFiles reads the key from the key file or, when a process was killed before the
// new key had taken its place, from beside it. It may take its place just now, so the
// key file is read once more at last.
func (k *Vault) readFiles(record Record) (key []byte, err error) {
	for _, path := range []string{k.file, k.next(), k.file} {
		found, failed := readFile(path)
		if failed == nil && fingerprint(found) == record.fingerprint {
			return found, nil
		}
		if path == k.file {
			key, err = found, failed
		}
	}
	return key, err
}

// adoptOrWrite returns the key of the key file, which is made from key when there is
// none. A file that holds something else is moved aside. The database must be locked
// for writing.
func (k *Vault) adoptOrWrite(key []byte) ([]byte, error) {
	found, err := readFile(k.file)
	switch {
	case err == nil:
		return found, nil
	case errors.Is(err, errNotAKey):
		if err := k.moveAside(); err != nil {
			return nil, err
		}
	case !errors.Is(err, os.ErrNotExist):
		return nil, err
	}
	return key, k.writeFile(k.file, key)
}

// moveAside keeps a key file that is not this data directory's.
func (k *Vault) moveAside() error { return atomicfile.Rename(k.file, k.file+".unusable") }

// writeNext writes a new key beside the former one. The database must be locked for
// writing.
func (k *Vault) writeNext(former *Record, key []byte) error {
	if former != nil && former.place == inFile {
		if err := k.settle(*former); err != nil {
			return err
		}
	}
	if exists(k.file) && (former == nil || !holds(k.file, *former)) {
		if err := k.moveAside(); err != nil {
			return err
		}
	}
	return k.writeFile(k.next(), key)
}

// settle finishes what a process that was killed has left: the recorded key takes its
// place, and another one beside it is removed. The database must be locked for writing.
func (k *Vault) settle(record Record) error {
	if err := k.drafts.RemoveUnfinished(filepath.Dir(k.file)); err != nil {
		return err
	}
	switch {
	case record.place == inKeyring:
		if !holds(k.file, record) {
			return nil
		}
		return errors.Join(os.Remove(k.file), k.drafts.SyncFolder(k.file))
	case holds(k.file, record):
		if err := os.Remove(k.next()); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		return nil
	case holds(k.next(), record):
		return errors.Join(k.rename(k.next(), k.file), k.drafts.SyncFolder(k.file))
	}
	return nil
}

// tidy settles the files of a key that was loaded from where its record says, and
// removes the keyring's entry of a former one.
func (k *Vault) tidy(ctx context.Context, record Record) error {
	var left error
	if record.place == inKeyring {
		left = k.TidyKeyring(ctx)
	}
	return errors.Join(k.tidyFiles(ctx, record), left)
}

// tidyFiles is tidy without the keyring. The error may be a [FormerKeyError].
func (k *Vault) tidyFiles(ctx context.Context, record Record) error {
	left := k.next()
	if record.place == inKeyring {
		left = k.file
	}
	if !exists(left) && !k.someDrafts() {
		return nil
	}
	err := k.db.Update(ctx, func(tx *sql.Tx) error {
		if err := k.unchanged(ctx, tx, record); err != nil {
			return err
		}
		return k.settle(record)
	})
	if err == nil || errors.Is(err, errReplaced) {
		return nil
	}
	k.logger.Warn("What a replacement of the key that seals secrets has left in its folder could not be tidied up.",
		"file", left, "reason", err)
	if record.place == inFile && !holds(k.file, record) && exists(k.file) {
		return &FormerKeyError{Place: k.placeOf(record), Next: k.next(), Err: err}
	}
	return nil
}

// someDrafts reports whether there are any. It looks once: later ones are of processes
// that write them just now, and taking the lock each time would hold those up.
func (k *Vault) someDrafts() bool {
	if k.looked.Swap(true) {
		return false
	}
	drafts, err := k.drafts.Unfinished(filepath.Dir(k.file))
	return err == nil && len(drafts) > 0
}

// writeFile writes the key as a whole or not at all.
func (k *Vault) writeFile(path string, key []byte) error {
	text, err := sealForComputer(key)
	if err != nil {
		return err
	}
	return k.drafts.Write(path, func(draft string) error { return os.WriteFile(draft, []byte(text+"\n"), 0o600) })
}

// protect takes the key files from the other accounts of the computer, when they can
// read or write them. A new key beside the key file counts when it is the recorded one.
func (k *Vault) protect(record Record) error {
	for _, path := range []string{k.file, k.next()} {
		info, err := os.Stat(path)
		// On Windows the folder's access list decides, and the mode says nothing.
		if err != nil || runtime.GOOS == "windows" || info.Mode().Perm()&0o077 == 0 {
			continue
		}
		if err := os.Chmod(path, 0o600); err != nil {
			return err
		}
		if path == k.file || holds(path, record) {
			k.mended.Store(&path)
		}
		k.logger.Warn("Other accounts of this computer could read a key that seals secrets. Its file was made private.",
			"file", path, "mode", info.Mode().Perm().String())
	}
	return nil
}

// FileMended is the path of the key when others could read it until this store was
// opened; empty else.
func (k *Vault) FileMended() string {
	switch path := k.mended.Load(); {
	case path == nil:
		return ""
	case !exists(*path): // it has taken its place, or stands there as well
		return k.file
	default:
		return *path
	}
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
