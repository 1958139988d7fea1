package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "inventorybeacon"

// goPackage is what `go list -json` says of a package.
type goPackage struct {
	ImportPath string
	Name       string
	Imports    []string
}

// room returns the package's place in the house: "ui/widgets", or "main" for
// the root.
func (p goPackage) room() string {
	if p.ImportPath == module {
		return "main"
	}
	return strings.TrimPrefix(p.ImportPath, module+"/")
}

// inMicrosoft365 is where the rooms of the Microsoft 365 source are.
const inMicrosoft365 = "connector/microsoft365/internal/"

// inDemoTenant is where the rooms of the offline tenant are.
const inDemoTenant = "connector/demotenant/internal/"

// inInventory is where the rooms of the inventory are.
const inInventory = "store/inventory/internal/"

// mayImport names, for each room, the rooms that it may import. A rule for
// "ui" also holds for "ui/widgets" unless that has a rule of its own.
var mayImport = map[string][]string{
	"main": {"app", "app/command", "app/command/console", "assets", "ui"},
	"ui": {
		"app", "app/imports", "app/message", "assets", "connector", "ui/background", "ui/backups", "ui/central",
		"ui/changes", "ui/display", "ui/execution", "ui/filechooser", "ui/format", "ui/inventory", "ui/kept", "ui/license",
		"ui/notifications", "ui/overview", "ui/page", "ui/productnames", "ui/reclaim", "ui/scheduling", "ui/session",
		"ui/systems", "ui/tasks", "ui/theme", "ui/user", "ui/widgets", "ui/widgets/dialog", "ui/widgets/form",
		"ui/widgets/menu", "ui/widgets/sidebar",
	},
	"ui/background": {
		"app", "app/message", "app/workspace", "ui/execution", "ui/format", "ui/session", "ui/sessionbus",
		"ui/widgets",
	},
	"ui/backups": {
		"app", "app/message", "connector", "ui/format", "ui/session", "ui/theme", "ui/widgets",
		"ui/widgets/dialog", "ui/widgets/grid",
	},
	"ui/central": {
		"app", "app/centralsettings", "app/message", "app/workspace", "connector", "ui/checks",
		"ui/format", "ui/page", "ui/session", "ui/theme", "ui/widgets", "ui/widgets/dialog", "ui/widgets/form", "ui/widgets/grid",
		"ui/widgets/menu",
	},
	"ui/checks": {"app/message", "connector", "ui/session", "ui/theme", "ui/widgets", "ui/widgets/dialog"},
	"ui/connection": {
		"app", "app/message", "app/signin", "app/workspace", "connector", "connector/validation", "ui/checks",
		"ui/format", "ui/session", "ui/theme", "ui/widgets", "ui/widgets/dialog", "ui/widgets/form", "ui/widgets/menu",
	},
	"ui/display": {"connector"},
	"ui/execution": {
		"app", "app/imports", "app/message", "app/workspace", "connector", "ui/connection", "ui/format",
		"ui/session", "ui/widgets", "ui/widgets/dialog", "ui/widgets/grid", "ui/widgets/menu",
	},
	"ui/filechooser": {"ui/sessionbus"},
	"ui/reveal":      {"ui/sessionbus"},
	"ui/changes": {
		"app", "app/lists", "app/message", "connector", "ui/filter", "ui/format", "ui/page", "ui/session",
		"ui/theme", "ui/widgets", "ui/widgets/form", "ui/widgets/grid", "ui/widgets/menu",
	},
	"ui/format": {"app/message", "connector", "money", "schedule"},
	"ui/filter": {
		"app/lists", "app/message", "connector", "ui/page", "ui/session", "ui/widgets",
		"ui/widgets/dialog", "ui/widgets/form", "ui/widgets/grid", "ui/widgets/menu",
	},
	"ui/inventory": {
		"app", "app/lists", "app/message", "connector", "money", "ui/filter", "ui/format", "ui/page",
		"ui/session", "ui/theme", "ui/user", "ui/widgets", "ui/widgets/form", "ui/widgets/grid", "ui/widgets/menu",
	},
	"ui/journey": {"connector/displaytest", "store/central/centraltest"},
	"app": {
		"app/central", "app/centralcopy", "app/centralsettings", "app/export", "app/imports", "app/licensing", "app/lists",
		"app/localtime", "app/logfile", "app/message", "app/notify", "app/onepage", "app/productnames", "app/reclaim",
		"app/rounds", "app/scheduler", "app/signin", "app/support", "app/workspace", "assets", "connector", "money",
		"schedule", "store", "store/central", "store/datadir", "store/folder", "store/history", "store/inventory",
		"store/lock", "store/vault",
	},
	"app/doctor": {
		"app", "app/message", "app/scheduler", "app/service", "connector", "connector/microsoft365",
		"store", "store/datadir", "store/folder", "store/history", "store/inventory", "store/vault",
	},
	"app/imports": {
		"app/listeners", "app/message", "app/workspace", "connector", "connector/panics", "store",
		"store/inventory", "store/lock",
	},
	"app/scheduler": {
		"app/complaints", "app/imports", "app/listeners", "app/message", "app/rounds", "connector", "schedule", "store",
		"store/lock",
	},
	"app/signin": {"app/message", "app/rounds", "app/workspace", "connector", "store", "store/lock"},
	"app/support": {
		"app/imports", "app/logfile", "app/scheduler", "app/workspace", "connector", "schedule", "store",
		"store/datadir", "store/folder", "store/vault",
	},
	"app/workspace": {
		"app/listeners", "app/message", "connector", "connector/validation", "connector/textfile",
		"schedule", "store", "store/inventory", "store/lock", "store/vault",
	},
	"ui/kept": {
		"app", "app/message", "app/workspace", "connector", "ui/format", "ui/session", "ui/theme",
		"ui/widgets", "ui/widgets/dialog", "ui/widgets/form", "ui/widgets/grid",
	},
	"ui/license": {
		"app", "app/licensing", "app/lists", "app/message", "app/workspace", "connector", "money", "ui/format",
		"ui/inventory", "ui/page", "ui/session", "ui/theme", "ui/widgets", "ui/widgets/chart", "ui/widgets/dialog",
		"ui/widgets/form", "ui/widgets/grid",
	},
	"ui/overview": {
		"app", "app/lists", "app/message", "connector", "ui/format", "ui/inventory", "ui/license",
		"ui/page", "ui/session", "ui/theme", "ui/user", "ui/widgets", "ui/widgets/chart", "ui/widgets/dialog",
		"ui/widgets/form", "ui/widgets/menu",
	},
	"ui/notifications": {
		"app", "app/message", "app/notify", "app/workspace", "connector", "schedule", "ui/format",
		"ui/session", "ui/theme", "ui/widgets", "ui/widgets/dialog", "ui/widgets/form", "ui/widgets/grid",
	},
	"ui/page": {
		"app", "app/export", "app/message", "app/workspace", "connector", "ui/format", "ui/session",
		"ui/theme", "ui/widgets", "ui/widgets/dialog", "ui/widgets/form", "ui/widgets/grid", "ui/widgets/menu",
	},
	"ui/productnames": {
		"app", "app/message", "app/productnames", "ui/format", "ui/session", "ui/theme", "ui/widgets", "ui/widgets/dialog",
		"ui/widgets/form",
	},
	"ui/reclaim": {
		"app", "app/lists", "app/message", "app/workspace", "money", "ui/filter", "ui/format", "ui/page",
		"ui/session", "ui/theme", "ui/user", "ui/widgets", "ui/widgets/dialog", "ui/widgets/form", "ui/widgets/grid", "ui/widgets/menu",
	},
	"ui/scheduling": {
		"app", "app/message", "app/scheduler", "app/workspace", "connector", "schedule", "ui/format",
		"ui/page", "ui/session", "ui/theme", "ui/widgets", "ui/widgets/dialog", "ui/widgets/form", "ui/widgets/grid", "ui/widgets/menu",
	},
	"ui/session": {
		"app", "app/message", "app/outputfile", "connector", "ui/filechooser", "ui/format", "ui/reveal", "ui/theme",
		"ui/widgets", "ui/widgets/dialog", "ui/widgets/form", "ui/widgets/grid",
	},
	"ui/session/sessiontest": {
		"app", "app/imports", "app/workspace", "connector", "connector/demotenant",
		"connector/microsoft365", "ui/session", "ui/theme", "ui/widgets", "ui/widgets/form",
	},
	"ui/sessionbus":                {},
	"ui/sessionbus/sessionbustest": {},
	"ui/systems": {
		"app", "app/imports", "app/message", "app/workspace", "connector", "ui/connection", "ui/execution",
		"ui/format", "ui/page", "ui/scheduling", "ui/session", "ui/theme", "ui/widgets", "ui/widgets/dialog", "ui/widgets/form",
		"ui/widgets/grid", "ui/widgets/menu",
	},
	"ui/tasks": {
		"app", "app/message", "app/workspace", "connector", "ui/execution", "ui/format", "ui/page",
		"ui/session", "ui/theme", "ui/widgets", "ui/widgets/dialog", "ui/widgets/form", "ui/widgets/grid", "ui/widgets/menu",
	},
	"ui/theme": {"assets"},
	"ui/user": {
		"app", "app/lists", "app/message", "connector", "ui/changes", "ui/page", "ui/session", "ui/theme",
		"ui/widgets", "ui/widgets/dialog", "ui/widgets/grid",
	},
	"ui/widgets":            {"assets", "ui/theme"},
	"ui/widgets/chart":      {"ui/theme", "ui/widgets"},
	"ui/widgets/dialog":     {"ui/theme", "ui/widgets", "ui/widgets/form"},
	"ui/widgets/form":       {"ui/theme", "ui/widgets", "ui/widgets/menu"},
	"ui/widgets/grid":       {"ui/theme", "ui/widgets", "ui/widgets/menu"},
	"ui/widgets/menu":       {"ui/theme", "ui/widgets"},
	"ui/widgets/sidebar":    {"ui/theme", "ui/widgets"},
	"ui/widgets/widgettest": {"ui/theme"},
	"app/centralsettings":   {"app/message", "app/workspace", "connector", "connector/textfile", "store", "store/central"},
	"app/complaints":        {},
	"app/configure": {
		"app", "app/centralsettings", "app/configuration", "app/export", "app/licensing", "app/lists", "app/message",
		"app/notify", "app/workspace", "connector", "money", "schedule", "store", "store/history", "store/lock",
	},
	"app/configuration": {
		"app/notify", "app/secretfile", "app/workspace", "connector", "schedule", "store",
		"store/history",
	},
	"app/export":        {"connector", "connector/panics"},
	"app/inventorytest": {"app", "connector", "store/inventory"},
	"app/listeners":     {},
	"app/licensing": {
		"app/listeners", "app/lists", "app/pricelist", "app/productnames", "app/workspace", "assets", "connector", "money", "store",
		"store/history", "store/inventory",
	},
	"app/lists": {
		"app/export", "app/message", "app/outputfile", "app/reclaim", "connector", "money", "store",
		"store/history", "store/inventory", "store/inventory/filter",
	},
	"app/pricelist": {"connector", "connector/textfile"},
	"app/localtime": {},
	"app/logfile":   {},
	"app/metrics":   {"app", "app/message", "app/scheduler", "app/workspace", "connector"},
	"app/notify": {
		"app/complaints", "app/listeners", "app/message", "app/notify/internal/mail", "app/notify/internal/webhook",
		"app/rounds", "app/workspace", "connector", "connector/validation", "connector/printable", "schedule", "store",
		"store/inventory",
	},
	"app/notify/internal/mail":    {"connector", "connector/network", "connector/printable"},
	"app/notify/internal/webhook": {"connector", "connector/network"},
	"app/notify/notifytest":       {},
	"app/outputfile":              {"connector", "store/atomicfile"},
	"app/message":                 {"assets", "connector", "money", "store"},
	"app/onepage":                 {"app/message", "connector", "money", "store/history", "store/inventory"},
	"app/productnames":            {"app/workspace", "assets", "connector", "store", "store/history"},
	"app/reclaim": {
		"app/message", "app/workspace", "connector", "connector/printable", "money", "store/history",
		"store/inventory", "store/inventory/filter",
	},
	"app/rounds":     {},
	"app/secretfile": {"connector", "connector/textfile"},
	"app/central": {
		"app/listeners", "app/message", "app/rounds", "connector", "connector/panics", "store", "money", "store",
		"store/central", "store/history", "store/inventory", "store/inventory/sent", "store/lock",
	},
	"app/centralcopy": {
		"connector", "money", "store/atomicfile", "store/central", "store/history", "store/inventory",
		"store/lock", "store/sqlite",
	},
	"app/service": {"connector"},
	"app/command": {
		"app", "app/command/backup", "app/command/central", "app/command/config", "app/command/connection",
		"app/command/console", "app/command/demo", "app/command/inventory", "app/command/key", "app/command/license",
		"app/command/notify", "app/command/schedule", "app/command/serve", "app/command/task", "app/command/view",
		"app/command/window", "app/configuration", "app/doctor", "app/imports", "app/licensing", "app/lists",
		"app/message", "app/metrics", "app/workspace", "assets", "connector", "connector/microsoft365",
	},
	"app/command/backup": {"app", "app/command/console", "app/message", "connector"},
	"app/command/central": {
		"app", "app/central", "app/centralsettings", "app/command/console", "app/message",
		"app/secretfile", "app/workspace", "connector",
	},
	"app/command/config":     {"app", "app/command/console", "app/configuration", "app/configure", "app/message", "connector"},
	"app/command/connection": {"app", "app/command/console", "app/message", "app/signin", "app/workspace", "connector"},
	"app/command/console": {
		"app", "app/centralsettings", "app/doctor", "app/export", "app/lists", "app/message", "app/notify",
		"app/outputfile", "app/scheduler", "app/secretfile", "app/service", "app/workspace", "connector", "connector/desktop",
		"connector/microsoft365",
	},
	"app/command/console/consoletest": {},
	"app/command/demo": {
		"app", "app/command/connection", "app/command/console", "app/command/inventory", "app/command/task", "app/export",
		"app/licensing", "app/lists", "app/message", "app/workspace", "connector", "connector/demotenant",
	},
	"app/command/inventory": {
		"app", "app/command/console", "app/export", "app/lists", "app/message", "app/outputfile",
		"app/workspace", "connector", "money",
	},
	"app/command/key":     {"app", "app/command/console", "app/message"},
	"app/command/license": {"app", "app/command/console", "app/licensing", "app/message", "app/productnames", "connector"},
	"app/command/notify": {
		"app", "app/command/console", "app/message", "app/notify", "app/workspace", "connector", "schedule",
	},
	"app/command/schedule": {
		"app", "app/command/console", "app/imports", "app/message", "app/scheduler", "app/workspace",
		"connector", "schedule",
	},
	"app/command/serve": {
		"app", "app/command/console", "app/command/key", "app/imports", "app/message", "app/metrics",
		"app/scheduler", "app/service", "app/workspace", "connector",
	},
	"app/command/task": {
		"app", "app/command/console", "app/export", "app/imports", "app/message", "app/workspace",
		"connector",
	},
	"app/command/view":   {"app", "app/command/console", "app/lists", "app/message"},
	"app/command/window": {"app", "app/command/console", "app/command/key", "app/service", "connector"},
	"money":              {},
	"schedule":           {"connector"},
	"store": {
		"connector", "schedule", "store/atomicfile", "store/folder", "store/history", "store/lock",
		"store/sqlite", "store/vault",
	},
	"store/atomicfile":          {"connector"},
	"store/central":             {"connector"},
	"store/central/centraltest": {"store/storetest"},
	"store/datadir": {
		"connector", "store", "store/folder", "store/history", "store/lock", "store/sqlite",
		"store/vault",
	},
	"store/folder":    {"connector"},
	"store/history":   {"connector", "money", "store/inventory/filter", "store/sqlite"},
	"store/lock":      {"connector", "store/sqlite"},
	"store/sqlite":    {"connector", "store/atomicfile"},
	"store/storetest": {"connector"},
	"store/vault":     {"connector", "store/atomicfile", "store/sqlite"},
	"connector":       {},
	"connector/microsoft365": {
		"connector", "connector/validation", inMicrosoft365 + "browser", inMicrosoft365 + "certificate",
		inMicrosoft365 + "entra", inMicrosoft365 + "graph", "connector/network", "connector/printable", inMicrosoft365 + "productnames",
		inMicrosoft365 + "report", inMicrosoft365 + "users", "connector/panics",
	},
	"connector/desktop":   {},
	"connector/textfile":  {},
	"connector/panics":    {"connector"},
	"connector/printable": {},
	"connector/demotenant": {
		"connector", inDemoTenant + "company", inDemoTenant + "fault", inDemoTenant + "graph",
		inDemoTenant + "report", inDemoTenant + "seal", inDemoTenant + "signin",
	},
	"connector/demotenant/demotenanttest": {"connector/demotenant"},
	"connector/displaytest":               {},
	"connector/validation":                {"connector"},
	"connector/connectortest":             {"assets", "connector"},
	"connector/network":                   {"connector", "connector/printable", "connector/network/proxyauth", "connector/network/proxyroute"},
	"connector/network/internal/pac":      {"connector/panics"},
	"connector/network/networktest":       {},
	"connector/network/proxyauth":         {"connector", "connector/printable"},
	"connector/network/proxyroute": {
		"connector", "connector/validation", "connector/network/internal/pac", "connector/printable",
		"connector/textfile",
	},
	"assets": {"connector"},

	inDemoTenant + "company": {"connector", inDemoTenant + "data"},
	inDemoTenant + "data":    {},
	inDemoTenant + "fault":   {},
	inDemoTenant + "graph": {
		"connector", inDemoTenant + "company", inDemoTenant + "data", inDemoTenant + "fault", inDemoTenant + "report",
		inDemoTenant + "seal", inDemoTenant + "signin", inDemoTenant + "web",
	},
	inDemoTenant + "report": {
		"connector", inDemoTenant + "company", inDemoTenant + "data", inDemoTenant + "fault", inDemoTenant + "seal",
		inDemoTenant + "web",
	},
	inDemoTenant + "seal": {inDemoTenant + "data"},
	inDemoTenant + "signin": {
		"connector", inDemoTenant + "company", inDemoTenant + "data", inDemoTenant + "fault", inDemoTenant + "seal", inDemoTenant + "web",
	},
	inDemoTenant + "web": {"connector"},

	inMicrosoft365 + "browser": {
		"connector", "connector/desktop", "connector/network", "connector/printable",
		"connector/network/proxyauth", "connector/network/proxyroute", "connector/panics",
	},
	inMicrosoft365 + "certificate": {"connector", "connector/printable", "connector/textfile"},
	inMicrosoft365 + "entra": {
		"connector", inMicrosoft365 + "browser", inMicrosoft365 + "certificate", inMicrosoft365 + "graph", "connector/network",
		"connector/printable", "connector/panics",
	},
	inMicrosoft365 + "graph":        {"connector", "connector/network", "connector/printable"},
	inMicrosoft365 + "graphtest":    {"connector", inMicrosoft365 + "graph", "connector/network", inMicrosoft365 + "sourcetest"},
	inMicrosoft365 + "productnames": {"connector", "connector/network", "connector/printable"},
	inMicrosoft365 + "report":       {"connector", inMicrosoft365 + "graph", "connector/network", "connector/printable"},
	inMicrosoft365 + "sourcetest":   {"assets", "connector", "connector/demotenant", "connector/displaytest"},
	inMicrosoft365 + "users": {
		"connector", inMicrosoft365 + "graph", "connector/network", inMicrosoft365 + "users/userjson",
		"connector/panics",
	},
	inMicrosoft365 + "users/userjson": {"connector"},

	"store/inventory": {
		"connector", "store/inventory/filter", inInventory + "adaptive", inInventory + "applications", inInventory + "licenses",
		inInventory + "overview", inInventory + "publish", inInventory + "query", inInventory + "reclaim", inInventory + "search",
		inInventory + "staging", inInventory + "tables", inInventory + "usage", inInventory + "users", "store/sqlite",
	},
	"store/inventory/filter": {"connector"},
	"store/inventory/sent":   {"connector", "store/inventory/internal/entitlement", "store/inventory/internal/tables", "store/sqlite"},
	inInventory + "adaptive": {inInventory + "background", inInventory + "tables", "store/sqlite"},
	inInventory + "applications": {
		"connector", inInventory + "entitlement", inInventory + "query", inInventory + "search",
		inInventory + "tables", "store/sqlite",
	},
	inInventory + "background":  {"connector/panics"},
	inInventory + "entitlement": {"connector", inInventory + "tables", "store/sqlite"},
	inInventory + "licenses":    {"connector", "money", inInventory + "query", inInventory + "search", inInventory + "tables", "store/sqlite"},
	inInventory + "overview":    {"connector", "money", inInventory + "licenses", inInventory + "query", inInventory + "tables"},
	inInventory + "publish": {
		"connector", "connector/panics", inInventory + "adaptive", inInventory + "entitlement", inInventory + "search",
		inInventory + "staging", inInventory + "tables", "store/sqlite",
	},
	inInventory + "query": {
		"connector", "connector/panics", "money", "store/inventory/filter", inInventory + "adaptive", inInventory + "entitlement",
		inInventory + "search", inInventory + "tables", "store/sqlite",
	},
	inInventory + "reclaim": {
		"connector", "money", "store/inventory/filter", inInventory + "adaptive", inInventory + "entitlement", inInventory + "licenses",
		inInventory + "query", inInventory + "search", inInventory + "tables", inInventory + "users", "store/sqlite",
	},
	inInventory + "search":  {"store/inventory/filter", inInventory + "background", inInventory + "tables", "store/sqlite"},
	inInventory + "staging": {"connector", "store/atomicfile", inInventory + "tables", "store/sqlite"},
	inInventory + "tables":  {"connector", "store/sqlite"},
	inInventory + "usage": {
		"connector", "store/inventory/filter", inInventory + "adaptive", inInventory + "query",
		inInventory + "search", inInventory + "tables", "store/sqlite",
	},
	inInventory + "users": {
		"connector", "connector/panics", "money", "store/inventory/filter", inInventory + "adaptive", inInventory + "entitlement", inInventory +
			"query",
		inInventory + "licenses", inInventory + "search", inInventory + "tables", inInventory + "usage", "store/sqlite",
	},
}

// onlyIn names, for each library that marks a layer, the rooms that may import it.
var onlyIn = map[string][]string{
	"fyne.io/fyne":                  {"ui"},
	"database/sql":                  {"store"},
	"github.com/mattn/go-sqlite3":   {"store"},
	"golang.org/x/oauth2":           {inMicrosoft365 + "entra", "app/notify/internal/mail"},
	"github.com/wneessen/go-mail":   {"app/notify/internal/mail"},
	"github.com/kardianos/service":  {"app/service"},
	"github.com/chromedp":           {inMicrosoft365 + "browser", inMicrosoft365 + "sourcetest"},
	"github.com/go-json-experiment": {inMicrosoft365 + "users/userjson"},
	"github.com/ncruces/zenity":     {"ui/filechooser"},
	"github.com/jackc/pgx":          {"store/central"},
	"github.com/pkg/browser":        {inMicrosoft365 + "browser"},
	"software.sslmate.com/src":      {inMicrosoft365 + "certificate", inMicrosoft365 + "sourcetest"},
	"go.yaml.in/yaml":               {"app/configuration"},
	"github.com/dop251/goja":        {"connector/network/internal/pac"},
	"golang.org/x/net/http":         {"connector/network/proxyroute"},
	"github.com/jcmturner/gokrb5":   {"connector/network/proxyauth"},
	"github.com/Azure/go-ntlmssp":   {"connector/network/proxyauth"},
	"github.com/alexbrainman/sspi":  {"connector/network/proxyauth"},
	"golang.org/x/sync/errgroup":    {"connector/panics"}, // where a panic is an error
}

func TestArrowsPointOneWay(t *testing.T) {
	for _, p := range listPackages(t) {
		allowed, known := ruleFor(p.room())
		if !known {
			t.Errorf("%s has no rule: give the new package its place in mayImport and in docs/architecture.md", p.room())
			continue
		}
		for _, imported := range p.Imports {
			target, ours := strings.CutPrefix(imported, module+"/")
			if ours && !slices.Contains(allowed, target) {
				t.Errorf("%s imports %s; it may import only %s", p.room(), target, strings.Join(allowed, ", "))
			}
		}
	}
}

func TestEveryPackageStandsInTheTree(t *testing.T) {
	content, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	named := packagesNamed(string(content))
	for _, p := range listPackages(t) {
		room := p.room()
		if inner, below, is := strings.Cut(room, "/internal/"); is { // what lies below is told of with it
			first, _, _ := strings.Cut(below, "/")
			room = inner + "/internal/" + first
		}
		if room != "main" && !slices.Contains(named, room) {
			t.Errorf("%s has no line in the tree of docs/architecture.md", p.room())
		}
	}
}

// packagesNamed are those of the tree at the beginning of docs/architecture.md. A line that is
// further in belongs to the last one that is not.
func packagesNamed(document string) (named []string) {
	above := ""
	for line := range strings.Lines(document) {
		indented, isTree := strings.CutPrefix(line, "    ")
		if !isTree {
			continue
		}
		for _, word := range strings.Fields(indented) {
			folder, isFolder := strings.CutSuffix(word, "/")
			if !isFolder { // what the packages are for
				break
			}
			if strings.HasPrefix(indented, " ") {
				named = append(named, above+"/"+folder)
			} else {
				named, above = append(named, folder), folder
			}
		}
	}
	return named
}

func TestLibrariesStayInTheirRoom(t *testing.T) {
	for _, p := range listPackages(t) {
		for _, imported := range p.Imports {
			for library, rooms := range onlyIn {
				if within(imported, library) && !within(p.room(), rooms...) {
					t.Errorf("%s imports %s, which belongs into %s", p.room(), imported, strings.Join(rooms, ", "))
				}
			}
		}
	}
}

// An import runs in these rooms. A panic in a goroutine of theirs ends the program,
// unless it is made an error there.
func TestGoroutinesOfImportsCatchPanics(t *testing.T) {
	rooms := []string{
		"connector/microsoft365/*.go", "connector/microsoft365/internal/*/*.go", "connector/network/*.go", "connector/network/*/*.go",
		"connector/network/internal/*/*.go", "store/inventory/*.go", "store/inventory/internal/*/*.go",
	}
	for _, room := range rooms {
		names, err := filepath.Glob(room)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: %d files, %v", room, len(names), err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(path.Dir(filepath.ToSlash(name)), "test") {
				continue
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if started, ok := n.(*ast.GoStmt); ok && !calls(started, "panics", "Try") {
					t.Errorf("%s: the goroutine does not catch its panics with panics.Try", files.Position(started.Pos()))
				}
				return true
			})
		}
	}
}

// What is given to the toolkit itself is called on any goroutine once that has stopped.
func TestTheWindowIsGivenWorkByOneFunction(t *testing.T) {
	names, err := filepath.Glob("ui/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, more := range []string{"ui/*.go", "ui/*/*/*.go"} {
		further, err := filepath.Glob(more)
		if err != nil || len(further) == 0 {
			t.Fatalf("%s: %d files, %v", more, len(further), err)
		}
		names = append(names, further...)
	}
	for _, name := range names {
		name = filepath.ToSlash(name)
		if name == "ui/widgets/do.go" || name == "ui/inspect_journey.go" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if calls(file, "fyne", "Do") || calls(file, "fyne", "DoAndWait") {
			t.Errorf("%s: widgets.Do gives the window work", name)
		}
	}
}

// calls reports whether a function of a package is named in a piece of source.
func calls(in ast.Node, room, function string) (calls bool) {
	ast.Inspect(in, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == function {
			if from, ok := s.X.(*ast.Ident); ok && from.Name == room {
				calls = true
			}
		}
		return true
	})
	return calls
}

func TestPackageNamesSayWhatIsInside(t *testing.T) {
	for _, p := range listPackages(t) {
		switch p.Name {
		case "util", "utils", "common", "helpers", "misc", "shared":
			t.Errorf("package %s: the name does not say what is inside", p.ImportPath)
		}
	}
}

func TestFilesAreShort(t *testing.T) {
	const longest = 400
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if lines := bytes.Count(content, []byte("\n")); lines > longest {
			t.Errorf("%s has %d lines: is there a second thing in it?", name, lines)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// listPackages asks the go command, so that build tags and tests are seen as it
// sees them. The program's ordinary build is judged.
func listPackages(t *testing.T) []goPackage {
	t.Helper()
	command := exec.Command("go", "list", "-tags", "sqlite_fts5", "-json=ImportPath,Name,Imports", "./...")
	var complaint bytes.Buffer
	command.Stderr = &complaint
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, complaint.String())
	}
	var packages []goPackage
	for decoder := json.NewDecoder(bytes.NewReader(output)); ; {
		var p goPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
	if len(packages) < len(mayImport)/2 {
		t.Fatalf("go list found only %d packages", len(packages))
	}
	return packages
}

func ruleFor(room string) (allowed []string, known bool) {
	for place := room; place != "."; place = path.Dir(place) {
		if allowed, known := mayImport[place]; known {
			return allowed, true
		}
	}
	return nil, false
}

// within says whether path is one of the roots or below one.
func within(path string, roots ...string) bool {
	for _, root := range roots {
		if path == root || strings.HasPrefix(path, root+"/") {
			return true
		}
	}
	return false
}
