package connection

import (
	"context"
	"errors"
	"io"
	"strings"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
	"inventorybeacon/app/signin"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

type signInCommand struct {
	Name             string `arg:"" help:"Connection name."`
	Browser          string `help:"How to sign in: popup, system (default browser) or none (the address is printed, the answer is pasted)." enum:",popup,system,none" default:"" placeholder:"WAY"`
	ReplaceInventory bool   `help:"Accept an account of another tenant than that of the inventory, which the next import then replaces."`
	console.YesFlag
}

func (cmd signInCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	entry, err := c.Named(beacon, cmd.Name)
	if err != nil {
		return err
	}
	prompter := &prompter{console: c}
	replace := Replacing{allowed: cmd.ReplaceInventory, confirmed: cmd.Yes}
	if err := SignIn(ctx, c, beacon, entry, connector.SignInWay(cmd.Browser), prompter, replace); err != nil {
		return err
	}
	if c.JSON {
		return printDetail(c, beacon, entry.Connection.Name)
	}
	return nil
}

// Replacing says whether another tenant may take the place of the one whose
// inventory a connection has, and whether that is not to be asked again.
type Replacing struct{ allowed, confirmed bool }

// SignIn signs in for a saved connection and stores the refresh token. Another
// tenant than that of the inventory is refused unless replace says that it may take
// its place.
func SignIn(
	ctx context.Context, c *console.Console, beacon *app.Beacon, entry workspace.Entry, way connector.SignInWay, prompter signin.Prompter,
	replace Replacing,
) error {
	who, token, err := beacon.SignIn(ctx, entry.Connection, app.SecretChanges{}, way, prompter)
	if err != nil {
		return err
	}
	conn := entry.Connection.SignedIn(who)
	if other := beacon.OtherTenant(conn); other != nil {
		if !replace.allowed {
			return other
		}
		if err := c.Confirm(ctx, replace.confirmed, "The next import replaces the inventory of %s, which is then lost. Store this sign-in?",
			console.TenantOr(entry, message.L("the former tenant"))); err != nil {
			return err
		}
		conn.ReplaceTenant = who.TenantID
	}
	if err := beacon.SaveEdited(ctx, entry.Connection, conn, app.SecretChanges{RefreshToken: &token}); err != nil {
		return err
	}
	c.Note("Signed in as %s, tenant %s. The refresh token is stored.", who.Account, tenantName(who))
	if len(who.Missing) > 0 {
		c.Note("Not granted: %s. Imports will lack what these permissions open.", strings.Join(who.Missing, ", "))
	}
	for _, other := range beacon.SameTenant(conn.ID) {
		c.Note("The connection %s is for the same tenant: only the newest import counts.", other.Connection.Name)
	}
	offerKept(c, beacon, conn.ID)
	return nil
}

func tenantName(who connector.SignIn) string {
	if who.TenantName != "" {
		return who.TenantName
	}
	return who.TenantID
}

// prompter is the administrator at a terminal.
type prompter struct{ console *console.Console }

// Status implements [signin.Prompter].
func (p *prompter) Status(text string) { p.console.Note("%s", text) }

// Address implements [signin.Prompter]. A question that waits at the terminal would take what is typed after the sign-in: --browser none
// is the way for a browser elsewhere.
func (p *prompter) Address(address string) (pastes bool) {
	p.console.Say("If no browser opens, open this address in one on this computer:\n\n%s\n", address)
	return false
}

// Answer implements [signin.Prompter].
func (p *prompter) Answer(ctx context.Context, address, problem string) (string, error) {
	if problem != "" {
		p.console.Say("%s", problem)
	} else {
		p.console.Say("Open this address in a browser and sign in:\n\n%s\n", address)
	}
	p.console.Say("Paste the address of the blank page at which the sign-in ends, then press Enter:")
	text, err := p.console.ReadPasted(ctx)
	switch {
	case !errors.Is(err, io.EOF):
		return text, err
	case strings.TrimSpace(text) != "":
		return text, nil
	default:
		return "", connector.NewError(connector.Message{ID: "console.no-answer"}, nil)
	}
}

// offerKept names the kept inventories with which a connection that has none can go on.
func offerKept(c *console.Console, beacon *app.Beacon, connectionID string) {
	for _, kept := range beacon.KeptFor(connectionID) {
		entry, _ := beacon.Entry(connectionID)
		c.Note("The inventory of the deleted connection %s of the same tenant is kept. Go on with it by: %s inventory give %s %s",
			kept.Name, c.Program(), connector.ShellWord(kept.Name), connector.ShellWord(entry.Connection.Name))
	}
}
