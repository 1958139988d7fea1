package lock

import (
	"os"
	"path/filepath"
	"testing"

	"inventorybeacon/store/sqlite"
	"inventorybeacon/store/storetest"
)

// kinds are the locks of a data directory, each by what takes it, with the file that it is.
var kinds = map[string]struct {
	file string
	take func(dir string) (release func(), err error)
}{
	"of a connection":        {"id.lock", func(dir string) (func(), error) { return Connection(dir, "id") }},
	"of the window":          {windowFile, Window},
	"of the schedules":       {schedulerFile, func(dir string) (func(), error) { return Scheduler(dir, "serve") }},
	"of backups":             {"backup.lock", Backup},
	"of the store":           {storeFile, Store},
	"of the store, together": {storeFile, ShareStore},
}

func TestALockThatCannotBeMadeIsTold(t *testing.T) {
	for name, kind := range kinds {
		for given, spoil := range map[string]func(dir string) (path string, err error){
			"there is a file where the folder of locks belongs": func(dir string) (string, error) {
				return filepath.Join(dir, Folder, kind.file), os.WriteFile(filepath.Join(dir, Folder), nil, 0o600)
			},
			"there is a folder where its file belongs": func(dir string) (string, error) {
				path := filepath.Join(dir, Folder, kind.file)
				return path, os.MkdirAll(path, 0o700)
			},
		} {
			t.Run(name+" given "+given, func(t *testing.T) {
				dir := t.TempDir()
				path, err := spoil(dir)
				storetest.Must(t, err)
				release, err := kind.take(dir)
				if refused := storetest.WantError[*sqlite.NotWritableError](t, err); refused.Path != path || release != nil {
					t.Errorf("it names %s, want %s", refused.Path, path)
				}
			})
		}
	}
}

// A look at what is no lock takes none, makes nothing and does not wait.
func TestALookAtWhatIsNoLockFindsNobody(t *testing.T) {
	for _, file := range []string{schedulerFile, windowFile} {
		dir := t.TempDir()
		storetest.Must(t, os.MkdirAll(filepath.Join(dir, Folder, file), 0o700))
		if by := SchedulerHolder(dir); by != nil {
			t.Errorf("a folder is said to be %+v's", by)
		}
		if ToFront(t.Context(), dir) {
			t.Error("a folder came to the front")
		}
	}
}

// A look gives back at once what it has taken to look.
func TestALookHoldsNothing(t *testing.T) {
	dir := t.TempDir()
	takeAll := func() {
		t.Helper()
		for name, kind := range kinds {
			release, err := kind.take(dir)
			if err != nil {
				t.Fatalf("the lock %s: %v", name, err)
			}
			release()
		}
	}
	takeAll()
	for range 2 {
		if by := SchedulerHolder(dir); by != nil {
			t.Errorf("the look before is said to run the schedules: %+v", by)
		}
		if ToFront(t.Context(), dir) || ConnectionHeld(dir, "id") {
			t.Error("the look before is said to hold the lock")
		}
	}
	takeAll()
}

func TestAWindowThatCannotBeAskedDoesNotComeToTheFront(t *testing.T) {
	dir := t.TempDir()
	release, err := Window(dir)
	storetest.Must(t, err)
	defer release()
	storetest.Must(t, os.Mkdir(filepath.Join(dir, Folder, frontFile), 0o700))
	if ToFront(t.Context(), dir) {
		t.Error("it came without having been asked")
	}
}

func TestTheStoreIsOpenForManyOrRestoredByOne(t *testing.T) {
	dir := t.TempDir()
	first, err := ShareStore(dir)
	storetest.Must(t, err)
	second, err := ShareStore(dir)
	storetest.Must(t, err)
	first()
	_, err = Store(dir)
	if open := storetest.WantError[*OpenElsewhereError](t, err); open.Dir != dir {
		t.Errorf("it is open in %s", open.Dir)
	}
	second()
	alone, err := Store(dir)
	storetest.Must(t, err)
	for _, take := range []func(string) (func(), error){Store, ShareStore} {
		_, err := take(dir)
		storetest.WantMessage(t, err, "lock.open", dir)
	}
	alone()
	first, err = ShareStore(dir)
	storetest.Must(t, err)
	first()
}

func TestBackupsAreMadeByOne(t *testing.T) {
	dir := t.TempDir()
	release, err := Backup(dir)
	storetest.Must(t, err)
	_, err = Backup(dir)
	storetest.WantMessage(t, err, "lock.backup")
	release()
	release, err = Backup(dir)
	storetest.Must(t, err)
	release()
}

// What is said names the process as far as it is known.
func TestWhoHoldsALockIsTold(t *testing.T) {
	for _, c := range []struct {
		err   error
		id    string
		words []string
	}{
		{&BusyError{ConnectionID: "id"}, "lock.import", nil},
		{&BusyError{ConnectionID: "id", PID: 12}, "lock.import.process", []string{"12"}},
		{&SecondInstanceError{Dir: "/data"}, "lock.window", []string{"/data"}},
		{&SecondInstanceError{Dir: "/data", PID: 12}, "lock.window.process", []string{"/data", "12"}},
		{&SchedulerBusyError{}, "lock.scheduler", nil},
		{&SchedulerBusyError{PID: 12, Role: "serve"}, "lock.scheduler.process", []string{"12"}},
	} {
		storetest.WantMessage(t, c.err, c.id, c.words...)
	}
}

// Where no window is open, nobody is asked, and nobody waits for an answer.
func TestAWindowThatWasClosedIsNotAsked(t *testing.T) {
	dir := t.TempDir()
	release, err := Window(dir)
	storetest.Must(t, err)
	release()
	former := filepath.Join(dir, Folder, frontFile)
	storetest.Must(t, os.WriteFile(former, nil, 0o600)) // of somebody who asked the window before
	if ToFront(t.Context(), dir) {
		t.Error("it came to the front")
	}
	if _, err := os.Lstat(former); err != nil {
		t.Errorf("it was asked: %v", err)
	}
}
