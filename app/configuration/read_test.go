package configuration

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"inventorybeacon/connector"
	"inventorybeacon/schedule"
)

func readText(text string) (File, error) {
	return Read([]string{standardInput}, strings.NewReader(text))
}

func TestWhatIsWrongIsToldWithItsPlace(t *testing.T) {
	for name, given := range map[string]struct {
		text string
		want []string // line:column ID
	}{
		"an unknown section":         {"schedles: []", []string{"-:1:1 configuration.unknown-key"}},
		"an unknown key":             {"views:\n  - name: A\n    nam: B", []string{"-:3:5 configuration.unknown-key"}},
		"an unknown key of a group":  {"connections:\n  - name: A\n    proxy: {host: b}", []string{"-:3:13 configuration.unknown-key"}},
		"a secret":                   {"connections:\n  - {name: A, clientSecret: hidden}", []string{"-:2:15 configuration.secret.here"}},
		"a key twice":                {"views:\n  - name: A\n    name: B", []string{"-:3:5 configuration.key-twice"}},
		"a number for a text":        {"connections: [{name: 365}]", []string{"-:1:22 configuration.kind"}},
		"yes for true":               {"connections: [{name: A, disabled: yes}]", []string{"-:1:35 configuration.kind"}},
		"a text for a number":        {"settings: {taskDays: many}", []string{"-:1:22 configuration.kind"}},
		"a number that is too large": {"settings: {taskDays: 99999999999999999999}", []string{"-:1:22 configuration.kind"}},
		"a list for a text":          {"views: [{name: [A]}]", []string{"-:1:16 configuration.kind"}},
		"a text for a list":          {"views: none", []string{"-:1:8 configuration.kind"}},
		"a text for an entry":        {"views: [none]", []string{"-:1:9 configuration.kind"}},
		"no time":                    {"schedules: [{name: A, time: 25:00}]", []string{"-:1:29 configuration.kind"}},
		"no day":                     {"schedules: [{name: A, day: 32}]", []string{"-:1:28 configuration.kind"}},
		"no days":                    {"schedules: [{name: A, days: [monday]}]", []string{"-:1:29 configuration.kind"}},
		"no date":                    {"prices: [{sku: A, from: tomorrow}]", []string{"-:1:25 configuration.kind"}},
		"nothing for a section":      {"views:", []string{"-:1:7 configuration.kind"}},
		"an anchor":                  {"views: &a [{name: A}]\nexports: *a", []string{"-:2:10 configuration.alias"}},
		"a merge key":                {"views: [&a {name: A}, {<<: *a}]", []string{"-:1:24 configuration.alias"}},
		"an anchor in itself":        {"views: &a [*a]", []string{"-:1:12 configuration.alias"}},
		"a list":                     {"- views", []string{"-:1:1 configuration.kind"}},
		"no YAML":                    {"views:\n\t- name", []string{"-:2:1 configuration.no-yaml"}},
		"another encoding":           {"# Gr\u00f6\u00dfen\nviews: [{name: Gr\xf6\xdfen}]", []string{"-:2:18 configuration.no-utf8"}},
		"a newer version":            {"version: 2\nviews: []", []string{"-:1:1 configuration.version"}},
		"nothing":                    {"", []string{"- configuration.nothing"}},
		"comments":                   {"# to be done\n---\n# later", []string{"- configuration.nothing"}},
		"a name twice":               {"views: [{name: A}, {name: B}]\n---\nviews: [{name: a}]", []string{"-:3:16 configuration.twice"}},
		"settings twice":             {"settings: {}\n---\nsettings: {}", []string{"-:3:11 configuration.twice"}},
		"several things": {
			"connections: [{name: 1, cloud: 2}]\nview: []",
			[]string{"-:1:22 configuration.kind", "-:1:32 configuration.kind", "-:2:1 configuration.unknown-key"},
		},
		"what looks like a reference": {"connections: [{name: A, clientSecretFile: {env: B}}]", []string{"-:1:43 configuration.kind"}},
	} {
		t.Run("given "+name, func(t *testing.T) {
			_, err := readText(given.text)
			var refused *Error
			var got []string
			if errors.As(err, &refused) {
				for _, p := range refused.Problems {
					got = append(got, p.Place.String()+" "+p.Message.ID)
				}
			}
			if !slices.Equal(got, given.want) {
				t.Errorf("%v\ngot  %q\nwant %q", err, got, given.want)
			}
			if err != nil && strings.Contains(err.Error(), "hidden") {
				t.Errorf("the error tells a secret: %v", err)
			}
		})
	}
}

func TestWhatIsLeftOutIsUsual(t *testing.T) {
	file, err := readText(`
schedules:
  - name: Usual
  - {name: Often, every: 30, catchUp: false}
  - {name: Weekly, days: "mon,thu", time: 7:30}
  - {name: Monthly, day: last}
connections:
  - name: Contoso
  - {name: Behind, cloud: china, proxy: {server: "http://proxy:1"}}
  - {name: Off, proxy: {use: false, server: "http://proxy:1"}}
`)
	if err != nil {
		t.Fatal(err)
	}
	wanted := []Schedule{
		{Name: "Usual", Kind: schedule.Daily, Time: 120, CatchUp: true},
		{Name: "Often", Kind: schedule.Minutes, Every: 30, Time: 120},
		{Name: "Weekly", Kind: schedule.Weekly, Time: 450, Days: 1<<1 | 1<<4, CatchUp: true},
		{Name: "Monthly", Kind: schedule.Monthly, Time: 120, Day: schedule.LastDay, CatchUp: true},
	}
	if diff := cmp.Diff(wanted, file.Schedules, cmpopts.IgnoreFields(Schedule{}, "At")); diff != "" {
		t.Error(diff)
	}
	contoso, behind, off := file.Connections[0], file.Connections[1], file.Connections[2]
	if contoso.Cloud != connector.CloudGlobal || contoso.SourceType != connector.Microsoft365 || contoso.Proxy.Use {
		t.Errorf("Contoso is %+v", contoso)
	}
	if behind.Cloud != connector.CloudChina || !behind.Proxy.Use || off.Proxy.Use {
		t.Errorf("the proxies are %+v and %+v", behind, off)
	}
}

func TestFilesOfAFolderAreOneConfiguration(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"b.yml": "views: [{name: Second, list: users}]", "a.yaml": "\ufeffviews: [{name: First, list: users}]",
		"c.json": `{"views":[{"name":"Third","list":"users"}]}`, "notes.txt": "no YAML: at: all",
		"utf16.yaml": "\xff\xfe" + strings.Join(strings.Split("exports: []", ""), "\x00") + "\x00",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file, err := Read([]string{dir}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, v := range file.Views {
		names = append(names, v.Name)
	}
	if !slices.Equal(names, []string{"First", "Second", "Third"}) || file.Exports == nil || file.Connections != nil {
		t.Errorf("views %q, exports %v, connections %v", names, file.Exports, file.Connections)
	}
	if _, err := Read([]string{dir, filepath.Join(dir, "a.yaml")}, nil); err == nil || !strings.Contains(err.Error(), "configuration.twice") {
		t.Errorf("a file that is given twice: %v", err)
	}
	var refused *Error
	if _, err := Read([]string{t.TempDir()}, nil); !errors.As(err, &refused) ||
		refused.Problems[0].Message.ID != "configuration.folder-empty" {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestSecretsAreReadFromWhereTheyAre(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"good": "s3cret\r\n", "empty": "\n", "binary": "\xff\x00"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lookup := func(name string) (string, bool) { return "of the environment", name == "SET" }
	for name, given := range map[string]struct{ keys, want string }{
		"none":                {"", ""},
		"a file":              {"clientSecretFile: good", "s3cret"},
		"a variable":          {"clientSecretEnv: SET", "of the environment"},
		"both":                {"clientSecretFile: good\n    clientSecretEnv: SET", "configuration.secret.both"},
		"a missing file":      {"clientSecretFile: none", "configuration.secret.unreadable"},
		"a folder":            {"clientSecretFile: .", "configuration.secret.no-text"},
		"an empty name":       {"clientSecretFile: ''", "configuration.secret.variable"},
		"an unset variable":   {"clientSecretEnv: NOT_SET", "configuration.secret.variable"},
		"an empty file":       {"clientSecretFile: empty", "configuration.secret.empty"},
		"a file that is none": {"clientSecretFile: binary", "configuration.secret.no-text"},
	} {
		t.Run("given "+name, func(t *testing.T) {
			path := filepath.Join(dir, "configuration.yaml")
			if err := os.WriteFile(path, []byte("connections:\n  - name: A\n    "+given.keys), 0o600); err != nil {
				t.Fatal(err)
			}
			file, err := Read([]string{path}, nil)
			if err != nil {
				t.Fatal(err)
			}
			secrets, problems := file.Connections[0].Secrets(lookup)
			got := ""
			if secrets.ClientSecret != nil {
				got = secrets.ClientSecret.Reveal()
			}
			for _, p := range problems {
				got = p.Message.ID
			}
			if got != given.want {
				t.Errorf("got %q, want %q", got, given.want)
			}
		})
	}
}

// FuzzRead gives any text for a file: it is read or refused in words, and what was read
// is written so that it is read the same again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", "views: []", "connections:\n  - name: A\n    proxy: {server: x}\n    lossShare: 1", "a: &a [*a]", "? [a]\n: b",
		"{views: [{name: 'A: b #c', list: users}]}",
		"schedules: [{name: A, day: last, days: mon}]\n---\nprices: [{sku: A, amount: 1.50, from: 2026-01-31}]", "settings: {taskDays: 0x1}",
		"%YAML 1.1\n---\n!!map {}",
		"views: [{name: \"\\u2028<&\", list: '01', search: null}]", "exports: [{view: '1e3', folder: ~, format: 'no'}]",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file, err := readText(text)
		if err != nil {
			if _, explained := connector.MessageOf(err); !explained {
				t.Errorf("%q: %v has no message", text, err)
			}
			return
		}
		var first, second bytes.Buffer
		if err := Write(&first, file, "head"); err != nil {
			return // an amount that JSON does not know, such as 01, which a plan refuses or writes anew
		}
		again, err := readText(first.String())
		if err != nil {
			t.Fatalf("%q was written as\n%s\n%v", text, first.String(), err)
		}
		if err := Write(&second, again, "head"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(first.String(), second.String()); diff != "" {
			t.Errorf("%q: (-first +second)\n%s", text, diff)
		}
	})
}
