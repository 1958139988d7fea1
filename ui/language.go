package ui

import (
	"fmt"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/app/message"
)

// useLanguage adds the window's texts to those of Fyne. In a language that the
// window does not speak but Fyne does, it speaks English throughout: otherwise
// it would mix both, and Fyne would log each text that it misses.
func useLanguage() error {
	content, err := message.File(message.Language())
	if err != nil {
		return err
	}
	if err := lang.AddTranslationsForLocale(content, lang.SystemLocale()); err != nil {
		return fmt.Errorf("loading the translations: %w", err)
	}
	return nil
}
