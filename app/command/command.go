package command

import (
	"context"
	"errors"
	"unicode/utf8"

	"github.com/alecthomas/kong"

	"inventorybeacon/app"
	"inventorybeacon/app/command/backup"
	"inventorybeacon/app/command/central"
	"inventorybeacon/app/command/config"
	"inventorybeacon/app/command/connection"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/command/demo"
	"inventorybeacon/app/command/inventory"
	"inventorybeacon/app/command/key"
	"inventorybeacon/app/command/license"
	"inventorybeacon/app/command/notify"
	"inventorybeacon/app/command/schedule"
	"inventorybeacon/app/command/serve"
	"inventorybeacon/app/command/task"
	"inventorybeacon/app/command/view"
	"inventorybeacon/app/command/window"
	"inventorybeacon/app/message"
)

// exitHelp is what the help says of exit statuses at its end.
func exitHelp() string {
	return message.L("0 done, 1 failed, 2 called wrongly, 3 not found, 4 busy, 5 held back, 6 out of date, 130 interrupted (143 by SIGTERM).")
}

// Run runs the program with its arguments and returns its exit status.
func Run(ctx context.Context, args []string, streams console.Streams, window console.Window) int {
	c := console.New(streams, window)
	c.JSON = wantsJSON(args)
	c.InASCII()
	parsed, answered, err := parse(ctx, c, args)
	switch {
	case err != nil:
		return report(ctx, c, err)
	case !answered:
		err = runCommand(c, parsed)
	}
	if err == nil {
		err = c.OutputErr() // of what was not looked at when it was written
	}
	if err != nil {
		return report(ctx, c, err)
	}
	return exitDone
}

// runCommand runs the command and closes what was opened for it, whatever becomes of it.
func runCommand(c *console.Console, parsed *kong.Context) error {
	defer c.Close()
	return parsed.Run(c)
}

// parse reads the command line; answered says that --help or --version has said
// all there is to say.
func parse(ctx context.Context, c *console.Console, args []string) (parsed *kong.Context, answered bool, err error) {
	for _, arg := range args {
		if !utf8.ValidString(arg) { // of which kong makes another folder's or file's name
			return nil, false, console.UsageErrorf("the argument %q is no UTF-8", arg)
		}
	}
	var g grammar
	parser, err := kong.New(&g,
		kong.Name("inventory-beacon"),
		kong.Description(message.L("Imports users, applications, licenses and usage from Microsoft 365, and shows who uses what the organization pays for. Without a command it opens its window.")),
		kong.Writers(c.Out, c.Err),
		kong.Exit(func(int) { answered = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: false}),
		kong.Help(printHelp),
		kong.PostBuild(func(k *kong.Kong) error {
			k.Model.HelpFlag.Help = message.L("Show context-sensitive help.")
			translate(k.Model.Node)
			return nil
		}),
		kong.Vars{"version": app.Version},
	)
	if err != nil {
		return nil, false, err
	}
	parsed, err = parser.Parse(args)
	if answered {
		return parsed, true, nil
	}
	if err := c.OutputErr(); err != nil { // of the help
		return nil, false, err
	}
	if err != nil {
		return nil, false, wrongCall(err)
	}
	if err := refuseEmpty(args, parsed); err != nil {
		return nil, false, err
	}
	c.DataDir, c.JSON, c.Quiet = string(g.Data), g.JSON, g.Quiet
	if err := c.Level.UnmarshalText([]byte(g.LogLevel)); err != nil {
		return nil, false, err
	}
	parsed.BindTo(ctx, (*context.Context)(nil))
	return parsed, false, parsed.BindToProvider(func() (*app.Beacon, error) { return c.OpenUntilEnd(ctx) })
}

// dataFolder is the path of a data directory. An empty one is refused: kong takes it for
// the current folder, and whoever passes it has a variable that is not set.
type dataFolder string

// Decode implements [kong.MapperValue].
func (d *dataFolder) Decode(ctx *kong.DecodeContext) error {
	var path string
	if err := ctx.Scan.PopValueInto("path", &path); err != nil {
		return err
	}
	if path == "" {
		return errors.New(message.L("the path is empty"))
	}
	*d = dataFolder(kong.ExpandPath(path))
	return nil
}

// translate puts the help of a command, its options and its arguments into the
// language of the account.
func translate(node *kong.Node) {
	node.Help = message.L(node.Help)
	for _, flag := range node.Flags {
		flag.Help = message.L(flag.Help)
	}
	for _, argument := range node.Positional {
		argument.Help = message.L(argument.Help)
	}
	exemplify(node)
	for _, child := range node.Children {
		translate(child)
	}
}

// grammar is the whole command line.
type grammar struct {
	Data     dataFolder       `help:"Data directory; else INVENTORY_BEACON_DATA, else the system's place." placeholder:"DIR"`
	JSON     bool             `name:"json" help:"Print JSON, also of errors."`
	Quiet    bool             `short:"q" help:"Say nothing but errors and what was asked for."`
	LogLevel string           `help:"What the log holds: debug, info, warn or error." enum:"debug,info,warn,error" default:"info" placeholder:"LEVEL"`
	Version  kong.VersionFlag `help:"Print the version." hidden:""`

	Window     window.Command            `cmd:"" default:"1" hidden:""`
	Demo       demo.Command              `cmd:"" help:"Try everything on an offline tenant, with a data directory of its own."`
	Connection connection.Commands       `cmd:"" help:"List, add, edit, delete and test connections, and sign in."`
	Apply      config.ApplyCommand       `cmd:"" help:"Set up connections, schedules, settings, prices, views, notifications and the central database as files say."`
	Config     config.Commands           `cmd:"" help:"Write a file for apply of what there is, or the schema of such files."`
	Import     task.ImportCommand        `cmd:"" help:"Import through a connection now."`
	Task       task.Commands             `cmd:"" help:"Show executed imports and their logs."`
	Schedule   schedule.Commands         `cmd:"" help:"List, add, edit and delete schedules, and give them to connections."`
	Serve      serve.Command             `cmd:"" help:"Run the schedules without a window, until Ctrl+C."`
	Service    serve.ServiceCommands     `cmd:"" help:"Install serve as a service, so that imports go on after Exit and log-off."`
	Key        key.Command               `cmd:"" help:"Say where the key is that opens the stored secrets, move it to a file or to the keyring, or replace it."`
	Inventory  inventory.Commands        `cmd:"" help:"Print or export what was imported."`
	Price      license.PriceCommands     `cmd:"" help:"List, set, import and remove what licenses cost."`
	License    license.Commands          `cmd:"" help:"Give licenses names of your own, and note commitments."`
	Names      license.NamesCommands     `cmd:"" help:"Say what licenses and service plans are called, and take Microsoft's table of their names."`
	View       view.Commands             `cmd:"" help:"List, save and delete views: lists with a filter, columns, an order or groups, under a name."`
	Export     view.ExportCommands       `cmd:"" help:"Write views into files, once or after every import."`
	Reclaim    inventory.ReclaimCommands `cmd:"" help:"Keep some of the licenses that inventory reclaim lists, and write the script that takes back the others."`
	Central    central.Commands          `cmd:"" help:"Publish what was imported into a central database, and say how far that is."`
	Notify     notify.Commands           `cmd:"" help:"Write to people by e-mail and webhooks: what has failed, what ends soon, and a report."`
	Support    supportCommand            `cmd:"" help:"Write a zip file for whoever helps: logs, versions, settings and the last tasks, without any secret."`
	Backup     backup.Commands           `cmd:"" help:"Back up the connections, schedules, tasks and the history, and restore them."`
	Doctor     doctorCommand             `cmd:"" help:"Say what is not as it should be: data directory, key, disk, log, backups, files, service, schedules and browser."`
	Tenant     demo.TenantCommand        `cmd:"" help:"Serve an offline Microsoft 365 tenant on this computer, to try connections on or to test."`
	VersionOf  versionCommand            `cmd:"" name:"version" help:"Print the version, and what the program was built from."`
	Help       helpCommand               `cmd:"" help:"Show how a command is called."`
	Completion completionCommand         `cmd:"" help:"Print a script by which a shell completes commands, options and names."`
	Complete   completeCommand           `cmd:"" name:"__complete" hidden:""`
	Man        manCommand                `cmd:"" help:"Print the manual page, for man."`
}
