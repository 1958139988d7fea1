package command

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
)

type manCommand struct{}

// Run prints the manual page, made from the grammar, in the macros of man(7).
func (manCommand) Run(c *console.Console, parsed *kong.Context) error {
	_, err := io.WriteString(c.Out, manualPage(parsed.Model.Node, manualDate(app.ThisBuild().Time, os.Getenv("SOURCE_DATE_EPOCH"))))
	return err
}

// manualDate is the day of the page: that of what it is made from, so that it is the
// same however often it is made. A packager who builds without a repository gives it
// as seconds (reproducible-builds.org/specs/source-date-epoch); else it is not known.
func manualDate(committed time.Time, epoch string) string {
	if seconds, err := strconv.ParseInt(epoch, 10, 64); err == nil {
		committed = time.Unix(seconds, 0)
	}
	if committed.IsZero() {
		return ""
	}
	return committed.UTC().Format(time.DateOnly)
}

// manual is a manual page that is being written.
type manual struct{ strings.Builder }

// macro writes a line with a macro; its arguments are quoted.
func (m *manual) macro(name string, arguments ...string) {
	m.WriteString("." + name)
	for _, a := range arguments {
		m.WriteString(` "` + strings.ReplaceAll(roff(a), `"`, `\(dq`) + `"`)
	}
	m.WriteString("\n")
}

// text writes a paragraph, or a part of one.
func (m *manual) text(text string) {
	line := ""
	for word := range strings.FieldsSeq(roff(text)) {
		if line != "" && len(line)+1+len(word) > manualWidth {
			m.line(line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	m.line(line)
}

// line writes what is no macro.
func (m *manual) line(line string) {
	if strings.HasPrefix(line, ".") {
		line = `\&` + line
	}
	m.WriteString(line + "\n")
}

// manualWidth is up to which width mandoc likes lines of the source.
const manualWidth = 78

// roff is a text in which nothing says anything to groff or mandoc.
func roff(text string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(text)
}

func manualPage(root *kong.Node, date string) string {
	m := &manual{}
	fmt.Fprintf(m, ".TH INVENTORY\\-BEACON 1 \"%s\" \"%s\" \"%s\"\n", date, roff(app.Name+" "+app.Version), app.Name)
	m.macro("SH", "NAME")
	m.text(message.L("inventory-beacon - import users, applications, licenses and usage from Microsoft 365"))
	m.macro("SH", "SYNOPSIS")
	m.macro("B", "inventory-beacon")
	m.text("[--data DIR] [COMMAND] [OPTIONS]")
	m.macro("SH", "DESCRIPTION")
	m.text(message.L("Inventory Beacon imports users, applications, licenses and usage from Microsoft 365, and shows who uses what the organization pays for."))
	m.text(message.L("Without a command it opens its window. Everything the window can do, a command can do."))
	m.macro("SH", "OPTIONS")
	m.text(message.L("These options may stand anywhere."))
	m.options(root)
	m.macro("SH", "COMMANDS")
	for _, leaf := range root.Leaves(true) {
		if !hidden(leaf) {
			m.command(leaf)
		}
	}
	m.environment()
	return m.String()
}

// hidden says whether a command, or one above it, is not shown.
func hidden(node *kong.Node) bool {
	return node != nil && (node.Hidden || hidden(node.Parent))
}

func (m *manual) command(node *kong.Node) {
	heading := node.Path()
	for _, a := range node.Positional {
		heading += " " + argument(a)
	}
	m.macro("SS", heading)
	m.text(node.Help)
	for _, a := range node.Positional {
		m.macro("TP")
		m.macro("I", strings.ToUpper(a.Name))
		m.text(a.Help)
	}
	for parent := node.Parent; parent != nil && parent.Parent != nil; parent = parent.Parent {
		m.options(parent)
	}
	m.options(node)
}

// argument is how a positional argument stands in a summary.
func argument(v *kong.Value) string {
	name := strings.ToUpper(v.Name)
	if v.IsCumulative() {
		name += "..."
	}
	if !v.Required {
		name = "[" + name + "]"
	}
	return name
}

func (m *manual) options(node *kong.Node) {
	for _, flag := range node.Flags {
		if flag.Hidden {
			continue
		}
		name := "--" + flag.Name
		if flag.Short != 0 {
			name = "-" + string(flag.Short) + ", " + name
		}
		if !flag.IsBool() {
			name += "=" + flag.FormatPlaceHolder()
		}
		m.macro("TP")
		m.macro("B", name)
		m.text(flag.Help)
	}
}

// environment writes what the grammar does not know.
func (m *manual) environment() {
	m.macro("SH", "ENVIRONMENT")
	m.terms([][2]string{
		{"INVENTORY_BEACON_DATA", message.L("The data directory, when --data does not name it.")},
		{app.KeyVariable, message.L("With the value file, the key of the secrets is kept in the file beacon.key of the data directory.")},
		{"INVENTORY_BEACON_BROWSER", message.L("The browser of the sign-in window, when it shall be another than the one that is found.")},
	})
	m.macro("SH", "FILES")
	m.text(message.L("In the data directory, which is by default ~/.local/share/inventory-beacon on Linux, ~/Library/Application Support/Inventory Beacon on macOS, and %LocalAppData%\\Inventory Beacon or, as administrator, %ProgramData%\\Inventory Beacon on Windows:"))
	m.terms([][2]string{
		{"beacon.db", message.L("Connections, sealed secrets, schedules and tasks.")},
		{"inventory.db", message.L("What was imported.")},
		{"history.db", message.L("What imports have changed, how numbers went, and what was entered about licenses.")},
		{"backups", message.L("Copies of beacon.db and history.db.")},
		{"beacon.key", message.L("The key of the secrets, where it is not in the operating system's keyring.")},
		{app.LogFile, message.L("The log; it never holds a secret.")},
	})
	m.macro("SH", "EXIT STATUS")
	m.text(exitHelp())
	m.macro("SH", "EXAMPLES")
	for i, example := range [][]string{ // what it is for, and its commands
		{
			message.L("Connect a tenant on a server without a browser, and import:"),
			"inventory-beacon connection add Contoso",
			"inventory-beacon connection sign-in Contoso --browser none",
			"inventory-beacon import Contoso",
		},
		{
			message.L("Import every night:"),
			"inventory-beacon schedule add Nightly --time 02:30",
			"inventory-beacon schedule assign Contoso Nightly",
			"inventory-beacon service install --user --key file",
		},
		{
			message.L("Who uses nothing of what a license pays for:"),
			"inventory-beacon inventory users --activity inactive --format csv --output inactive.csv",
		},
	} {
		if i > 0 {
			m.macro("PP")
		}
		m.text(example[0])
		m.macro("PP")
		m.macro("RS", "4n")
		m.macro("nf")
		for _, line := range example[1:] {
			m.text(line)
		}
		m.macro("fi")
		m.macro("RE")
	}
}

func (m *manual) terms(terms [][2]string) {
	for _, t := range terms {
		m.macro("TP")
		m.macro("B", t[0])
		m.text(t[1])
	}
}
