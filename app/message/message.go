package message

import (
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/store"
)

// Text is a message in words, without what to do about it.
func Text(m connector.Message) string { return system().text(m.ID, m.Data) }

// L puts a text of the program itself, such as a label or a line on the console, into
// the language of the account: the English text is its entry in the catalogue. data is
// what it names as {{.Name}}; a text with the verbs of package fmt is a format, in which
// another language may change their order (%[2]s). A text without an entry, such as one
// that comes from elsewhere, is left as it is.
func L(english string, data ...connector.Data) string {
	c := system()
	if !c.ids[english] {
		return english
	}
	var values connector.Data
	if len(data) > 0 {
		values = data[0]
	}
	return c.text(english, values)
}

// Count is a number of things, such as "2,000 users": id is an entry with the singular
// and the plural.
func Count(id string, n int) string {
	return Text(connector.Message{ID: id, Data: connector.Data{"Count": n}})
}

// Advice is a message in words.
func Advice(m connector.Message) connector.Advice { return system().advice(m) }

// Warning is a message in words, as it is kept with a task.
func Warning(m connector.Message) store.Warning {
	advice := Advice(m)
	return store.Warning{Message: advice.Message, Advice: advice.Action}
}

// Sentence is a message in words, with what to do about it behind it.
func Sentence(m connector.Message) string {
	advice := Advice(m)
	return strings.TrimSpace(advice.Message + " " + advice.Action)
}
