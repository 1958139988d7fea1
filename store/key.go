package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"log/slog"
	"os"
	"time"

	"github.com/zalando/go-keyring"

	"inventorybeacon/store/sqlite"
)

// dataKey finds the key that seals the secrets, and makes one when there is none
// and nothing is sealed yet.
type dataKey struct {
	db      *sqlite.DB
	keyring Keyring
	useFile bool   // even where there is a keyring
	file    string // path of the key file
	logger  *slog.Logger
	now     func() time.Time

	turn   chan struct{} // a lock that can be waited for with a context
	loaded *usableKey    // guarded by turn
}

// usableKey is a key whose fingerprint is that of the file.
type usableKey struct {
	sealer
	record keyRecord
	place  KeyPlace
}

// keyRecord is the row of data_key.
type keyRecord struct {
	place       string // inKeyring or inFile
	keyringUser string
	fingerprint string
}

const (
	inKeyring = "keyring"
	inFile    = "file"
)

// fingerprint tells keys apart without telling anything about them.
func fingerprint(key []byte) string {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("inventory-beacon data key"))
	return string(mac.Sum(nil))
}

// get returns the key. Its error is a [KeyError] when there are secrets that
// need a key which cannot be had.
func (k *dataKey) get(ctx context.Context) (*usableKey, error) {
	select {
	case k.turn <- struct{}{}:
		defer func() { <-k.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	record, err := readKeyRecord(ctx, k.db.Read)
	if err != nil {
		return nil, sqlite.Explain(k.db.Path, err)
	}
	// Another process may have replaced or moved the key since.
	if k.loaded != nil && record != nil && k.loaded.record == *record {
		return k.loaded, nil
	}
	k.loaded = nil
	key, err := k.find(ctx, record)
	if err != nil {
		return nil, err
	}
	k.loaded = key
	return key, nil
}

func (k *dataKey) find(ctx context.Context, record *keyRecord) (*usableKey, error) {
	if record == nil {
		return k.create(ctx, nil)
	}
	key, err := k.load(ctx, *record)
	var problem *KeyError
	if errors.As(err, &problem) {
		if moved := k.movedKey(*record); moved != nil {
			return k.moveToFile(ctx, *record, moved)
		}
		needed, neededErr := sealedValues(ctx, k.db.Read)
		if needed || neededErr != nil {
			return nil, errors.Join(err, neededErr)
		}
		return k.create(ctx, record)
	}
	if err == nil && k.useFile && record.place == inKeyring {
		return k.moveToFile(ctx, *record, key)
	}
	if err != nil {
		return nil, err
	}
	return k.usable(*record, key)
}

func (k *dataKey) usable(record keyRecord, key []byte) (*usableKey, error) {
	sealer, err := newSealer(key)
	return &usableKey{sealer: sealer, record: record, place: k.placeOf(record)}, err
}

func (k *dataKey) placeOf(record keyRecord) KeyPlace {
	if record.place == inFile {
		return KeyPlace{File: k.file}
	}
	return KeyPlace{}
}

// load reads the key from where the record says it is.
func (k *dataKey) load(ctx context.Context, record keyRecord) ([]byte, error) {
	fail := func(problem KeyProblem, err error) ([]byte, error) {
		return nil, &KeyError{Problem: problem, Place: k.placeOf(record), Err: err}
	}
	var key []byte
	var err, lost error
	if record.place == inFile {
		lost = os.ErrNotExist
		key, err = readKeyFile(k.file)
	} else {
		lost = keyring.ErrNotFound
		key, err = k.readKeyring(ctx, record.keyringUser)
	}
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, lost):
		return fail(KeyLost, err)
	case errors.Is(err, errNotAKey):
		return fail(KeyWrong, err)
	case err != nil:
		return fail(KeyUnavailable, err)
	case fingerprint(key) != record.fingerprint:
		return fail(KeyWrong, errors.New("its fingerprint is another"))
	}
	return key, nil
}

func (k *dataKey) readKeyring(ctx context.Context, user string) ([]byte, error) {
	text, err := k.keyring.Get(ctx, keyringService, user)
	if err != nil {
		return nil, err
	}
	return decodeKey(text)
}

// create makes a key and records it in place of old, unless another process was
// faster: then its key is taken.
func (k *dataKey) create(ctx context.Context, old *keyRecord) (*usableKey, error) {
	key := make([]byte, keySize)
	_, _ = rand.Read(key) // never fails
	record := keyRecord{place: inFile, keyringUser: rand.Text()}
	if !k.useFile {
		if err := k.keep(ctx, record.keyringUser, key); err == nil {
			record.place = inKeyring
		} else if ctx.Err() != nil {
			return nil, ctx.Err()
		} else {
			k.logger.Warn("The operating system's keyring cannot be used; the key that seals secrets is kept in a file.",
				"file", k.file, "reason", err)
		}
	}
	var faster *keyRecord
	err := k.db.Update(ctx, func(tx *sql.Tx) (err error) {
		faster, err = readKeyRecord(ctx, tx)
		if err != nil || faster != nil && (old == nil || *faster != *old) {
			return err
		}
		faster = nil
		if err := k.refuseToReplace(ctx, tx, record); err != nil {
			return err
		}
		if record.place == inFile {
			if key, err = adoptOrWriteKeyFile(k.file, key); err != nil {
				return sqlite.CannotWrite(k.file, err)
			}
		}
		record.fingerprint = fingerprint(key)
		return k.write(ctx, tx, record)
	})
	if (err != nil || faster != nil) && record.place == inKeyring {
		// The new entry is of no use; that it stays behind would do no harm.
		_ = k.keyring.Delete(ctx, keyringService, record.keyringUser)
	}
	if err != nil {
		return nil, err
	}
	if faster != nil {
		if key, err = k.load(ctx, *faster); err != nil {
			return nil, err
		}
		return k.usable(*faster, key)
	}
	return k.usable(record, key)
}

// refuseToReplace protects sealed values from losing the key they need.
func (k *dataKey) refuseToReplace(ctx context.Context, tx *sql.Tx, record keyRecord) error {
	needed, err := sealedValues(ctx, tx)
	if err == nil && needed {
		err = &KeyError{Problem: KeyLost, Place: k.placeOf(record), Err: errors.New("secrets are stored that need another key")}
	}
	return err
}

// keep stores the key in the keyring and makes sure that it comes back.
func (k *dataKey) keep(ctx context.Context, user string, key []byte) error {
	if err := k.keyring.Set(ctx, keyringService, user, encodeKey(key)); err != nil {
		return err
	}
	back, err := k.readKeyring(ctx, user)
	if err == nil && !hmac.Equal(back, key) {
		err = errors.New("the keyring returns another value than was stored")
	}
	return err
}

// movedKey returns the key of a record that says that it is in the keyring, when it
// was moved to the file since: the record is that of a restored backup.
func (k *dataKey) movedKey(record keyRecord) []byte {
	key, err := readKeyFile(k.file)
	if record.place != inKeyring || err != nil || fingerprint(key) != record.fingerprint {
		return nil
	}
	return key
}

// moveToFile writes the keyring's key into the key file and then forgets it there.
func (k *dataKey) moveToFile(ctx context.Context, record keyRecord, key []byte) (*usableKey, error) {
	written, err := adoptOrWriteKeyFile(k.file, key)
	if err == nil && !hmac.Equal(written, key) {
		err = errors.New("it holds another key")
	}
	if err != nil {
		return nil, sqlite.CannotWrite(k.file, err)
	}
	record.place = inFile
	err = k.db.Update(ctx, func(tx *sql.Tx) error { return k.write(ctx, tx, record) })
	if err != nil {
		return nil, err
	}
	k.logger.Info("The key that seals secrets was moved from the operating system's keyring to a file.", "file", k.file)
	if err := k.keyring.Delete(ctx, keyringService, record.keyringUser); err != nil && !errors.Is(err, keyring.ErrNotFound) {
		k.logger.Warn("The key could not be removed from the operating system's keyring.", "reason", err)
	}
	return k.usable(record, key)
}
