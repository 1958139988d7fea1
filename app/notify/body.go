package notify

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"
)

// webhookVersion is that of the JSON of [FormatJSON]. What is added to it does not change it.
const webhookVersion = 1

// generic is the JSON of [FormatJSON].
type generic struct {
	Version int       `json:"version"`
	ID      string    `json:"id"`
	Kind    string    `json:"kind"`
	At      time.Time `json:"at"`
	Host    string    `json:"host"`
	Title   string    `json:"title"`
	Text    []string  `json:"text"`
	Items   []Item    `json:"items"`
}

// body is a message as a webhook of a format takes it.
func (l letter) body(format, delivery, host string, m Message) ([]byte, error) {
	switch format {
	case FormatTeams:
		return l.cardBody()
	case FormatSlack:
		return json.Marshal(l.slack())
	default:
		g := generic{webhookVersion, delivery, m.Kind, m.At.UTC(), host, l.Subject, l.Lead, m.Items}
		if g.Text == nil {
			g.Text = []string{}
		}
		if g.Items == nil {
			g.Items = []Item{}
		}
		return json.Marshal(g)
	}
}

// object is one of JSON.
type object = map[string]any

// largestCard is what Teams takes, in bytes, less what it adds to that
// (learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using).
const largestCard = 27 << 10

// cardBody is the card with as many items as Teams takes; it refuses one that is larger as a whole.
func (l letter) cardBody() ([]byte, error) {
	for {
		body, err := json.Marshal(l.card())
		if err != nil || len(body) <= largestCard || len(l.Items) == 0 {
			return body, err
		}
		l.Items = l.Items[:len(l.Items)-1]
		l.More++
	}
}

// card is a message to a workflow of Teams ("Post to a channel when a webhook request is
// received"): an Adaptive Card (adaptivecards.io/explorer). Texts are runs of rich text, of
// which none is read as Markdown: a name from a tenant cannot be a link.
func (l letter) card() object {
	run := func(text string, more object) object {
		inline := object{"type": "TextRun", "text": text}
		for key, value := range more {
			inline[key] = value
		}
		return object{"type": "RichTextBlock", "inlines": []any{inline}}
	}
	body := []any{run(l.Subject, object{"weight": "Bolder", "size": "Medium"})}
	for _, line := range l.Lead {
		body = append(body, run(line, nil))
	}
	for _, i := range l.Items {
		color := "Attention"
		if i.State == StateOver {
			color = "Good"
		}
		body = append(body, run(shortened(i.Title), object{"weight": "Bolder", "color": color}))
		for _, text := range i.paragraphs() {
			body = append(body, run(text, nil))
		}
	}
	if more := l.moreText(); more != "" {
		body = append(body, run(more, nil))
	}
	body = append(body, run(l.Foot, object{"size": "Small", "isSubtle": true}))
	return object{"type": "message", "attachments": []any{object{
		"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": nil,
		"content": object{
			"$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4", "body": body,
		},
	}}}
}

// What Slack's header and section blocks take, in characters.
const (
	longestHeader  = 150
	longestSection = 3000
)

// slackEscapes keep a text from being read as a link or a mention
// (docs.slack.dev/messaging/formatting-message-text).
var slackEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// slack is a message to an incoming webhook of Slack, of plain texts.
func (l letter) slack() object {
	header := l.Subject
	if utf8.RuneCountInString(header) > longestHeader {
		header = string([]rune(header)[:longestHeader-1]) + "…"
	}
	plain := func(text string) object { return object{"type": "plain_text", "text": text, "emoji": false} }
	blocks := []any{object{"type": "header", "text": plain(header)}}
	section := func(lines ...string) {
		text := []rune(strings.Join(lines, "\n"))
		if len(text) > longestSection {
			text = append(text[:longestSection-1], '…')
		}
		blocks = append(blocks, object{"type": "section", "text": plain(string(text))})
	}
	if len(l.Lead) > 0 {
		section(l.Lead...)
	}
	for _, i := range l.Items {
		section(append([]string{shortened(i.Title)}, i.paragraphs()...)...)
	}
	if more := l.moreText(); more != "" {
		section(more)
	}
	blocks = append(blocks, object{"type": "context", "elements": []any{plain(l.Foot)}})
	return object{"text": slackEscapes.Replace(l.Subject), "blocks": blocks}
}
