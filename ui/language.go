package ui

import (
	_ "embed"
	"fmt"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
)

// fyneTexts are those that the toolkit itself shows (lang/translations/base.en.json of Fyne 2.8.1). It looks for them only in the language
// to which ours belong, such as en-US, and logs each that it does not find there.
//
//go:embed fyne_texts.json
var fyneTexts []byte

// useLanguage adds the window's texts to those of Fyne. In a language that the
// window does not speak but Fyne does, it speaks English throughout: otherwise
// it would mix both, and Fyne would log each text that it misses.
func useLanguage() error {
	content, err := message.File(message.Language())
	if err != nil {
		return err
	}
	if err := lang.AddTranslationsForLocale(fyneTexts, lang.SystemLocale()); err != nil {
		return fmt.Errorf("loading the texts of the toolkit: %w", err)
	}
	if err := lang.AddTranslationsForLocale(content, lang.SystemLocale()); err != nil {
		return fmt.Errorf("loading the translations: %w", err)
	}
	return nil
}
