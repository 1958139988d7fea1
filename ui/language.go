package ui

import (
	"fmt"
	"io/fs"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/assets"
)

const translations = "translations"

// useLanguage adds the window's texts to those of Fyne. In a language that the
// window does not speak but Fyne does, it speaks English throughout: otherwise
// it would mix both, and Fyne would log each text that it misses.
func useLanguage() error {
	if err := lang.AddTranslationsFS(assets.Translations, translations); err != nil {
		return fmt.Errorf("loading the translations: %w", err)
	}
	language, _, _ := strings.Cut(lang.SystemLocale().LanguageString(), "-")
	if _, err := fs.Stat(assets.Translations, translations+"/"+language+".json"); err == nil {
		return nil
	}
	english, err := assets.Translations.ReadFile(translations + "/en.json")
	if err != nil {
		return fmt.Errorf("loading the translations: %w", err)
	}
	return lang.AddTranslationsForLocale(english, fyne.Locale(language))
}
