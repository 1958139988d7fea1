package notify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"

	"inventorybeacon/app/message"
	transport "inventorybeacon/app/notify/internal/mail"
	"inventorybeacon/app/notify/internal/webhook"
	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// PartlySentError is a message that the mail server has taken, but not for all recipients.
type PartlySentError = transport.PartlySentError

// backOff is how long to wait after each failure, the last one again and again.
var backOff = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour}

const (
	// longestWait is the most that a receiver may ask to wait.
	longestWait = 24 * time.Hour
	// giveUpAfter is how old a message may become, whatever it waits for: what it says is no
	// news any more.
	giveUpAfter = 3 * 24 * time.Hour
)

// deliver sends what is due, through all channels at once.
func (n *Notifier) deliver(ctx context.Context, channels []Channel) error {
	waiting, err := n.Store.OutgoingMessages(ctx)
	if err != nil {
		return fmt.Errorf("reading what is to be sent: %w", err)
	}
	now := n.Now()
	waiting, gaveUp, err := n.giveUp(ctx, channels, waiting, now)
	if err != nil {
		return err
	}
	var work sync.WaitGroup
	errs := make([]error, len(channels))
	some := gaveUp
	for i, c := range channels {
		due := slices.DeleteFunc(queues(c, waiting), func(queue []store.Outgoing) bool {
			wait := queue[0].Due.Sub(now)
			return 0 < wait && wait <= longestWait // a longer one comes of another clock
		})
		if len(due) == 0 || c.Disabled {
			continue
		}
		some = true
		work.Go(func() {
			for _, queue := range due {
				errs[i] = errors.Join(errs[i], n.deliverInOrder(ctx, c, queue))
			}
		})
	}
	work.Wait()
	if some {
		n.tellChange()
	}
	return errors.Join(errs...)
}

// queues returns the messages of a channel in the order in which they came. What must hold up no failure is apart from
// them: reports, whose numbers may not be readable, and each message that waits for the sake of its recipients.
func queues(c Channel, waiting []store.Outgoing) (queues [][]store.Outgoing) {
	var news, reports []store.Outgoing
	var rest [][]store.Outgoing
	for _, m := range waiting {
		switch {
		case m.ChannelID != c.ID:
		case m.Apart:
			rest = append(rest, []store.Outgoing{m})
		case kindOf(m) == MessageReport:
			reports = append(reports, m)
		default:
			news = append(news, m)
		}
	}
	return slices.DeleteFunc(append(rest, news, reports), func(queue []store.Outgoing) bool { return len(queue) == 0 })
}

// kindOf is empty for a message that cannot be read.
func kindOf(out store.Outgoing) string {
	var m Message
	if json.Unmarshal(out.Content, &m) != nil {
		return ""
	}
	return m.Kind
}

// giveUp ends the messages that are too old, and returns the others and whether there were some.
func (n *Notifier) giveUp(
	ctx context.Context, channels []Channel, messages []store.Outgoing, now time.Time,
) (others []store.Outgoing, some bool, err error) {
	for _, m := range messages {
		if now.Sub(m.Created) <= giveUpAfter {
			others = append(others, m)
			continue
		}
		name := ""
		if i := slices.IndexFunc(channels, func(c Channel) bool { return c.ID == m.ChannelID }); i >= 0 {
			name = channels[i].Name
		}
		n.Log.Error("giving up a message that is too old", "channel", name, "delivery", m.Delivery, "tries", m.Tries, "failure", m.Failure)
		if err := n.Store.EndOutgoing(ctx, m, store.Reception{}); err != nil {
			return others, some, err
		}
		some = true
	}
	return others, some, nil
}

// deliverInOrder sends until something cannot be sent; the others wait for that.
func (n *Notifier) deliverInOrder(ctx context.Context, c Channel, messages []store.Outgoing) error {
	for _, m := range messages {
		if ctx.Err() != nil {
			return nil // the next start sends it
		}
		secrets, err := n.Store.ChannelSecrets(ctx, c.ID)
		if err == nil {
			err = n.send(ctx, c, m, secrets)
		}
		partly := (*PartlySentError)(nil)
		if err != nil && !errors.As(err, &partly) && ctx.Err() != nil {
			return nil
		}
		// What was sent is recorded also when the program ends meanwhile: else it would be sent once more.
		goesOn, err := n.record(context.WithoutCancel(ctx), c, m, err)
		if err != nil || !goesOn {
			return err
		}
	}
	return nil
}

// record keeps what a try has come to, and reports whether the next message can be sent.
func (n *Notifier) record(ctx context.Context, c Channel, m store.Outgoing, failure error) (goesOn bool, err error) {
	log := n.Log.With("channel", c.Name, "delivery", m.Delivery)
	reception := receptionOf(recipients(c, m), failure, n.Now())
	if failure == nil {
		log.Info("sent a message")
		return true, n.Store.EndOutgoing(ctx, m, reception)
	}
	m.Due = n.Now().Add(waitAfter(failure, m.Tries))
	var partly *PartlySentError
	switch {
	case errors.As(failure, &partly) && len(partly.Later) == 0:
		log.Warn("sent a message, but not to all", "error", failure)
		return true, n.Store.EndOutgoing(ctx, m, reception)
	case partly != nil:
		log.Warn("sent a message, but not to all yet", "tries", m.Tries+1, "again", m.Due, "error", failure)
		m.Done = slices.DeleteFunc(slices.Clone(c.To), partly.Awaits)
		m.Apart = true
		m.Failure = sentence(&PartlySentError{Server: partly.Server, Later: partly.Later})
		return true, n.Store.Postpone(ctx, m, reception)
	case len(reception.Refused) > 0 && len(reception.Refused) == len(recipients(c, m)):
		log.Error("giving up a message that is refused for each of its recipients", "error", failure)
		return true, n.Store.EndOutgoing(ctx, m, reception)
	default:
		log.Warn("could not send a message", "tries", m.Tries+1, "again", m.Due, "error", failure)
		m.Done = append(m.Done, slices.Sorted(maps.Keys(reception.Refused))...)
		m.Failure = sentence(failure)
		m.Apart = m.Apart || isForRecipients(failure)
		return m.Apart, n.Store.Postpone(ctx, m, reception)
	}
}

// sentence is an error as people read it.
func sentence(err error) string { return message.Sentence(message.Of(err)) }

// isForRecipients reports whether a mail server refuses a message for the sake of its recipients, each of them.
func isForRecipients(err error) bool {
	var refused *transport.Error
	return errors.As(err, &refused) && refused.ForAll()
}

// waitAfter is how long to wait after a failure.
func waitAfter(err error, tries int) time.Duration {
	wait := backOff[min(tries, len(backOff)-1)]
	var permanent interface{ Permanent() bool }
	if errors.As(err, &permanent) && permanent.Permanent() {
		wait = max(wait, time.Hour)
	}
	var hook *webhook.Error
	if errors.As(err, &hook) {
		wait = max(wait, min(hook.RetryAfter, longestWait))
	}
	return wait
}

// send sends one message.
func (n *Notifier) send(ctx context.Context, c Channel, out store.Outgoing, secrets Secrets) error {
	var m Message
	if err := json.Unmarshal(out.Content, &m); err != nil {
		return fmt.Errorf("reading a message: %w", err)
	}
	if m.Kind == MessageCauses && len(m.Items) == 0 {
		return nil
	}
	var headlines []string
	var err error
	if m.Kind == MessageReport {
		if headlines, err = n.Reporter.Headlines(ctx); err != nil {
			return fmt.Errorf("reading the numbers of the report: %w", err)
		}
	}
	host := hostName()
	l := lettered(m, headlines, host)
	client, err := n.client(c, secrets)
	if err != nil {
		return err
	}
	defer client.CloseIdleConnections()
	if c.Kind == KindWebhook {
		body, err := l.body(c.Format, out.Delivery, host, m)
		if err != nil {
			return err
		}
		hook := webhook.Hook{
			Address: secrets[FieldAddress], SigningKey: secrets[FieldSigningKey], Teams: c.Format == FormatTeams, Client: client,
		}
		return hook.Post(ctx, n.Now(), out.Delivery, body)
	}
	return n.mail(ctx, c, secrets, client, out, l, m)
}

func (n *Notifier) mail(
	ctx context.Context, c Channel, secrets Secrets, client *http.Client, out store.Outgoing, l letter, m Message,
) error {
	only := recipients(c, out)
	if len(only) == 0 {
		return nil
	}
	host, port, err := c.hostAndPort()
	if err != nil {
		return connector.NewError(connector.Message{ID: "notify.server"}, err)
	}
	server := transport.Server{
		Host: host, Port: port, Name: hostName(), Encryption: transport.Encryption(c.Encryption), Username: c.Username,
		Password: secrets[FieldPassword], Roots: n.Roots,
	}
	switch c.Authentication {
	case AuthNone:
		server.Username = ""
	case AuthOAuth2:
		server.Token = transport.Application{
			TokenEndpoint: c.TokenEndpoint, ClientID: c.ClientID, Scope: c.Scope, ClientSecret: secrets[FieldClientSecret], Client: client,
		}.Token
	}
	sent := transport.Letter{
		From: c.From, To: c.To, Only: only, ID: out.Delivery + "@inventory-beacon.invalid", Date: m.At, Subject: l.Subject, Text: l.plain(),
		HTML: l.html(),
	}
	if m.Kind == MessageReport {
		if sent.Attachments, err = n.attachments(ctx, m); err != nil {
			return err
		}
	}
	return transport.Send(ctx, server, sent)
}

// attachments are the files of a report.
func (n *Notifier) attachments(ctx context.Context, m Message) ([]transport.Attachment, error) {
	day := connector.DateOf(m.At).String()
	var overview, list bytes.Buffer
	if err := n.Reporter.WriteOverviewPage(ctx, &overview); err != nil {
		return nil, fmt.Errorf("writing the overview of the report: %w", err)
	}
	format, kind := AttachXLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	if m.Attach == AttachCSV {
		format, kind = AttachCSV, "text/csv; charset=utf-8"
	}
	if err := n.Reporter.WriteReclaimList(ctx, &list, format); err != nil {
		return nil, fmt.Errorf("writing the list of the report: %w", err)
	}
	return []transport.Attachment{
		{Name: "overview-" + day + ".html", Type: "text/html; charset=utf-8", Content: overview.Bytes()},
		{Name: "reclaim-" + day + "." + format, Type: kind, Content: list.Bytes()},
	}, nil
}

// hostName is the name of this computer, by which people and mail servers know who writes.
func hostName() string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return "localhost"
	}
	return name
}
