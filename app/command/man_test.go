package command

import (
	"encoding/json"
	"runtime"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app"
)

func TestTheManualPageNamesEveryCommandAndOption(t *testing.T) {
	dir := t.TempDir()
	page := strings.ReplaceAll(succeed(t, dir, "man"), `\-`, "-")
	for _, leaf := range modelOf(t).Leaves(true) {
		if hidden(leaf) {
			continue
		}
		if !strings.Contains(page, `.SS "`+leaf.Path()) {
			t.Errorf("the command %s is not in it", leaf.Path())
		}
		for _, flag := range leaf.Flags {
			if !flag.Hidden && !strings.Contains(page, `--`+flag.Name) {
				t.Errorf("--%s of %s is not in it", flag.Name, leaf.Path())
			}
		}
	}
	for _, never := range []string{"__complete", "as-service"} {
		if strings.Contains(page, never) {
			t.Errorf("%s is in it", never)
		}
	}
}

func TestTheDayOfTheManualPageIsThatOfItsSource(t *testing.T) {
	committed := time.Date(2026, 11, 30, 23, 30, 0, 0, time.FixedZone("", -2*60*60))
	for _, given := range []struct {
		what      string
		committed time.Time
		epoch     string
		want      string
	}{
		{"given a commit", committed, "", "2026-12-01"},
		{"given SOURCE_DATE_EPOCH", time.Time{}, "1000000000", "2001-09-09"},
		{"given both", committed, "1000000000", "2001-09-09"},
		{"given one that is no time", committed, "yesterday", "2026-12-01"},
		{"given neither", time.Time{}, "", ""},
	} {
		t.Run(given.what, func(t *testing.T) {
			if day := manualDate(given.committed, given.epoch); day != given.want {
				t.Errorf("it is of %q, want %q", day, given.want)
			}
		})
	}
}

func TestTextsSayNothingToRoff(t *testing.T) {
	m := &manual{}
	m.text(`.SH is no macro, and C:\dir 'quoted'`)
	m.macro("B", `a "b"`)
	if want := "\\&.SH is no macro, and C:\\edir \\(aqquoted\\(aq\n.B \"a \\(dqb\\(dq\"\n"; m.String() != want {
		t.Errorf("%q, want %q", m.String(), want)
	}
}

func TestHelpIsThatOfTheCommand(t *testing.T) {
	dir := t.TempDir()
	if got, want := succeed(t, dir, "help", "connection", "add"), succeed(t, dir, "connection", "add", "--help"); got != want {
		t.Errorf("help says\n%s\nwant\n%s", got, want)
	}
	if got, want := succeed(t, dir, "help"), succeed(t, dir, "--help"); got != want {
		t.Errorf("help says\n%s\nwant\n%s", got, want)
	}
	if status, _, stderr := run(t, dir, "help", "connection", "nonsense"); status != exitWrong ||
		!strings.Contains(stderr, `there is no command "connection nonsense"`) {
		t.Errorf("help of what there is not: %d, %s", status, stderr)
	}
}

func TestTheVersionSaysWhatTheProgramIsBuiltFrom(t *testing.T) {
	dir := t.TempDir()
	var build app.Build
	if err := json.Unmarshal([]byte(succeed(t, dir, "version", "--json")), &build); err != nil {
		t.Fatal(err)
	}
	if build.Version != app.Version || build.Go != runtime.Version() || build.OS != runtime.GOOS || build.Arch != runtime.GOARCH ||
		!strings.HasPrefix(build.SQLite, "3.") {
		t.Errorf("%+v", build)
	}
	if said := succeed(t, dir, "version"); !strings.HasPrefix(said, "Inventory Beacon "+app.Version+"\n") ||
		!strings.Contains(said, "SQLite 3.") {
		t.Errorf("it says %s", said)
	}
}
