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
	files, err := Files()
	if err != nil {
		panic(err) // built into the program, and read by every test
	}
	c, err := load(files, locales)
	if err != nil {
		panic(err)
	}
	return c
})

// Files returns the catalogues by their file names. Among them is [Pseudo], which is
// made from the English one.
func Files() (map[string][]byte, error) {
	files := map[string][]byte{}
	entries, err := assets.Translations.ReadDir(translations)
	if err != nil {
		return nil, fmt.Errorf("reading the catalogues of messages: %w", err)
	}
	for _, entry := range entries {
		if files[entry.Name()], err = assets.Translations.ReadFile(path.Join(translations, entry.Name())); err != nil {
			return nil, fmt.Errorf("reading a catalogue of messages: %w", err)
		}
	}
	if files[Pseudo+".json"], err = pseudo(files["en.json"]); err != nil {
		return nil, err
	}
	return files, nil
}

// Language returns the first of the locales that has a catalogue, as the name of its
// file has it; en when none has.
func Language(files map[string][]byte, locales []string) string {
	for _, name := range locales {
		name = strings.ReplaceAll(name, "_", "-")
		short, _, _ := strings.Cut(name, "-")
		for _, candidate := range []string{name, short} {
			if _, ok := files[candidate+".json"]; ok {
				return candidate
			}
		}
	}
	return "en"
}

// load reads the catalogue for the first of the locales that has one. Entries that
// it lacks are English.
func load(files map[string][]byte, locales []string) (*catalogue, error) {
	name := Language(files, locales)
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	c := &catalogue{ids: map[string]bool{}}
	for _, name := range []string{"en", name} {
		file, err := bundle.ParseMessageFileBytes(files[name+".json"], name+".json")
		if err != nil {
			return nil, fmt.Errorf("reading the catalogue of messages %s: %w", name, err)
		}
		for _, entry := range file.Messages {
			c.ids[entry.ID] = true
		}
	}
	c.localizer = i18n.NewLocalizer(bundle, name)
	c.numbers = textmessage.NewPrinter(language.Make(name))
	return c, nil
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
