package command

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/alecthomas/kong"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/connector/demotenant"
)

// modelOf is the whole command line as a tree of commands.
func modelOf(t *testing.T) *kong.Node {
	t.Helper()
	parser, err := kong.New(&grammar{}, kong.Name("inventory-beacon"), kong.Vars{"version": ""})
	if err != nil {
		t.Fatal(err)
	}
	return parser.Model.Node
}

// commandsOf are all commands of the grammar, hidden ones too.
func commandsOf(t *testing.T) []string {
	t.Helper()
	var paths []string
	for _, leaf := range modelOf(t).Leaves(false) {
		var words []string
		for node := leaf; node.Parent != nil; node = node.Parent {
			if node.Type == kong.CommandNode {
				words = append([]string{node.Name}, words...)
			}
		}
		paths = append(paths, strings.Join(words, " "))
	}
	return paths
}

// withoutSuccess are the commands whose success is tried elsewhere: those of the
// service on a systemd that is none, in service_linux_test.go; the window has none on
// the console; task cancel needs an import of another process; and what help, man and
// completion print is for a pager or a shell. Those of the central database are tried in
// central_unix_test.go.
var withoutSuccess = map[string]bool{
	"help": true, "man": true, "completion": true, "__complete": true, "task cancel": true,
	"central set": true, "central show": true, "central test": true, "central status": true, "central publish": true, "central schema": true,
	"central forget": true,
	"window":         true, "service install": true, "service uninstall": true, "service start": true, "service stop": true,
}

// step is a call in the order in which they are made.
type step struct {
	status int
	line   string
}

var stepsOfSuccess = []step{
	{0, "connection list"},
	{0, "connection show Contoso"},
	{0, "connection test Contoso"},
	{0, "import Contoso"},
	{0, "connection add Second"},
	{0, "connection edit Second --name Third"},
	{0, "connection disable Third"},
	{0, "connection enable Third"},
	{0, "connection duplicate Third Fourth"},
	{0, "connection consent-link Third"},
	{0, "connection export"},
	{0, "connection export --output $DIR/all.json"},
	{0, "connection delete Third --yes"},
	{0, "connection import $DIR/all.json"},
	{0, "connection sign-in Contoso --browser none"},
	{0, "task list"},
	{0, "task show 1"},
	{0, "task keep 30"},
	{0, "task follow 1"},
	{0, "version"},
	{0, "doctor"},
	{0, "schedule add Nightly"},
	{0, "schedule edit Nightly --time 03:00"},
	{0, "schedule assign Contoso Nightly"},
	{0, "schedule list"},
	{0, "schedule show Nightly"},
	{0, "schedule run Nightly"},
	{0, "schedule delete Nightly --yes"},
	{0, "inventory users"},
	{0, "inventory user $USER"},
	{0, "inventory licenses"},
	{0, "inventory applications"},
	{0, "inventory usage"},
	{0, "inventory costs"},
	{0, "inventory costs --group-by department --filter price>10 --sort -priceYear"},
	{0, "view save Departments costs --group-by department"},
	{0, "inventory costs --view Departments --sort users"},
	{0, "view delete Departments"},
	{0, "inventory costs --sort -price --columns userPrincipalName,product,price"},
	{0, "inventory reclaim"},
	{0, "inventory reclaim --group-by license"},
	{0, "inventory reclaim --group-by companyName --sort company"},
	{0, "inventory users --columns company,skuPartNumber"},
	{0, "inventory users --columns company,count --group-by company"},
	{0, "inventory reclaim --sort -price"},
	{0, "inventory reclaim --sort price --group-by license"},
	{0, "inventory reclaim --filter department!=Sales --columns displayName,price"},
	{0, "reclaim keep admin@contoso.example SPE_E5 --until 2099-12-31 --note leave"},
	{0, "reclaim kept"},
	{0, "reclaim unkeep admin@contoso.example SPE_E5"},
	{0, "reclaim script --output $DIR/reclaim.ps1"},
	{0, "inventory users --output $DIR/users.json"},
	{0, "inventory users --filter enabled=yes --group-by department"},
	{0, "view save Sleeping users --filter active=no"},
	{0, "view save Grouped reclaim --group-by department --columns userPrincipalName,price --sort -price"},
	{0, "view delete Grouped"},
	{0, "view list"},
	{0, "export write Sleeping --to $DIR --every-import"},
	{0, "export list"},
	{0, "export remove Sleeping"},
	{0, "view delete Sleeping"},
	{0, "inventory overview"},
	{0, "apply $DIR/apply.yaml --dry-run"},
	{0, "apply $DIR/apply.yaml"},
	{0, "apply $DIR/apply.yaml --prune --yes"},
	{0, "config export"},
	{0, "config export --output $DIR/exported.yaml"},
	{0, "config schema"},
	{0, "inventory overview --output $DIR/overview.html"},
	{0, "price set SPE_E5 54.75 EUR"},
	{0, "price import testdata/prices.csv --yes"},
	{0, "price list"},
	{0, "price remove SPE_E5"},
	{0, "license name SPE_E5 Ours"},
	{0, "license commit SPE_E3 10 --until 2099-06-30"},
	{0, "license list"},
	{0, "names update --from $DIR/names.csv"},
	{0, "names list"},
	{0, "names remove"},
	{0, "inventory changes"},
	{0, "inventory changes --filter event=user-added --columns time,event --sort event"},
	{0, "inventory changes --group-by event"},
	{0, "inventory history"},
	{0, "inventory history --application Word"},
	{0, "inventory keep-changes 30"},
	{0, "notify add Team --address-file $DIR/hook --format slack --topics report,held-back"},
	{0, "notify test Team"},
	{0, "notify report Team"},
	{0, "notify edit Team --topics all --disabled"},
	{0, "notify set --unused-limit 5 --limit SPE_E5=2 --exclude SPE_E3 --quiet-hours 22:00-07:00 --report weekly --report-on mon"},
	{0, "notify list"},
	{0, "notify remove Team"},
	{0, "backup create"},
	{0, "backup list"},
	{0, "key"},
	{0, "key rotate"},
	{0, "service status"},
	{0, "support $DIR/bundle.zip"},
	{0, "tenant"},
	{0, "serve"},
	{0, "serve --metrics 127.0.0.1:0"},
}

// tableOfNames is a short table as Microsoft publishes it.
const tableOfNames = "Product_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names\r\n" +
	"Microsoft 365 E3,SPE_E3,05e9a617-0261-4cee-bb44-138d3ef5d965,AAD_PREMIUM,41781fb2-bc02-4b7c-bd55-b576c07bb09d,Microsoft Entra ID P1\r\n"

// stepsWhileHeld are made on a tenant whose imports are held back.
var stepsWhileHeld = []step{
	{5, "import Contoso"},
	{2, "task publish 3"},
	{2, "task discard 3"},
	{0, "task discard 3 --yes"},
	{1, "task publish 3 --yes"},
	{5, "import Contoso"},
	{0, "task publish 4 --yes"},
	{0, "connection forget-secrets --yes"},
	{0, "backup restore $BACKUP --yes"},
}

var stepsOfFailure = []step{
	{1, "window"},
	{2, "notify add Mail --server nowhere"},
	{2, "notify set --quiet-hours late"},
	{2, "notify set --renewal-days 400"},
	{2, "notify add Mail --topics nonsense"},
	{3, "notify edit Nobody --disabled"},
	{3, "notify remove Nobody"},
	{3, "notify test Nobody"},
	{3, "notify report Nobody"},
	{2, "serve --metrics nowhere"},
	{2, "serve --metrics 0.0.0.0:9187"},
	{2, "serve --metrics-public"},
	{2, "service install --user --metrics :9187"},
	{2, "demo --users 0"},
	{2, "tenant --users 0"},
	{3, "connection show Nobody"},
	{3, "connection test Nobody"},
	{2, "connection add a-b"},
	{3, "connection edit Nobody"},
	{3, "connection disable Nobody"},
	{3, "connection enable Nobody"},
	{3, "connection duplicate Nobody Somebody"},
	{3, "connection consent-link Nobody"},
	{3, "connection export Nobody"},
	{2, "connection delete Contoso"},
	{1, "connection import $DIR/missing.json"},
	{3, "connection sign-in Nobody"},
	{2, "connection forget-secrets"},
	{3, "import Nobody"},
	{3, "task show 99"},
	{2, "task keep 0"},
	{3, "task follow 99"},
	{3, "task cancel 99"},
	{2, "version --nonsense"},
	{2, "help nonsense"},
	{2, "man --nonsense"},
	{2, "completion nonsense"},
	{3, "task list --connection Nobody"},
	{3, "task publish 99 --yes"},
	{3, "task discard 99 --yes"},
	{2, "schedule add Weekly --kind weekly"},
	{3, "schedule edit Nobody"},
	{3, "schedule assign Contoso Nobody"},
	{3, "schedule show Nobody"},
	{3, "schedule run Nobody"},
	{3, "schedule delete Nobody --yes"},
	{3, "inventory users --connection Nobody"},
	{3, "inventory user nobody@contoso.example"},
	{3, "inventory licenses --connection Nobody"},
	{3, "inventory applications --connection Nobody"},
	{3, "inventory usage --connection Nobody"},
	{2, "inventory costs --group-by price"},
	{3, "inventory overview --connection Nobody"},
	{2, "inventory overview --output overview.pdf"},
	{2, "price set SPE_E5 1,000 EUR"},
	{3, "price set NO_LICENSE 1 EUR"},
	{1, "price import $DIR/missing.csv"},
	{3, "price remove SPE_E5"},
	{2, "price list --nonsense"},
	{2, "license name SPE_E5"},
	{2, "license commit SPE_E3 many --until 2099-06-30"},
	{3, "license commit SPE_E5 --remove"},
	{2, "license list --nonsense"},
	{1, "names update --from $DIR/missing.csv"},
	{2, "names update --from http://example.com/names.csv"},
	{3, "names update --connection Nobody"},
	{2, "names list --nonsense"},
	{2, "names remove --nonsense"},
	{3, "view delete Nothing"},
	{1, "apply $DIR/missing.yaml"},
	{2, "apply $DIR/names.csv"},
	{2, "apply $DIR/apply.yaml --keep-inventory"},
	{1, "config export --output $DIR/no/such/folder.yaml"},
	{2, "config schema --nonsense"},
	{2, "view save Sleeping users --filter nonsense=1"},
	{2, "view save Sleeping users --group-by nonsense --columns mail"},
	{3, "export write Nothing --to $DIR"},
	{3, "export remove Nothing"},
	{3, "inventory reclaim --connection Nobody"},
	{2, "inventory reclaim --reason tired"},
	{2, "inventory reclaim --sort nonsense"},
	{2, "inventory reclaim --sort evidence"},
	{2, "inventory reclaim --sort since --group-by license"},
	{2, "inventory reclaim --group-by evidence"},
	{2, "inventory reclaim --filter purchased=3"},
	{2, "inventory reclaim --certainty 7"},
	{3, "inventory reclaim --license NOTHING"},
	{2, "reclaim keep admin@contoso.example SPE_E5 --until tomorrow"},
	{2, "reclaim keep admin@contoso.example SPE_E5 --until 2001-01-01"},
	{2, "reclaim keep admin@contoso.example SPE_E5"},
	{3, "reclaim keep nobody@contoso.com SPE_E5 --until 2099-12-31"},
	{3, "reclaim keep admin@contoso.example NOTHING --until 2099-12-31"},
	{3, "reclaim unkeep admin@contoso.example SPE_E5"},
	{2, "reclaim kept --nonsense"},
	{2, "reclaim script"},
	{2, "reclaim script --output $DIR/all.ps1 --license="},
	{2, "inventory history --license="},
	{2, "inventory users --sort -"},
	{2, "inventory reclaim --format csv"},
	{3, "inventory give Nobody Contoso"},
	{3, "inventory remove Nobody --yes"},
	{3, "inventory changes --connection Nobody"},
	{2, "inventory changes --since yesterday"},
	{2, "inventory changes --filter event=nothing"},
	{2, "inventory changes --group-by time"},
	{3, "inventory history --connection Nobody"},
	{2, "inventory keep-changes 0"},
	{3, "inventory forget-history Nobody --yes"},
	{3, "backup restore manual-none.db --yes"},
	{2, "central set --server db.example:0 --database assets --user owner"},
	{3, "central show"},
	{3, "central test"},
	{3, "central publish"},
	{3, "central status"},
	{2, "central schema --schema Beacon"},
	{3, "central forget --yes"},
	{1, "support $DIR/no/such/folder.zip"},
	{2, "service install --nonsense"},
	{2, "service uninstall --nonsense"},
	{2, "service start --nonsense"},
	{2, "service stop --nonsense"},
}

// stepsWithKept delete the connection that the steps before needed.
var stepsWithKept = []step{
	{0, "connection add Fifth"},
	{0, "connection delete Contoso --keep-inventory --yes"},
	{0, "inventory kept"},
	{0, "inventory give Contoso Fifth"},
	{0, "connection delete Fifth --keep-inventory --yes"},
	{0, "inventory remove Fifth --yes"},
	{0, "inventory forget-history Contoso --yes"},
}

// stepsWithoutData are made with a file in the place of the data directory.
var stepsWithoutData = []step{
	{1, "connection list"},
	{1, "schedule list"},
	{1, "backup create"},
	{1, "backup list"},
	{1, "inventory kept"},
	{1, "view list"},
	{1, "notify list"},
	{1, "export list"},
	{1, "key"},
	{1, "doctor"},
	{1, "serve"},
	{2, "service status --nonsense"},
}

func TestEveryCommandSpeaksJSON(t *testing.T) {
	server, dir := newTenant(t, demotenant.Options{Users: 60}), t.TempDir()
	server.connect(t, dir, "Contoso")
	s := &jsonSession{t: t, dir: dir, succeeded: map[string]bool{}, failed: map[string]bool{}, commands: commandsOf(t)}
	hook := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer hook.Close()
	for name, content := range map[string]string{"hook": hook.URL, "names.csv": tableOfNames, "apply.yaml": "schedules: [{name: Applied}]\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for u := range server.Users() {
		s.user = u.UserPrincipalName
		break
	}
	s.take(stepsOfSuccess)
	nothing := demotenant.Answer(`{"value":[]}`)
	server.fail("/v1.0/subscribedSkus", &nothing)
	s.take(stepsWhileHeld)
	server.fail("", nil)
	s.take(stepsOfFailure)
	s.take(stepsWithKept)
	s.dir = t.TempDir()
	s.take([]step{{0, "demo --console --users 60"}})
	s.dir = filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(s.dir, []byte("no directory"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.take(stepsWithoutData)
	for _, command := range s.commands {
		if !s.succeeded[command] && !withoutSuccess[command] {
			t.Errorf("%s: no success was tried with --json", command)
		}
		if !s.failed[command] && command != "__complete" {
			t.Errorf("%s: no failure was tried with --json", command)
		}
	}
}

// jsonSession makes calls with --json.
type jsonSession struct {
	t                 *testing.T
	dir, user         string
	commands          []string
	succeeded, failed map[string]bool
}

func (s *jsonSession) take(steps []step) {
	s.t.Helper()
	for _, step := range steps {
		line := os.Expand(step.line, func(name string) string {
			switch name {
			case "BACKUP":
				return newestBackup(s.t, s.dir)
			case "USER":
				return s.user
			}
			return s.dir
		})
		status, stdout, stderr := s.call(strings.Fields(line))
		command := s.commandOf(step.line)
		switch {
		case status != step.status:
			s.t.Errorf("%s: exit status %d, want %d\n%s%s", line, status, step.status, stdout, stderr)
		case status == 0:
			s.succeeded[command] = true
			s.checkValues(line, stdout)
		default:
			s.failed[command] = true
			s.checkError(line, status, stderr)
		}
	}
}

// commandOf is the command that a line calls.
func (s *jsonSession) commandOf(line string) string {
	for _, command := range s.commands {
		if line == command || strings.HasPrefix(line, command+" ") {
			return command
		}
	}
	s.t.Errorf("%q is no command", line)
	return ""
}

// call runs the program, and ends what runs until it is ended with its first output.
func (s *jsonSession) call(args []string) (status int, stdout, stderr string) {
	ctx, cancel := context.WithCancel(s.t.Context())
	defer cancel()
	var out, notes bytes.Buffer
	to := io.Writer(&out)
	if args[0] == "serve" || args[0] == "tenant" {
		to = io.MultiWriter(&out, writerFunc(func(p []byte) (int, error) {
			cancel()
			return len(p), nil
		}))
	}
	input, typed := io.Pipe()
	defer func() { _ = input.Close() }()
	signing := &oneByOne{to: io.MultiWriter(&notes, &administrator{t: s.t, typed: typed})}
	status = Run(ctx, append([]string{"--data", s.dir, "--json"}, args...), console.Streams{In: input, Out: to, Err: signing}, nil)
	return status, out.String(), notes.String()
}

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// oneByOne takes what several goroutines write, as the file of a standard stream does.
type oneByOne struct {
	mu sync.Mutex
	to io.Writer
}

func (o *oneByOne) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.to.Write(p)
}

// administrator reads what the program says, and signs in when it asks for that.
type administrator struct {
	t     *testing.T
	typed io.Writer
	read  string
}

func (a *administrator) Write(p []byte) (int, error) {
	a.read += string(p)
	if strings.HasSuffix(a.read, "press Enter:\n") {
		_, address, _ := strings.Cut(a.read, "sign in:\n\n")
		address, _, _ = strings.Cut(address, "\n")
		a.read = ""
		go func() {
			answer, err := demotenant.NewVisitor().SignIn(a.t.Context(), address)
			if err != nil {
				a.t.Error(err)
			}
			_, _ = io.WriteString(a.typed, answer+"\n")
		}()
	}
	return len(p), nil
}

// checkValues wants one JSON value, or several of what tells what happens.
func (s *jsonSession) checkValues(line, text string) {
	s.t.Helper()
	decoder, values := json.NewDecoder(strings.NewReader(text)), 0
	for ; ; values++ {
		var value any
		err := decoder.Decode(&value)
		if err == io.EOF {
			break
		}
		if err != nil {
			s.t.Errorf("%s: %v in\n%s", line, err, text)
			return
		}
	}
	if values != 1 && line != "serve" && line != "task follow 1" || values == 0 {
		s.t.Errorf("%s: %d JSON values:\n%s", line, values, text)
	}
}

// checkError wants the error as the last line, with the word of the exit status.
func (s *jsonSession) checkError(line string, status int, text string) {
	s.t.Helper()
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	var said struct {
		Error *errorRow `json:"error"`
	}
	decoder := json.NewDecoder(strings.NewReader(lines[len(lines)-1]))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&said); err != nil || said.Error == nil || said.Error.Message == "" {
		s.t.Errorf("%s: %v in\n%s", line, err, text)
		return
	}
	want := map[int]string{
		exitFailed: "failed", exitWrong: "usage", exitNotFound: "not_found", exitBusy: "busy", exitHeldBack: "held_back",
		exitOutdated: "outdated",
	}[status]
	if said.Error.Code != want {
		s.t.Errorf("%s: the code is %q, want %q", line, said.Error.Code, want)
	}
}

func newestBackup(t *testing.T, dir string) string {
	t.Helper()
	backups, err := app.Backups(dir)
	if err != nil || len(backups) == 0 {
		t.Fatalf("backups %v, %v", backups, err)
	}
	return backups[0].Path
}
