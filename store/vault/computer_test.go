package vault

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"inventorybeacon/store/storetest"
)

func TestAKeyFileIsReadHoweverItWasWritten(t *testing.T) {
	key := bytes.Repeat([]byte{7}, keySize)
	sealed, err := sealForComputer(key)
	storetest.Must(t, err)
	if (sealed != encodeKey(key)) != (runtime.GOOS == "windows") {
		t.Errorf("written as %q", sealed)
	}
	for given, c := range map[string]struct {
		content string
		want    error
	}{
		"a key as this computer writes it":               {sealed + "\n", nil},
		"a key of a former version":                      {encodeKey(key) + "\n", nil},
		"one that another computer's Windows has sealed": {protectedPrefix + "AQAAANCMnd8BFdERjHoAwE/Cl+s=\n", errElsewhere},
		"half of such a key":                             {protectedPrefix + "AQ", errNotAKey},
		"something else":                                 {"key\n", errNotAKey},
	} {
		t.Run("given "+given, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), FileName)
			storetest.Must(t, os.WriteFile(path, []byte(c.content), 0o600))
			got, err := readFile(path)
			if !errors.Is(err, c.want) || err == nil && !bytes.Equal(got, key) {
				t.Errorf("%x, %v; want %v", got, err, c.want)
			}
		})
	}
}
