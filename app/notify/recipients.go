package notify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"inventorybeacon/app/message"
	transport "inventorybeacon/app/notify/internal/mail"
	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// recipients are those of a channel who need a try of a message. Who was added to the channel since gets it, too.
func recipients(c Channel, m store.Outgoing) []string {
	return slices.DeleteFunc(slices.Clone(c.To), func(to string) bool { return slices.Contains(m.Done, to) })
}

// receptionOf is what a try has come to for each of the recipients; failure is nil where it has succeeded.
func receptionOf(tried []string, failure error, now time.Time) store.Reception {
	r := store.Reception{At: now, Refused: map[string]string{}}
	var refused interface{ ForGood() []transport.Refusal }
	if errors.As(failure, &refused) {
		for _, recipient := range refused.ForGood() {
			r.Refused[recipient.Address] = recipient.Said
		}
	}
	var partly *PartlySentError
	if failure != nil && !errors.As(failure, &partly) {
		return r
	}
	for _, address := range tried {
		if _, isRefused := r.Refused[address]; !isRefused && (partly == nil || !partly.Awaits(address)) {
			r.Taken = append(r.Taken, address)
		}
	}
	return r
}

// Refused is a recipient for whom the mail server of a channel takes no messages.
type Refused struct {
	Channel string    `json:"channel"`
	Address string    `json:"address"`
	Since   time.Time `json:"since"`
	Last    time.Time `json:"last"`
	// Messages is how many the recipient has not got, Said what the server has answered the last time.
	Messages int    `json:"messages"`
	Said     string `json:"said"`
}

// Text says in words what has come of it, and what to do.
func (r Refused) Text() string {
	return message.Sentence(connector.Message{ID: "notify.recipient-refused", Data: connector.Data{
		"Address": r.Address, "Count": r.Messages, "Said": r.Said, "Channel": r.Channel,
	}})
}

// Refused returns the recipients whom mail servers refuse for good, by the name of their channel.
func (n *Notifier) Refused(ctx context.Context) ([]Refused, error) {
	channels, err := n.Channels(ctx)
	if err != nil {
		return nil, err
	}
	stored, err := n.Store.RefusedRecipients(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading whom mail servers refuse: %w", err)
	}
	refused := []Refused{}
	for _, c := range channels {
		for _, r := range stored {
			if r.ChannelID == c.ID {
				refused = append(refused, Refused{c.Name, r.Address, r.Since, r.Last, r.Messages, r.Said})
			}
		}
	}
	return refused, nil
}
