package vault_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"inventorybeacon/store/storetest"
	"inventorybeacon/store/vault"
)

// sessionVariable tells the test that it runs inside a desktop session with a
// real Secret Service, and where that keeps its files.
const sessionVariable = "STORE_TEST_SESSION"

// busConfiguration is a session bus that starts nothing by itself: one that is asked
// for secrets before the unlocked keyring has taken its name would start another,
// locked one, which outlives the bus.
const busConfiguration = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
	<type>session</type>
	<listen>unix:tmpdir=/tmp</listen>
	<auth>EXTERNAL</auth>
	<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>`

// unlockedKeyring starts a keyring, waits until it has its name on the bus, and runs
// the rest of the arguments.
const unlockedKeyring = `printf 'password\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null &&
	until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1
	do sleep 0.1; done && exec "$0" "$@"`

// inSession runs the test again inside a session bus of its own with an unlocked
// GNOME keyring. The caller returns when it is true.
func inSession(t *testing.T) (done bool) {
	t.Helper()
	if os.Getenv(sessionVariable) != "" {
		return false
	}
	for _, program := range []string{"dbus-run-session", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("%s is missing: install the packages dbus and gnome-keyring", program)
		}
	}
	home := t.TempDir()
	configuration := filepath.Join(home, "bus.conf")
	storetest.Must(t, os.WriteFile(configuration, []byte(busConfiguration), 0o600))
	limit, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(limit, "dbus-run-session", "--config-file="+configuration, "--", "sh", "-c", unlockedKeyring,
		os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	command.WaitDelay = time.Second // whatever it has started may keep its output open
	command.Env = append(os.Environ(), sessionVariable+"="+home,
		"HOME="+home, "XDG_DATA_HOME="+filepath.Join(home, "data"), "XDG_RUNTIME_DIR="+home)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	if err := command.Run(); err != nil || !strings.Contains(output.String(), "--- PASS: "+t.Name()) {
		t.Errorf("%v\n%s", err, output.String())
	}
	return true
}

func TestSecretServiceKeepsTheKey(t *testing.T) {
	if inSession(t) {
		return
	}
	dir := stored(t, nil)
	s := openStore(t, dir, nil)
	wantToken(t, s, "token")
	place, err := s.Vault.Place(t.Context())
	if err != nil || !place.Keyring() {
		t.Fatalf("place = %v, %v", place, err)
	}
	record, err := vault.ReadRecord(t.Context(), s.Vault.DB().Read)
	storetest.Must(t, err)
	text, err := keyring.Get(vault.KeyringService, record.KeyringUser())
	storetest.Must(t, err)
	key, err := vault.DecodeKey(text)
	if err != nil || vault.Fingerprint(key) != record.Fingerprint() {
		t.Errorf("the keyring's entry is not the key: %v", err)
	}
	if storetest.Contains(t, dir, []byte(text)) || storetest.Contains(t, dir, key) {
		t.Error("the key stands in the data directory too")
	}

	t.Run("and gives it back to a file", func(t *testing.T) {
		t.Setenv(vault.Variable, "file")
		s := openStore(t, dir, nil)
		wantToken(t, s, "token")
		if _, err := keyring.Get(vault.KeyringService, record.KeyringUser()); err != keyring.ErrNotFound {
			t.Errorf("the keyring still answers: %v", err)
		}
	})
}

func TestLostSecretServiceEntry(t *testing.T) {
	if inSession(t) {
		return
	}
	s := openStore(t, stored(t, nil), nil)
	storetest.Must(t, keyring.DeleteAll(vault.KeyringService))
	_, err := s.Secrets(t.Context(), "id")
	if problem := storetest.WantError[*vault.KeyError](t, err).Problem; problem != vault.Lost {
		t.Errorf("problem %d: %v", problem, err)
	}
}

func TestNoSecretService(t *testing.T) {
	if os.Getenv(sessionVariable) == "" {
		// In a process of its own: the library keeps its connection to the bus.
		command := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
		command.Env = append(os.Environ(), sessionVariable+"=none", "DBUS_SESSION_BUS_ADDRESS=unix:path="+filepath.Join(t.TempDir(), "nowhere"))
		if output, err := command.CombinedOutput(); err != nil || !strings.Contains(string(output), "--- PASS: "+t.Name()) {
			t.Errorf("%v\n%s", err, output)
		}
		return
	}
	dir := stored(t, nil)
	s := openStore(t, dir, nil)
	wantToken(t, s, "token")
	if place, err := s.Vault.Place(t.Context()); err != nil || place.Keyring() {
		t.Errorf("place = %v, %v", place, err)
	}
	// The key of this directory was made on a desktop.
	elsewhere := stored(t, storetest.NewMemoryKeyring())
	_, err := openStore(t, elsewhere, nil).Secrets(t.Context(), "id")
	if problem := storetest.WantError[*vault.KeyError](t, err).Problem; problem != vault.Unavailable {
		t.Errorf("problem %d: %v", problem, err)
	}
}
