// Package notify has the commands for notifications: channels to people, what is told, test messages.
package notify

import (
	"context"
	"strings"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/app/command/console"
	"inventorybeacon/app/message"
	"inventorybeacon/app/notify"
	"inventorybeacon/connector"
)

// Commands are the commands of inventory-beacon notify.
type Commands struct {
	List   listCommand   `cmd:"" help:"List the channels to people, what is told, what could not be sent yet, and whom mail servers refuse."`
	Add    addCommand    `cmd:"" help:"Add a channel: a mail server or a webhook."`
	Edit   editCommand   `cmd:"" help:"Change a channel."`
	Remove removeCommand `cmd:"" help:"Remove a channel with its secrets."`
	Set    setCommand    `cmd:"" help:"Set the limits and days from which on something is told, quiet hours, and the report."`
	Test   testCommand   `cmd:"" help:"Send a test message through a channel now."`
	Report reportCommand `cmd:"" help:"Send the report through a channel now."`
}

// channelRow is a channel as JSON, without its secrets.
type channelRow struct {
	notify.Channel
	Topics  []notify.Topic    `json:"topics"`  // all when none are chosen
	Secrets []connector.Field `json:"secrets"` // the fields of those that are stored
}

// Notifications are everything about them as JSON.
type Notifications struct {
	Channels []channelRow     `json:"channels"`
	Rules    notify.Rules     `json:"rules"`
	Waiting  []notify.Waiting `json:"waiting"`
	Refused  []notify.Refused `json:"refused"`
}

// channelRows are channels with what is stored of their secrets.
func channelRows(ctx context.Context, beacon *app.Beacon, channels ...notify.Channel) ([]channelRow, error) {
	stored, err := beacon.Notify.StoredSecrets(ctx)
	rows := make([]channelRow, len(channels))
	for i, channel := range channels {
		rows[i] = channelRow{Channel: channel, Topics: channel.Topics, Secrets: append([]connector.Field{}, stored[channel.ID]...)}
		if len(channel.Topics) == 0 {
			rows[i].Topics = notify.Topics()
		}
	}
	return rows, err
}

type listCommand struct{}

func (listCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	channels, err := beacon.Notify.Channels(ctx)
	if err != nil {
		return err
	}
	var all Notifications
	if all.Channels, err = channelRows(ctx, beacon, channels...); err != nil {
		return err
	}
	if all.Rules, err = beacon.Notify.Rules(ctx); err != nil {
		return err
	}
	if all.Waiting, err = beacon.Notify.Waiting(ctx); err != nil {
		return err
	}
	if all.Refused, err = beacon.Notify.Refused(ctx); err != nil {
		return err
	}
	if c.JSON {
		return c.PrintJSON(all)
	}
	if len(channels) == 0 {
		c.Note("Nobody is written to. Add a channel with: %s notify add NAME --server HOST:PORT --from ADDRESS --to ADDRESS", c.Program())
		return nil
	}
	t := console.NewTable("Channel", "Kind", "To", "Topics", "Enabled")
	t.LeaveOut("Topics", "To")
	for _, row := range all.Channels {
		t.Add(row.Name, row.Kind, channelTarget(row.Channel), topicsText(row.Channel), message.YesNo(!row.Disabled))
	}
	if err := t.Write(c); err != nil {
		return err
	}
	for _, w := range all.Waiting {
		if w.Failure != "" {
			c.Complain("%s: a message of %s could not be sent. %s", w.Channel, console.LocalTime(&w.Since), w.Failure)
		}
	}
	for _, r := range all.Refused {
		c.Complain("%s: %s", r.Channel, r.Text())
	}
	return nil
}

// channelTarget says where messages go, without what is a secret.
func channelTarget(channel notify.Channel) string {
	if channel.Kind == notify.KindWebhook {
		return channel.Format
	}
	return strings.Join(channel.To, ", ")
}

func topicsText(channel notify.Channel) string {
	if len(channel.Topics) == 0 {
		return message.L("all")
	}
	var names []string
	for _, topic := range channel.Topics {
		names = append(names, string(topic))
	}
	return strings.Join(names, ", ")
}

type removeCommand struct {
	Name string `arg:"" help:"Name of the channel."`
}

func (cmd removeCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	channel, err := beacon.Notify.Channel(ctx, cmd.Name)
	if err != nil {
		return err
	}
	rows, err := channelRows(ctx, beacon, channel)
	if err != nil {
		return err
	}
	if err := beacon.Notify.RemoveChannel(ctx, channel.ID); err != nil {
		return err
	}
	c.Note("Removed the channel %s.", channel.Name)
	if c.JSON {
		return c.PrintJSON(rows[0])
	}
	return nil
}

// sentRow is a message that was sent now, as JSON.
type sentRow struct {
	Channel string    `json:"channel"`
	Kind    string    `json:"kind"`
	At      time.Time `json:"at"`
}

type testCommand struct {
	Name string `arg:"" help:"Name of the channel."`
}

func (cmd testCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	return sendNow(ctx, c, beacon, cmd.Name, notify.MessageTest, func(channel notify.Channel) error {
		return beacon.Notify.Test(ctx, channel, nil)
	})
}

type reportCommand struct {
	Name string `arg:"" help:"Name of the channel."`
}

func (cmd reportCommand) Run(ctx context.Context, c *console.Console, beacon *app.Beacon) error {
	return sendNow(ctx, c, beacon, cmd.Name, notify.MessageReport, func(channel notify.Channel) error {
		return beacon.Notify.SendReport(ctx, channel)
	})
}

func sendNow(ctx context.Context, c *console.Console, beacon *app.Beacon, name, kind string, send func(notify.Channel) error) error {
	channel, err := beacon.Notify.Channel(ctx, name)
	if err != nil {
		return err
	}
	if err := send(channel); err != nil {
		return err
	}
	c.Note("Sent through %s.", channel.Name)
	if c.JSON {
		return c.PrintJSON(sentRow{channel.Name, kind, time.Now().UTC()})
	}
	return nil
}

// readChannelSecrets reads the files with secrets that were given.
func readChannelSecrets(c *console.Console, files map[connector.Field]*string) (notify.Secrets, error) {
	secrets, fromInput := notify.Secrets{}, 0
	for _, field := range notify.SecretFields() {
		path := files[field]
		if path == nil {
			continue
		}
		if *path == "-" {
			fromInput++
		}
		if fromInput > 1 {
			return nil, console.UsageErrorf("only one secret can come from standard input: put the others into files")
		}
		secret, err := c.ReadSecret(string(field)+"-file", *path)
		if err != nil {
			return nil, err
		}
		secrets[field] = secret
	}
	return secrets, nil
}

// topicsOf are the topics of a list, of which all is every one.
func topicsOf(list []string) (topics []notify.Topic, err error) {
	for _, word := range list {
		if word == "all" {
			return nil, nil
		}
		if err := console.OneOf("--topics", notify.Topic(word), notify.Topics()); err != nil {
			return nil, err
		}
		topics = append(topics, notify.Topic(word))
	}
	return topics, nil
}
