package notify

import (
	"strings"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// The kinds of messages.
const (
	MessageCauses = "causes"
	MessageReport = "report"
	MessageTest   = "test"
)

// The states of what is told.
const (
	StateBegan = "began"
	StateOver  = "over"
)

// Message is what is told at once through a channel.
type Message struct {
	Kind  string    `json:"kind"`
	At    time.Time `json:"at"`
	Items []Item    `json:"items,omitempty"`
	// Attach is the format of the list of a report.
	Attach string `json:"attach,omitempty"`
}

// Item is one thing that is told, in words. The names of its keys stand in the JSON of
// webhooks.
type Item struct {
	Topic Topic `json:"topic"`
	// Key tells the cause from all others; it is the same when it is over.
	Key        string    `json:"key"`
	State      string    `json:"state"`
	Connection string    `json:"connection"`
	Title      string    `json:"title"`
	Text       string    `json:"text,omitempty"`
	Action     string    `json:"action,omitempty"`
	At         time.Time `json:"at"`
}

// mostItems is how many are written out; mail servers and chats take no messages of any
// length.
const mostItems = 20

// longestText is that of an item, in characters.
const longestText = 1000

// letter is a message in words, for whatever carries it.
type letter struct {
	Subject string
	// Lead stands before the items.
	Lead  []string
	Items []Item
	More  int // that are not written out
	Foot  string
}

// lettered puts a message into words; headlines are those of a report.
func lettered(m Message, headlines []string, host string) letter {
	l := letter{Foot: message.Text(connector.Message{ID: "notify.note.foot", Data: connector.Data{"Host": host}})}
	switch m.Kind {
	case MessageTest:
		l.Subject = message.Text(connector.Message{ID: "notify.note.test"})
		l.Lead = []string{message.Text(connector.Message{ID: "notify.note.test-text"})}
	case MessageReport:
		l.Subject = message.Text(connector.Message{ID: "notify.note.report", Data: connector.Data{"Day": connector.DateOf(m.At)}})
		l.Lead = headlines
	default:
		l.Items = m.Items[:min(len(m.Items), mostItems)]
		l.More = len(m.Items) - len(l.Items)
		l.Subject = m.Items[0].Title
		if others := len(m.Items) - 1; others > 0 {
			l.Subject = message.Text(connector.Message{ID: "notify.note.subject", Data: connector.Data{"First": l.Subject, "Count": others}})
		}
	}
	l.Subject = shortened(l.Subject)
	return l
}

// paragraphs are the sentences of an item, each cut to what can be read.
func (i Item) paragraphs() (texts []string) {
	for _, text := range []string{i.Text, i.Action} {
		if text != "" {
			texts = append(texts, shortened(text))
		}
	}
	return texts
}

// shortened is a text in one line, cut where it is longer than anybody reads.
func shortened(text string) string { return printable.Line(text, longestText) }

// moreText says how many items are not written out; empty for none.
func (l letter) moreText() string {
	if l.More == 0 {
		return ""
	}
	return message.Count("notify.note.more", l.More)
}

// plain is the letter as text.
func (l letter) plain() string {
	var b strings.Builder
	for _, line := range l.Lead {
		b.WriteString(line + "\n")
	}
	for _, i := range l.Items {
		b.WriteString("\n* " + shortened(i.Title) + "\n")
		for _, text := range i.paragraphs() {
			b.WriteString("  " + text + "\n")
		}
	}
	if more := l.moreText(); more != "" {
		b.WriteString("\n" + more + "\n")
	}
	b.WriteString("\n-- \n" + l.Foot + "\n")
	return strings.TrimPrefix(b.String(), "\n")
}
