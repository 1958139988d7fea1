package notify

import (
	"context"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/notify"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
)

// channelFlags are what a channel is made of; what is nil stays as it is.
type channelFlags struct {
	Kind              *string  `help:"email or webhook; of a new channel webhook when its address is given, else email." placeholder:"KIND"`
	Topics            []string `help:"What is told, with commas between them: import-failed, held-back, missed, over-assigned, unused, renewal, expiring and report; all is every one, as when none are chosen." placeholder:"TOPIC"`
	Disabled          bool     `help:"Send nothing through it."`
	Enabled           bool     `help:"Send through it again."`
	Server            *string  `help:"Mail server with its port, such as smtp.contoso.com:587." placeholder:"HOST:PORT"`
	Encryption        *string  `help:"starttls, tls or, to a mail server on this computer, none." placeholder:"KIND"`
	From              *string  `help:"Address that messages come from." placeholder:"ADDRESS"`
	To                []string `help:"Address that messages go to; can be given several times." placeholder:"ADDRESS"`
	Authentication    *string  `help:"none, password or oauth2." placeholder:"KIND"`
	Username          *string  `help:"User name at the mail server; with oauth2 the mailbox." placeholder:"NAME"`
	PasswordFile      *string  `help:"File with the password, or - for standard input." placeholder:"FILE"`
	TokenEndpoint     *string  `help:"Token endpoint of oauth2." placeholder:"ADDRESS"`
	ClientID          *string  `help:"Client ID of the app registration of oauth2." placeholder:"ID"`
	ClientSecretFile  *string  `help:"File with the client secret of oauth2, or - for standard input." placeholder:"FILE"`
	Scope             *string  `help:"Scope of oauth2; that of Microsoft 365 when not set." placeholder:"SCOPE"`
	Format            *string  `help:"What a webhook is sent: json, teams or slack." placeholder:"FORMAT"`
	AddressFile       *string  `help:"File with the address of the webhook, which is a secret, or - for standard input." placeholder:"FILE"`
	SigningKeyFile    *string  `help:"File with the key that requests of a webhook are signed with, or - for standard input." placeholder:"FILE"`
	RemoveSigningKey  bool     `help:"Sign requests no longer."`
	ProxyServer       *string  `help:"Proxy for webhooks and the token endpoint." placeholder:"SERVER"`
	ProxyUsername     *string  `help:"User name at the proxy; without one it is the account that the program runs as." placeholder:"NAME"`
	ProxyPasswordFile *string  `help:"File with the password of that user, or - for standard input." placeholder:"FILE"`
}

// put changes a channel as the flags say, and stores it.
func (f channelFlags) put(ctx context.Context, c *console.Console, beacon *app.Beacon, channel notify.Channel) error {
	given := f.enter(&channel)
	if f.Username != nil && f.Authentication == nil && channel.Authentication == notify.AuthNone {
		channel.Authentication = ""
	}
	if f.Disabled && f.Enabled {
		return console.UsageErrorf("--disabled and --enabled exclude each other")
	}
	channel.Disabled = f.Disabled || channel.Disabled && !f.Enabled
	if len(f.Topics) > 0 {
		topics, err := topicsOf(f.Topics)
		if err != nil {
			return err
		}
		channel.Topics = topics
	}
	secrets, err := readChannelSecrets(c, map[connector.Field]*string{
		notify.FieldPassword: f.PasswordFile, notify.FieldClientSecret: f.ClientSecretFile,
		notify.FieldAddress: f.AddressFile, notify.FieldSigningKey: f.SigningKeyFile,
		notify.FieldProxyPassword: f.ProxyPasswordFile,
	})
	if err != nil {
		return err
	}
	if f.RemoveSigningKey {
		if f.SigningKeyFile != nil {
			return console.UsageErrorf("--remove-signing-key and --signing-key-file exclude each other")
		}
		secrets[notify.FieldSigningKey], given = "", append(given, "remove-signing-key")
	}
	given = append(given, notify.GivenSecrets(secrets)...)
	if err := workspace.Refused(channel.Unfit(given...)...); err != nil {
		return err
	}
	if err := beacon.Notify.PutChannel(ctx, channel, secrets); err != nil {
		return err
	}
	c.Note("Stored the channel %s. Try it with: %s notify test %s", channel.Name, c.Program(), connector.ShellWord(channel.Name))
	if !c.JSON {
		return nil
	}
	if channel, err = beacon.Notify.Channel(ctx, channel.Name); err != nil {
		return err
	}
	rows, err := channelRows(ctx, beacon, channel)
	if err != nil {
		return err
	}
	return c.PrintJSON(rows[0])
}

// enter writes what was given into a channel, and returns the fields that are not empty.
func (f channelFlags) enter(channel *notify.Channel) (given []connector.Field) {
	for _, one := range []struct {
		field connector.Field
		given *string
		into  *string
	}{
		{notify.FieldKind, f.Kind, &channel.Kind},
		{notify.FieldServer, f.Server, &channel.Server},
		{notify.FieldEncryption, f.Encryption, &channel.Encryption},
		{notify.FieldFrom, f.From, &channel.From},
		{notify.FieldAuthentication, f.Authentication, &channel.Authentication},
		{notify.FieldUsername, f.Username, &channel.Username},
		{notify.FieldTokenEndpoint, f.TokenEndpoint, &channel.TokenEndpoint},
		{notify.FieldClientID, f.ClientID, &channel.ClientID},
		{notify.FieldScope, f.Scope, &channel.Scope},
		{notify.FieldFormat, f.Format, &channel.Format},
		{notify.FieldProxy, f.ProxyServer, &channel.Proxy},
		{notify.FieldProxyUsername, f.ProxyUsername, &channel.ProxyUsername},
	} {
		if one.given == nil {
			continue
		}
		if *one.into = *one.given; *one.given != "" {
			given = append(given, one.field)
		}
	}
	if len(f.To) > 0 {
		channel.To, given = f.To, append(given, notify.FieldTo)
	}
	return given
}

type addCommand struct {
	Name string `arg:"" help:"Name of the channel."`
	channelFlags
}

func (cmd addCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	channel := notify.NewChannel()
	channel.Name = cmd.Name
	if cmd.Kind == nil && cmd.AddressFile != nil {
		channel.Kind = notify.KindWebhook
	}
	return cmd.put(ctx, c, beacon, channel)
}

type editCommand struct {
	Name    string  `arg:"" help:"Name of the channel."`
	NewName *string `help:"Another name for it." placeholder:"NAME"`
	channelFlags
}

func (cmd editCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	channel, err := beacon.Notify.Channel(ctx, cmd.Name)
	if err != nil {
		return err
	}
	if cmd.NewName != nil {
		channel.Name = *cmd.NewName
	}
	return cmd.put(ctx, c, beacon, channel)
}
