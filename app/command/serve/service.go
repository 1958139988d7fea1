package serve

import (
	"context"
	"os"
	"runtime"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/command/key"
	"inventorybeacon/app/message"
	"inventorybeacon/app/scheduler"
	"inventorybeacon/app/service"
	"inventorybeacon/connector"
)

// ServiceCommands are the commands of inventory-beacon service.
type ServiceCommands struct {
	Install   serviceInstallCommand   `cmd:"" help:"Install and start the service for a data directory."`
	Uninstall serviceUninstallCommand `cmd:"" help:"Stop and remove the service."`
	Start     serviceStartCommand     `cmd:"" help:"Start the service."`
	Stop      serviceStopCommand      `cmd:"" help:"Stop the service; running imports go on with its next start."`
	Status    serviceStatusCommand    `cmd:"" help:"Say whether the service is installed and running, and who runs the schedules."`
}

// serviceFlags name a service.
type serviceFlags struct {
	User bool `help:"The service of your account alone (systemd and launchd), which needs no administrator."`
}

// options are those of the service for the data directory.
func (f serviceFlags) options(c *console.Console) (service.Options, error) {
	if f.User && runtime.GOOS == "windows" {
		return service.Options{}, console.UsageErrorf("--user is for systemd and launchd: the services of Windows belong to the computer")
	}
	// What root installs for another account leaves the data directory alone.
	dir, err := app.DataDirPlace(c.DataDir)
	return service.Options{Dir: dir, User: f.User}, err
}

type serviceInstallCommand struct {
	serviceFlags
	metricsFlags
	Account string `help:"Account that the service runs as; else whom the data directory belongs to, on Windows one of the service alone. There it must be one without a password: LocalSystem or a managed service account (gMSA)." placeholder:"NAME"`
	Key     string `help:"file moves the key of the stored secrets to a file of the data directory, where the service can read it." enum:",file" default:"" placeholder:"file"`
	Tell    string `help:"Pipe that is told what is said on standard error." hidden:""`
}

func (cmd serviceInstallCommand) Run(ctx context.Context, c *console.Console) error {
	if cmd.Tell != "" {
		pipe, err := app.OpenPipe(cmd.Tell)
		if err != nil {
			return err
		}
		c.Err, c.ErrTTY = pipe, console.TTY{} // until the program ends
	}
	if err := cmd.check(); err != nil {
		return err
	}
	o, err := cmd.options(c)
	if err != nil {
		return err
	}
	o.Metrics, o.MetricsPublic = cmd.Metrics, cmd.MetricsPublic
	if cmd.User {
		if _, err := app.DataDir(c.DataDir); err != nil {
			return err
		}
	}
	account := cmd.Account
	if account == "" {
		account = ownerOf(o.Dir)
	}
	if !cmd.User {
		if err := checkInstaller(account); err != nil {
			return err
		}
		o.Account = account
	}
	if err := service.Check(o); err != nil {
		return err
	}
	keyAt, err := keyFor(ctx, c, account, o, cmd.Key == "file")
	if err != nil {
		return err
	}
	o.Description = message.L("Imports Microsoft 365 users, applications, licenses and usage at the times of their schedules.")
	o.KeyInFile = keyAt.File != ""
	o.NetworkDrive = os.Getenv(app.AllowNetworkVariable) == "1"
	if err := service.Install(o); err != nil {
		return err
	}
	if err := service.Start(o); err != nil {
		c.Note("The service is installed, and starts with the computer.")
		return err
	}
	c.Note("Installed and started the service. It runs as %s, with the data directory %s.", account, o.Dir)
	c.Note("The key of the stored secrets is in the %s, which that account can read.", keyAt)
	if cmd.User {
		c.Note("It runs while %s is logged on. %s", account, beyondLogOff(account))
	}
	if !another(account) { // whose data directory is left alone
		if err := noteSchedules(ctx, c); err != nil {
			return err
		}
	}
	return printService(c, o)
}

// changedService is the service as JSON, once it was changed.
type changedService struct {
	Service       string `json:"service"` // not installed, stopped or running
	DataDirectory string `json:"dataDirectory"`
}

// printService says as JSON how the service is after a change.
func printService(c *console.Console, o service.Options) error {
	if !c.JSON {
		return nil
	}
	status, err := service.StatusOf(o)
	if err != nil {
		return err
	}
	return c.PrintJSON(changedService{string(status), o.Dir})
}

// noteSchedules says so when the service has nothing to do.
func noteSchedules(ctx context.Context, c *console.Console) error {
	beacon, closeAll, err := c.Open(ctx)
	if err != nil {
		return err
	}
	defer closeAll()
	if len(beacon.Schedules()) == 0 {
		c.Note("The data directory has no schedules yet. Add one with: %s schedule add NAME --time 02:30", c.Program())
	}
	return nil
}

// keyUnreachable is a service that could not open the stored secrets as an account.
func keyUnreachable(account string) error {
	return connector.NewError(connector.Message{ID: "console.key-unreachable", Data: connector.Data{"Account": account}}, nil)
}

// keyFor makes sure that the service can read the key: its account alone may
// open the data directory meanwhile, so that no file in it becomes another's.
func keyFor(ctx context.Context, c *console.Console, account string, o service.Options, toFile bool) (key.Row, error) {
	action := key.Make
	if toFile {
		action = key.ToFile
	}
	if another(account) {
		return keyAs(ctx, c, account, o.Dir, action)
	}
	keyAt, err := key.Place(ctx, c, action)
	// The agents of launchd belong to the desktop's session.
	if err == nil && keyAt.File == "" && (runtime.GOOS != "darwin" || !o.User) {
		err = keyUnreachable(account)
	}
	return keyAt, err
}

type serviceUninstallCommand struct{ serviceFlags }

func (cmd serviceUninstallCommand) Run(c *console.Console) error {
	return cmd.do(c, service.Uninstall, "Removed the service. The data directory stays as it is.")
}

type serviceStartCommand struct{ serviceFlags }

func (cmd serviceStartCommand) Run(c *console.Console) error {
	return cmd.do(c, service.Start, "Started the service.")
}

type serviceStopCommand struct{ serviceFlags }

func (cmd serviceStopCommand) Run(c *console.Console) error {
	return cmd.do(c, service.Stop, "Stopped the service. Running imports go on with its next start.")
}

func (f serviceFlags) do(c *console.Console, what func(service.Options) error, done string) error {
	o, err := f.options(c)
	if err != nil {
		return err
	}
	if err := what(o); err != nil {
		return err
	}
	c.Note(done)
	return printService(c, o)
}

type serviceStatusCommand struct {
	serviceFlags
}

// serviceRow is the service as JSON.
type serviceRow struct {
	Service string `json:"service"` // not installed, stopped or running
	// SchedulesRunBy is the role of the process that runs the schedules: window,
	// serve or service; null when none does.
	SchedulesRunBy *scheduler.Role `json:"schedulesRunBy"`
	Process        int             `json:"process,omitempty"`
	DataDirectory  string          `json:"dataDirectory"`
	Key            string          `json:"key"` // where it is; unknown when that could not be found out
}

func (cmd serviceStatusCommand) Run(ctx context.Context, c *console.Console) error {
	o, err := cmd.options(c)
	if err != nil {
		return err
	}
	status, err := service.StatusOf(o)
	if err != nil {
		return err
	}
	row := serviceRow{Service: string(status), DataDirectory: o.Dir}
	state := scheduler.At(o.Dir)
	if state.Anywhere() {
		row.SchedulesRunBy, row.Process = &state.Role, state.PID
	}
	var keyAt key.Row
	if owner := ownerOf(o.Dir); another(owner) {
		keyAt, err = keyAs(ctx, c, owner, o.Dir, key.Show)
	} else {
		keyAt, err = key.Place(ctx, c, key.Show)
	}
	row.Key = keyAt.Fixed()
	place := keyAt.String()
	if err != nil {
		row.Key, place = "unknown", c.Explain(err).Message
	}
	if c.JSON {
		return c.PrintJSON(row)
	}
	t := console.NewTable()
	t.Add("Service", row.Service)
	t.Add("Schedules are run by", state.Where())
	t.Add("Data directory", row.DataDirectory)
	t.Add("Key of the secrets", place)
	return t.Write(c)
}
