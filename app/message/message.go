package message

import (
	"strings"

	"inventorybeacon/connector"
)

// Text is a message in words, without what to do about it.
func Text(m connector.Message) string { return system().text(m.ID, m.Data) }

// L puts a text of the program itself, such as a label or a line on the console, into
// the language of the account: the English text is its entry in the catalogue.
// data is what the text names as {{.Name}}.
func L(english string, data ...connector.Data) string {
	c := system()
	var values connector.Data
	if len(data) > 0 {
		values = data[0]
	}
	return c.text(english, values)
}

// Advice is a message in words.
func Advice(m connector.Message) connector.Advice { return system().advice(m) }

// Sentence is a message in words, with what to do about it behind it.
func Sentence(m connector.Message) string {
	advice := Advice(m)
	return strings.TrimSpace(advice.Message + " " + advice.Action)
}
