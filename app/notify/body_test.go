package notify

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// manyCauses is a message of many causes, each as long as it may become.
func manyCauses() Message {
	m := Message{Kind: MessageCauses, At: time.Unix(1_800_000_000, 0)}
	for i := range 60 {
		text := fmt.Sprint(i, strings.Repeat(` "Größe" of <many> words`, 100))
		m.Items = append(m.Items, Item{Topic: ImportFailed, State: StateBegan, Title: text, Text: text, Action: text})
	}
	return m
}

// Teams refuses what is larger than 28 KB as a whole (github.com/grafana/grafana/issues/74724).
func TestACardIsNoLargerThanTeamsTakes(t *testing.T) {
	const most = 28 << 10
	for name, m := range map[string]Message{
		"given many causes": manyCauses(), "given one": {Kind: MessageCauses, Items: manyCauses().Items[:1]}, "given a test": {Kind: MessageTest},
	} {
		t.Run(name, func(t *testing.T) {
			l := lettered(m, nil, "beacon01")
			body, err := l.body(FormatTeams, "delivery", "beacon01", m)
			if err != nil || len(body) > most || !json.Valid(body) {
				t.Errorf("%d bytes, %v", len(body), err)
			}
			if len(m.Items) == 0 {
				return
			}
			written := strings.Count(string(body), `"Attention"`)
			if written == 0 || written > len(m.Items) {
				t.Errorf("%d of %d causes are written out", written, len(m.Items))
			}
			if more := (letter{More: len(m.Items) - written}).moreText(); !strings.Contains(string(body), more) {
				t.Errorf("it does not say %q", more)
			}
		})
	}
}

// Slack refuses a message with a section of more than 3,000 characters, or more than 50 blocks.
func TestBlocksAreNoLongerThanSlackTakes(t *testing.T) {
	m := manyCauses()
	body, err := lettered(m, nil, "beacon01").body(FormatSlack, "delivery", "beacon01", m)
	var got struct {
		Blocks []struct {
			Type string
			Text struct{ Text string }
		}
	}
	if err != nil || json.Unmarshal(body, &got) != nil || len(got.Blocks) < 10 || len(got.Blocks) > 50 {
		t.Fatalf("%d blocks, %v", len(got.Blocks), err)
	}
	for _, b := range got.Blocks {
		if n, most := utf8.RuneCountInString(b.Text.Text), map[string]int{"header": 150, "section": 3000, "context": 0}[b.Type]; n > most {
			t.Errorf("a %s has %d characters", b.Type, n)
		}
	}
}
