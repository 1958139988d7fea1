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
	files, err := message.Files()
	if err != nil {
		return err
	}
	locale := lang.SystemLocale()
	content := files[message.Language(files, []string{locale.String()})+".json"]
	if err := lang.AddTranslationsForLocale(content, locale); err != nil {
		return fmt.Errorf("loading the translations: %w", err)
	}
	return nil
}
