package lock

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/store/storetest"
)

// Each lock is held once, is another one than the others, and says who holds it.
func TestWhatOneProcessDoesAtATime(t *testing.T) {
	var (
		configuring *ConfigurationBusyError
		publishing  *CentralBusyError
		copying     *CentralCopyBusyError
		scheduling  *SchedulerBusyError
		backing     *BackupBusyError
	)
	dir := t.TempDir()
	for _, c := range []struct {
		name    string
		lock    func() (func(), error)
		busy    func(err error) bool
		message string
	}{
		{
			"Configuration", func() (func(), error) { return Configuration(dir) },
			func(err error) bool { return errors.As(err, &configuring) && configuring.PID == os.Getpid() }, "lock.configuration",
		},
		{
			"Central", func() (func(), error) { return Central(dir) },
			func(err error) bool { return errors.As(err, &publishing) && publishing.PID == os.Getpid() }, "lock.central",
		},
		{
			"CentralCopy", func() (func(), error) { return CentralCopy(dir) },
			func(err error) bool { return errors.As(err, &copying) && copying.PID == os.Getpid() }, "lock.central-copy",
		},
		{"Backup", func() (func(), error) { return Backup(dir) }, func(err error) bool { return errors.As(err, &backing) }, "lock.backup"},
		{"Scheduler", func() (func(), error) { return Scheduler(dir, "serve") }, func(err error) bool {
			return errors.As(err, &scheduling) && scheduling.PID == os.Getpid() && scheduling.Role == "serve"
		}, "lock.scheduler.process"},
	} {
		t.Run(c.name, func(t *testing.T) {
			release, err := c.lock()
			storetest.Must(t, err)
			defer release() // at the end of the test: none is that of another one
			_, err = c.lock()
			if !c.busy(err) {
				t.Errorf("given one that is held: %v", err)
			}
			if m, _ := connector.MessageOf(err); m.ID != c.message {
				t.Errorf("it says %q", m.ID)
			}
			release()
			again, err := c.lock()
			storetest.Must(t, err)
			again()
		})
	}
}

func TestALockThatCannotBeWrittenIsNotHeld(t *testing.T) {
	dir := t.TempDir()
	storetest.Must(t, os.WriteFile(filepath.Join(dir, Folder), nil, 0o600)) // no folder
	for name, lock := range map[string]func() (func(), error){
		"Window":     func() (func(), error) { return Window(dir) },
		"Connection": func() (func(), error) { return Connection(dir, "id") },
		"Store":      func() (func(), error) { return Store(dir) },
		"ShareStore": func() (func(), error) { return ShareStore(dir) },
	} {
		if _, err := lock(); err == nil {
			t.Errorf("%s is held", name)
		} else if _, told := connector.MessageOf(err); !told {
			t.Errorf("%s: %v", name, err)
		}
	}
	if held := SchedulerHolder(dir); held != nil {
		t.Errorf("%+v runs the schedules", held)
	}
	if ConnectionHeld(dir, "id") {
		t.Error("an import runs")
	}
}

// A lock of a process that was killed while it wrote says nobody, and not somebody else.
func TestAHolderThatCannotBeReadIsNobody(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.lock")
	if held := readHolder(path); held != (holder{}) {
		t.Errorf("given no file: %+v", held)
	}
	for content, want := range map[string]holder{
		"": {}, "\x00": {}, "\x00nobody\nserve": {}, "\x0012": {pid: 12}, "\x0012        \nserve     \n": {pid: 12, role: "serve"},
	} {
		storetest.Must(t, os.WriteFile(path, []byte(content), 0o600))
		if held := readHolder(path); held != want {
			t.Errorf("given %q: %+v", content, held)
		}
	}
	storetest.Must(t, writeHolder(path, "a longer role"))
	storetest.Must(t, writeHolder(path, "serve"))
	if held := readHolder(path); held != (holder{pid: os.Getpid(), role: "serve"}) {
		t.Errorf("given a longer one before: %+v", held)
	}
}
