// Package message puts into words what people read: errors, warnings, statuses and
// notes, in the window and on the console alike, from one catalogue for each language.
package message

import (
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/jeandeaual/go-locale"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	textmessage "golang.org/x/text/message"

	"inventorybeacon/assets"
	"inventorybeacon/connector"
)

// translations is the folder of the catalogues, each named after its language: fr.json.
const translations = "translations"

// catalogue has the words of one language. It can be used from several goroutines.
type catalogue struct {
	name      string // of its file, without the extension
	localizer *i18n.Localizer
	numbers   *textmessage.Printer
	ids       map[string]bool // of the entries
}

// system is the catalogue of the language that this account works in; the English
// one where there is none. A process has one language, as it has one environment.
var system = sync.OnceValue(func() *catalogue {
	locales, err := locale.GetLocales()
	if err != nil {
		locales = nil
	}
	c, err := load(File, locales)
	if err != nil {
		panic(err) // built into the program, and read by every test
	}
	return c
})

// Language is that of the account, as the name of its catalogue's file has it: fr.
func Language() string { return system().name }

// File returns the catalogue of a language as its file has it. That of [Pseudo] is made
// from the English one.
func File(language string) ([]byte, error) {
	if language == Pseudo {
		content, err := File(english)
		if err != nil {
			return nil, err
		}
		return pseudo(content)
	}
	content, err := assets.Translations.ReadFile(path.Join(translations, language+".json"))
	if err != nil {
		return nil, fmt.Errorf("reading the catalogue of messages %s: %w", language, err)
	}
	return content, nil
}

// english is the language of the catalogue that has every entry.
const english = "en"

// load reads, with read, the catalogue for the first of the locales that has one. Entries
// that it lacks are English.
func load(read func(language string) ([]byte, error), locales []string) (*catalogue, error) {
	content, err := read(english)
	if err != nil {
		return nil, err
	}
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	c := &catalogue{name: english, ids: map[string]bool{}}
	if err := c.add(bundle, english, content); err != nil {
		return nil, err
	}
	if name, content := first(read, locales); name != english {
		c.name = name
		if err := c.add(bundle, name, content); err != nil {
			return nil, err
		}
	}
	c.localizer = i18n.NewLocalizer(bundle, c.name)
	c.numbers = textmessage.NewPrinter(language.Make(c.name))
	return c, nil
}

// first returns the first of the locales that has a catalogue, with that; English, without
// one, when none has.
func first(read func(language string) ([]byte, error), locales []string) (name string, content []byte) {
	for _, name := range locales {
		name = strings.ReplaceAll(name, "_", "-")
		short, _, _ := strings.Cut(name, "-")
		for _, candidate := range []string{name, short} {
			if candidate == english {
				return english, nil
			}
			if content, err := read(candidate); err == nil {
				return candidate, content
			}
		}
	}
	return english, nil
}

func (c *catalogue) add(bundle *i18n.Bundle, name string, content []byte) error {
	file, err := bundle.ParseMessageFileBytes(content, name+".json")
	if err != nil {
		return fmt.Errorf("reading the catalogue of messages %s: %w", name, err)
	}
	for _, entry := range file.Messages {
		c.ids[entry.ID] = true
	}
	return nil
}

func (c *catalogue) advice(m connector.Message) connector.Advice {
	action := m.Action()
	return connector.Advice{
		Message:   strings.TrimSpace(c.text(m.ID, m.Data)),
		Action:    strings.TrimSpace(c.text(action.ID, action.Data)),
		Reference: m.Reference, Code: m.Code,
	}
}

// text puts an entry into words. One that is missing, which a test shows, is named; there
// need not be anything to do.
func (c *catalogue) text(id string, data connector.Data) string {
	if strings.HasSuffix(id, ".action") && !c.ids[id] {
		return ""
	}
	config := i18n.LocalizeConfig{MessageID: id, TemplateData: c.words(data)}
	if count, ok := whole(data["Count"]); ok {
		config.PluralCount = count
	}
	text, _ := c.localizer.Localize(&config) // its error tells also that the text is the English one
	if text == "" {
		config.PluralCount = nil // of an entry without a singular
		text, _ = c.localizer.Localize(&config)
	}
	if text == "" && !c.ids[id] {
		return connector.Message{ID: id, Data: data}.String()
	}
	return text
}
