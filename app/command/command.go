package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"

	"inventorybeacon/app"
	"inventorybeacon/connector"
)

// Exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitWrong  = 2
)

// Streams are the program's standard input, output and error output.
type Streams struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// Run runs the program with its arguments and returns its exit status.
func Run(ctx context.Context, args []string, streams Streams, window Window) int {
	var g grammar
	status := -1
	parser, err := kong.New(&g,
		kong.Name("inventory-beacon"),
		kong.Description("Imports users, applications, licenses and usage from Microsoft 365, and shows who uses what the organization pays for. Without a command it opens its window."),
		kong.Writers(streams.Out, streams.Err),
		kong.Exit(func(code int) { status = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: false}),
		kong.Vars{"version": app.Version},
	)
	if err != nil {
		_, _ = fmt.Fprintln(streams.Err, "inventory-beacon:", err)
		return exitFailed
	}
	parsed, err := parser.Parse(args)
	if status >= 0 { // --help and --version have answered
		return status
	}
	if err != nil {
		return wrongUsage(streams.Err, err)
	}
	c := &console{Streams: streams, data: g.Data, window: window}
	parsed.BindTo(ctx, (*context.Context)(nil))
	if err := parsed.Run(c); err != nil {
		return c.report(err)
	}
	return exitDone
}

// grammar is the whole command line.
type grammar struct {
	Data    string           `help:"Data directory; else INVENTORY_BEACON_DATA, else the system's place." placeholder:"DIR" type:"path"`
	Version kong.VersionFlag `help:"Print the version." hidden:""`

	Window     windowCommand      `cmd:"" default:"1" hidden:""`
	Demo       demoCommand        `cmd:"" help:"Try everything on an offline tenant, with a data directory of its own."`
	Connection connectionCommands `cmd:"" help:"List, add, edit, delete and test connections, and sign in."`
	Import     importCommand      `cmd:"" help:"Import through a connection now."`
	Task       taskCommands       `cmd:"" help:"Show executed imports and their logs."`
	Schedule   scheduleCommands   `cmd:"" help:"List, add, edit and delete schedules, and give them to connections."`
	Serve      serveCommand       `cmd:"" help:"Run the schedules without a window, until Ctrl+C."`
	Service    serviceCommands    `cmd:"" help:"Install serve as a service, so that imports go on after Exit and log-off."`
	Key        keyCommand         `cmd:"" help:"Say where the key is that opens the stored secrets, or move it to a file."`
	Inventory  inventoryCommands  `cmd:"" help:"Print or export what was imported."`
	Support    supportCommand     `cmd:"" help:"Write a zip file for whoever helps: logs, versions, settings and the last tasks, without any secret."`
	Backup     backupCommands     `cmd:"" help:"Back up the connections, schedules and tasks, and restore them."`
	Doctor     doctorCommand      `cmd:"" help:"Say what is not as it should be: data directory, key, disk, log, backups, files, service, schedules and browser."`
	Tenant     tenantCommand      `cmd:"" help:"Serve the offline tenant."`
	VersionOf  versionCommand     `cmd:"" name:"version" help:"Print the version, and what the program was built from."`
	Help       helpCommand        `cmd:"" help:"Show how a command is called."`
	Completion completionCommand  `cmd:"" help:"Print a script by which a shell completes commands, options and names."`
	Complete   completeCommand    `cmd:"" name:"__complete" hidden:""`
	Man        manCommand         `cmd:"" help:"Print the manual page, for man."`
}

// usageError is a command that was called wrongly in a way the grammar cannot
// tell.
type usageError struct{ message string }

func (e *usageError) Error() string { return e.message }

func wrongUsage(w io.Writer, err error) int {
	_, _ = fmt.Fprintln(w, "inventory-beacon:", err)
	_, _ = fmt.Fprintln(w, "Run inventory-beacon --help, or a command with --help, to see how it is called.")
	return exitWrong
}

// report writes what the administrator reads of an error and returns the exit
// status.
func (c *console) report(err error) int {
	var usage *usageError
	if errors.As(err, &usage) {
		return wrongUsage(c.Err, err)
	}
	var problems *app.ProblemsError
	if errors.As(err, &problems) {
		for _, p := range problems.Problems {
			if p.Field != connector.FieldName { // which is an argument
				_, _ = fmt.Fprintf(c.Err, "--%s: ", p.Field)
			}
			_, _ = fmt.Fprintln(c.Err, p.Message)
		}
		return exitFailed
	}
	advice := app.Explain(err)
	_, _ = fmt.Fprintln(c.Err, strings.TrimSpace(advice.Message+" "+advice.Action))
	if advice.Reference != "" {
		_, _ = fmt.Fprintln(c.Err, advice.Reference)
	}
	c.hint(err)
	return exitFailed
}

// hint says by which command to go on.
func (c *console) hint(err error) {
	var duplicate *app.DuplicateTenantError
	var disabled *app.DisabledError
	var other *connector.OtherTenantError
	_, backups := app.RestorableBackups(err)
	switch {
	case c.held.ID != 0:
		c.note("What would go is listed by: %s task show %d", c.program(), c.held.ID)
		c.hintHeld(c.held)
	case errors.As(err, &duplicate):
		c.note("Allow the duplicate with: %s import %q --allow-duplicate", c.program(), duplicate.Name)
	case len(backups) > 0:
		c.note("Restore it with: %s backup restore %s", c.program(), backups[0].Name)
	case errors.As(err, &disabled):
		c.note("Enable it with: %s connection enable %q", c.program(), disabled.Name)
	case errors.As(err, &other):
		c.note("On the console, Replace inventory... is: %s import %s --replace-inventory", c.program(), word(other.Connection))
	default:
		c.hintButtons(app.Explain(err).Action, c.connection)
	}
}
