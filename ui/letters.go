package ui

import (
	"runtime"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/theme"
)

// watchLetters has the window tell which package brings the letters of the names that it shows, where no font has them. Otherwise
// Fyne takes them from the system's fonts. It is told with the next page: nothing moves while a page is used.
func (s *shell) watchLetters() {
	theme.OnMissingLetters(func(l theme.Letters) { s.letters = append(s.letters, l) })
}

// tellLetters says once, in all the time that the program is used, what to do about letters that cannot be drawn.
func (s *shell) tellLetters() {
	preferences := fyne.CurrentApp().Preferences()
	told := preferences.StringList(preferenceLetters)
	for len(s.letters) > 0 && s.notice.Text() == "" {
		missing := s.letters[0]
		s.letters = s.letters[1:]
		if slices.Contains(told, string(missing)) {
			continue
		}
		preferences.SetStringList(preferenceLetters, append(told, string(missing)))
		s.notice.Say(theme.StatusWarning,
			lang.L("Some names are written in letters for which this computer has no font, and question marks stand in their place.")+
				" "+fontAdvice(missing, runtime.GOOS), nil)
		s.body.Refresh()
	}
}

// fontAdvice says where a system has the fonts for letters.
func fontAdvice(l theme.Letters, system string) string {
	switch {
	case system == "windows":
		return lang.L("Add the fonts of the language in the settings of Windows, under Apps, Optional features, and start Inventory Beacon again.")
	case system == "darwin":
		return lang.L("Add the fonts of the language with Font Book, and start Inventory Beacon again.")
	}
	name := "fonts-noto-core (Debian, Ubuntu), google-noto-sans-...-fonts of the language (Fedora, Red Hat), noto-fonts (Arch)"
	if l == theme.EastAsian {
		name = "fonts-noto-cjk (Debian, Ubuntu), google-noto-sans-cjk-fonts (Fedora, Red Hat), noto-fonts-cjk (Arch)"
	}
	return lang.L("Install the package {{.Name}}, and start Inventory Beacon again.", map[string]any{"Name": name})
}
